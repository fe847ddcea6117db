import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

export interface PageOptions {
  readonly webview: Pick<Webview, 'asWebviewUri' | 'cspSource'>;
  readonly extension: Uri;
  readonly title: string;
  readonly language: string;
}

/** The panel's document: our own script, by nonce, our own style sheets, nothing from elsewhere and nothing inline. */
export function panelPage({ webview, extension, title, language }: PageOptions): string {
  const nonce = randomBytes(16).toString('base64url');
  const at = (file: string): string => webview.asWebviewUri(Uri.joinPath(extension, 'dist/view', file)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // Charts and grid place things by style attributes; those carry no content.
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `img-src ${webview.cspSource} data:`,
    `font-src ${webview.cspSource}`,
    // What the first line does not cover.
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<link rel="stylesheet" href="${at('panel.css')}">
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" data-charts="${at('charts.js')}" src="${at('panel.js')}"></script>
</body>
</html>
`;
}
