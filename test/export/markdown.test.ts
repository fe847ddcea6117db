import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { draftOf } from '../../src/draft/draft.ts';
import { address, foreign, line, markdown } from '../../src/export/escape.ts';
import { selfAssessment } from '../../src/export/markdown.ts';
import { tell } from '../draft/support.ts';
import { PERSONAS } from '../support/personas.ts';
import { day, work } from '../support/work.ts';

/** What is left when code and escaped characters are taken away, each with a mark that joins nothing: anything here is markup. */
const alive = (text: string): string => text.replaceAll(/`[^`]*`/g, '·').replaceAll(/\\[^\w\s]/g, '·');

test('text of others stands for itself', () => {
  assert.equal(markdown('a*b*_c_ [x](y) <b> | ~z~ $1$ &lt;'), 'a\\*b\\*\\_c\\_ \\[x\\](y) \\<b\\> \\| \\~z\\~ \\$1\\$ \\&lt;');
  assert.equal(markdown('in `a*b` and `c_d`'), 'in `a*b` and `c_d`');
  assert.equal(markdown('one ` tick'), "one ' tick");
  assert.equal(line('# not a heading'), '\\# not a heading');
  assert.equal(line('1. not a list'), '1\\. not a list');
  assert.equal(line('- not a list'), '\\- not a list');
  assert.equal(foreign('see https://evil.example.com and @everyone'), 'see `https://evil.example.com` and `@everyone`');
});

test('a period without work is one line, not pages of nothing', async () => {
  for (const [locale, says] of [
    ['en', /No work of this period counts/],
    ['zh-cn', /没有计入的工作/],
  ] as const) {
    const told = tell({ name: 'Ada Example', work: [] }, locale);
    const text = selfAssessment({ ...told, draft: await draftOf(told) });
    assert.match(text, says);
    assert.equal(text.trim().split('\n').length, 3);
  }
});

test('only addresses of the web are linked, and none can break out', () => {
  assert.equal(address('javascript:alert(1)'), undefined);
  assert.equal(address('https://example.com/a b'), undefined);
  assert.equal(address('https://example.com/a)](x'), 'https://example.com/a%29%5D%28x');
  assert.equal(address(undefined), undefined);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        '[',
        ']',
        '](javascript:alert(1))',
        '<script>',
        '</script>',
        '`',
        '``',
        '*',
        '_',
        '![x](y)',
        '@all',
        '\n# h',
        '\u202E',
        '\u2028',
        'www.evil.example',
        '|',
        '\\',
        '&#x41;',
        'fix: ',
        'add ',
      ),
      { maxLength: 12 },
    )
    .map((list) => list.join('')),
);

test('no subject becomes markup in the document', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('en' as const, 'zh-cn' as const),
      async (subjects, locale) => {
        const told = tell(
          {
            name: 'Ada [x](javascript:y) <b>',
            work: subjects.map((subject, i) =>
              work({ subject, at: day(i), author: 'Ada [x](javascript:y) <b>', files: ['src/a.ts'], type: 'fix' }),
            ),
          },
          locale,
        );
        const text = selfAssessment({ ...told, draft: await draftOf(told) });
        for (const one of text.split('\n')) {
          const rest = alive(one).replaceAll(/\[[^\]]*\]\(https:\/\/[^)\s]*\)/g, '');
          assert.doesNotMatch(rest, /<|\]\(|!\[|(?<!\w)@\w|(?<!\]: )https?:\/\/(?!doi|arxiv|dora|queue|cbea|smartbear|google|jvns)/, one);
          assert.doesNotMatch(one, /[\u202A-\u202E\u2028]/);
        }
      },
    ),
    { numRuns: 150, examples: [[['_www.evil.example@allwww.evil.example['], 'en']] },
  );
});

test('every bullet of the draft cites, every citation with an address has it once, personal suggestions stay out', async () => {
  for (const persona of PERSONAS) {
    const told = tell(persona);
    const personal = { ...told.suggestions[0], id: 'out-of-hours', title: 'Look after your hours', personal: true };
    const suggestions = told.suggestions[0] ? [...told.suggestions, { ...told.suggestions[0], ...personal }] : told.suggestions;
    const text = selfAssessment({ ...told, suggestions, draft: await draftOf(told) });
    const body = text.slice(text.indexOf('## Overview'), text.indexOf('## Appendix'));
    for (const bullet of body.split('\n').filter((one) => one.startsWith('- ')))
      assert.match(bullet, /\((?:\[?(?:[0-9a-f]{8}|#\d+(?:\/[rc]\d+)?)\]?)/, bullet);
    const defined = [...text.matchAll(/^\[((?:[0-9a-f]{8}|#\d+(?:\/[rc]\d+)?)(?:-\d+)?)\]: /gm)].map((match) => match[1]);
    assert.equal(new Set(defined).size, defined.length);
    for (const [, label] of text.matchAll(/\[((?:[0-9a-f]{8}|#\d+(?:\/[rc]\d+)?)(?:-\d+)?)\](?!:)/g))
      assert.ok(defined.includes(label ?? ''), label);
    assert.doesNotMatch(text, /Look after your hours/);
  }
});

test('a lead is shown no levels and no suggestions to delete', async () => {
  const [persona] = PERSONAS;
  assert.ok(persona);
  const told = tell(persona, 'en', 'lead');
  const text = selfAssessment({ ...told, draft: await draftOf(told) });
  assert.doesNotMatch(text, /: (?:steady|strong|emerging)|Appendix: suggestions/);
  assert.match(text, /to see first/);
});

test('what was refused is shown with the reason', async () => {
  const [persona] = PERSONAS;
  assert.ok(persona);
  const told = tell(persona);
  const draft = await draftOf(told, {
    tell: ({ id, point }) => ({
      id,
      text: 'Made everything 9 times faster.',
      facts: [],
      evidence: point.items.map((item) => ({
        contribution: item.id,
        kind: item.kind,
        repo: item.repo,
        label: item.key.slice(0, 8),
        title: item.subject,
      })),
    }),
  });
  assert.ok(draft.refused.length > 0);
  assert.ok(draft.sections.length > 2, 'the template says the same points instead');
  assert.match(
    selfAssessment({ ...told, draft }),
    /~~Made everything 9 times faster\.~~ \(why: the number 9 does not come from the evidence\)/,
  );
});
