/**
 * What servers of one's own may be too old to know, how they say so, and how a query goes without. Facts from GitHub's GraphQL changelog: numbers
 * past 32 bits came in 2023, the checks of a pull request itself and reviews that are asked of a program in 2024 and 2025.
 */
const OLDER = {
  fullDatabaseId: { said: /Field 'fullDatabaseId' doesn't exist/, from: /\bfullDatabaseId\b/g, to: 'fullDatabaseId: databaseId' },
  statusCheckRollup: { said: /Field 'statusCheckRollup' doesn't exist/, from: /\bstatusCheckRollup \{ state \}/g, to: '' },
  stateReason: { said: /Field 'stateReason' doesn't exist/, from: /\bstateReason\b/g, to: '' },
  requestedBot: { said: /Bot can't be spread inside RequestedReviewer/, from: /\.\.\. on Bot \{ login \}/g, to: '' },
} as const;
export type Older = keyof typeof OLDER;
const ALL = Object.keys(OLDER) as readonly Older[];

/** What a server says it does not know, of what it is asked without then. */
export const lackingOf = (said: string): readonly Older[] => ALL.filter((one) => OLDER[one].said.test(said));

export const forOlder = (query: string, lacking: ReadonlySet<Older>): string =>
  ALL.filter((one) => lacking.has(one)).reduce((asked, one) => asked.replaceAll(OLDER[one].from, OLDER[one].to), query);
