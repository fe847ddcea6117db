import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrackRecordError } from '../../src/domain/result.ts';
import { check, REQUESTS } from '../../src/protocol/rpc.ts';

const TOKEN = 'gho_planted0in0a0test';

test('accounts that do not fit are refused without a word of what was in them', () => {
  const odd: readonly unknown[] = [
    TOKEN,
    [TOKEN],
    { token: TOKEN },
    [{ kind: 'github', host: 'github.com', token: [TOKEN] }],
    [{ kind: 'github', host: 'github.com', token: TOKEN.repeat(100) }],
    [{ kind: 'github', host: { token: TOKEN }, token: TOKEN }],
    [{ host: 'github.com', token: TOKEN }],
    [{ token: TOKEN }],
    Array.from({ length: 11 }, () => ({ kind: 'github', host: 'github.com', token: TOKEN })),
  ];
  for (const accounts of odd) {
    for (const [method, more] of [
      ['analyze', {}],
      ['document', { as: 'md' }],
    ] as const) {
      assert.throws(
        () => check(REQUESTS[method].params, { folders: [], ...more, accounts }, `${method} request`),
        (error: unknown) => error instanceof TrackRecordError && error.reason === 'bad-message' && !String(error.stack).includes(TOKEN),
        JSON.stringify(accounts),
      );
    }
  }
  const accounts = [{ kind: 'github', host: 'github.com', token: TOKEN }];
  assert.deepEqual(check(REQUESTS.analyze.params, { folders: [], accounts }, 'request').accounts, accounts);
});

test('no reply has a place for a token', () => {
  const reply = { revision: 1, contributions: 0, added: 0, milliseconds: 0, device: 'cpu', warnings: [], accounts: [{ token: TOKEN }] };
  assert.ok(!JSON.stringify(check(REQUESTS.analyze.reply, reply, 'reply')).includes(TOKEN));
});
