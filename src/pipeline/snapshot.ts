import { dayOf, weekOf, weeksBetween } from '../domain/calendar.ts';
import { mismatchOf } from '../domain/claims.ts';
import type { ContributionKind } from '../domain/contribution.ts';
import type { Locale } from '../domain/draft.ts';
import { labelOf } from '../domain/evidence.ts';
import type { LogFacts } from '../domain/log.ts';
import type { RunReport } from '../domain/report.ts';
import { countedFiles, counts, isChange, type OwnTag, type Tagged, typeOf } from '../domain/tags.ts';
import { isDate, type Period } from '../domain/time.ts';
import type { Bucket, ContributionRow, NoiseRow, Snapshot } from '../protocol/snapshot.ts';
import { detailText } from './doubt-text.ts';
import { headlines } from './headlines.ts';
import { hostRowOf } from './host-row.ts';
import type { Story } from './story.ts';

/** What the view draws. `rows: 'none'` leaves the table to be paged from the store. */
export function snapshotOf(story: Story, run: Pick<RunReport, 'device' | 'model' | 'warnings'>, rows: 'all' | 'none' = 'all'): Snapshot {
  const { period, previous } = story;
  const rowed = story.work.filter(counts);
  const work = story.judged.filter((item) => counts(item) && isChange(item));
  const themeOf = new Map(story.themes.flatMap((theme) => theme.contributions.map((id) => [id, theme.id] as const)));
  return {
    schema: 1,
    revision: story.revision,
    locale: story.locale,
    generatedAt: story.generatedAt,
    person: { id: story.person.id, name: story.person.name },
    period,
    ...(previous ? { previous } : {}),
    repos: [...story.repos, ...story.logs].map(({ id, name, web }) => ({ id, name, ...(web ? { web } : {}) })),
    headlines: headlines({
      work,
      before: story.before.filter((item) => counts(item) && isChange(item)),
      hasBefore: previous !== undefined,
      themes: story.themes,
      zone: period.zone,
      urlOf: story.urlOf,
      locale: story.locale,
    }),
    weeks: weeks(work, period),
    days: days(work, period.zone),
    assessment: story.assessment,
    themes: story.themes,
    draft: story.draft,
    suggestions: story.suggestions,
    noise: noiseRows(story),
    ...(story.reconciled.length > 0 ? { reconciled: story.reconciled } : {}),
    ...(story.dimensions.length > 0 ? { dimensions: story.dimensions } : {}),
    rowCount: rowed.length,
    rows:
      rows === 'all'
        ? rowed.map((item) =>
            rowOf(item, {
              url: story.urlOf(item),
              unpushed: story.isUnpushed(item),
              theme: themeOf.get(item.id),
              own: story.own.get(item.id),
            }),
          )
        : [],
    run: { device: run.device, model: run.model, warnings: run.warnings },
  };
}

/** What is known of a contribution beside itself. */
interface Beside {
  readonly url: string | undefined;
  readonly unpushed: boolean;
  readonly theme: string | undefined;
  readonly own?: readonly OwnTag[] | undefined;
}

/** One table row. Lines are those of files that count; unknown where any of them is. */
export function rowOf(item: Tagged, { url, unpushed, theme, own = [] }: Beside): ContributionRow {
  const files = countedFiles(item);
  const type = typeOf(item);
  const { tag } = item;
  const mismatch = isChange(item) ? mismatchOf(item) : undefined;
  return {
    id: item.id,
    kind: item.kind,
    repo: item.repo,
    key: labelOf(item.kind, item.key),
    ...(url ? { url } : {}),
    ...(unpushed ? { unpushed: true as const } : {}),
    at: item.at,
    subject: item.subject,
    body: item.body,
    ...(type ? { type } : {}),
    ...(tag
      ? { tag: { label: tag.label, p: tag.p, unsure: tag.unsure, ...(tag.stated ? { stated: tag.stated } : {}), scores: tag.scores } }
      : {}),
    ...(mismatch ? { mismatch } : {}),
    corrected: item.correction !== undefined,
    files: item.files.map((file) => [file.path, file.added, file.deleted] as const),
    added: sum(files.map((file) => file.added)),
    deleted: sum(files.map((file) => file.deleted)),
    ...(theme ? { theme } : {}),
    ...(own.length > 0 ? { own: own.map(({ family, label, p, unsure }) => ({ family, label, p, unsure })) } : {}),
    share: item.share,
    assistants: item.assistants,
    ...(item.host?.kind === 'work_log' ? { log: loggedOf(item.host) } : item.host ? { host: hostRowOf(item.host) } : {}),
  };
}

const loggedOf = ({ category, hours }: LogFacts): NonNullable<ContributionRow['log']> => ({
  ...(category === undefined ? {} : { category }),
  ...(hours === undefined ? {} : { hours }),
});

/** Binary files have no lines; of the others, one unknown makes the sum unknown. */
function sum(lines: readonly (number | null)[]): number | null {
  const known = lines.filter((n) => n !== null);
  return lines.length > 0 && known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

function weeks(work: readonly Tagged[], period: Period): readonly Bucket[] {
  const dated = work.filter((item) => isDate(item.at));
  const times = dated.map((item) => item.at);
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (dated.length === 0) return [];
  // `all` and open-ended periods are drawn over what they hold; two centuries of empty weeks help nobody.
  const from = Math.max(period.from, first);
  const to = Math.min(period.to, last + 1);
  const buckets = new Map<string, Record<string, number>>();
  if (to - from < MAX_SPAN) for (const week of weeksBetween(from, to, period.zone)) buckets.set(week, {});
  for (const item of dated) {
    const week = weekOf(item.at, period.zone);
    const counted = buckets.get(week) ?? {};
    const type = typeOf(item) ?? 'unsure';
    counted[type] = (counted[type] ?? 0) + 1;
    buckets.set(week, counted);
  }
  return [...buckets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, counted]) => ({ date, counts: counted }));
}

const MAX_SPAN = 40 * 366 * 86_400_000;

function days(work: readonly Tagged[], zone: string): Snapshot['days'] {
  const counted = new Map<string, number>();
  for (const item of work) {
    if (!isDate(item.at)) continue;
    const day = dayOf(item.at, zone);
    counted.set(day, (counted.get(day) ?? 0) + 1);
  }
  return [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, count]) => ({ date, count }));
}

const noiseRows = (story: Story): readonly NoiseRow[] =>
  story.work.flatMap((item) =>
    item.noise.map(({ path, reason, detail, of }) =>
      noiseRowOf({ ...item, contribution: item.id, path, reason, detail, of }, story.urlOf(item), story.locale),
    ),
  );

type LedgerLine = Omit<NoiseRow, 'key' | 'url' | 'path' | 'of' | 'putBack' | 'merged'> & {
  readonly kind: ContributionKind;
  readonly key: string;
  readonly path?: string | undefined;
  readonly of?: string | undefined;
  readonly putBack?: boolean;
  readonly merged?: boolean;
};

/** One line of the noise ledger. */
export const noiseRowOf = (line: LedgerLine, url: string | undefined, locale: Locale): NoiseRow => ({
  contribution: line.contribution,
  key: labelOf(line.kind, line.key),
  ...(url ? { url } : {}),
  repo: line.repo,
  at: line.at,
  subject: line.subject,
  ...(line.path === undefined ? {} : { path: line.path }),
  reason: line.reason,
  detail: detailText(line, locale),
  ...(line.of === undefined ? {} : { of: line.of }),
  ...(line.putBack ? { putBack: true } : {}),
  ...(line.merged ? { merged: true } : {}),
});
