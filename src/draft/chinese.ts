import type { Tagged } from '../domain/tags.ts';
import type { Voice } from './english.ts';
import { goesOn, isDocument, releaseIn, VERSION } from './phrase.ts';
import { code } from './plain.ts';
import { isNewer, placesIn, SAYS_NO_PLACE, told, toldType } from './subject.ts';
import { isVerb, pastTense } from './verbs.ts';

/** What English subjects begin with; the rest of the subject is quoted after it. */
const BY_VERB: Readonly<Record<string, string>> = {
  added: '新增',
  introduced: '引入',
  implemented: '实现',
  supported: '支持',
  allowed: '允许',
  enabled: '启用',
  disabled: '停用',
  exposed: '开放',
  fixed: '修复',
  corrected: '更正',
  removed: '移除',
  dropped: '移除',
  deleted: '删除',
  updated: '更新',
  bumped: '升级',
  upgraded: '升级',
  renamed: '重命名',
  moved: '移动',
  refactored: '重构',
  reworked: '重构',
  rewrote: '重写',
  simplified: '简化',
  'cleaned up': '清理',
  improved: '改进',
  optimized: '优化',
  replaced: '替换',
  extracted: '提取',
  documented: '记录',
  deprecated: '弃用',
  tested: '测试',
  migrated: '迁移',
  restored: '恢复',
  reverted: '回退',
};
const BY_PLAIN_VERB: Readonly<Record<string, string>> = {
  avoided: '避免',
  prevented: '防止',
  used: '使用',
  handled: '处理',
  merged: '合并',
  passed: '传递',
  created: '创建',
  split: '拆分',
  skipped: '跳过',
  stopped: '停止',
  started: '开始',
  returned: '返回',
  required: '要求',
  resolved: '解决',
  reduced: '减少',
  raised: '提高',
  increased: '提高',
  clarified: '说明',
  explained: '说明',
  adjusted: '调整',
  reorganized: '整理',
  standardized: '统一',
  unified: '统一',
  enhanced: '增强',
  expanded: '扩充',
  extended: '扩展',
  converted: '转换',
  preserved: '保留',
  kept: '保留',
  pinned: '固定',
  installed: '安装',
  configured: '配置',
  validated: '校验',
  checked: '检查',
  covered: '覆盖',
  wrote: '编写',
  ensured: '确保',
  ported: '移植',
  ignored: '忽略',
  suppressed: '抑制',
  refined: '完善',
  included: '加入',
  generated: '生成',
  set: '设置',
  changed: '更改',
  printed: '输出',
  showed: '显示',
  displayed: '显示',
  propagated: '传递',
  applied: '应用',
  provided: '提供',
  defined: '定义',
  wrapped: '封装',
  hid: '隐藏',
  detected: '检测',
  respected: '遵循',
  normalized: '规范化',
  registered: '注册',
  translated: '翻译',
  formatted: '格式化',
  modified: '修改',
  tweaked: '微调',
  deduplicated: '去重',
  reordered: '重新排序',
  unpinned: '取消固定',
  rejected: '拒绝',
  exported: '导出',
  notified: '通知',
  'switched to': '改用',
};
const BY_TYPE: Readonly<Record<string, string>> = {
  feat: '完成功能',
  fix: '修复',
  perf: '改进性能',
  refactor: '重构',
  docs: '编写文档',
  test: '补充测试',
  build: '调整构建',
  ci: '调整持续集成',
  style: '整理格式',
  chore: '处理',
  revert: '回退',
};

/** Before a title that says what was done, with a verb of its own: no `修复“keep the last field”`. */
const DONE: Readonly<Record<string, string>> = {
  feat: '完成功能',
  fix: '完成修复',
  perf: '完成性能改进',
  refactor: '完成重构',
  docs: '完成文档改动',
  test: '完成测试改动',
  build: '完成构建改动',
  ci: '完成持续集成改动',
  style: '完成格式改动',
};

/** After a lead that names the field already: no `文档方面：编写文档`. */
const BY_LED_TYPE: Readonly<Record<string, string>> = { ...BY_TYPE, docs: '编写', test: '补充', build: '调整', ci: '调整', style: '整理' };

/** What was done, as Chinese subjects begin. */
const ACTIONS = [...new Set(['添加', '增加', '补充', '修正', '修改', ...Object.values(BY_VERB), ...Object.values(BY_PLAIN_VERB)])];

/**
 * A sign of Chinese says as much as a word of English, and names in code are of no language. `Update 中文 docs` begins with a verb that is
 * told in Chinese; `fix 修复登录` has one already.
 */
function isChinese(words: string): boolean {
  const [, first = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(words) ?? [];
  const verb = pastTense(first, rest) ?? '';
  if ((verb in BY_VERB || verb in BY_PLAIN_VERB) && !ACTIONS.some((action) => rest.startsWith(action))) return false;
  const plain = words.replaceAll(/`[^`]*`/g, '');
  const signs = plain.match(/\p{Script=Han}/gu)?.length ?? 0;
  return signs > 1 && signs >= (plain.match(/[A-Za-z][\w'-]*/g)?.length ?? 0);
}

/** A fault that is named, and not what was done about it: `坐标轴错误`. */
const FAULT = /(?:错误|问题|异常|失效|失败|不生效|不正确|缺失|丢失|报错)$/;
const MENDED = /修|解决|处理|避免|防止|规避|纠正|更正|排除|改|优化|去除|移除|删除|补/;

/** Subjects stay in their language, in quotation marks; what was done stands before them, or around their parts. */
function deed(item: Tagged, byType: typeof BY_TYPE): readonly [action: string, words: string] {
  const { words, reverts } = told(item);
  const type = toldType(item) ?? '';
  const raised = raisedChinese(item);
  if (raised !== undefined) return ['', raised];
  if (reverts) return ['回退', words];
  if (isChinese(words)) return type === 'fix' && FAULT.test(words) && !MENDED.test(words) ? ['修复', words] : ['', words];
  if (words === '') return ['改动', item.key.slice(0, 8)];
  if (VERSION.test(words)) return [isDocument(item) ? '编写' : '发布', releaseIn(words) ?? words];
  const negated = NEGATED.exec(words);
  if (negated) {
    const [, verb = '', object = ''] = negated;
    const what = ACTION[pastTense(verb, object, true) ?? ''];
    return what === undefined || object === '' ? ['不再', `${verb} ${object}`.trim()] : [`不再${what}`, bare(object)];
  }
  const [, first = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(words) ?? [];
  const past = pastTense(first, rest) ?? '';
  // A particle is the verb's; where the title goes on with another verb, both would have to be said.
  if (past in ACTION && !PARTICLE.test(rest) && !goesOn(rest)) {
    if (past === 'reverted') return ['回退', rest.replace(/^["“](.+)["”]$/, '$1')];
    const around = framed(past, rest);
    return around === undefined ? [ACTION[past] ?? '', bare(rest)] : ['', around];
  }
  // `properly prune it` begins with a verb as well.
  const [, verb = '', object = ''] = /^(?:[a-z]+ly|always|also|further|now) (\S+)\s+(.+)$/i.exec(words) ?? [];
  if (past !== '' || pastTense(first, rest, true) !== undefined || pastTense(verb, object, true) !== undefined)
    return [(byType === BY_TYPE ? DONE[type] : undefined) ?? '完成', words];
  return [byType[type] ?? '完成', words];
}

const ACTION = { ...BY_VERB, ...BY_PLAIN_VERB };
const NEGATED = /^(?:(?:don't|do not|never|no longer)\s+(?=\S)|stop(?:s|ped)?\s+(?=[a-z-]+ing\b))(\S+)\s*(.*)$/i;
const PARTICLE = /^(?:up|out|off|down|away|back|in|over|and|or|to|from|by|for|&)\s/;

/** What Chinese says around two things: `replace A with B` is 用“B”替换“A”. */
const FRAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  added: { to: '为{b}新增{a}', for: '为{b}新增{a}', in: '在{b}中新增{a}' },
  changed: { to: '将{a}改为{b}' },
  converted: { to: '将{a}转换为{b}' },
  extracted: { from: '从{b}中提取{a}', into: '将{a}提取到{b}' },
  merged: { into: '将{a}合并到{b}' },
  migrated: { to: '将{a}迁移至{b}' },
  moved: { to: '将{a}移至{b}', into: '将{a}移入{b}', from: '将{a}移出{b}' },
  passed: { to: '将{a}传给{b}' },
  ported: { to: '将{a}移植到{b}' },
  removed: { from: '从{b}中移除{a}' },
  renamed: { to: '将{a}重命名为{b}' },
  replaced: { with: '用{b}替换{a}', by: '用{b}替换{a}' },
  set: { to: '将{a}设为{b}' },
  split: { into: '将{a}拆分为{b}' },
  'switched to': { 'instead of': '用{a}代替{b}' },
};
const JOINTS = /\s(to|for|from|with|into|instead of|in|on|at|by|via|as)\s/g;
/** What a second half may not be broken by: it would belong to the whole. */
const CLAUSE = /[,;:]|\b(?:when|if|because|so|while|unless|before|after|until|that|which|where|how|and|or)\b/i;

/** The frame filled, where the title has one joint and no second reading. */
function framed(past: string, rest: string): string | undefined {
  const plain = rest.replaceAll(/`[^`]*`/g, (code) => 'x'.repeat(code.length));
  const [joint, second] = [...plain.matchAll(JOINTS)];
  if (joint === undefined || second !== undefined || CLAUSE.test(plain)) return undefined;
  const [a, b] = [rest.slice(0, joint.index), rest.slice(joint.index + joint[0].length)];
  const frame = FRAMES[past]?.[joint[1] ?? ''];
  // `add an option to use it` has a verb there, and `add support for it` says no more than 支持.
  if (past === 'added' && /^(?:initial |basic )?support$/i.test(a) && joint[1] === 'for')
    return `支持${cited(bare(b))}`.replace('支持`', '支持 `');
  if (frame === undefined || isVerb(b.split(' ')[0] ?? '') || /^(?:it|them|this|that)$/i.test(b)) return undefined;
  return frame
    .replace('{a}', () => cited(bare(a)))
    .replace('{b}', () => cited(bare(b)))
    .replaceAll(/(?<=\p{Script=Han})(?=`)|(?<=`)(?=\p{Script=Han})/gu, ' ');
}

/** An article or `that` at the beginning says nothing in Chinese. */
const bare = (words: string): string => words.replace(/^(?:an?|the|that) (?=\S)/i, '');

/** As it stands in the title; a name in code is quoted by its own marks. */
const cited = (words: string): string => (CODE.test(words) ? words : `“${words.replaceAll('“', '‘').replaceAll('”', '’')}”`);

/** What raises a version, in its own words: `bump clap from 3.0 to 3.1`, `update clap to v3`, `upgrade to v3`. */
export function raisedChinese(item: Tagged): string | undefined {
  const { words, reverts, step } = told(item);
  if (step) return `将 ${code(step.what)} 更新至 ${step.version}`;
  if (reverts) return undefined;
  const [, first = '', what = '', from, to = ''] =
    /^(bump(?:s|ed)?|upgrade[sd]?|update[sd]?) (?:(\S+(?: \S+){0,2}?) )??(?:from (v?\d\S*) )?to (v?\d[\w.+-]*)$/i.exec(words) ?? [];
  if (to === '') return undefined;
  const action = /^update/i.test(first) ? '更新' : '升级';
  if (what === '') return from === undefined ? `${action}至 ${to}` : `从 ${from} ${action}至 ${to}`;
  const name = what.startsWith('`') ? `将 ${what} ` : `将“${what}”`;
  return from === undefined ? `${name}${action}至 ${to}` : `${name}从 ${from} ${action}至 ${to}`;
}

/** `在 `ssr` 中：新增“…”、“…”；修复“…”。` */
export function workChinese(items: readonly Tagged[], scope: string | undefined, { subject, again }: Voice): string {
  const who = subject === '' ? '' : `${subject} `;
  const place = scope === undefined ? '' : `${again ? '另' : ''}在 ${places(scope)} 中`;
  const lead = place === '' && who === '' ? '' : `${who}${place}${place === '' ? '' : '：'}`;
  return `${lead}${deeds(items, scope === undefined, BY_TYPE)}。`;
}

const places = (scope: string): string => listChinese(placesIn(scope).map(code));

const SUPPORT: Readonly<Record<string, string>> = {
  test: '测试方面',
  docs: '文档方面',
  build: '构建方面',
  ci: '持续集成方面',
  style: '格式方面',
  chore: '日常维护方面',
};

export function supportChinese(items: readonly Tagged[], type: string, { subject }: Voice): string {
  const place = SUPPORT[type];
  const lead = subject === '' || place === undefined ? (place ?? subject) : `${subject} 在${place}`;
  return `${lead === '' ? '' : `${lead}${place === undefined ? ' ' : '：'}`}${deeds(items, true, place === undefined ? BY_TYPE : BY_LED_TYPE)}。`;
}

function deeds(items: readonly Tagged[], withScope: boolean, byType: typeof BY_TYPE): string {
  const byAction = new Map<string, Set<string>>();
  const latest = new Map<string, string>();
  for (const [what, version] of items.map(steps)) {
    if (version !== undefined && isNewer(version, latest.get(what) ?? '')) latest.set(what, version);
  }
  for (const item of items) {
    const [what, version] = steps(item);
    // The last step stands for those before it.
    if (version !== undefined && latest.get(what) !== version) continue;
    const [action, words] = deed(item, byType);
    const { scope } = told(item);
    const place =
      withScope && scope !== undefined && !SAYS_NO_PLACE.test(scope) && !words.toLowerCase().includes(scope.toLowerCase())
        ? `（${places(scope)}）`
        : '';
    // What is Chinese already needs neither translation nor quotation.
    const said = action === '' ? `${words}${place}` : `${cited(words)}${place}`;
    // What is a sentence by itself stands where it comes.
    const key = action === '' ? `\0${said}` : action;
    const known = byAction.get(key);
    if (known) known.add(said);
    else byAction.set(key, new Set([said]));
  }
  return [...byAction]
    .map(([action, said]) => {
      const list = [...said].join('、');
      return action.startsWith('\0') ? list : `${action}${list.startsWith('`') ? ' ' : ''}${list}`;
    })
    .join('；');
}

/** A name in code is quoted by its own marks. */
const CODE = /^`[^`]+`$/;

/** Where whose version is raised, and to what. */
const steps = (item: Tagged): readonly [what: string, version?: string] => {
  const { scope = '', step } = told(item);
  return step ? [`${scope}\0${step.what}`, step.version] : [''];
};

export const listChinese = (parts: readonly string[]): string => parts.join('、');
