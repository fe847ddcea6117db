import { labelOf } from '../domain/evidence.ts';
import type { ContributionId } from '../domain/ids.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Tagged } from '../domain/tags.ts';
import { openRepository } from '../mine/git/repository.ts';
import { fileAt, type FileAt } from '../mine/git/show.ts';
import { messageTable, sayer } from '../util/messages.ts';
import type { Pipeline } from './open.ts';
import { urlsOf } from './story.ts';

/** Larger ones an editor would not show side by side either, bytes. */
const MOST = 5_000_000;
/** What git itself looks at to tell binary files. */
const LOOKED_AT = 8000;

const MESSAGES = messageTable({
  en: {
    gone: 'This contribution is no longer stored. Run Refresh and try again.',
    other: 'Only the files of commits can be opened in the editor.',
    page: 'The pages of {repo} are not known: it cannot be opened.',
    moved: 'The repository is no longer at {path}. Open its folder and run Refresh.',
    binary: 'A binary file of {n} {n:byte|bytes}.',
    large: 'The file is larger than {n} bytes.',
    missing: 'This file’s content is not in this clone.',
  },
  'zh-cn': {
    gone: '此贡献已不在存储中。请刷新后重试。',
    other: '只能在编辑器中打开提交的文件。',
    page: '不知道 {repo} 的网页地址：无法打开。',
    moved: '仓库已不在 {path}。请打开它所在的文件夹并刷新。',
    binary: '{n} 字节的二进制文件。',
    large: '文件超过 {n} 字节。',
    missing: '此克隆中没有该文件的内容。',
  },
});

/** What a commit changed, as pairs of paths to compare; of what was said at a code host, where it stands there; of a work-log entry, its file and line. @throws TrackRecordError */
export function changesOf(pipeline: Pipeline, id: ContributionId) {
  const item = contributionOf(pipeline, id);
  const { kind, key, subject, files } = item;
  const named = { key: labelOf(kind, key), subject };
  if (item.host?.kind === 'work_log') return { ...named, files: [], place: { file: item.host.file, line: item.host.line } };
  if (kind !== 'commit') {
    const page = urlsOf(pipeline.store.repos(), () => false)(item);
    if (page === undefined) throw new TrackRecordError('no-page', sayer(MESSAGES, pipeline.options.locale)('page', { repo: item.repo }));
    return { ...named, files: [], page };
  }
  return {
    ...named,
    files: files.map(({ path, from, status }) => ({
      ...(status === 'A' ? {} : { before: status === 'C' ? path : (from ?? path) }),
      ...(status === 'D' ? {} : { after: path }),
    })),
  };
}

/** A file before or after a commit as text to read: empty where it was not there, a sentence where it is no text. @throws TrackRecordError */
export async function fileOf(
  pipeline: Pipeline,
  { id, path, side }: Omit<FileAt, 'sha'> & { readonly id: ContributionId },
): Promise<string> {
  const { store, ctx, options } = pipeline;
  const say = sayer(MESSAGES, options.locale);
  const commit = contributionOf(pipeline, id);
  if (commit.kind !== 'commit') throw new TrackRecordError('not-a-commit', say('other'));
  const place = store.repos().find((repo) => repo.id === commit.repo)?.path ?? '';
  const opened = await openRepository(place, ctx);
  if (!opened.ok || opened.value.id !== commit.repo) throw new TrackRecordError('repository-moved', say('moved', { path: place }));
  const listed = commit.files.find((file) => (side === 'after' ? file.path : (file.from ?? file.path)) === path);
  const absent = side === 'after' ? listed?.status === 'D' : listed?.status === 'A';
  if (absent) return '';
  try {
    const bytes = await fileAt(opened.value, { sha: commit.key, path, side }, MOST, ctx);
    if (!bytes) return say('missing');
    return bytes.subarray(0, LOOKED_AT).includes(0) ? say('binary', { n: bytes.length }) : bytes.toString('utf8');
  } catch (error) {
    if (error instanceof TrackRecordError && error.reason === 'output-too-large') return say('large', { n: MOST });
    throw error;
  }
}

function contributionOf({ store, options }: Pipeline, id: ContributionId): Tagged {
  const [item] = store.query({ ids: [id] });
  if (!item) throw new TrackRecordError('not-stored', sayer(MESSAGES, options.locale)('gone'));
  return item;
}
