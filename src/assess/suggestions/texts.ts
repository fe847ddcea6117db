import type { Locale } from '../../domain/draft.ts';

export const SUGGESTION_KINDS = [
  'large-changes',
  'without-tests',
  'quick-repairs',
  'reverted-work',
  'messages-without-why',
  'unclear-messages',
  'features-without-docs',
  'spread-changes',
  'dependency-steps',
  'out-of-hours',
  'quiet-weeks',
  'one-area',
  'working-alone',
  'undescribed-pulls',
  'long-waits',
  'late-reviews',
  'silent-approvals',
] as const;
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number];

/** What a suggestion says. `fact` holds every number of the observation; `more` goes on without any. */
export interface SuggestionText {
  readonly title: string;
  readonly fact: string;
  readonly more: string;
  readonly reason: string;
  readonly next: string;
  /** How to tell that it worked, by figures the product shows. */
  readonly check: string;
}

const EN: Readonly<Record<SuggestionKind, SuggestionText>> = {
  'large-changes': {
    title: 'Land large changes in steps',
    fact: '{n} of {total} changes {n:is|are} larger than {lines} lines',
    more: 'The largest are listed; some of them may have had good reason to be one piece.',
    reason:
      'Reviewers find fewer defects the more they are given at once: in a study of reviews at Cisco, the share found fell above a few hundred lines.',
    next: 'Before the next large change, look for a part that stands on its own, such as a refactoring or a helper with its tests, and land it first.',
    check: 'The share of changes over {lines} lines and the median size of a change fall.',
  },
  'without-tests': {
    title: 'Bring a test along with the change',
    fact: '{n} of {total} changes to source {n:touches|touch} no test',
    more: 'Tests that live in another repository are not seen here.',
    reason: 'Teams whose developers write and keep the tests themselves find defects earlier and deliver with fewer failures.',
    next: 'Start with fixes: a test that fails before the fix and passes after it is the cheapest to write and the most telling.',
    check: 'The share of changes with tests rises.',
  },
  'quick-repairs': {
    title: 'Give a change one more look before it lands',
    fact: '{n} of {total} changes {n:was|were} followed within {days} days by a fix of the same files',
    more: 'Quick repairs are a good habit; needing fewer of them is a better one.',
    reason: 'Code that changes again soon after a change is where later defects are found.',
    next: 'Take the repairs listed here and ask what would have shown the fault before landing: a test, a manual try, a second pair of eyes.',
    check: 'The share of changes followed by a quick repair falls.',
  },
  'reverted-work': {
    title: 'Learn from what was reverted',
    fact: '{n} of {total} changes {n:was|were} reverted later',
    more: 'Reverting quickly is the right thing to do; the question is what it can teach.',
    reason: 'The share of changes that fail after landing is one of the four measures that tell well-running teams apart.',
    next: 'Write down in a sentence for each why it was reverted; if a reason comes twice, it is worth a check or a flag.',
    check: 'The share of reverted changes falls.',
  },
  'messages-without-why': {
    title: 'Say why in the message',
    fact: '{n} of {total} changes to source neither {n:says|say} why nor {n:points|point} to an issue or pull request',
    more: 'Their subjects say what was done.',
    reason: 'The difference shows what changed; only the message can tell a reviewer, or whoever searches the history later, why.',
    next: 'Add a sentence or two under the subject: what was wrong before, and why this way. A link to the issue does as well.',
    check: 'The share of messages that say why rises.',
  },
  'unclear-messages': {
    title: 'Say what was changed',
    fact: '{n} of {total} messages {n:does|do} not say what was changed',
    more: 'They are counted here, and no draft can tell what they were about.',
    reason: 'Good messages say both what was changed and why; those that do are also understood by readers who were not there.',
    next: 'Begin the subject with what the change does and to what: add, fix, speed up, remove … Where it is one of several steps, say which.',
    check: 'Fewer messages leave open what was changed.',
  },
  'features-without-docs': {
    title: 'Let features be found',
    fact: '{n} of {total} features came without a change to documentation',
    more: 'Documentation kept elsewhere is not seen here.',
    reason: 'Teams with documentation of good quality get more out of every other practice, and features that are described are used.',
    next: 'For the next feature, write the paragraph a user would look for, in the same change.',
    check: 'More features touch documentation in the same change.',
  },
  'spread-changes': {
    title: 'Keep one change to one purpose',
    fact: '{n} of {total} changes to source {n:touches|touch} {areas} or more areas at once',
    more: 'Renames and wide refactorings look like this too, and are fine.',
    reason: 'Changes that mix purposes are harder to review and to undo, and mislead those who later look for where defects came from.',
    next: 'When a change grows a second purpose, commit it apart, even if both land together.',
    check: 'The share of changes over many areas falls.',
  },
  'dependency-steps': {
    title: 'Update dependencies in batches',
    fact: '{n} of {total} changes {n:touches|touch} nothing but dependency manifests',
    more: 'Keeping up to date is good work; each single step costs a review.',
    reason: 'Updates are often put off because of the effort they cost, so making them cheap is what keeps systems up to date.',
    next: 'Group minor updates, or let a bot propose them in batches, and keep single steps for major versions.',
    check: 'Fewer changes touch manifests alone.',
  },
  'out-of-hours': {
    title: 'Look after your hours',
    fact: '{n} of {total} changes {n:was|were} made on a weekend or between 22:00 and 06:00',
    more: 'This is by the clock of your own machine, shown to you alone, and says nothing about why. If these are your hours of choice, turn this suggestion off.',
    reason:
      'Most developers keep to office hours most of the time; a steady share of late work can be a sign of a workload worth talking about.',
    next: 'If it was not your choice, bring up with your lead what made it necessary; the list shows when it happened.',
    check: 'The share of changes in those hours falls.',
  },
  'quiet-weeks': {
    title: 'Write down what the quiet weeks held',
    fact: 'The longest stretch without a counted change is {n} {n:week|weeks}',
    more: 'Leave, design, support and reviewing all look like this from here, and need no excuse.',
    reason: 'Work that leaves no commit is forgotten first, by others and by oneself; those who note it down as it happens can show it.',
    next: 'Add a line to your work log for each such week: design, incidents, mentoring, interviews, leave.',
    check: 'The next draft has evidence for those weeks.',
  },
  'one-area': {
    title: 'Let somebody else into your area',
    fact: '{n} {n:change|changes} to `{area}`',
    more: 'are nearly all that anybody made there in this period, though others work in the same repository.',
    reason:
      'Where one person holds nearly all knowledge of a part, the team depends on that person; in most projects studied it is one or two.',
    next: 'Ask a colleague to take the next small change there, and review it yourself.',
    check: 'Others make more of the changes in that area.',
  },
  'working-alone': {
    title: 'Name those who worked with you',
    fact: 'None of {total} changes names a co-author or a reviewer',
    more: 'Others work in the same repositories; help that was given may just not be written down.',
    reason:
      'Knowledge shared and better solutions are what reviewers and authors get out of working on a change together, more often than defects found.',
    next: 'Where somebody helped with a change, add a Co-authored-by trailer; for the next difficult one, ask for help early.',
    check: 'Changes name co-authors or reviewers.',
  },
  'undescribed-pulls': {
    title: 'Describe a pull request',
    fact: '{n} of {total} pull requests to source {n:says|say} nothing beside {n:its|their} title',
    more: 'A link to an issue counts as a description, and so do a few words.',
    reason:
      'Who reviews begins with the description; in a study of pull requests on GitHub a third had none, and its authors note that such requests may be passed over.',
    next: 'For the next pull request, write what was wrong or missing, what you chose, and what the reviewer should look at first.',
    check: 'Fewer pull requests are without a description.',
  },
  'long-waits': {
    title: 'Shorten the wait for a first review',
    fact: '{n} of {total} reviewed pull requests waited more than {days} days for {n:its|their} first review',
    more: 'That is rarely the author’s doing alone; nights and weekends are counted.',
    reason:
      'Among many factors that were studied, how long a pull request stays open goes with how soon its first answer comes, where there is discussion.',
    next: 'Ask one person by name, say by when it matters, and look whether the ones that waited were larger than the rest.',
    check: 'Fewer pull requests wait so long for a first review.',
  },
  'late-reviews': {
    title: 'Answer review requests sooner',
    fact: '{n} of {total} first reviews came more than {days} days after the request or the pull request itself',
    more: 'Nobody knows from here when you were away; nights and weekends are counted.',
    reason:
      'Whoever waits turns to other work. Guidance at Google is to answer within a working day, if only to say when the review will come.',
    next: 'Set aside a time of the day for reviews; where one has to wait, say so in a line or hand it to somebody else.',
    check: 'The time to a first review falls.',
  },
  'silent-approvals': {
    title: 'Say what you looked at',
    fact: '{n} of {total} approved pull requests of more than {lines} lines were approved without a word',
    more: 'What was said in person or in chat is not seen here, and some changes of that size need no comment.',
    reason:
      'In a study of three projects, parts whose reviews had little discussion had more defects after release; a later replication did not find the effect stable.',
    next: 'With the next large approval, write a sentence on what you checked and what you did not; a question counts too.',
    check: 'Fewer large pull requests are approved without a word.',
  },
};

const ZH: Readonly<Record<SuggestionKind, SuggestionText>> = {
  'large-changes': {
    title: '把大改动拆成几步',
    fact: '{total} 项改动中有 {n} 项超过 {lines} 行',
    more: '列出了其中最大的几项；有些改动作为整体提交可能自有道理。',
    reason: '一次评审的内容越多，发现的缺陷比例越低：思科的评审研究显示，超过数百行后比例明显下降。',
    next: '下次做大改动之前，先找出能独立成立的部分，例如一次重构，或一个带测试的辅助函数，先行合入。',
    check: '超过 {lines} 行的改动占比和改动大小的中位数下降。',
  },
  'without-tests': {
    title: '让测试与改动同行',
    fact: '{total} 项源码改动中有 {n} 项没有涉及测试',
    more: '位于其他仓库的测试在此不可见。',
    reason: '由开发者自己编写并维护测试的团队，能更早发现缺陷，交付失败也更少。',
    next: '从修复开始：修复前失败、修复后通过的测试，成本最低也最有说服力。',
    check: '带测试的改动占比上升。',
  },
  'quick-repairs': {
    title: '合入之前再看一眼',
    fact: '{total} 项改动中有 {n} 项在 {days} 天内对相同文件再次修复',
    more: '及时补救是好习惯；少一些补救则更好。',
    reason: '改动后不久又被修改的代码，往往是日后缺陷集中的地方。',
    next: '看看这里列出的补救，问问合入前怎样才能发现问题：一个测试、一次手动验证，或请同事再看一遍。',
    check: '需要快速补救的改动占比下降。',
  },
  'reverted-work': {
    title: '从回退中学习',
    fact: '{total} 项改动中有 {n} 项后来被回退',
    more: '及时回退是正确的做法；问题在于能从中学到什么。',
    reason: '改动合入后失败的比例，是区分高效团队的四项指标之一。',
    next: '为每次回退用一句话写下原因；如果同一原因出现两次，就值得为它加一道检查或开关。',
    check: '被回退的改动占比下降。',
  },
  'messages-without-why': {
    title: '在提交信息中说明原因',
    fact: '{total} 项源码改动中有 {n} 项既没有说明原因，也没有指向议题或拉取请求',
    more: '它们的标题说明了做了什么。',
    reason: '代码差异说明改了什么；只有提交信息能告诉评审者和日后查阅历史的人为什么。',
    next: '在标题下补充一两句话：之前有什么问题，为什么这样改。附上议题链接也可以。',
    check: '说明原因的提交信息占比上升。',
  },
  'unclear-messages': {
    title: '写明改了什么',
    fact: '{total} 条提交信息中有 {n} 条没有说明改了什么',
    more: '它们计入了总数，但草稿无法说明它们做了什么。',
    reason: '好的提交信息既说明改了什么，也说明为什么；这样不在场的读者也能理解。',
    next: '标题写明对什么做了什么：新增、修复、加速、移除……如果是几步中的一步，写明是哪一步。',
    check: '没有说明改了什么的提交信息减少。',
  },
  'features-without-docs': {
    title: '让功能被人找到',
    fact: '{total} 项功能中有 {n} 项没有同时更新文档',
    more: '保存在别处的文档在此不可见。',
    reason: '文档质量高的团队，其他实践的收益也更大；写清楚的功能才会有人用。',
    next: '做下一个功能时，在同一改动中写下用户会去查找的那一段说明。',
    check: '更多功能在同一改动中更新文档。',
  },
  'spread-changes': {
    title: '一项改动只做一件事',
    fact: '{total} 项源码改动中有 {n} 项同时涉及 {areas} 个或更多区域',
    more: '重命名和大范围重构也是这样，并无不妥。',
    reason: '混合多个目的的改动更难评审和撤销，也会误导日后追查缺陷来源的人。',
    next: '当一项改动出现第二个目的时，分开提交，即使两者一起合入。',
    check: '涉及多个区域的改动占比下降。',
  },
  'dependency-steps': {
    title: '成批更新依赖',
    fact: '{total} 项改动中有 {n} 项只改动了依赖清单',
    more: '保持更新是好事；但每一步都要花费一次评审。',
    reason: '依赖更新常因成本而被推迟；降低成本才能让系统保持最新。',
    next: '把小版本更新合并处理，或交给机器人成批提出，只为大版本单独提交。',
    check: '只改动依赖清单的改动减少。',
  },
  'out-of-hours': {
    title: '照顾好自己的作息',
    fact: '{total} 项改动中有 {n} 项在周末或 22:00 至 06:00 之间完成',
    more: '依据你自己机器的时钟，仅你可见，也不说明原因。如果这是你自己选择的时间，可以关闭这条建议。',
    reason: '多数开发者大部分时间在正常工作时段工作；深夜工作占比持续偏高，可能说明工作量值得谈一谈。',
    next: '如果这并非你的选择，可以与主管谈谈原因；列表显示了发生的时间。',
    check: '这些时段的改动占比下降。',
  },
  'quiet-weeks': {
    title: '记下安静的几周做了什么',
    fact: '最长有连续 {n} 周没有计入的改动',
    more: '休假、设计、支持和评审从这里看都是这样，无需解释。',
    reason: '不产生提交的工作最先被遗忘，无论是被他人还是被自己；随手记下的人才能展示它。',
    next: '为每个这样的星期在工作日志中加一行：设计、故障处理、指导、面试、休假。',
    check: '下一份草稿中这些星期有了依据。',
  },
  'one-area': {
    title: '让别人也熟悉你的领域',
    fact: '对 `{area}` 的 {n} 项改动',
    more: '几乎就是本周期该处的全部改动，尽管还有他人在同一仓库工作。',
    reason: '当一个人掌握某部分的几乎全部知识时，团队就依赖于这个人；在研究过的大多数项目中只有一两人。',
    next: '请一位同事承担那里的下一项小改动，由你来评审。',
    check: '该区域中他人的改动增多。',
  },
  'working-alone': {
    title: '写下与你合作的人',
    fact: '{total} 项改动都没有写明共同作者或评审者',
    more: '还有他人在同一仓库工作；得到的帮助可能只是没有写下来。',
    reason: '共同完成一项改动，带来的更多是知识共享和更好的方案，其次才是发现缺陷。',
    next: '如果有人帮助完成了一项改动，加上 Co-authored-by；遇到下一个难题时，尽早求助。',
    check: '改动写明了共同作者或评审者。',
  },
  'undescribed-pulls': {
    title: '为拉取请求写说明',
    fact: '{total} 个涉及源码的拉取请求中有 {n} 个除标题外没有任何说明',
    more: '议题链接也算说明，寥寥几句亦可。',
    reason: '评审从说明开始；在一项对 GitHub 拉取请求的研究中，约三分之一没有说明，作者指出这类请求可能被忽略。',
    next: '在下一个拉取请求中写明之前有何问题或缺失、你的选择，以及评审者应先看什么。',
    check: '没有说明的拉取请求减少。',
  },
  'long-waits': {
    title: '缩短等待首次评审的时间',
    fact: '{total} 个经过评审的拉取请求中有 {n} 个等待首次评审超过 {days} 天',
    more: '这很少只取决于作者本人；夜间与周末也计入。',
    reason: '在研究过的诸多因素中，若有讨论，拉取请求的用时与首次答复的快慢关系最大。',
    next: '点名请一位同事评审，说明何时需要，并看看等待较久的是否比其他更大。',
    check: '等待首次评审过久的拉取请求减少。',
  },
  'late-reviews': {
    title: '更早回应评审请求',
    fact: '{total} 次首次评审中有 {n} 次在被请求或拉取请求就绪 {days} 天之后才给出',
    more: '这里看不出你何时不在；夜间与周末也计入。',
    reason: '等待的人会转去做别的事。谷歌的指南建议在一个工作日内回应，哪怕只是说明何时评审。',
    next: '每天留出固定的评审时间；如需等待，留言说明或转给他人。',
    check: '首次评审的等待时间缩短。',
  },
  'silent-approvals': {
    title: '写下你看了什么',
    fact: '{total} 个超过 {lines} 行且获批的拉取请求中有 {n} 个未留一字',
    more: '当面或聊天中的讨论在此不可见，有些同样大小的改动也无需意见。',
    reason: '在一项对三个项目的研究中，评审讨论较少的部分在发布后缺陷更多；后来的重复研究发现该效应并不稳定。',
    next: '下次批准较大的改动时，写一句检查了什么、没有检查什么；提一个问题也可以。',
    check: '未留一字即获批的大型拉取请求减少。',
  },
};

export const SUGGESTION_TEXTS: Readonly<Record<Locale, typeof EN>> = { en: EN, 'zh-cn': ZH };
