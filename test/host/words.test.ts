import './support/editor.ts';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { TrackRecordError } from '../../src/domain/result.ts';
import { env } from './support/vscode.ts';

const { describe, isQuiet, progressWords, remedyOf } = await import('../../src/host/words.ts');

afterEach(() => {
  env.language = 'en';
});

test('progress: what, on which device, how far, how long', () => {
  assert.deepEqual(progressWords({ stage: 'mine', done: 12 }), { text: 'Reading the history' });
  assert.deepEqual(progressWords({ stage: 'classify', done: 45, total: 100, left: 20_400, note: 'cpu' }), {
    text: 'Tagging on CPU · 45% · 21 s left',
    percent: 45,
  });
  assert.equal(progressWords({ stage: 'lines', done: 1, total: 3, left: 150_000 }).text, 'Counting lines · 33% · 3 min left');
  assert.equal(
    progressWords({ stage: 'pulls', done: 0, note: 'github.com asks to wait 30 s' }).text,
    'Asking the code host · github.com asks to wait 30 s',
  );
  // Less than a second is no time to speak of, and what is no device is not called one.
  assert.equal(progressWords({ stage: 'lines', done: 9, total: 10, left: 400, note: 'not used' }).text, 'Counting lines · 90%');
});

test('a failure is told as the engine tells it, and first its gist to those who read another language', () => {
  const error = new TrackRecordError('author-unknown', 'Nobody called "eve" has commits here.');
  assert.equal(describe(error), error.message);
  env.language = 'zh-cn';
  assert.equal(describe(error), 'Nobody of that name has commits here. (Nobody called "eve" has commits here.)');
  assert.equal(describe(new TrackRecordError('unheard-of', 'What it says.')), 'What it says.');
  // What may go wrong with git, the store and the model on anybody's machine.
  for (const reason of [
    'git-failed',
    'git-too-old-for-repository',
    'bad-config',
    'permission-denied',
    'object-missing',
    'model-corrupt',
    'tagger-crashed',
    'hub-token',
    'hub-address',
    'store-damaged',
    'store-missing-folder',
    'wrong-key',
    'disk-full',
    'store-locked',
    'store-newer',
    'store-read-only',
    'log-changed',
  ])
    assert.match(describe(new TrackRecordError(reason, 'Details.')), /^.+ \(Details\.\)$/, reason);
  assert.equal(describe(new TypeError('x is not a function')), 'x is not a function');
});

test('where a command helps, that command is offered', () => {
  const helps = (error: unknown): string => remedyOf(error).command;
  assert.deepEqual(remedyOf(new TrackRecordError('bad-rubric', '')), { command: 'editRubric', title: 'Edit Rubric' });
  assert.equal(helps(new TrackRecordError('author-ambiguous', '')), 'chooseIdentity');
  const nobody = new TrackRecordError('no-person', 'Name the person with --person.');
  assert.deepEqual([describe(nobody).includes('--person'), helps(nobody)], [false, 'chooseIdentity']);
  assert.equal(helps(new TypeError('x')), 'showLog');
});

test('who cancels, or hears of a crash anyway, is not told again', () => {
  assert.ok(['cancelled', 'engine-stopped', 'engine-crashed', 'engine-hung'].every((reason) => isQuiet(new TrackRecordError(reason, ''))));
  assert.ok(!isQuiet(new TrackRecordError('disk-full', '')));
});
