import { createHash } from 'node:crypto';
import { readHead, readInfoAttributes } from '../mine/git/head.ts';
import type { Repository } from '../mine/git/repository.ts';
import { attributesOf } from '../normalize/attributes.ts';
import { parseMailmap } from '../normalize/mailmap.ts';
import { compileRules, type Rules } from '../normalize/rules.ts';
import type { Context } from '../util/context.ts';

const ATTRIBUTES = /(?:^|\/)\.gitattributes$/;
const MAILMAP = '.mailmap';
const IGNORED = '.git-blame-ignore-revs';

export interface RepoRules extends Rules {
  /** Changes when the repository says something else: then what was judged by the old rules has to be judged again. */
  readonly fingerprint: string;
}

/** What a repository itself says of its files, people and mass reformats, as its HEAD has it. */
export async function repoRules(repository: Repository, ctx: Context): Promise<RepoRules> {
  const [texts, info] = await Promise.all([
    readHead(repository, (path) => path === MAILMAP || path === IGNORED || ATTRIBUTES.test(path), ctx),
    readInfoAttributes(repository),
  ]);
  const attributes = [...texts].flatMap(([path, text]) => (ATTRIBUTES.test(path) ? [{ dir: path.replace(ATTRIBUTES, ''), text }] : []));
  const mailmap = texts.get(MAILMAP);
  const rules = compileRules({
    attributes: attributesOf(attributes, info),
    ...(mailmap === undefined ? {} : { mailmap: parseMailmap(mailmap) }),
    ignoreRevs: new Set(
      (texts.get(IGNORED) ?? '')
        .split('\n')
        .map((line) => line.replace(/#.*/, '').trim())
        .filter(Boolean),
    ),
  });
  const said = JSON.stringify([...[...texts].sort(([a], [b]) => (a < b ? -1 : 1)), info ?? '']);
  return { ...rules, fingerprint: createHash('sha256').update(said).digest('hex').slice(0, 16) };
}
