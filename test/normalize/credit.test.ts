import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { creditOf } from '../../src/normalize/credit.ts';
import { compileRules } from '../../src/normalize/rules.ts';
import { raw } from './raw.ts';

const BEN = 'Ben Example <ben@example.com>';
const credit = (message: string, author?: string): { readonly shares: readonly string[]; readonly assistants: readonly string[] } => {
  const { credit, assistants } = creditOf(raw({ message, ...(author !== undefined && { author }) }), compileRules());
  return { shares: credit.map((c) => `${c.identity} ${c.role} ${c.share.toFixed(2)}`), assistants };
};

test('an author alone has it all, whoever committed', () => {
  assert.deepEqual(creditOf(raw({ message: 'x', committer: 'GitHub <noreply@github.com>' }), compileRules()).credit, [
    { identity: 'Ada Example <ada@example.com>', role: 'author', share: 1 },
  ]);
});

test('co-authors share equally, in every spelling and place', () => {
  const expected = ['Ada Example <ada@example.com> author 0.50', 'Ben Example <ben@example.com> co-author 0.50'];
  assert.deepEqual(credit(`x\n\nCo-authored-by: ${BEN}`).shares, expected);
  assert.deepEqual(credit(`x\n\nCO-AUTHORED-BY: Ben Example <BEN@example.com>`).shares, expected);
  assert.deepEqual(credit(`x\n\n* a\n\nCo-Authored-By: ${BEN}\n\n* b, the last words`).shares, expected);
  assert.deepEqual(credit(`x\n\nCo-authored-by: ${BEN}\nCo-authored-by: B. Example <ben@example.com>`).shares, expected);
});

test('nobody shares with themselves, with programs, or with nameless addresses', () => {
  const alone = ['Ada Example <ada@example.com> author 1.00'];
  assert.deepEqual(credit('x\n\nCo-authored-by: Ada <ada@example.com>').shares, alone);
  assert.deepEqual(credit('x\n\nCo-authored-by: renovate[bot] <1+renovate[bot]@users.noreply.github.com>').shares, alone);
  assert.deepEqual(credit('x\n\nCo-authored-by: somebody').shares, alone);
  assert.deepEqual(credit('x\n\nReviewed-by: Ben Example <ben@example.com>').shares, alone);
});

test('assistants are listed and have no share; people they worked for have it all', () => {
  assert.deepEqual(credit('x\n\nCo-Authored-By: Claude Opus 4.6 <noreply@anthropic.com>\nAssisted-by: Cursor'), {
    shares: ['Ada Example <ada@example.com> author 1.00'],
    assistants: ['Claude', 'Cursor'],
  });
  const copilot = 'Copilot <198982749+Copilot@users.noreply.github.com>';
  assert.deepEqual(credit(`x\n\nCo-authored-by: ${BEN}`, copilot), {
    shares: ['Ben Example <ben@example.com> co-author 1.00'],
    assistants: ['GitHub Copilot'],
  });
  assert.deepEqual(credit('x\n\nAssisted-by: Ben Example <ben@example.com>'), {
    shares: ['Ada Example <ada@example.com> author 1.00'],
    assistants: [],
  });
});

test('a mailmap joins a co-author’s addresses', () => {
  const rules = compileRules({
    mailmap: (_, email) => (email === 'ben@old.example.com' ? { name: 'Ben Example', email: 'ben@example.com' } : undefined),
  });
  const { credit } = creditOf(raw({ message: 'x\n\nCo-authored-by: Benny <ben@old.example.com>' }), rules);
  assert.equal(credit[1]?.identity, 'Ben Example <ben@example.com>');
});

test('shares sum to 1, each is positive, and nobody has two', () => {
  const who = fc.tuple(
    fc.constantFrom('a', 'b', 'Claude', 'dependabot[bot]', ''),
    fc.constantFrom('a@example.com', 'b@example.com', 'c@example.com', 'noreply@anthropic.com', '', '1+b@users.noreply.github.com'),
  );
  fc.assert(
    fc.property(who, fc.array(who, { maxLength: 8 }), ([name, email], co) => {
      const message = `x\n\n${co.map(([n, e]) => `Co-authored-by: ${n} <${e}>`).join('\n')}`;
      const { credit, people } = creditOf(raw({ message, author: `${name} <${email}>` }), compileRules());
      assert.ok(Math.abs(credit.reduce((sum, c) => sum + c.share, 0) - 1) < 1e-12);
      assert.ok(credit.every((c) => c.share > 0));
      assert.equal(new Set(credit.map((c) => c.identity)).size, credit.length);
      assert.deepEqual(
        people.map((p) => p.id),
        credit.map((c) => c.identity),
      );
    }),
  );
});
