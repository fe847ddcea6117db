/**
 * Words that say how something was changed, not what: no theme is about them. Keys are lower case without separators (see `keyOf`).
 * English function words, the verbs and nouns of commit subjects, and their Chinese counterparts.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those it its is are be been was were am i we you they he she them their our your my and or nor but not no non
  so if then else than as at by for from in into of off on onto out over per to too under up via with within without across after
  against again all also any another because before being below between both can cannot cant could did do does doesnt dont down during
  each either enough etc even every few further get gets getting got had has have having here how however instead just keep keeps kept
  let lets like likely make makes making made many may maybe might more most much must need needed needs never new newly now old once
  one only other others own please properly rather same set sets setting should since some still such sure take takes there thing things
  through thus time times today together toward towards try two unless until upon use used uses using usage useful very want way well
  what when where whether which while who whole why will work working works would yet add adds added adding additional allow allows
  allowed allowing apply applies applied avoid avoids avoided avoiding back become break breaks breaking bring bump bumps bumped call
  calls called calling cases catch change changes changed changing checked checking clarify clean cleanup cleanups close commit complete
  consider consistent consistently contain contains convert correct correctly corrected create creates created current default defaults
  define delete deleted deny deprecate deprecated detect disable disabled display docs doc documentation document documented drop drops
  dropped dropping edge enable enabled ensure ensures everything example examples exclude existing expect expected explicit explicitly
  expose exposed extra extract fail fails failed failing failure feat find first fix fixed fixes fixing fixup flag follow following
  format found full generate generated handle handles handled handling hide ignore ignored implement implementation implemented improve
  improved improvement improvements improves include includes included incorrect info init initial inline inside introduce invalid last
  latest leave left less limit load log logic long longer look lower main manual match merge merged minor misc missing modify move moved
  moves multiple note notes ok open optional outside pass passed passing perf possible potential pr prefer prepare prevent prevents
  previous print provide public pull put raise reduce refactor refactored refactoring reference references related release released
  releases relevant remaining remove removed removes removing rename renamed reorder replace replaced replaces require required reset
  resolve resolved respect respected restore return returned returns revert reverted reword rewrite right run runs running safe say says said second
  see select send separate several show shows similar simple simplify simplified single skip skipped skipping small something sometimes
  specific specify split start starting stop store subject support supported supports switch sync temporarily temporary tested testing
  throw thrown tidy todo top treat tweak typo typos undefined unexpected unify unnecessary unneeded update updated updates updating
  upgrade upgraded util utils utility utilities various warn wip wrap write wrong xxx null true false free mark marks marked relating
  preserve preserves preserved regression regressions align aligned clarify clarifies clarified defer deferred isolate isolated propagate propagates propagated
  accept accepts accepted desc minimum modernize silence rely relies announce explain mention mentions reuse adjust adjusts adjusted
  depend depends depending depended rid global globals wire wires wired peer peers local remote trivial stray bit bits ways subsystem
  wording grammar spelling reland followup follow-up part round rc beta alpha helper helpers common base core index lib src node
  packages package playground app apps build chore ci nit dev prod static assets asset internal shared constants mod 的 了 和 与 在 中 对 为 是 把
  被 将 及 或 等 从 到 上 下 不 个 时 后 前 并 使 让 使用 增加 添加 新增 修复 修改 更新 优化 删除 移除 支持 处理 解决 问题 完善 调整 改为 改进 重构 实现 一个 导致 没有 可以 以及 进行 避免 部分 相关 默认 合并 提交 bug
  用例 对应 引入 升级 替换 补充 去掉 情况 时候`
    .split(/\s+/)
    .map((w) => w.replace(/[^\p{L}\p{N}]/gu, '')),
);

/** Words that name nothing alone, but do beside a telling one: `error recovery`, `import path`. */
export const WEAK_WORDS: ReadonlySet<string> = new Set(
  `error errors file files path paths option options type types value values state mode modes link links template templates plugin
  plugins import imports export exports module modules server source sources test tests config function functions object version
  versions comment comments code case message messages url urls entry entries directory directories script scripts task tasks job jobs
  warning warnings result results output style styles theme themes order line lines process request requests data level name names
  number property properties project string text user users variable variables method methods operator field fields element elements
  item items list lists check checks step steps section page pages guide behavior behaviour hook hooks issue issues feature features 错误
  配置 版本 测试 代码 文档 功能 文件 用户 页面 数据 消息 接口 方法 参数 类型 列表`.split(/\s+/),
);

/** Folder names that say what kind of file lies there, not what it is about. */
export const LAYOUT_FOLDERS: ReadonlySet<string> = new Set(
  `src lib source sources packages apps app libs crates modules module pkg cmd internal main java kotlin scala python com org io core include code
  projects services components plugins plugin extensions test tests spec specs t fixtures fixture snapshots mocks e2e playground examples example
  docs doc documentation guide config configs utils util helpers common shared types scripts tools bin dist build public static assets images img css
  styles template templates client server node web www api builtin github workflows githubworkflows ci root dir nested sub`
    .split(/\s+/)
    .filter((w) => !['server', 'client', 'css', 'api'].includes(w)),
);

/** Initialisms that are written in capitals whatever a subject does. */
const CAPITALS: ReadonlySet<string> = new Set(
  `api ast ci cd cli cpu gpu cors csp css csrf css3 csv db dns dom dx e2e esm cjs ftp gc gui hmr html http https i18n id ide imap io ip jit js json jsx jwt
  kv l10n lsp mcp md mdx oauth orm os pdf pwa qa ram rbac rest rfc rpc sdk seo smtp sql sse ssh ssl ssr sso svg tcp tls toc toml ts tsx ttl udp ui umd
  uri url urls utf utf8 ux vm vpn wasm ws xml xss yaml yml ai llm rsc fs`.split(/\s+/),
);
/** Names whose writing is their own. */
const PROPER: ReadonlyMap<string, string> = new Map(
  `JavaScript TypeScript GitHub GitLab Lightning-CSS PostCSS Sass Less esbuild Rollup Rolldown Vite Vitest webpack Babel ESLint Prettier Node.js npm pnpm Yarn Deno Bun React
  Vue Svelte Angular Docker Kubernetes PostgreSQL MySQL SQLite Redis GraphQL gRPC OAuth macOS iOS Android Linux Windows Python Rust Java Kotlin Swift WebSocket WebGPU OpenAPI
  Tailwind Playwright Terraform Makefile Meson CMake Perl Tcl StackBlitz OXC Oxlint`
    .split(/\s+/)
    .map((w): [string, string] => [w.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), w.replace('-', ' ')]),
);

/** Areas that stand for a longer word. */
const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ['config', 'Configuration'],
  ['l10n', 'Localisation'],
  ['i18n', 'Internationalisation'],
  ['a11y', 'Accessibility'],
  ['perf', 'Performance'],
]);
/** Short words that are no initialism: `dir`, but `ODB`. */
const SHORT_WORDS: ReadonlySet<string> = new Set(
  `add app art bar bin bit box bug bus cat cut dir dot dry end env eye fan fix fly fun git hex hot img ink job key kit lab law lib log map mem mod nav net new
  oak pad pan pen pid pie pin pod pop pot rag raw ray red ref reg rim rod row run sea sed set sky sub sum sun sys tab tag tap tar tax tcl tie tip toe ton top toy
  tub van var vec vim vue war wax web win zip zoo cmd src doc pkg rev tmp try use cva awk`.split(/\s+/),
);

/** One written word with the capitals it is known by; others as they are. */
export function cased(word: string): string {
  const key = word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return PROPER.get(key) ?? (CAPITALS.has(word.toLowerCase()) ? word.toUpperCase() : word);
}

/** A label of at most three letters that is no word is an initialism. */
export const initialism = (word: string): boolean => /^[a-z]{2,3}$/.test(word) && !SHORT_WORDS.has(word);

/** The name of an area that has a longer form. */
export const longForm = (key: string): string | undefined => LONG_FORMS.get(key);
