import { Random } from '../../util/random.ts';
import type { TuneItem } from './examples.ts';

/**
 * Noise that messages are trained with: what people write that does not change what a message says, and survives `plainText`. None of it is
 * what robustness is measured with (`evaluate/perturb.ts`): other slips, other words, other sentences.
 */
type Noise = (message: Message, random: Random) => Message;

interface Message {
  readonly subject: string;
  /** Empty where there is none. */
  readonly body: string;
}

/** Letters beside each on the keyboard. */
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const AREAS = ['core', 'server', 'client', 'web', 'api', 'app', 'lib', 'main', 'backend', 'frontend', 'engine', 'common', 'internal'];
const BEFORE: readonly ((random: Random) => string)[] = [
  (random) => `${1 + random.below(20_000)} `,
  (random) => `${random.pick(AREAS)}: `,
  (random) => `[${random.pick(AREAS)}] `,
  (random) => `(${random.pick(AREAS)}) `,
  (random) => `${random.pick(AREAS)} | `,
  (random) => `${random.pick(AREAS)}/${random.pick(AREAS)}: `,
  (random) => random.pick(['WIP ', 'WIP: ', '[WIP] ', 'wip, ']),
];
const BEHIND = ['.', '!', '...', ' again', ' (part 2)', ' (2/3)', ' [skip ci]', ' (WIP)', ' - take two', ' :)'];
const EMOJI = ['😀', '👍', '💥', '🎨', '🔧', '🌍', '☕', '🧵', '🐢', '💪', ':smile:', ':rocket:', ':fire:'];
const SENTENCES = [
  'As discussed in the meeting.',
  'Please have a look.',
  'Let me know what you think.',
  'This came up while talking to the team.',
  'Ping me if anything is unclear.',
  'I will come back to this later.',
  'Sorry that it took so long.',
  'Many thanks for the help with it!',
  'The rest will be in another one.',
  'Nothing else is touched here.',
  'It took me a while.',
  'See above for the details.',
  'More background is in the linked ticket.',
  'Opened on behalf of a colleague.',
  'Rebased on the latest main.',
  'This is the second attempt.',
  'Not urgent.',
  'Part of a larger effort.',
  'We agreed on this yesterday.',
  'Follow-up of the one before.',
];

const NOISES: readonly Noise[] = [
  ({ subject, body }, random) => ({ subject: misspelt(subject, random), body: misspelt(body, random) }),
  ({ subject, body }, random) => ({ subject: random.pick(BEFORE)(random) + subject, body }),
  ({ subject, body }, random) => ({ subject: subject + random.pick(BEHIND), body }),
  ({ subject, body }, random) => {
    const words = subject.split(' ');
    return { subject: words.toSpliced(1 + random.below(words.length), 0, random.pick(EMOJI)).join(' '), body };
  },
  ({ subject, body }, random) => {
    const [before, behind] = [random.pick(SENTENCES), random.pick(SENTENCES)];
    if (body === '') return { subject, body: behind };
    return { subject, body: random.below(2) === 0 ? `${before}\n\n${body}` : `${body}\n\n${behind}` };
  },
  ({ subject, body }, random) => {
    const words = subject.split(' ');
    // Never the first, which mostly is the verb; of few words each counts.
    return { subject: words.length < 5 ? subject : words.toSpliced(1 + random.below(words.length - 1), 1).join(' '), body };
  },
];
const MOST = 2;

/** One or two kinds of noise in a message: subject, empty line, body. The same for the same stream of random numbers. */
export function noisy(text: string, random: Random): string {
  const cut = text.indexOf('\n\n');
  let message: Message = cut < 0 ? { subject: text, body: '' } : { subject: text.slice(0, cut), body: text.slice(cut + 2) };
  for (const noise of random.shuffled(NOISES).slice(0, 1 + random.below(MOST))) message = noise(message, random);
  return message.body === '' ? message.subject : `${message.subject}\n\n${message.body}`;
}

/** The copy with noise that an item is trained with as well; undefined for those that have none. The same for an id and a seed. */
export function noisyCopy(item: TuneItem, { copies, seed }: { readonly copies: number; readonly seed: number }): TuneItem | undefined {
  const random = new Random('noise', seed, item.id);
  return random.next() < copies ? { ...item, text: noisy(item.text, random) } : undefined;
}

/** One word in eight has a letter left out, doubled, or hit beside; never its first. */
function misspelt(text: string, random: Random): string {
  return text.replace(/[a-z]{4,}/gi, (word) => {
    if (random.next() >= 1 / 8) return word;
    const at = 1 + random.below(word.length - 1);
    const letter = word.charAt(at);
    const [before, behind] = [word.slice(0, at), word.slice(at + 1)];
    return before + random.pick(['', letter + letter, beside(letter, random)]) + behind;
  });
}

function beside(letter: string, random: Random): string {
  const row = KEYS.find((keys) => keys.includes(letter)) ?? letter;
  const at = row.indexOf(letter);
  return random.pick([row[at - 1], row[at + 1]].filter((key) => key !== undefined).concat(row.length === 1 ? [letter] : []));
}
