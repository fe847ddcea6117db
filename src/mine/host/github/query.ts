/** Sizes of the lists in a page; longer ones are read on apart. See docs/decisions/github-in-few-requests.md for what they cost. */
export const SIZES = { pulls: 50, few: 10, rest: 100 } as const;

const WHO = `fragment who on Actor { __typename login ... on User { databaseId name } ... on Bot { databaseId } ... on Mannequin { databaseId } }`;

const COMMENTS = `pageInfo { hasNextPage endCursor }
  nodes { fullDatabaseId path line originalLine diffHunk body createdAt outdated replyTo { id } author { ...who } pullRequestReview { fullDatabaseId } }`;

/** Fields of each list that may be longer than its first page. */
export const LISTS = {
  files: `pageInfo { hasNextPage endCursor } nodes { path additions deletions changeType }`,
  commits: `pageInfo { hasNextPage endCursor }
    nodes { commit { oid message author { name email date user { __typename login databaseId name } } } }`,
  reviews: `pageInfo { hasNextPage endCursor }
    nodes { id fullDatabaseId state body submittedAt author { ...who } }`,
  reviewThreads: `pageInfo { hasNextPage endCursor } nodes { id isResolved comments(first: 20) { ${COMMENTS} } }`,
  timelineItems: `pageInfo { hasNextPage endCursor }
    nodes { __typename
      ... on ReadyForReviewEvent { createdAt } ... on ConvertToDraftEvent { createdAt } ... on MergedEvent { createdAt }
      ... on ClosedEvent { createdAt } ... on ReopenedEvent { createdAt }
      ... on ReviewRequestedEvent { createdAt requestedReviewer { __typename ... on User { login } ... on Bot { login } ... on Mannequin { login } } } }`,
  comments: COMMENTS,
  pullComments: `pageInfo { hasNextPage endCursor } nodes { fullDatabaseId body createdAt author { ...who } }`,
  issueComments: `pageInfo { hasNextPage endCursor } nodes { fullDatabaseId body createdAt author { ...who } }`,
} as const;
export type ListName = keyof typeof LISTS;

/** What each list is of, and what it is called there. */
const OF: { readonly [K in ListName]: readonly [type: string, field: string] } = {
  files: ['PullRequest', 'files'],
  commits: ['PullRequest', 'commits'],
  reviews: ['PullRequest', 'reviews'],
  timelineItems: ['PullRequest', 'timelineItems'],
  reviewThreads: ['PullRequest', 'reviewThreads'],
  comments: ['PullRequestReviewThread', 'comments'],
  pullComments: ['PullRequest', 'comments'],
  issueComments: ['Issue', 'comments'],
};

const EVENTS = `itemTypes: [READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, REVIEW_REQUESTED_EVENT, MERGED_EVENT, CLOSED_EVENT, REOPENED_EVENT]`;

const PULL = `fragment pull on PullRequest {
  id number title body state isDraft createdAt updatedAt mergedAt closedAt additions deletions changedFiles baseRefName headRefName
  author { ...who }
  mergeCommit { oid messageHeadline authoredDate parents(first: 1) { totalCount } }
  labels(first: 20) { nodes { name } }
  files(first: 50) { ${LISTS.files} }
  commits(first: 50) { ${LISTS.commits} }
  statusCheckRollup { state }
  reviews(first: 20) { ${LISTS.reviews} }
  reviewThreads(first: 20) { ${LISTS.reviewThreads} }
  comments(first: 20) { ${LISTS.pullComments} }
  timelineItems(first: 40, ${EVENTS}) { ${LISTS.timelineItems} }
  closingIssuesReferences(first: 10) { nodes { number repository { nameWithOwner } } }
}`;

const ISSUE = `fragment issue on Issue {
  id number title body state stateReason createdAt updatedAt closedAt
  author { ...who }
  labels(first: 20) { nodes { name } }
  comments(first: 50) { ${LISTS.issueComments} }
  timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) {
    nodes { ... on ClosedEvent { actor { ...who } closer { __typename ... on PullRequest { number repository { nameWithOwner } } } } }
  }
}`;

export const isSha = (text: string): boolean => /^[0-9a-f]{40,64}$/.test(text);

/** Commits whose authors' accounts one page is asked for. */
export const MOST_SHAS = 30;

/** A page of a repository's pull requests, and whose accounts some commits are of: `c0`, `c1`, … in the order of `shas`. */
export function pageQuery(shas: readonly string[]): string {
  const commits = shas.filter(isSha).map((sha, i) => `c${i}: object(oid: "${sha}") { ... on Commit { oid author { user { ...who } } } }`);
  return `query ($owner: String!, $name: String!, $first: Int!, $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    nameWithOwner databaseId
    ${commits.join('\n    ')}
    pullRequests(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...pull }
    }
  }
}
${PULL}
${WHO}`;
}

/** Where one pull request stands in the list, and nothing else of it: to get past one that cannot be told. */
export const SKIP_QUERY = `query ($owner: String!, $name: String!, $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    pullRequests(first: 1, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number updatedAt }
    }
  }
}`;

/** One pull request by its number. */
export const ONE_QUERY = `query ($owner: String!, $name: String!, $number: Int!) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ...pull } }
}
${PULL}
${WHO}`;

/** Pull requests of a repository by their numbers: `p0`, `p1`, … */
export const numberedQuery = (numbers: readonly number[]): string => `query ($owner: String!, $name: String!) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    nameWithOwner databaseId
    ${numbers.map((number, i) => `p${i}: pullRequest(number: ${number}) { ...pull }`).join('\n    ')}
  }
}
${PULL}
${WHO}`;

/**
 * A page of what each of so many searches for issues finds: `s0`, `s1`, … by `terms0`, behind `after0`; where `counted` also how much two others
 * do, `here0` and `everywhere0`.
 */
export function issuesQuery(searches: number, counted: boolean): string {
  const each = Array.from({ length: searches }, (_, i) => i);
  const counts = counted ? ['here', 'everywhere'] : [];
  const given = each.map((i) => `, $terms${i}: String!, $after${i}: String${counts.map((name) => `, $${name}${i}: String!`).join('')}`);
  const asked = each.flatMap((i) => [
    ...counts.map((name) => `${name}${i}: search(type: ISSUE, query: $${name}${i}, first: 1) { issueCount }`),
    `s${i}: search(type: ISSUE, query: $terms${i}, first: $first, after: $after${i}) {
    issueCount pageInfo { hasNextPage endCursor } nodes { ...issue }
  }`,
  ]);
  return `query ($first: Int!${given.join('')}) {
  rateLimit { cost }
  ${asked.join('\n  ')}
}
${ISSUE}
${WHO}`;
}

/** What repositories are called now: `r0`, `r1`, … by `o0` and `n0`, … */
export function namesQuery(repositories: number): string {
  const each = Array.from({ length: repositories }, (_, i) => i);
  return `query (${each.map((i) => `$o${i}: String!, $n${i}: String!`).join(', ')}) {
  rateLimit { cost }
  ${each.map((i) => `r${i}: repository(owner: $o${i}, name: $n${i}) { nameWithOwner databaseId }`).join('\n  ')}
}`;
}

/** An account by its login, or the token's own. */
export const accountQuery = (named: boolean): string => `query ${named ? '($login: String!) ' : ''}{
  rateLimit { cost }
  account: ${named ? 'user(login: $login)' : 'viewer'} { ...who }
}
${WHO}`;

/** One issue by its number. */
export const ONE_ISSUE_QUERY = `query ($owner: String!, $name: String!, $number: Int!) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) { issue(number: $number) { ...issue } }
}
${ISSUE}
${WHO}`;

/** Where one issue stands in what is found, and nothing else of it. */
export const SKIP_ISSUE_QUERY = `query ($terms: String!, $after: String) {
  rateLimit { cost }
  search(type: ISSUE, query: $terms, first: 1, after: $after) {
    issueCount pageInfo { hasNextPage endCursor } nodes { ... on Issue { number updatedAt } }
  }
}`;

/** The rest of one list of a pull request, a thread or an issue. */
export function restQuery(list: ListName): string {
  const [type, field] = OF[list];
  const events = list === 'timelineItems' ? `, ${EVENTS}` : '';
  const fields = LISTS[list];
  return `query ($id: ID!, $after: String) {
  rateLimit { cost }
  node(id: $id) { ... on ${type} { ${list}: ${field}(first: ${SIZES.rest}, after: $after${events}) { ${fields} } } }
}
${fields.includes('...who') ? WHO : ''}`;
}
