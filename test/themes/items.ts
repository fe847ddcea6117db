import type { Contribution } from '../../src/domain/contribution.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import type { ThemeItem } from '../../src/themes/themes.ts';

const DAY = 86_400_000;
const START = 1_760_000_000_000;

/** A contribution of which only subject and paths tell anything; `n` is its place in time. */
export function item(n: number, subject: string, paths: readonly string[], embedding?: Float32Array | Int8Array): ThemeItem {
  const key = n.toString(16).padStart(8, '0').repeat(5);
  const contribution: Contribution = {
    id: `commit:example.com/owner/engine@${key}`,
    kind: 'commit',
    repo: 'example.com/owner/engine',
    key,
    author: 'Ada Example <ada@example.com>',
    credit: [{ identity: 'Ada Example <ada@example.com>', role: 'author', share: 1 }],
    at: START + n * DAY,
    offset: 0,
    landedAt: START + n * DAY,
    subject,
    body: '',
    messageHash: key,
    trailers: [],
    refs: [],
    parents: [],
    files: paths.map((path) => ({ path, status: 'M', added: 1, deleted: 1 })),
    lines: 'counted',
    assistants: [],
    orphan: false,
  };
  const tagged: Tagged = { ...contribution, noise: [], share: 1 };
  return { contribution: tagged, ...(embedding && { embedding }) };
}

/** Lines of `subject | path path`, newest last. */
export const history = (text: string): readonly ThemeItem[] =>
  text
    .trim()
    .split('\n')
    .map((line, n) => {
      const [subject = '', paths = ''] = line.split(' | ');
      return item(n, subject.trim(), paths.split(' ').filter(Boolean));
    });
