// How well maintenance activities are told (Levin & Yehudai 2017; Ghadhab et al. 2021): by what the shipped tagger says, mapped, and by a head over
// its vectors, beside other methods. Nothing is written: the sets state no licence, and no head that ships has learned from them.
//   node test/model/maintenance.ts --from DIR [--model models] [--cache test/.cache]
// The two share 965 commits: each is measured by itself. Folds of whole projects, and at random as the published figures are.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Head } from '../../src/classify/head.ts';
import { readManifest } from '../../src/classify/model.ts';
import { saidFeatures } from '../../src/classify/said.ts';
import type { CommitType } from '../../src/domain/tags.ts';
import { hash32 } from '../../src/util/random.ts';
import { byHead, byKeywords, byMajority, byTfidf, divisions, labelsOf, type Method, pooled, rounded } from './beside.ts';
import { type Dataset, embeddingsOf, examplesOf, maintenance } from './data.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    model: { type: 'string', default: 'models' },
    cache: { type: 'string', default: 'test/.cache' },
  },
});
const { from, model, cache } = values;
if (from === undefined) throw new Error('say --from DIR, the folder of labelled data');

/** What is mended, what is new or made to fit, and what is made better (Swanson 1976). */
const ACTIVITY: Readonly<Record<CommitType, string>> = {
  fix: 'corrective',
  revert: 'corrective',
  feat: 'adaptive',
  build: 'adaptive',
  ci: 'adaptive',
  chore: 'adaptive',
  docs: 'perfective',
  style: 'perfective',
  refactor: 'perfective',
  perf: 'perfective',
  test: 'perfective',
};
const RULES = [
  ['corrective', /\b(?:fix\w*|bugs?|errors?|fail\w*|issues?|crash\w*|npe|wrong|incorrect)\b/i],
  ['adaptive', /\b(?:add\w*|new|support\w*|implement\w*|allow\w*|introduc\w*|initial)\b/i],
] as const;
const FOLDS = 10;

const manifest = await readManifest(model);
const file = 'heads/commit-type.json';
const head = new Head(JSON.parse(readFileSync(path.join(model, file), 'utf8')), manifest.encoder.dimensions, file);

for (const set of ['levin1151', 'ghadhab1793'] as const) {
  const dataset = await maintenance(from, set);
  const { labels, rows } = dataset;
  const examples = examplesOf(dataset, await embeddingsOf(dataset, model, cache));
  const published = examplesOf(dataset, await embeddingsOf(dataset, model, cache, 'encoder'));
  const said = examples.map((example, i) => ({ ...example, features: saidFeatures({ text: rows[i]?.text ?? '' }) }));
  const mapped: Method = ({ test }) =>
    Float32Array.from(
      test.flatMap((i) => {
        const example = examples[i];
        const p = example ? head.probabilities(example.embedding, example.features) : [];
        return labels.map((label) =>
          p.reduce((sum, value, k) => (ACTIVITY[head.settings.labels[k] as CommitType] === label ? sum + value : sum), 0),
        );
      }),
    );
  const methods: readonly (readonly [string, Method])[] = [
    ['majority', byMajority(dataset)],
    ['keyword rules', byKeywords(dataset, RULES, 'perfective')],
    ['TF-IDF, logistic regression', byTfidf(dataset)],
    [
      'frozen all-MiniLM-L6-v2, head',
      byHead(
        published.map((example, i) => ({ ...example, features: said[i]?.features ?? example.features })),
        labels.length,
        { vector: 1, dense: 0, words: 0, c: 1 },
      ),
    ],
    ['shipped tagger, mapped', mapped],
    ['head over the change encoder', byHead(said, labels.length, { vector: 1, dense: 1, words: 1.7, c: 1 })],
  ];
  const atRandom: Dataset = { ...dataset, rows: rows.map((row, i) => ({ ...row, group: `part ${hash32(`${i} ${row.text}`) % 40}` })) };
  const truth = labelsOf(rows, labels);
  for (const [method, run] of methods) {
    const scores = [dataset, atRandom].map((divided) => {
      const logits = pooled(run, divisions(divided, FOLDS), divided);
      const right = truth.filter((label, i) => {
        const own = [...logits.subarray(i * labels.length, (i + 1) * labels.length)];
        return own.indexOf(Math.max(...own)) === label;
      });
      return rounded(right.length / truth.length);
    });
    console.log(set, method, { byProject: scores[0], atRandom: scores[1] });
  }
}
