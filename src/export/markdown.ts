import type { Assessment, DimensionValue, Suggestion } from '../domain/assessment.ts';
import type { Claim, Draft } from '../domain/draft.ts';
import type { Evidence } from '../domain/evidence.ts';
import { messageTable, type Say, sayer } from '../util/messages.ts';

export interface MarkdownInput {
  readonly draft: Draft;
  readonly assessment: Assessment;
  readonly suggestions: readonly Suggestion[];
}

const MESSAGES = messageTable({
  en: {
    more: 'and {n} more below',
    measures: 'What it rests on',
    'measures.lead':
      'Compared with the same person one period before, and with nobody else. A dimension without enough evidence has no value.',
    dimension: 'Dimension',
    level: 'Level',
    before: 'Before',
    coverage: 'Coverage',
    basis: 'Counted from',
    none: 'too little evidence',
    improve: 'Suggestions',
    why: 'Why',
    next: 'Next step',
    worked: 'How to tell it worked',
    evidence: 'Evidence',
    'evidence.lead': 'Every contribution cited above, by statement.',
    refused: 'Left out by the checker',
    'refused.lead': 'These statements did not hold against their evidence and are not part of the draft.',
  },
  'zh-cn': {
    more: '另有 {n} 项见下',
    measures: '依据',
    'measures.lead': '只与本人上一周期相比，不与任何人相比。证据不足的维度没有数值。',
    dimension: '维度',
    level: '水平',
    before: '上一周期',
    coverage: '覆盖度',
    basis: '统计自',
    none: '证据不足',
    improve: '改进建议',
    why: '理由',
    next: '下一步',
    worked: '如何判断有效',
    evidence: '证据',
    'evidence.lead': '上文引用的每一项贡献，按陈述列出。',
    refused: '检查器剔除的陈述',
    'refused.lead': '这些陈述与证据不符，不属于草稿。',
  },
});
type SayMarkdown = Say<(typeof MESSAGES)['en']>;

/** Citations shown in a statement itself; all of them stand in the evidence list. */
const INLINE = 4;

/** The draft as Markdown (CommonMark with GitHub's tables): statements with their citations, measures, suggestions, all evidence. */
export function selfAssessment({ draft, assessment, suggestions }: MarkdownInput): string {
  const say = sayer(MESSAGES, draft.locale);
  const shown = suggestions.filter(({ personal }) => draft.audience === 'self' || personal !== true);
  const blocks = [
    `# ${prose(draft.title)}`,
    `> ${prose(draft.notice)}`,
    ...draft.sections.flatMap(({ title, claims }) => [`## ${prose(title)}`, claims.map((claim) => bullet(claim, say)).join('\n')]),
    `## ${say('measures')}`,
    say('measures.lead'),
    table(assessment.dimensions, say),
    ...(shown.length > 0 ? [`## ${say('improve')}`, ...shown.map((suggestion) => suggested(suggestion, say))] : []),
    ...refused(draft, say),
    `## ${say('evidence')}`,
    say('evidence.lead'),
    ...draft.sections.flatMap(({ title, claims }) =>
      claims.map(
        (claim) =>
          `**${prose(title)}** — ${prose(claim.text)}\n\n${claim.evidence.map((one) => `- ${link(one)} ${prose(one.title)}`).join('\n')}`,
      ),
    ),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const bullet = (claim: Claim, say: SayMarkdown): string => `- ${prose(claim.text)}${citations(claim.evidence, say)}`;

function citations(evidence: readonly Evidence[], say: SayMarkdown): string {
  if (evidence.length === 0) return '';
  const rest = evidence.length - INLINE;
  const shown = rest > 1 ? evidence.slice(0, INLINE) : evidence;
  return ` (${[...shown.map(link), ...(rest > 1 ? [say('more', { n: rest })] : [])].join(', ')})`;
}

const link = ({ label, url }: Evidence): string =>
  url === undefined || !/^https?:\/\/[^\s()<>]+$/.test(url) ? `\`${label}\`` : `[\`${label}\`](${url})`;

function table(dimensions: readonly DimensionValue[], say: SayMarkdown): string {
  const percent = (value: number | undefined): string => (value === undefined ? '–' : `${Math.round(value * 100)}%`);
  const rows = dimensions.map((dimension) => [
    dimension.title,
    dimension.level === undefined
      ? say('none')
      : `${percent(dimension.level)}${dimension.levelName === undefined ? '' : ` (${dimension.levelName})`}`,
    percent(dimension.before),
    percent(dimension.coverage),
    dimension.signals.flatMap(({ value, basis }) => (value === undefined ? [] : [basis])).join('; '),
  ]);
  const header = [say('dimension'), say('level'), say('before'), say('coverage'), say('basis')];
  return [header, header.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => prose(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

const suggested = ({ title, observation, evidence, reason, source, nextStep, check }: Suggestion, say: SayMarkdown): string =>
  [
    `### ${prose(title)}`,
    `${prose(observation)}${citations(evidence, say)}`,
    `- **${say('why')}**: ${prose(reason)} ([${prose(source.title).replaceAll(/[[\]]/g, '')}](${source.url}))\n- **${say('next')}**: ${prose(nextStep)}\n- **${say('worked')}**: ${prose(check)}`,
  ].join('\n\n');

function refused({ refused: claims }: Draft, say: SayMarkdown): readonly string[] {
  if (claims.length === 0) return [];
  return [
    `## ${say('refused')}`,
    say('refused.lead'),
    claims.map(({ claim, problems }) => `- ${prose(claim.text)}: ${problems.map(prose).join('; ')}`).join('\n'),
  ];
}

/**
 * Text as one line of Markdown in which backticks mark code and nothing else is markup, whatever a commit's author wrote:
 * no links, images, HTML, emphasis, headings, mentions that notify, or characters nobody sees.
 */
export function prose(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const safe = line
    .split(/(`[^`]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replaceAll('`', '\\`')
            .replaceAll(/[\\*_[\]<>&~]/g, (c) => `\\${c}`)
            .replaceAll(/@(?=\w)/g, '@\u2060')
            .replaceAll(/\b(https?|ftp|javascript|data|mailto):/gi, '$1\u2060:')
            .replaceAll(/\bwww\./gi, 'www\u2060.'),
    )
    .join('');
  return safe.replace(/^(#|>|[-+]\s|\d+[.)]\s|=+$|-+$)/, '\\$1');
}
