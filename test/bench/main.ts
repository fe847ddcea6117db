// `npm run bench [-- --repo PATH] [--runs N] [--without-gitinspector]`: the figures of docs/benchmarks.md. Without a repository it makes a
// large one by fast-import. gitinspector takes a quarter of an hour on a history of 80,000 commits. `npm run bench -- --panel`: those of the
// panel in the real editor (`node test/tools/install.mjs` fetches it). `npm run bench -- --tagger --repo PATH`: those of the tagger, with
// `--said DIR` on issues and review comments too; `npm run bench -- --speed --repo PATH`: its speed beside transformers.js, on the newest
// 1,024 messages or `--messages N`. `npm run bench -- --teach --repo PATH`: how it follows a user who corrects it;
// `npm run bench -- --retag --repo PATH`: how soon another head has tagged everything. `npm run bench -- --github`: those of reading a code
// host; `npm run bench -- --devices --repo PATH`: those of each device.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { init, streamCommits } from '../support/repos.ts';
import { history } from './generate.ts';
import { benchHistory, type Line } from './history.ts';
import { benchStore } from './store.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    runs: { type: 'string', default: '3' },
    commits: { type: 'string', default: '50000' },
    'without-gitinspector': { type: 'boolean', default: false },
    panel: { type: 'boolean', default: false },
    tagger: { type: 'boolean', default: false },
    messages: { type: 'string', default: '1024' },
    said: { type: 'string' },
    github: { type: 'boolean', default: false },
    speed: { type: 'boolean', default: false },
    teach: { type: 'boolean', default: false },
    retag: { type: 'boolean', default: false },
    devices: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
const tell = ({ name, value, limit, ok }: Line): void =>
  console.log(`| ${name} | ${value} | ${limit} | ${ok === true ? 'met' : ok === false ? 'NOT MET' : ok} |`);

try {
  console.log(
    `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n\n| what | measured | limit | |\n|---|---|---|---|`,
  );
  if (values.panel) await (await import('./panel.ts')).benchPanel(tell);
  else if (values.tagger) await (await import('./tagger.ts')).benchTagger({ repo: values.repo ?? '.', said: values.said }, tell);
  else if (values.github) await (await import('./github.ts')).benchGitHub(tell);
  else if (values.teach) await (await import('./teach.ts')).benchTeaching(values.repo ?? '.', folder, tell);
  else if (values.retag) await (await import('./retag.ts')).benchRetagging(values.repo ?? '.', folder, tell);
  else if (values.devices) await (await import('./devices.ts')).benchDevices(values.repo ?? '.', tell);
  else if (values.speed)
    await (await import('./speed.ts')).benchSpeed({ repo: values.repo ?? '.', messages: Number(values.messages), folder }, tell);
  else await benchCore();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function benchCore(): Promise<void> {
  const repo = values.repo ?? path.join(folder, 'repo');
  if (values.repo === undefined) await streamCommits(init(repo, { bare: true }), history(Number(values.commits)));
  await benchHistory(repo, { runs: Number(values.runs), inspector: !values['without-gitinspector'] }, tell);
  for (const { name, milliseconds, limit } of benchStore(path.join(folder, 'store'))) {
    tell({
      name: `store: ${name}, ms`,
      value: milliseconds.toFixed(1),
      limit: limit === undefined ? '-' : String(limit),
      ok: limit === undefined ? 'no limit' : milliseconds <= limit,
    });
  }
  const dist = path.resolve(import.meta.dirname, '../../dist/view');
  const zipped = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(dist, name)), { level: 9 }).length, 0) / 1024;
  const first = zipped(['report.js', 'view.css', 'theme.css']);
  const all = first + zipped(['charts.js']);
  tell({ name: 'view before first paint, KB gzipped', value: first.toFixed(1), limit: '90', ok: first <= 90 });
  tell({ name: 'all of the view, KB gzipped', value: all.toFixed(1), limit: '220', ok: all <= 220 });
}
