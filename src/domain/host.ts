import type { IssueCommentFacts, IssueFacts } from './issue.ts';
import type { LogFacts } from './log.ts';
import type { CommentFacts, PullCommentFacts, PullFacts, ReviewFacts } from './pull.ts';

/** What only its source tells of a contribution: a code host, a work log. */
export type HostFacts = PullFacts | ReviewFacts | CommentFacts | PullCommentFacts | IssueFacts | IssueCommentFacts | LogFacts;
