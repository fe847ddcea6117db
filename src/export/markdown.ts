import type { Assessment, DimensionValue, SignalValue, Suggestion } from '../domain/assessment.ts';
import { unmeasured } from '../domain/assessment.ts';
import { dayOf } from '../domain/calendar.ts';
import type { Claim, Draft } from '../domain/draft.ts';
import type { Evidence } from '../domain/evidence.ts';
import { boundsText } from '../draft/dates.ts';
import { closedUp, sayer } from '../util/messages.ts';
import type { Say } from '../util/messages.ts';
import { Citations } from './citations.ts';
import { address, foreign, line, markdown } from './escape.ts';
import { MESSAGES } from './messages.ts';

/** What a document is made of; a story of the pipeline is one. */
export interface DocumentInput {
  readonly draft: Draft;
  readonly assessment: Assessment;
  readonly suggestions: readonly Suggestion[];
  readonly person: { readonly name: string };
}

/** Citations shown in the sentence; the rest are in its footnote. */
const INLINE = 4;

/**
 * The draft as a Markdown document: every bullet with links to what it rests on, footnotes where that is much, then what was measured,
 * suggestions (for a self-assessment, to be deleted before it is passed on) and the list of evidence. Ends with a newline.
 */
export function selfAssessment({ draft, assessment, suggestions, person }: DocumentInput): string {
  const say = sayer(MESSAGES, draft.locale);
  const citations = new Citations();
  const body = draft.sections.map((section) =>
    [`## ${markdown(section.title)}`, section.claims.map((claim) => bullet(claim, citations, say)).join('\n')].join('\n\n'),
  );
  if (draft.sections.length === 0 && draft.refused.length === 0) return `# ${markdown(draft.title)}\n\n${line(say('nothing'))}\n`;
  const parts = [
    `# ${markdown(draft.title)}`,
    `> ${line(draft.notice)}`,
    made(draft, say),
    ...body,
    ...refused(draft, say),
    measured(draft, assessment, say),
    ...(draft.audience === 'self' ? suggested(suggestions, person.name, citations, say) : []),
    evidenceList(draft, citations, say),
  ];
  return `${[...parts, ...citations.end()].join('\n\n')}\n`;
}

type SayExport = Say<(typeof MESSAGES)['en']>;

function made({ sections, period, locale }: Draft, say: SayExport): string {
  const n = citedIn(sections.flatMap((section) => section.claims)).length;
  const bounds = boundsText(period, locale);
  const text = bounds ? say('made', { n, from: bounds[0], to: bounds[1], zone: period.zone }) : say('made.open', { n, zone: period.zone });
  return line(text);
}

function bullet(claim: Claim, citations: Citations, say: SayExport): string {
  return `- ${line(claim.text)} (${cited(claim.evidence, citations, say)})`;
}

/** `[1a2b3c4d], [2b3c4d5e] and 12 more[^1]`. */
function cited(evidence: readonly Evidence[], citations: Citations, say: SayExport): string {
  const all = evidence.map((e) => citations.cite(e));
  if (all.length <= INLINE + 1) return all.join(', ');
  return `${all.slice(0, INLINE).join(', ')}, ${say('more', { n: all.length - INLINE })}${citations.note(all.join(', '))}`;
}

function refused({ refused: claims }: Draft, say: SayExport): readonly string[] {
  if (claims.length === 0) return [];
  const lines = claims.map(
    ({ claim, problems }) => `- ~~${line(claim.text)}~~ (${markdown(say('refused.why', { problems: problems.join('; ') }))})`,
  );
  return [`## ${say('refused')}`, lines.join('\n')];
}

function measured(draft: Draft, { dimensions, rubric }: Assessment, say: SayExport): string {
  const lines = dimensions.map(
    (dimension) => `### ${markdown(heading(dimension, draft, say))}\n\n${signalLines(dimension, say).join('\n')}`,
  );
  return [`## ${say('measured')}`, line(say('measured.note', { rubric: rubric.name })), ...lines].join('\n\n');
}

/** A lead is shown what was measured, and no level: those are for the person's own eyes. */
function heading({ title, levelName, coverage }: DimensionValue, { audience }: Draft, say: SayExport): string {
  if (coverage === 0) return say('measured.none', { title });
  const percent = Math.round(coverage * 100);
  if (audience === 'self' && levelName === undefined) return say('measured.little', { title, percent });
  const named = audience === 'self' && levelName !== undefined ? say('measured.level', { title, level: levelName }) : title;
  return coverage < 0.995 ? say('measured.coverage', { named, percent }) : named;
}

/** What was measured, each on a line; then why the rest was not: what one thing would tell together. */
const signalLines = ({ signals }: DimensionValue, say: SayExport): readonly string[] => [
  ...signals.flatMap((signal) => signalLine(signal, say) ?? []),
  ...unmeasured(signals).map(({ titles, basis }) =>
    say('signal.none', { title: titles.map((title) => line(title)).join(say('join')), basis: foreign(basis) }),
  ),
];

function signalLine({ title, value, before, unit, basis }: SignalValue, say: SayExport): string | undefined {
  if (value === undefined) return undefined;
  const parts = { title: line(title), basis: foreign(basis) };
  const amount = say(`unit.${unit}`, { n: value });
  const said = before === undefined ? amount : say('signal.before', { value: amount, before: say(`unit.${unit}`, { n: before }) });
  return say('signal.line', { ...parts, value: markdown(closedUp(said)) });
}

/** Personal ones are shown in the report and the panel, and in no document that is passed on. */
function suggested(suggestions: readonly Suggestion[], name: string, citations: Citations, say: SayExport): readonly string[] {
  const shared = suggestions.filter((suggestion) => !suggestion.personal);
  if (shared.length === 0) return [];
  return [
    `## ${say('suggestions')}`,
    line(say('suggestions.note', { name })),
    ...shared.map(({ title, observation, reason, source, nextStep, check, evidence }) =>
      [
        `### ${markdown(title)}`,
        line(observation),
        [
          `- ${markdown(say('why', { reason }))}${say('source', { source: sourceOf(source) })}`,
          `- ${markdown(say('next', { step: nextStep }))}`,
          `- ${markdown(say('check', { check }))}`,
          `- ${say('examples', {
            list: evidence
              .slice(0, INLINE)
              .map((e) => citations.cite(e))
              .join(', '),
          })}`,
        ].join('\n'),
      ].join('\n\n'),
    ),
  ];
}

function sourceOf({ title, url }: Suggestion['source']): string {
  const safe = address(url);
  return safe === undefined ? markdown(title) : `[${markdown(title)}](${safe})`;
}

function evidenceList({ sections, period }: Draft, citations: Citations, say: SayExport): string {
  const all = citedIn(sections.flatMap((section) => section.claims)).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const lines = all.map((evidence) => {
    const day = evidence.at === undefined ? '' : ` ${dayOf(evidence.at, period.zone)}`;
    return `- ${citations.cite(evidence)}${day} ${foreign(evidence.title)}`.trimEnd();
  });
  return [`## ${say('evidence')}`, say('evidence.note'), lines.join('\n')].join('\n\n');
}

const citedIn = (claims: readonly Claim[]): Evidence[] => [
  ...new Map(claims.flatMap((claim) => claim.evidence.map((evidence) => [evidence.contribution, evidence] as const))).values(),
];
