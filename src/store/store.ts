import * as acts from './acts.ts';
import { confusion } from './confusion.ts';
import { change, type Core, revision } from './core.ts';
import { dropEmbeddings, embeddings, saveEmbeddings } from './embeddings.ts';
import { erase, exportActs, remove } from './erase.ts';
import { dropHeads, headFile, heads, offerHead, promoteHead } from './heads.ts';
import { keep, kept } from './kept.ts';
import * as logs from './logs.ts';
import { keepMailbox, mailboxes } from './mailboxes.ts';
import * as queries from './query.ts';
import * as read from './read.ts';
import { received } from './received.ts';
import { formerNames, numberedRepos, numberRepo, renameRepo } from './rename.ts';
import { retag } from './retag.ts';
import * as tags from './tags.ts';
import { indexPending, indexSome } from './text-index.ts';
import * as write from './write.ts';

/** The only memory of the product. Every method is one read or one transaction, done when it returns; the parts say what they do. */
export type Store = ReturnType<typeof storeOf>;

export function storeOf(core: Core, close: () => void) {
  const bind =
    <R extends readonly unknown[], T>(work: (core: Core, ...rest: R) => T) =>
    (...rest: R): T =>
      work(core, ...rest);
  return {
    /** Ends the use of it; what was written lies in its file. */
    close,
    revision: bind(revision),
    /** Does what `work` does with this store as one transaction: all of it or nothing. `work` is synchronous, and keeps acts for its end. */
    together: <T>(work: () => T): T => change(core, work),
    writeBatch: bind(write.writeBatch),
    indexPending: bind(indexPending),
    indexSome: bind(indexSome),
    watermark: bind(write.watermark),
    remove: bind(remove),
    logs: bind(logs.logs),
    commitsNamed: bind(logs.commitsNamed),
    reviewsOf: bind(logs.reviewsOf),
    saveTags: bind(tags.saveTags),
    untagged: bind(tags.untagged),
    countUntagged: bind(tags.countUntagged),
    retag: bind(retag),
    ownTags: bind(tags.ownTags),
    saveEmbeddings: bind(saveEmbeddings),
    embeddings: bind(embeddings),
    dropEmbeddings: bind(dropEmbeddings),
    query: bind(queries.query),
    queryEach: bind(queries.queryEach),
    position: bind(queries.position),
    count: bind(queries.count),
    countByType: bind(queries.countByType),
    received: bind(received),
    slim: bind(read.slim),
    pendingLines: bind(read.pendingLines),
    missingLines: bind(read.missingLines),
    shas: bind(read.shas),
    notFull: bind(read.notFull),
    repos: bind(read.repos),
    renameRepo: bind(renameRepo),
    formerNames: bind(formerNames),
    numberRepo: bind(numberRepo),
    numberedRepos: bind(numberedRepos),
    identities: bind(read.identities),
    authors: bind(read.authors),
    mailboxes: bind(mailboxes),
    keepMailbox: bind(keepMailbox),
    ledger: bind(read.ledger),
    ledgerCounts: bind(read.ledgerCounts),
    putBackCounts: bind(read.putBackCounts),
    summary: bind(read.summary),
    correct: bind(acts.correct),
    uncorrect: bind(acts.uncorrect),
    corrections: bind(acts.corrections),
    confusion: bind(confusion),
    putBack: bind(acts.putBack),
    leaveOut: bind(acts.leaveOut),
    mergeWork: bind(acts.mergeWork),
    unmergeWork: bind(acts.unmergeWork),
    workDecisions: bind(acts.workDecisions),
    acceptMerge: bind(acts.acceptMerge),
    dismissMerge: bind(acts.dismissMerge),
    merges: bind(acts.merges),
    dismissals: bind(acts.dismissals),
    saveEdit: bind(acts.saveEdit),
    dropEdit: bind(acts.dropEdit),
    edits: bind(acts.edits),
    undo: bind(acts.undo),
    redo: bind(acts.redo),
    offerHead: bind(offerHead),
    promoteHead: bind(promoteHead),
    dropHeads: bind(dropHeads),
    heads: bind(heads),
    headFile: bind(headFile),
    keep: bind(keep),
    kept: bind(kept),
    audit: bind(acts.audit),
    auditLog: bind(acts.auditLog),
    erase: bind(erase),
    exportActs: bind(exportActs),
  };
}
