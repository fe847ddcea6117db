import type { IssueCommentFacts, IssueFacts } from './issue.ts';
import type { CommentFacts, PullFacts, ReviewFacts } from './pull.ts';

/** What only a code host tells of a contribution. */
export type HostFacts = PullFacts | ReviewFacts | CommentFacts | IssueFacts | IssueCommentFacts;
