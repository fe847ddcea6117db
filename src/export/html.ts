import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Theme } from '../domain/assessment.ts';
import type { Locale } from '../domain/draft.ts';
import { periodTitle } from '../domain/period-title.ts';
import { TrackRecordError } from '../domain/result.ts';

/** The built view, as text: `dist/view/*`. */
export interface ReportAssets {
  readonly view: string;
  readonly charts: string;
  readonly css: readonly string[];
}

/** What of a snapshot (src/protocol/snapshot.ts) the report must know; everything else is passed through as JSON. */
export interface ReportSnapshot {
  readonly locale: Locale;
  readonly person: { readonly name: string };
  readonly period: { readonly name: string };
  readonly themes: readonly Theme[];
  readonly noise: readonly { readonly reason: string }[];
  readonly rows: readonly unknown[];
}

/** Rows in one inert block: small enough to parse between two frames. */
const BLOCK = 1000;

/** Reads the built view from `dist/view`. Throws `view-missing` where it is not built. */
export async function readReportAssets(folder: string): Promise<ReportAssets> {
  const read = async (name: string): Promise<string> => {
    try {
      return await readFile(path.join(folder, name), 'utf8');
    } catch (cause) {
      throw new TrackRecordError('view-missing', `${name} is not in ${folder}. Build the view with "node esbuild.mjs".`, { cause });
    }
  };
  const [view, charts, theme, css] = await Promise.all([read('report.js'), read('charts.js'), read('theme.css'), read('view.css')]);
  return { view, charts, css: [theme, css] };
}

/**
 * One self-contained page: the view, its charts and the snapshot, no network. The order is the order of need: styles, what the first paint
 * shows, the view, then inert blocks that are parsed when they are asked for (rows, the noise ledger) and the charts, defined but not run.
 */
export function renderReport({ assets, snapshot }: { assets: ReportAssets; snapshot: ReportSnapshot }): string {
  const { rows, noise, themes, ...rest } = snapshot;
  const head = { ...rest, themes: themes.map(summary), noiseCounts: tally(noise), blocks: { rows: blocks(rows), noise: blocks(noise) } };
  const css = assets.css.join('\n');
  const view = script(assets.view);
  // A function that is never called is only scanned, so that the charts cost nothing before first paint.
  const charts = script(`function trackRecordLoadCharts(){${assets.charts}\nreturn trackRecordCharts}`);
  const styles = [css, plotStyle].map(hash).join(' ');
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src ${styles}; script-src ${hash(view)} ${hash(charts)}`;
  const title = `Track Record · ${snapshot.person.name} · ${periodTitle(snapshot.period.name, snapshot.locale)}`;
  return [
    `<!doctype html>\n<html lang="${snapshot.locale === 'zh-cn' ? 'zh-CN' : 'en'}">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>\n<style>${css}</style>\n</head>\n<body>\n<div id="root"></div>`,
    data('snapshot', 0, head),
    `<script>${view}</script>`,
    ...chunks(rows).map((chunk, i) => data('rows', i, chunk)),
    ...chunks(noise).map((chunk, i) => data('noise', i, chunk)),
    `<script>${charts}</script>`,
    '</body>\n</html>\n',
  ].join('\n');
}

/** The style element that Observable Plot puts into a chart of class `tr-plot`: known text, so the policy can allow it by hash. */
const plotStyle = `:where(.tr-plot) {
  --plot-background: white;
  display: block;
  height: auto;
  height: intrinsic;
  max-width: 100%;
}
:where(.tr-plot text),
:where(.tr-plot tspan) {
  white-space: pre;
}`;

/** The view counts a theme's members in the rows themselves. */
const summary = ({ contributions, ...theme }: Theme): Omit<Theme, 'contributions'> & { count: number } => ({
  ...theme,
  count: contributions.length,
});

function tally(noise: ReportSnapshot['noise']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of noise) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

const blocks = (items: readonly unknown[]): number => Math.ceil(items.length / BLOCK);
const chunks = (items: readonly unknown[]): readonly unknown[][] =>
  Array.from({ length: blocks(items) }, (_, i) => items.slice(i * BLOCK, (i + 1) * BLOCK));

/** `<` is the only character that could end the block or start markup in it; JSON may spell it as an escape. */
const data = (id: string, index: number, value: unknown): string =>
  `<script type="application/json" id="${id}-${index}">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Code cannot be escaped as data can: it must not contain what ends or nests a script element. */
function script(code: string): string {
  if (/<\/script|<script/i.test(code))
    throw new TrackRecordError('view-unsafe', 'The built view contains a script tag and cannot be inlined.');
  return code;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
