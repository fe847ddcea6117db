import { isManifest } from '../../domain/areas.ts';
import { isSource, pathFacts } from '../../domain/measure.ts';
import { countedFiles, typeOf } from '../../domain/tags.ts';
import type { Tagged } from '../../domain/tags.ts';
import { foldersOf } from '../history.ts';
import type { ReadSignal } from './signal.ts';

/** A repository younger than this is still choosing its tools: nothing in it is a first. */
const HISTORY = 50;

const firsts: ReadSignal = ({ work, history, say }) => {
  const byId = new Map(work.map((item) => [item.id, item]));
  const found = history.firsts.filter((first) => first.before >= HISTORY && byId.has(first.id));
  const names = [...new Set(found.map((first) => first.technology))];
  const items = [...new Set(found.flatMap((first) => byId.get(first.id) ?? []))];
  const n = found.length;
  return { n, value: n, basis: say('basis.firsts', { n, names: names.join(say('join')) }), items, names, nothing: say('nothing.firsts') };
};

const modules: ReadSignal = ({ work, history, say }) => {
  const found = new Map<string, Tagged>();
  for (const item of work) {
    for (const file of countedFiles(item)) {
      if (file.status !== 'A' || !isSource(file.path)) continue;
      // The topmost folder that is new: its subfolders came with it.
      const folder = foldersOf(file.path).find((path) => history.folder(item.repo, path)[0]?.id === item.id);
      if (folder === undefined) continue;
      const touches = history.folder(item.repo, folder);
      if (touches.some((touch) => !touch.mine && touch.at > item.at)) found.set(`${item.repo}\0${folder}`, item);
    }
  }
  const names = [...found.keys()].map((name) => name.slice(name.indexOf('\0') + 1));
  const n = found.size;
  return { n, value: n, basis: say('basis.modules', { n }), items: [...new Set(found.values())], names, nothing: say('nothing.modules') };
};

const performance: ReadSignal = ({ work, say }) => {
  const items = work.filter((item) => typeOf(item) === 'perf');
  const n = items.length;
  return { n, value: n, basis: say('basis.performance', { n }), items, nothing: say('nothing.performance') };
};

/** Build, continuous integration and scripts; keeping dependencies up to date is none of it. */
function isTooling(item: Tagged): boolean {
  const files = countedFiles(item);
  if (files.every((file) => isManifest(file.path))) return false;
  const type = typeOf(item);
  const kinds = files.map((file) => pathFacts(file.path).kind);
  return (
    type === 'ci' ||
    (type === 'build' && kinds.some((kind) => kind === 'build' || kind === 'ci')) ||
    kinds.every((kind) => kind === 'build' || kind === 'ci')
  );
}

const tooling: ReadSignal = ({ work, history, say }) => {
  const items = work.filter((item) => isTooling(item) && history.othersIn(item.repo, item.at, Number.POSITIVE_INFINITY) > 0);
  const n = items.length;
  return { n, value: n, basis: say('basis.tooling', { n }), items, nothing: say('nothing.tooling') };
};

export const INNOVATION = { firsts, modules, performance, tooling } as const;
