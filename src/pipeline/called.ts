import { dayOf } from '../domain/calendar.ts';
import { labelOf } from '../domain/evidence.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Tagged } from '../domain/tags.ts';
import { visible } from '../draft/plain.ts';
import { KINDS } from '../mine/host/kinds.ts';
import type { ReceivedComment, ReceivedReview, ReceivedWords } from '../protocol/snapshot.ts';
import { hostRowOf } from './host-row.ts';
import { locate, type LoadRequest, reposOf } from './load.ts';
import type { Pipeline } from './open.ts';
import { reviewsGiven } from './received.ts';
import { auditReading } from './refresh.ts';
import type { Run } from './run.ts';
import { urlsOf } from './story.ts';
import { unpushedIn } from './unpushed.ts';

/** A contribution with what else is known of it. */
export interface Called {
  readonly item: Tagged;
  readonly url: string | undefined;
  readonly received: readonly ReceivedReview[];
}

/**
 * The person's contributions that are called so, as far as the store knows them: `#12` or `12` a pull request or an issue, hex digits a commit.
 * @throws TrackRecordError `not-stored` where there is none, and as `locate` does
 */
export async function called(pipeline: Pipeline, request: LoadRequest, run: Run, what: string): Promise<readonly Called[]> {
  const { store } = pipeline;
  const located = await locate(pipeline, request, run);
  const { person, how } = located.chosen;
  const repos = reposOf(pipeline, located);
  const identities = person.identities.map(({ id }) => id);
  const filter = { identities, repos: repos.map(({ id }) => id) };
  const number = /^#?(\d{1,10})$/.exec(what)?.[1];
  const found = [
    ...(number === undefined ? [] : store.query({ ...filter, kinds: ['pull_request', 'issue'] }).filter(({ key }) => key === number)),
    ...(/^[0-9a-f]{4,64}$/.test(what)
      ? store.query({ ...filter, kinds: ['commit'], text: what }).filter(({ key }) => key.startsWith(what))
      : []),
  ];
  if (found.length === 0)
    throw new TrackRecordError(
      'not-stored',
      `Nothing of ${person.name} called "${what}" is stored. Give the number of a pull request or an issue (#12) or the beginning of a sha, and read the repository first: trackrecord mine ${KINDS.map(({ id }) => `--${id}`).join(' or ')}`,
    );
  if (how !== 'git-config') auditReading(pipeline, 'view', person, found.map(({ kind, key }) => labelOf(kind, key)).join(' '));
  const [urlOf, urlOfSaid] = [urlsOf(repos, unpushedIn(store, repos)), urlsOf(repos, () => false)];
  return found.map((item) => ({ item, url: urlOf(item), received: reviewsGiven(store, item, identities, urlOfSaid) }));
}

/** The same to be read on a terminal: what others wrote cannot steer that. */
export function calledText({ item, url, received }: Called, zone: string): string {
  const { state, checks, method } = item.host && item.host.kind !== 'work_log' ? hostRowOf(item.host) : {};
  const lines = [
    `${labelOf(item.kind, item.key)} ${dayOf(item.at, zone)} ${item.subject}`,
    ...[url, [state, method, checks && `checks ${checks}`].filter(Boolean).join(', ')].filter(Boolean).map((line) => `  ${line}`),
    ...(item.body === '' ? [] : ['', ...indented(item.body, 2)]),
    ...(received.length === 0 ? [] : ['', 'Reviews it was given', ...received.flatMap((review) => reviewLines(review, zone))]),
  ];
  return `${lines.map((line) => `${/^ */.exec(line)?.[0]}${visible(line)}`).join('\n')}\n`;
}

const reviewLines = (review: ReceivedReview, zone: string): readonly string[] => [
  '',
  ...saidLines(review, zone, 2, review.state.replace('-', ' ')),
  ...review.threads.flatMap((thread) => [`    ${thread.place}`, ...saidLines(thread, zone, 6, became(thread)), ...answersOf(thread, zone)]),
];

const answersOf = ({ answers = [] }: ReceivedComment, zone: string): readonly string[] => answers.flatMap((one) => saidLines(one, zone, 8));

const became = ({ changed, resolved, answered }: ReceivedComment): string =>
  [changed && 'lines changed later', resolved && 'resolved', answered && 'answered'].filter(Boolean).join(', ') || 'nothing came of it yet';

const saidLines = ({ by, at, text = '', url }: ReceivedWords, zone: string, depth: number, what?: string): readonly string[] => [
  `${' '.repeat(depth)}${by}, ${dayOf(at, zone)}${what === undefined ? '' : `: ${what}`}`,
  ...(text === '' ? [] : indented(text, depth + 2)),
  ...(url === undefined ? [] : indented(url, depth + 2)),
];

const indented = (text: string, depth: number): readonly string[] => text.split(/\r?\n|\r/).map((line) => `${' '.repeat(depth)}${line}`);
