import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogFacts } from '../../src/domain/log.ts';
import { measure } from '../../src/domain/measure.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { work } from '../support/work.ts';
import { tell } from './support.ts';

const entry = (subject: string, at: string, more: Partial<LogFacts> = {}): Tagged => ({
  ...work({ subject, at }),
  kind: 'work_log',
  repo: 'work-log/log.md-00000001',
  key: `log.md:${at.slice(8, 10)}`,
  host: { kind: 'work_log', file: '/log.md', line: 1, tags: [], category: 'on-call', ...more },
});
const week = entry('primary for the storage cluster', '2026-03-08T12:00Z', { from: '2026-03-02' });
const shift = entry('second line', '2026-03-08T12:00Z');
const half = entry('pager of the build farm', '2026-06-30T12:00Z', { from: '2026-01-01', period: true });

const told = async (...items: readonly Tagged[]) => {
  const input = tell({ name: 'Ada Example', work: items });
  const draft = await draftOf(input);
  assert.deepEqual(draft.refused, []);
  const signal = input.assessment.dimensions.flatMap(({ signals }) => signals).find(({ id }) => id === 'on-call');
  return { days: signal?.value, text: draft.sections.flatMap(({ claims }) => claims.map(({ text }) => text)).join('\n') };
};

test('days on call are those that entries name, each once', async () => {
  assert.equal(measure({ of: 'log-days' }, [week, shift], 'UTC').value, 7);
  const { days, text } = await told(week, shift);
  assert.equal(days, 7);
  assert.match(text, /^On call on 7 days: /);
});

test('an entry for a month or longer is told, and nobody is said to have been on call on each day of it', async () => {
  assert.equal((await told(week, half)).days, 7);
  const { days, text } = await told(half);
  assert.equal(days, undefined);
  assert.match(text, /^On call: “pager of the build farm”\.$/);
});
