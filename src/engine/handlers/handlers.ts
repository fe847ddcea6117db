import type { Desk } from '../desk.ts';
import type { Handlers } from '../serve.ts';
import { act, claim, revert } from './acts.ts';
import { authors } from './authors.ts';
import { accessLog, checkRubric, document, rubricFile } from './documents.ts';
import { analyze, erase, head, identities, open } from './long.ts';
import { modelDownload, modelOffer, modelState } from './models.ts';
import { importLog, logs, previewLog, removeLog, undoLog } from './logs.ts';
import { noise } from './noise.ts';
import { row, rows } from './rows.ts';
import { changes, file } from './show.ts';
import { stored } from './stored.ts';
import { learn, promote, rollBack, teaching } from './teaching.ts';
import { devices, explain, tagger } from './tagger.ts';

/** One handler of the main thread: what it computes for longer than a frame, it asks of the work thread. */
export type Handler<M extends keyof Handlers> = (desk: Desk) => Handlers[M];

export function handlersOf(desk: Desk): Handlers {
  const page = rows(desk);
  return {
    open: open(desk),
    analyze: analyze(desk),
    head: head(desk, page),
    rows: page,
    row: row(desk),
    noise: noise(desk),
    authors: authors(desk),
    act: act(desk),
    revert: revert(desk),
    claim: claim(desk),
    identities: identities(desk),
    changes: changes(desk),
    file: file(desk),
    document: document(desk),
    accessLog: accessLog(desk),
    rubricFile: rubricFile(desk),
    checkRubric: checkRubric(desk),
    devices: devices(desk),
    tagger: tagger(desk),
    explain: explain(desk),
    modelState: modelState(desk),
    modelOffer: modelOffer(desk),
    modelDownload: modelDownload(desk),
    previewLog: previewLog(desk),
    importLog: importLog(desk),
    removeLog: removeLog(desk),
    undoLog: undoLog(desk),
    logs: logs(desk),
    stored: stored(desk),
    erase: erase(desk),
    teaching: teaching(desk),
    learn: learn(desk),
    promote: promote(desk),
    rollBack: rollBack(desk),
  };
}
