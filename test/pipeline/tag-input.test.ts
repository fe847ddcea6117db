import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TAGGED_KINDS, type TaggedKind } from '../../src/classify/input.ts';
import { featuresFor, saidText } from '../../src/classify/said.ts';
import { inputOf, parseTagRequest } from '../../src/pipeline/tagger.ts';
import { commit } from '../store/support.ts';

const TITLE = 'fix: [Bug] parser crashes on empty input (#12)';
const BODY = '<!-- Search first. -->\n### What happens\nfeat: it fails\r\n\nSigned-off-by: A <a@example.com>\nCloses #3\n\n\n---\n';

describe('what the tagger reads', () => {
  const stored = (kind: TaggedKind) => inputOf(commit(1, { kind, subject: TITLE, body: BODY, files: [], key: '1', id: `${kind}:1` }));

  test('is the same of a stored contribution and of a line of `tag --jsonl`', () => {
    for (const kind of TAGGED_KINDS) {
      const { text, ...rest } = stored(kind);
      for (const given of [{ subject: TITLE, body: BODY }, { text: `${TITLE}\n\n${BODY}` }]) {
        const request = parseTagRequest(JSON.stringify({ id: rest.id, kind, ...given }), 1);
        assert.equal(request.text, text.trim(), kind);
        assert.equal(request.kind, kind);
      }
    }
  });

  test('of a change is cleaned, and what was said is read as heads have learned it', () => {
    assert.equal(stored('commit').text, stored('pull_request').text);
    assert.ok(stored('commit').text.startsWith('parser crashes on empty input\n\n'), stored('commit').text);
    // As it lies in the labelled data: title, empty line, body.
    const learned = `${TITLE}\n\n${BODY}`;
    for (const kind of ['issue', 'review_comment'] as const) {
      assert.equal(saidText(stored(kind).text), saidText(learned));
      assert.deepEqual(featuresFor(kind, stored(kind)), featuresFor(kind, { text: learned }));
    }
  });
});
