// Snapshots as the pipeline would make them, of any size, from a seed: what the view is developed and tested with.
import type { Assessment, DimensionValue, SignalValue, Suggestion, Theme } from '../../src/domain/assessment.ts';
import type { NoiseReason } from '../../src/domain/contribution.ts';
import type { Claim, Draft, Locale } from '../../src/domain/draft.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import type { Period } from '../../src/domain/time.ts';
import type { ContributionRow, Headline, NoiseRow, Snapshot } from '../../src/protocol/snapshot.ts';
import { AREAS, type Area, WORDS } from './snapshot-words.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);

export interface SnapshotOptions {
  readonly rows: number;
  readonly locale?: Locale;
  readonly seed?: number;
  /** Days the contributions are spread over, up to the period's end. */
  readonly days?: number;
}

/** Mulberry32: small, seeded, good enough to scatter test data. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const small = (): Snapshot => makeSnapshot({ rows: 3 });
export const typical = (): Snapshot => makeSnapshot({ rows: 400 });
export const chinese = (): Snapshot => makeSnapshot({ rows: 400, locale: 'zh-cn' });
export const large = (): Snapshot => makeSnapshot({ rows: 20_000, days: 3650 });
export const huge = (): Snapshot => makeSnapshot({ rows: 50_000, days: 5475 });
export const empty = (): Snapshot => makeSnapshot({ rows: 0 });

export function makeSnapshot({ rows: count, locale = 'en', seed = 7, days = 181 }: SnapshotOptions): Snapshot {
  const rand = random(seed);
  const zh = locale === 'zh-cn';
  const period: Period = {
    name: days === 181 ? '2026-H1' : 'all',
    from: FROM + (181 - days) * DAY,
    to: FROM + 181 * DAY,
    zone: 'Europe/Berlin',
  };
  const previous: Period = { name: '2025-H2', from: period.from - 184 * DAY, to: period.from, zone: period.zone };
  const rows = Array.from({ length: count }, (_, i) => makeRow(i, rand, period, days, zh)).sort((a, b) => b.at - a.at);
  const themes = makeThemes(rows, zh);
  return {
    schema: 1,
    revision: 1,
    locale,
    generatedAt: Date.UTC(2026, 6, 2, 9, 30),
    person: { id: 'Ada Example <ada@example.com>', name: 'Ada Example' },
    period,
    ...(count > 10 ? { previous } : {}),
    repos: REPOS.map((name) => ({ id: `example.com/acme/${name}`, name: `acme/${name}`, web: `https://example.com/acme/${name}` })),
    headlines: makeHeadlines(rows, themes, zh),
    weeks: makeWeeks(rows, period),
    days: makeDays(rows),
    assessment: makeAssessment(rows, period, previous, zh),
    themes,
    draft: makeDraft(rows, themes, period, locale),
    suggestions: count > 10 ? makeSuggestions(rows, zh) : [],
    noise: makeNoise(rand, period, days, Math.round(count / 6)),
    rowCount: rows.length,
    rows,
    run: { device: 'cpu', model: { name: 'all-MiniLM-L6-v2', hash: 'a1b2c3d4e5f6' }, warnings: [] },
  };
}

const REPOS = ['parser', 'website', 'deploy-tools'];
const hex = (rand: () => number, length: number): string => Array.from({ length }, () => Math.floor(rand() * 16).toString(16)).join('');
const pick = <T>(from: readonly T[], rand: () => number): T => {
  const item = from[Math.floor(rand() * from.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};
/** Squared, so that early items come up more often. */
const skewed = <T>(from: readonly T[], rand: () => number): T => pick(from, () => rand() ** 1.7);
const TYPE_ORDER = ['fix', 'feat', 'refactor', 'test', 'docs', 'chore', 'build', 'perf', 'ci', 'style'] as const;

function makeRow(index: number, rand: () => number, period: Period, days: number, zh: boolean): ContributionRow {
  const area = skewed(AREAS, rand);
  const label = skewed(TYPE_ORDER, rand);
  const unsure = rand() < 0.12;
  const p = unsure ? 0.25 + rand() * 0.2 : 0.62 + rand() * 0.37;
  const stated = rand() < 0.5 ? (rand() < 0.9 ? label : 'chore') : undefined;
  const text = pick(WORDS[label][zh ? 'zh' : 'en'], rand).replace('{area}', zh ? area.zh : area.en);
  const sha = hex(rand, 40);
  const workday = Math.floor(rand() * days);
  const weekend = [0, 6].includes(new Date(period.to - workday * DAY).getUTCDay()) && rand() < 0.85;
  const at = Math.max(period.from, period.to - (workday + (weekend ? 2 : 0)) * DAY - Math.floor((5 + rand() * 10) * 3_600_000));
  const files = Array.from({ length: 1 + Math.floor(rand() ** 3 * 14) }, (_, i) => makeFile(area, label, i, rand));
  const body = rand() < 0.6 ? bodyOf(index, zh) : '';
  const repo = skewed(REPOS, rand);
  return {
    id: `commit:example.com/acme/${repo}@${sha}`,
    kind: 'commit',
    repo: `example.com/acme/${repo}`,
    key: sha.slice(0, 8),
    url: `https://example.com/acme/${repo}/commit/${sha}`,
    at,
    subject: stated ? `${stated}(${area.scope}): ${text}` : text,
    body,
    ...(unsure ? {} : { type: label }),
    tag: { label, p, unsure, ...(stated ? { stated } : {}), scores: scoresFor(label, p) },
    corrected: rand() < 0.02,
    files,
    added: files.reduce((sum, [, added]) => sum + (added ?? 0), 0),
    deleted: files.reduce((sum, [, , deleted]) => sum + (deleted ?? 0), 0),
    theme: area.scope,
    share: rand() < 0.08 ? 0.5 : 1,
    assistants: rand() < 0.05 ? ['Example Assistant'] : [],
  };
}

function makeFile(area: Area, label: string, index: number, rand: () => number): ContributionRow['files'][number] {
  const ext = label === 'docs' ? 'md' : 'ts';
  const folder = label === 'test' || index % 4 === 3 ? 'test' : 'src';
  const binary = rand() < 0.02;
  const lines = (): number => Math.floor(rand() ** 4 * 220);
  return [`${folder}/${area.scope}/${pick(area.files, rand)}${index || ''}.${ext}`, binary ? null : 1 + lines(), binary ? null : lines()];
}

function bodyOf(index: number, zh: boolean): string {
  const ticket = 100 + (index % 900);
  return zh
    ? `之前的实现会在每次调用时重新扫描整个输入，大文件上耗时明显。\n现在只扫描改动的部分，并缓存结果。\n\n参见 https://example.com/acme/parser/issues/${ticket}`
    : `The old way walked the whole input on every call, which users with large\nfiles noticed. It now looks at what changed and keeps the rest.\n\nSee https://example.com/acme/parser/issues/${ticket} for figures.\n\nFixes #${ticket}`;
}

function scoresFor(label: string, p: number): Record<string, number> {
  const rest = (1 - p) / (TAGGED_TYPES.length - 1);
  return Object.fromEntries(TAGGED_TYPES.map((type) => [type, type === label ? p : rest]));
}

export const evidenceOf = (row: ContributionRow): Evidence => ({
  contribution: row.id,
  kind: 'commit',
  repo: row.repo,
  label: row.key,
  title: row.subject,
  ...(row.url ? { url: row.url } : {}),
});

function makeThemes(rows: readonly ContributionRow[], zh: boolean): Theme[] {
  if (rows.length < 12) return [];
  return AREAS.map((area) => {
    const members = rows.filter((row) => row.theme === area.scope);
    return {
      id: area.scope,
      name: zh ? area.zh : area.title,
      terms: [area.scope, ...area.files],
      contributions: members.map((row) => row.id),
      representative: members[0]?.id ?? '',
    };
  })
    .filter((theme) => theme.contributions.length > 0)
    .sort((a, b) => b.contributions.length - a.contributions.length);
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const monday = (at: number): number => {
  const day = Math.floor(at / DAY);
  return (day - ((day + 3) % 7)) * DAY;
};

function makeWeeks(rows: readonly ContributionRow[], period: Period): Snapshot['weeks'] {
  const weeks = new Map<string, Record<string, number>>();
  if (rows.length > 0) for (let at = monday(period.from); at < period.to; at += 7 * DAY) weeks.set(isoDay(at), {});
  for (const row of rows) {
    const counts = weeks.get(isoDay(monday(row.at)));
    const type = row.type ?? 'unsure';
    if (counts) counts[type] = (counts[type] ?? 0) + 1;
  }
  return [...weeks].map(([date, counts]) => ({ date, counts }));
}

function makeDays(rows: readonly ContributionRow[]): Snapshot['days'] {
  const days = new Map<string, number>();
  for (const row of rows) days.set(isoDay(row.at), (days.get(isoDay(row.at)) ?? 0) + 1);
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, count]) => ({ date, count }));
}

function makeHeadlines(rows: readonly ContributionRow[], themes: readonly Theme[], zh: boolean): Headline[] {
  const n = rows.length;
  if (n === 0) return [];
  const evidence = rows.slice(0, 12).map(evidenceOf);
  const lines = rows.reduce((sum, row) => sum + (row.added ?? 0) + (row.deleted ?? 0), 0);
  const weeks = new Set(rows.map((row) => monday(row.at))).size;
  const tests = rows.filter((row) => row.files.some(([path]) => path.startsWith('test/'))).length;
  const compare = n > 10;
  const all: (Headline | false)[] = [
    {
      id: 'contributions',
      value: n,
      unit: 'count',
      ...(compare ? { before: Math.round(n * 0.86) } : {}),
      basis: zh ? `${n} 项提交，未计入的除外` : `${n} commits, without those left out`,
      evidence,
    },
    {
      id: 'active-weeks',
      value: weeks,
      unit: 'weeks',
      ...(compare ? { before: weeks } : {}),
      basis: zh ? '至少有一项贡献的周' : 'weeks with at least one contribution',
      evidence,
    },
    {
      id: 'lines',
      value: lines,
      unit: 'lines',
      ...(compare ? { before: Math.round(lines * 1.2) } : {}),
      basis: zh ? '不含生成文件和锁文件' : 'added and deleted, without generated and lock files',
      evidence,
    },
    {
      id: 'repos',
      value: new Set(rows.map((row) => row.repo)).size,
      unit: 'count',
      basis: zh ? '有贡献的仓库' : 'repositories with contributions',
      evidence,
    },
    {
      id: 'tests',
      value: Math.round((tests / n) * 100),
      unit: 'percent',
      ...(compare ? { before: 38 } : {}),
      basis: zh ? `${n} 项改动中有 ${tests} 项涉及测试` : `${tests} of ${n} changes touch tests`,
      evidence,
    },
    themes[0] !== undefined && {
      id: 'longest-theme',
      value: themes[0].contributions.length,
      unit: 'count',
      basis: themes[0].name,
      evidence,
    },
  ];
  return all.filter((headline) => headline !== false);
}

function makeAssessment(rows: readonly ContributionRow[], period: Period, previous: Period, zh: boolean): Assessment {
  const n = rows.length;
  const enough = n > 10;
  const evidence = rows.slice(0, 5).map(evidenceOf);
  const signal = (id: string, title: string, value: number, unit: SignalValue['unit'], level: number, basis: string): SignalValue => ({
    id,
    title,
    ...(enough ? { value, before: Math.round(value * 0.8), level } : {}),
    unit,
    basis: enough ? basis : zh ? `只有 ${n} 项改动，至少需要 10 项` : `${n} changes; at least 10 are needed`,
    formula: `count(contributions where ${id}) / weeks`,
    reason: zh
      ? '持续的小步交付比偶尔的大改动更容易审查和撤回。'
      : 'Small steady steps are easier to review and to take back than rare large ones.',
    evidence: enough ? evidence : [],
  });
  const dimension = (
    id: string,
    title: string,
    level: number | undefined,
    coverage: number,
    signals: SignalValue[],
    missing: string[],
  ): DimensionValue => ({
    id,
    title,
    weight: 1,
    ...(enough && level !== undefined
      ? { level, before: Math.max(0, level - 0.09), levelName: level > 0.66 ? (zh ? '突出' : 'leading') : zh ? '稳定' : 'steady' }
      : {}),
    coverage: enough ? coverage : 0,
    missing: enough ? missing : [zh ? '改动少于 10 项' : 'fewer than 10 changes in the period'],
    signals,
  });
  const reviews = zh ? '没有评审数据：只读取了 git' : 'no review data: only git was read';
  return {
    person: 'Ada Example <ada@example.com>',
    period,
    previous,
    rubric: { name: 'default', hash: '0badcafe' },
    dimensions: [
      dimension(
        'delivery',
        zh ? '交付' : 'Delivery',
        0.72,
        1,
        [
          signal(
            'landed',
            zh ? '落地的功能和修复' : 'Features and fixes made',
            141,
            'count',
            0.8,
            zh ? `${n} 项改动中有 141 项是功能或修复` : `141 of ${n} changes are features or fixes`,
          ),
          signal(
            'steadiness',
            zh ? '稳定性' : 'Steadiness over weeks',
            22,
            'weeks',
            0.64,
            zh ? '26 周中有 22 周有贡献' : 'contributions in 22 of 26 weeks',
          ),
        ],
        [],
      ),
      dimension(
        'quality',
        zh ? '质量' : 'Quality',
        0.55,
        0.75,
        [
          signal(
            'tests',
            zh ? '附带测试的改动' : 'Share of changes with tests',
            41,
            'percent',
            0.55,
            zh ? `${n} 项中有 164 项` : `164 of ${n} changes touch tests`,
          ),
          signal(
            'reverts',
            zh ? '自己工作的撤销' : 'Reverts of one’s own work',
            2,
            'count',
            0.9,
            zh ? `${n} 项中有 2 项被撤销` : `2 of ${n} changes were reverted`,
          ),
        ],
        [zh ? '没有持续集成状态' : 'no CI status'],
      ),
      dimension(
        'collaboration',
        zh ? '协作' : 'Collaboration',
        undefined,
        0.2,
        [
          {
            id: 'reviews',
            title: zh ? '做过的评审' : 'Reviews given',
            unit: 'count',
            basis: reviews,
            formula: 'count(reviews)',
            reason: zh ? '评审帮助他人前进。' : 'Reviews unblock others.',
            evidence: [],
          },
        ],
        [reviews],
      ),
      dimension(
        'innovation',
        zh ? '创新' : 'Innovation',
        0.38,
        0.6,
        [
          signal(
            'modules',
            zh ? '他人后来使用的新模块' : 'New modules that others later build on',
            3,
            'count',
            0.38,
            zh ? '7 个新模块中有 3 个' : '3 of 7 new modules',
          ),
        ],
        [zh ? '技术首次使用需要两年历史' : 'first uses of a technology need two years of history'],
      ),
      dimension(
        'growth',
        zh ? '成长' : 'Growth',
        0.47,
        1,
        [
          signal(
            'areas',
            zh ? '新进入的领域' : 'New areas entered',
            4,
            'count',
            0.47,
            zh ? '4 个文件夹首次改动' : '4 folders touched for the first time',
          ),
        ],
        [],
      ),
    ],
  };
}

function makeDraft(rows: readonly ContributionRow[], themes: readonly Theme[], period: Period, locale: Locale): Draft {
  const zh = locale === 'zh-cn';
  const byId = new Map(rows.map((row) => [row.id, row]));
  const claim = (id: string, text: string, of: readonly ContributionRow[]): Claim => ({
    id,
    text,
    facts: [{ text: String(of.length), value: of.length, unit: 'count', metric: { of: 'count' } }],
    evidence: of.slice(0, 40).map(evidenceOf),
  });
  const sections = themes.map((theme) => {
    const members = theme.contributions.flatMap((id) => byId.get(id) ?? []);
    const fixes = members.filter((row) => row.type === 'fix');
    const others = members.filter((row) => row.type !== undefined && row.type !== 'fix');
    return {
      id: `theme-${theme.id}`,
      title: theme.name,
      theme: theme.id,
      claims: [
        claim(
          `${theme.id}-1`,
          zh
            ? `围绕${theme.name}完成了 ${others.length} 项改动，多数提高了可维护性和速度。`
            : `Landed ${others.length} changes to ${theme.name.toLowerCase()}, most of which made it easier to maintain or faster to run.`,
          others,
        ),
        claim(
          `${theme.id}-2`,
          zh
            ? `修复了 ${fixes.length} 个缺陷，其中包括大文件上的重复扫描。`
            : `Fixed ${fixes.length} defects in it, among them the repeated walk over large files that users had noticed.`,
          fixes,
        ),
        claim(
          `${theme.id}-3`,
          zh
            ? '为新行为编写了测试和说明，使他人可以安全地修改。'
            : 'Wrote tests and notes for the new behaviour, so that others can change it safely.',
          members.slice(0, 2),
        ),
      ],
    };
  });
  const highlights = {
    id: 'highlights',
    title: zh ? '重点工作' : 'Highlights',
    claims: rows
      .filter((row) => row.type === 'feat')
      .slice(0, 3)
      .map((row, i) =>
        claim(`highlight-${i + 1}`, zh ? `完成功能“${row.subject}”，附带测试。` : `Built “${row.subject}”, with tests.`, [row]),
      ),
  };
  return {
    title: zh ? '自我评估草稿' : 'Self-assessment draft',
    audience: 'self',
    locale,
    person: 'Ada Example',
    period,
    notice: zh
      ? '此草稿由您自己的历史生成。请阅读、修改，并补充数据看不到的内容。'
      : 'Made from your own history. Read it, change it, and add what data cannot see.',
    sections: sections.length === 0 ? [] : [highlights, ...sections],
    refused:
      sections.length === 0
        ? []
        : [
            {
              claim: claim('refused-1', zh ? '把构建时间缩短了 80%。' : 'Cut build time by 80%.', rows.slice(0, 1)),
              problems: [zh ? '“80%”无法从引用的贡献中算出' : '“80%” cannot be computed from what is cited'],
            },
          ],
    removed: [],
  };
}

function makeSuggestions(rows: readonly ContributionRow[], zh: boolean): Suggestion[] {
  const evidence = rows.slice(3, 12).map(evidenceOf);
  const source = {
    title: 'Expectations, Outcomes, and Challenges of Modern Code Review (ICSE 2013)',
    url: 'https://doi.org/10.1109/ICSE.2013.6606617',
  };
  return [
    {
      id: 'large-changes',
      strength: 0.82,
      title: zh ? '拆分较大的改动' : 'Split the largest changes',
      observation: zh
        ? '9 项改动各超过 400 行，占全部行数的 38%。'
        : '9 changes have more than 400 lines each; together they are 38% of all lines.',
      reason: zh
        ? '较小的改动更快得到评审，缺陷也更容易被发现。'
        : 'Smaller changes are reviewed sooner, and reviewers find more of their defects.',
      nextStep: zh
        ? '下一个超过 400 行的改动，先把重命名和移动单独提交。'
        : 'In the next change past 400 lines, land renames and moves on their own first.',
      check: zh ? '下一期超过 400 行的改动占比低于 20%。' : 'Next period, changes past 400 lines hold less than 20% of all lines.',
      evidence,
      source,
    },
    {
      id: 'tests-with-fixes',
      strength: 0.55,
      title: zh ? '修复时附带测试' : 'Bring a test with each fix',
      observation: zh ? '58 项修复中有 21 项涉及测试。' : '21 of 58 fixes touch a test.',
      reason: zh ? '没有测试的修复更可能再次出现。' : 'A fix without a test is more likely to come back.',
      nextStep: zh ? '为下一个修复先写一个失败的测试。' : 'Write the failing test first for the next fix.',
      check: zh ? '下一期附带测试的修复超过 60%。' : 'Next period, more than 60% of fixes touch a test.',
      evidence: evidence.slice(0, 4),
      source,
    },
    {
      id: 'messages',
      strength: 0.31,
      title: zh ? '在说明中写明原因' : 'Say why in the message',
      observation: zh ? '40% 的提交只有标题。' : '40% of commits have a subject alone.',
      reason: zh ? '以后的读者需要知道原因。' : 'Later readers need the reason, which the change itself does not show.',
      nextStep: zh ? '为非琐碎的改动写一句“因为”。' : 'Write one “because” sentence in each change that is not trivial.',
      check: zh ? '下一期只有标题的提交低于 25%。' : 'Next period, fewer than 25% of commits have a subject alone.',
      evidence: evidence.slice(0, 2),
      source,
    },
  ];
}

const NOISE: readonly (readonly [reason: NoiseReason, subject: string, detail: string, path?: string])[] = [
  ['merge', "Merge branch 'main' into topic", 'two parents, no change of its own'],
  ['lock-file', 'build: update dependencies', 'linguist: generated.rb', 'package-lock.json'],
  ['bot', 'build(deps): bump esbuild', 'login ends in [bot]'],
  ['duplicate', 'fix: keep the last token', 'same patch as 1a2b3c4d'],
  ['generated', 'chore: regenerate grammar', '.gitattributes: linguist-generated', 'src/grammar/tables.generated.ts'],
  ['whitespace', 'style: trailing spaces', 'git diff -w is empty'],
  ['reverted', 'feat: eager tables', 'reverted by 5e6f7a8b'],
];

function makeNoise(rand: () => number, period: Period, days: number, count: number): NoiseRow[] {
  return Array.from({ length: count }, () => {
    const [reason, subject, detail, path] = skewed(NOISE, rand);
    const sha = hex(rand, 40);
    return {
      contribution: `commit:example.com/acme/parser@${sha}`,
      key: sha.slice(0, 8),
      url: `https://example.com/acme/parser/commit/${sha}`,
      repo: 'example.com/acme/parser',
      at: period.to - Math.floor(rand() * days * DAY),
      subject,
      reason,
      detail,
      ...(path ? { path } : {}),
    };
  });
}

const NASTY = [
  '<script>document.title = "owned"</script>',
  '</script><script>document.title = "owned"</script>',
  '<!-- <script> --> <img src=x onerror="document.title=`owned`">',
  '[click](javascript:document.title="owned") javascript:alert(1)',
  'right \u202Eto left\u202C and \u0000 NUL, lone \uD800 surrogate, \u2028 separator',
  'x'.repeat(4000),
  '&lt;b&gt; &amp; " \' ` ${document.title="owned"} {{7*7}}',
  'العربية مع English و 123',
  '',
];

/** The typical snapshot with every free text replaced by something that would like to be code, break a layout or end a block. */
export function hostile(): Snapshot {
  const base = typical();
  const nasty = (i: number): string => NASTY[i % NASTY.length] ?? '';
  const bad = 'javascript:document.title="owned"';
  const rows = base.rows.map((row, i): ContributionRow => ({
    ...row,
    subject: nasty(i),
    body: `${nasty(i + 1)}\n${nasty(i + 3)}`,
    url: bad,
    files: [[nasty(i + 2) || 'a', 1, null], ...row.files],
    at: i === 0 ? 8.64e18 : i === 1 ? -6.2e13 : row.at,
  }));
  const evidence = rows.slice(0, 9).map(evidenceOf);
  return {
    ...base,
    person: { id: nasty(0), name: nasty(1) },
    period: { ...base.period, name: nasty(2), zone: 'Nowhere/Atlantis' },
    repos: base.repos.map((repo, i) => ({ ...repo, name: nasty(i), web: bad })),
    headlines: base.headlines.map((headline, i) => ({ ...headline, basis: nasty(i), evidence })),
    themes: base.themes.map((theme, i) => ({ ...theme, name: nasty(i), terms: [nasty(i + 1), nasty(i + 5)] })),
    draft: {
      ...base.draft,
      notice: nasty(1),
      sections: base.draft.sections.map((section, i) => ({
        ...section,
        title: nasty(i),
        claims: section.claims.map((claim, j) => ({ ...claim, text: nasty(i + j), evidence })),
      })),
    },
    suggestions: base.suggestions.map((suggestion, i) => ({
      ...suggestion,
      title: nasty(i),
      observation: nasty(i + 1),
      source: { title: nasty(2), url: bad },
    })),
    noise: base.noise.map((line, i) => ({ ...line, subject: nasty(i), detail: nasty(i + 1), url: bad })),
    rows,
  };
}
