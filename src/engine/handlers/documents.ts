import { openRepositories } from '../../pipeline/repositories.ts';
import { checkRubric as faultsOf, ownRubric } from '../../pipeline/rubric.ts';
import { Run } from '../../pipeline/run.ts';
import { ACCESS_LINES } from '../../protocol/documents.ts';
import type { Handler } from './handlers.ts';

export const document: Handler<'document'> = (desk) => async (asked, call) => {
  try {
    return await desk.work.request('document', asked, call);
  } finally {
    desk.forget();
  }
};

export const accessLog: Handler<'accessLog'> = (desk) => async (_, call) => desk.pipeline(call).store.auditLog(ACCESS_LINES);

export const rubricFile: Handler<'rubricFile'> =
  (desk) =>
  async ({ folders }, call) => {
    const repositories = await openRepositories(desk.pipeline(call), folders, new Run(call.now));
    const own = await ownRubric(folders, repositories);
    return own ? { file: own.file } : {};
  };

export const checkRubric: Handler<'checkRubric'> =
  (desk) =>
  async ({ text }, call) => [...faultsOf(text, desk.pipeline(call).options.locale)];
