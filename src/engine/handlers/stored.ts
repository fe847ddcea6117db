import type { Locale } from '../../domain/draft.ts';
import { storedModels } from '../../pipeline/downloads.ts';
import type { Handler } from './handlers.ts';

export const stored: Handler<'stored'> = (desk) => async (_, call) => {
  const { store, dataDir, options } = desk.pipeline(call);
  const summary = store.summary();
  const words = WORDS[options.locale];
  const models = await storedModels(dataDir);
  const listed = models.map(({ id, bytes, license }) => `${id} (${(bytes / 1e6).toFixed(1)} MB${license === null ? '' : `, ${license}`})`);
  return {
    path: dataDir,
    bytes: summary.bytes,
    items: [
      ...ITEMS.map((item) => ({ name: words[item][0], count: summary[item], note: words[item][1] })),
      { name: MODELS[options.locale][0], count: models.length, note: [MODELS[options.locale][1], ...listed].join('; ') },
    ],
  };
};

const MODELS: Readonly<Record<Locale, readonly [name: string, note: string]>> = {
  en: ['Models you downloaded', 'as they are at the hub, not encrypted'],
  'zh-cn': ['你下载的模型', '与站点上的一致，未加密'],
};

const ITEMS = [
  'repos',
  'identities',
  'addresses',
  'full',
  'hosted',
  'logged',
  'received',
  'slim',
  'tags',
  'embeddings',
  'corrections',
  'heads',
  'merges',
  'putBacks',
  'sameWork',
  'edits',
  'auditLines',
] as const;

const WORDS: Readonly<Record<Locale, Readonly<Record<(typeof ITEMS)[number], readonly [name: string, note: string]>>>> = {
  en: {
    repos: ['Repositories', 'name, folder, remote'],
    identities: ['Identities', 'names and e-mails of those who wrote or are credited in these repositories'],
    addresses: ['Your verified e-mail addresses', 'where a code host told them: the addresses, your login and name there'],
    full: ['Contributions with their text', 'of the people you looked at: message, files, numbers of lines'],
    hosted: [
      'Pull requests, reviews, issues and comments',
      'among them, where you connected a code host: what those people opened and said, the title of what they reviewed and the lines they commented on',
    ],
    logged: ['Work-log entries', 'among them, of the files you imported: what each entry says, and where its file lies'],
    received: [
      'Reviews of others',
      'where you connected a code host: what others said of pull requests of the people you looked at, and who said it; it counts for nobody',
    ],
    slim: ['Contributions without text', 'of everyone else: who, when, which files'],
    tags: ['Tags', 'what the tagger says; made again when needed'],
    embeddings: ['Vectors', 'what the tagger makes of a text; made again when needed'],
    corrections: ['Your corrections', 'of tags'],
    heads: ['What the tagger learned', 'from your corrections: weights, those on offer included'],
    merges: ['Your merges', 'of identities'],
    putBacks: ['Your put-backs', 'from the noise ledger'],
    sameWork: ['Your merges of records', 'of work that was recorded twice'],
    edits: ['Your edits', 'of drafts'],
    auditLines: ['Log lines', 'who looked at, mined, exported or erased whose work'],
  },
  'zh-cn': {
    repos: ['仓库', '名称、文件夹、远程地址'],
    identities: ['身份', '这些仓库中作者与署名者的姓名和邮箱'],
    addresses: ['你已验证的邮箱地址', '由代码托管平台提供（若已提供）：这些地址，以及你在该处的账号与姓名'],
    full: ['含正文的贡献', '你查看过的人：说明、文件、行数'],
    hosted: [
      '拉取请求、评审、议题与评论',
      '包含在上述之中（若已连接代码托管平台）：这些人发起和发表的内容，其评审对象的标题，以及所评论的代码行',
    ],
    logged: ['工作日志记录', '包含在上述之中（来自你导入的文件）：每条记录的内容，以及文件所在的位置'],
    received: ['他人的评审', '若已连接代码托管平台：他人对你查看过的人的拉取请求所作的评审及其作者；不计入任何人'],
    slim: ['不含正文的贡献', '其他所有人：作者、时间、文件'],
    tags: ['标签', '标注器的结果，可随时重新生成'],
    embeddings: ['向量', '标注器对文本的表示，可随时重新生成'],
    corrections: ['你的更正', '对标签的更正'],
    heads: ['标注器学到的内容', '来自你的更正：权重，含尚待你决定的'],
    merges: ['你的合并', '对身份的合并'],
    putBacks: ['你放回的条目', '来自噪声台账'],
    sameWork: ['你合并的记录', '对重复记录的同一工作'],
    edits: ['你的编辑', '对草稿的编辑'],
    auditLines: ['日志行', '谁查看、挖掘、导出或清除过谁的工作'],
  },
};
