import type { Claim, Draft } from '../domain/draft.ts';
import type { Evidence } from '../domain/evidence.ts';
import { sayer } from '../util/messages.ts';
import { MESSAGES } from './messages.ts';

/** Bullets of an update, and of one of its sections: a chat is read on a telephone. */
const BULLETS = 12;
const TOGETHER = 3;
/** Citations after a sentence. */
const CITED = 4;

/** Sections that look back over a whole period, or ahead. */
const LEFT_OUT: readonly string[] = ['overview', 'growth', 'improve'];
/** Claims that tell of single contributions; the others count. */
const TELLS = /\/(?:highlight-|work-|support-|releases)/;

/**
 * What a draft over a few days says, as text for a chat: what was done, each sentence with its commits, and where the commits lie.
 * No markup but code in backticks, and no link that a chat would unfold. Empty where the draft says nothing; else ends with a newline.
 */
export function chatUpdate({ sections, locale }: Pick<Draft, 'sections' | 'locale'>): string {
  const landed = sections.find(({ id }) => id === 'overview')?.claims[0];
  if (!landed) return '';
  const say = sayer(MESSAGES, locale);
  const told = new Set<string>();
  let room = BULLETS;
  const bullet = ({ text, evidence }: Claim): string => {
    room--;
    for (const { contribution } of evidence) told.add(contribution);
    const labels = evidence.slice(0, CITED).map(({ label }) => label);
    if (evidence.length > CITED) labels.push(say('more', { n: evidence.length - CITED }));
    return `- ${text} (${labels.join(', ')})`;
  };
  const parts = sections
    .filter(({ id }) => !LEFT_OUT.includes(id))
    .flatMap(({ title, claims }) => {
      const shown = claims.filter(({ id }) => TELLS.test(id)).slice(0, Math.min(TOGETHER, room));
      return shown.length === 0 ? [] : [[title, ...shown.map(bullet)].join('\n')];
    });
  const more = landed.evidence.filter(({ contribution }) => !told.has(contribution)).length;
  const places = placesOf(landed.evidence);
  const lines = [
    landed.text,
    ...parts,
    ...(more > 0 ? [say('update.more', { n: more })] : []),
    ...(places.length > 0 ? [say('update.commits', { places: places.join(', ') })] : []),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** Addresses of the repositories that have one. */
const placesOf = (evidence: readonly Evidence[]): readonly string[] => [
  ...new Set(evidence.flatMap(({ url }) => (url === undefined ? [] : [url.replace(/\/(?:-\/)?(?:commits?|pull)\/[^/]*$/, '')]))),
];
