import type { Person } from '../domain/contribution.ts';
import { TrackRecordError } from '../domain/result.ts';
import { acceptSuggestion, dismissSuggestion, identityReport, mailmapOf, mergeNamed, undoMerge } from '../pipeline/identities.ts';
import { type Command, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { count, say } from './terminal.ts';

export interface IdentitiesOptions extends CommonOptions {
  readonly args: readonly string[];
  readonly json?: boolean;
}

/**
 * Lists people and suggested merges; accepts, dismisses or undoes one; merges two that are named; prints a .mailmap. Nothing is merged on a name
 * alone, or unasked.
 */
export async function identities(command: Command, { args, json }: IdentitiesOptions): Promise<void> {
  const [action = 'list', which, other] = args;
  await withPipeline(command, (pipeline) => {
    switch (action) {
      case 'list': {
        const report = identityReport(pipeline.store);
        process.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : text(report));
        break;
      }
      case 'accept': {
        sayMerged(acceptSuggestion(pipeline.store, numbered(which)));
        break;
      }
      case 'merge': {
        if (which === undefined || other === undefined)
          throw new TrackRecordError('bad-action', 'Name both: trackrecord identities merge E-MAIL E-MAIL');
        sayMerged(mergeNamed(pipeline.store, which, other));
        break;
      }
      case 'dismiss': {
        const dismissed = dismissSuggestion(pipeline.store, numbered(which));
        say(
          `${dismissed.a} and ${dismissed.b} will not be suggested again. Take it back with: trackrecord identities undo ${dismissed.id}`,
        );
        break;
      }
      case 'undo':
        undoMerge(pipeline.store, which ?? '');
        say('Undone.');
        break;
      case 'mailmap':
        process.stdout.write(mailmapOf(pipeline.store));
        break;
      default:
        throw new TrackRecordError('bad-action', `"${action}" is not an action. Use list, merge, accept, dismiss, undo or mailmap.`);
    }
    return Promise.resolve();
  });
}

const sayMerged = ({ a, b, id }: { readonly a: string; readonly b: string; readonly id: string }): void =>
  say(`Merged ${a} with ${b}. Take it back with: trackrecord identities undo ${id}`);

function numbered(text: string | undefined): number {
  const n = Number(text);
  if (text !== undefined && Number.isInteger(n) && n > 0) return n;
  throw new TrackRecordError('bad-number', 'Give the number of a suggestion, as `trackrecord identities` lists them.');
}

/** Of more people than these, those with one identity are counted only. */
const LISTED = 40;

function text({ people, suggestions, merges }: ReturnType<typeof identityReport>): string {
  const decided = (title: string, sign: string, kind: (typeof merges)[number]['kind']): string | undefined => {
    const own = merges.filter((merge) => merge.kind === kind);
    return own.length === 0
      ? undefined
      : `\n${title} (undo by id):\n${own.map(({ id, identities: pair }) => `  ${id}  ${pair.join(sign)}`).join('\n')}`;
  };
  const parts = [
    people.length === 0 ? 'Nobody is stored yet. Read a repository first with: trackrecord analyze PATH' : everyone(people),
    suggestions.length === 0
      ? undefined
      : `\nMay be one person (accept or dismiss by number):\n${suggestions.map(({ a, b, reason }, i) => `  ${i + 1}  ${a} = ${b}  (${reason})`).join('\n')}`,
    decided('Merged by you', ' = ', 'merged'),
    decided('Kept apart by you', ' ≠ ', 'apart'),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n')}\n`;
}

function everyone(people: readonly Person[]): string {
  const listed = people.length <= LISTED ? people : people.filter(({ identities: own }) => own.length > 1);
  const blocks = listed.map(({ name, identities: own }) => `${name}\n${own.map(({ id }) => `    ${id}`).join('\n')}`);
  const rest = people.length - listed.length;
  return [...blocks, ...(rest > 0 ? [`… and ${count(rest)} people with one identity each; --json lists all`] : [])].join('\n');
}
