import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Lets the editor speak `zh-cn` to the windows that ask for it by Accept-Language (`locale: 'zh-CN'` of a browser
 * context), and English to the others. The language pack is registered as the editor itself does it, with no word in it:
 * the workbench stays English, but `vscode.env.language` is `zh-cn` and extensions use their own
 * `package.nls.zh-cn.json` and `l10n/bundle.l10n.zh-cn.json`, which is what the tests look at.
 */
export function offerChinese(dir: string, userData: string): void {
  const translations = path.join(dir, 'zh-cn.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'track-record-tests',
    label: '中文(简体)',
    extensions: [{ extensionIdentifier: { id: 'track-record-tests.language-pack-zh-cn' }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  writeFileSync(path.join(userData, 'languagepacks.json'), JSON.stringify({ 'zh-cn': pack }));
  // Without this file the server takes English for the user's choice and asks no window.
  writeFileSync(path.join(userData, 'User/argv.json'), '{}');
}
