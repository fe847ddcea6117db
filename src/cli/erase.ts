import { removeModels } from '../pipeline/downloads.ts';
import { erasable, erase as eraseStored } from '../pipeline/erase.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type Command, described, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { choose, counted, say } from './terminal.ts';

export interface EraseOptions extends CommonOptions {
  readonly person?: string;
  readonly yes?: boolean;
}

/** Deletes stored data, one person's or all, for good: from tables, text index, free pages and journal. */
export async function erase(command: Command, { person, yes }: EraseOptions): Promise<void> {
  await withPipeline(command, async (pipeline) => {
    const target = erasable(pipeline, person);
    const what = target === 'everything' ? `everything stored in ${pipeline.dataDir}` : `what is stored of ${described(target)}`;
    if (yes !== true) {
      const answer = await choose(`Delete ${what}? This cannot be undone.`, ['no, keep it', 'yes, delete it']);
      if (answer === undefined)
        throw new TrackRecordError('bad-confirmation', `Nothing was deleted: there is nobody to ask here. Add --yes to delete ${what}.`);
      if (answer === 0) {
        say('Nothing was deleted.');
        return;
      }
    }
    const { contributions, identities, acts, complete } = eraseStored(pipeline, target);
    if (target === 'everything') await removeModels(pipeline.dataDir);
    say(
      `Deleted ${counted(contributions, 'contribution')}, the names of ${counted(identities, 'author')} and ${counted(acts, 'note')} of your own.`,
    );
    if (!complete)
      say(
        'warning: Another process has the store open, so its log still holds what was deleted, encrypted. End that process and run this again.',
      );
  });
}
