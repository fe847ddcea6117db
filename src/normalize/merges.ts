const MERGE = /^Merge (?:(?:remote-tracking )?branch(?:es)?|pull request|tags?|commits?)\b/;

/** Whether a message is the one that git, or a code host, writes for a merge; `Merge the two parsers` is somebody's work. */
export const isMergeMessage = (message: string): boolean => MERGE.test(message);
