import type { Suggestion } from '../../domain/assessment.ts';
import type { Locale } from '../../domain/draft.ts';
import type { Fact } from '../../domain/evidence.ts';
import { evidenceOf } from '../../domain/evidence.ts';
import { linesOf } from '../../domain/measure.ts';
import type { Tagged } from '../../domain/tags.ts';
import { filler } from '../../util/messages.ts';
import type { AssessInput } from '../input.ts';
import type { Scope } from '../scope.ts';
import { scopeOf } from '../scope.ts';
import { detect } from './detect.ts';
import type { Finding } from './detect.ts';
import { SUGGESTION_TEXTS } from './texts.ts';

/** Improvements the evidence supports, the strongest first; none where nothing does. A lead is never shown the personal ones. */
export const suggest = (input: AssessInput): readonly Suggestion[] => suggestScope(input, scopeOf(input));

/** The same over a scope that was made already. */
export function suggestScope(input: AssessInput, scope: Scope): readonly Suggestion[] {
  const off = new Set(input.off);
  return [...detect(scope).values()]
    .filter((verdict) => typeof verdict !== 'string')
    .filter((finding) => !off.has(finding.kind) && !(finding.personal && input.audience === 'lead'))
    .sort((a, b) => b.strength - a.strength)
    .map((finding) => write(finding, input));
}

/** More than this nobody opens. */
const CITED = 12;

function write(finding: Finding, input: AssessInput): Suggestion {
  const { kind, value, total, metric, over, unit, strength, source, personal } = finding;
  const parameters = Object.fromEntries(Object.entries(metric).filter(([name]) => name !== 'of'));
  const texts = SUGGESTION_TEXTS[input.locale][kind];
  const fill = filler(input.locale);
  const values = { n: value, total: total ?? 0, ...parameters, ...finding.words };
  const said = fill(texts.fact, values);
  // A fact over the evidence is computed from exactly these; others are shown by their most telling examples.
  const cited = over === 'evidence' ? finding.items : telling(finding).slice(0, CITED);
  const fact: Fact = {
    text: said,
    value,
    ...(total === undefined ? {} : { total }),
    unit,
    metric,
    ...(over === 'period' ? { over } : {}),
  };
  return {
    id: kind,
    title: texts.title,
    observation: joined(said, texts.more, input.locale),
    evidence: cited.map((item) => evidenceOf(item, input.urlOf?.(item))),
    ...(cited.length < finding.items.length ? { evidenceCount: finding.items.length } : {}),
    reason: texts.reason,
    source,
    nextStep: texts.next,
    check: fill(texts.check, values),
    strength,
    facts: [fact],
    ...(personal ? { personal } : {}),
  };
}

/** The largest first where it is about size, else the latest. */
const telling = ({ kind, items }: Finding): readonly Tagged[] =>
  kind === 'large-changes' ? items.toSorted((a, b) => (linesOf(b) ?? 0) - (linesOf(a) ?? 0)) : items.toSorted((a, b) => b.at - a.at);

/** `one-area` goes on in the same sentence; the others begin a new one. */
function joined(fact: string, more: string, locale: Locale): string {
  const goesOn = /^\p{Ll}/u.test(more) || more.startsWith('几乎');
  if (locale === 'zh-cn') return goesOn ? `${fact}${more}` : `${fact}。${more}`;
  return goesOn ? `${fact} ${more}` : `${fact}. ${more}`;
}
