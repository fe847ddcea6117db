import type { Assessment, DimensionValue, SignalValue, Suggestion } from '../domain/assessment.ts';
import { dayOf } from '../domain/calendar.ts';
import type { Claim, Draft } from '../domain/draft.ts';
import type { Evidence } from '../domain/evidence.ts';
import { boundsText } from '../draft/dates.ts';
import { sayer } from '../util/messages.ts';
import type { Say } from '../util/messages.ts';
import { foreign, link, markdown } from './escape.ts';
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
  const notes: string[] = [];
  const body = draft.sections.map((section) =>
    [`## ${markdown(section.title)}`, section.claims.map((claim) => bullet(claim, notes, say)).join('\n')].join('\n\n'),
  );
  const parts = [
    `# ${markdown(draft.title)}`,
    `> ${markdown(draft.notice)}`,
    made(draft, say),
    ...body,
    ...refused(draft, say),
    measured(draft, assessment, say),
    ...(draft.audience === 'self' ? suggested(suggestions, person.name, say) : []),
    evidenceList(draft, say),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

type SayExport = Say<(typeof MESSAGES)['en']>;

function made({ sections, period, locale }: Draft, say: SayExport): string {
  const n = citedIn(sections.flatMap((section) => section.claims)).length;
  const bounds = boundsText(period, locale);
  const text = bounds ? say('made', { n, from: bounds[0], to: bounds[1], zone: period.zone }) : say('made.open', { n, zone: period.zone });
  return markdown(text);
}

function bullet(claim: Claim, notes: string[], say: SayExport): string {
  return `- ${markdown(claim.text)} (${citations(claim.evidence, notes, say)})`;
}

/** `[1a2b3c4d](…), [2b3c4d5e](…) and 12 more[^1]`. */
function citations(evidence: readonly Evidence[], notes: string[], say: SayExport): string {
  const links = evidence.map(cite);
  if (links.length <= INLINE + 1) return links.join(', ');
  const number = notes.length + 1;
  notes.push(`[^${number}]: ${links.join(', ')}`);
  return `${links.slice(0, INLINE).join(', ')}, ${say('more', { n: links.length - INLINE })}[^${number}]`;
}

const cite = ({ label, url }: Evidence): string => link(/^#\d+$/.test(label) ? `\\${label}` : foreign(label), url);

function refused({ refused: claims }: Draft, say: SayExport): readonly string[] {
  if (claims.length === 0) return [];
  const lines = claims.map(
    ({ claim, problems }) => `- ~~${markdown(claim.text)}~~ (${markdown(say('refused.why', { problems: problems.join('; ') }))})`,
  );
  return [`## ${say('refused')}`, lines.join('\n')];
}

function measured(draft: Draft, { dimensions, rubric }: Assessment, say: SayExport): string {
  const lines = dimensions.map(
    (dimension) =>
      `### ${markdown(heading(dimension, draft, say))}\n\n${dimension.signals.map((signal) => signalLine(signal, say)).join('\n')}`,
  );
  return [`## ${say('measured')}`, markdown(say('measured.note', { rubric: rubric.name })), ...lines].join('\n\n');
}

/** A lead is shown what was measured, and no level: those are for the person's own eyes. */
function heading({ title, levelName, coverage }: DimensionValue, { audience }: Draft, say: SayExport): string {
  if (coverage === 0) return say('measured.none', { title });
  const covered = coverage < 0.995 ? ` (${say('measured.coverage', { percent: Math.round(coverage * 100) })})` : '';
  const named = audience === 'self' && levelName !== undefined ? say('measured.level', { title, level: levelName }) : title;
  return `${named}${covered}`;
}

function signalLine({ title, value, before, unit, basis }: SignalValue, say: SayExport): string {
  if (value === undefined) return `- ${markdown(title)}: — (${markdown(basis)})`;
  const amount = say(`unit.${unit}`, { n: value });
  const said = before === undefined ? amount : say('signal.before', { value: amount, before: say(`unit.${unit}`, { n: before }) });
  return `- ${markdown(title)}: **${markdown(said)}** (${foreign(basis)})`;
}

/** Personal ones are shown in the report and the panel, and in no document that is passed on. */
function suggested(suggestions: readonly Suggestion[], name: string, say: SayExport): readonly string[] {
  const shared = suggestions.filter((suggestion) => !suggestion.personal);
  if (shared.length === 0) return [];
  return [
    `## ${say('suggestions')}`,
    markdown(say('suggestions.note', { name })),
    ...shared.map(({ title, observation, reason, source, nextStep, check, evidence }) =>
      [
        `### ${markdown(title)}`,
        markdown(observation),
        [
          `- ${markdown(say('why', { reason }))} ${say('source', { source: link(markdown(source.title), source.url) })}`,
          `- ${markdown(say('next', { step: nextStep }))}`,
          `- ${markdown(say('check', { check }))}`,
          `- ${say('examples', { list: evidence.slice(0, INLINE).map(cite).join(', ') })}`,
        ].join('\n'),
      ].join('\n\n'),
    ),
  ];
}

function evidenceList({ sections, period }: Draft, say: SayExport): string {
  const cited = citedIn(sections.flatMap((section) => section.claims)).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const lines = cited.map((evidence) => {
    const day = evidence.at === undefined ? '' : ` ${dayOf(evidence.at, period.zone)}`;
    return `- ${cite(evidence)}${day} ${foreign(evidence.title)}`.trimEnd();
  });
  return [`## ${say('evidence')}`, say('evidence.note'), lines.join('\n')].join('\n\n');
}

const citedIn = (claims: readonly Claim[]): Evidence[] => [
  ...new Map(claims.flatMap((claim) => claim.evidence.map((evidence) => [evidence.contribution, evidence] as const))).values(),
];
