import type { Locale } from '../domain/draft.ts';

/** What follows from a suggestion, in the voice of the draft; a kind that is not here is told by its own next step. No numbers: only its fact has any. */
interface Plan {
  readonly self: string;
  /** A question to ask, not a verdict. */
  readonly lead: string;
}

const EN: Readonly<Record<string, Plan>> = {
  'large-changes': {
    self: 'I want to land parts that stand on their own first, so that each can be reviewed with care.',
    lead: 'Would it help to land parts that stand on their own first?',
  },
  'without-tests': {
    self: 'I want to bring a test along with each fix, beginning with one that fails without it.',
    lead: 'What would make it easier to bring a test along with a change?',
  },
  'quick-repairs': {
    self: 'I want to look at what those repairs have in common, and check for it before landing.',
    lead: 'What would have shown these faults before landing?',
  },
  'reverted-work': {
    self: 'I want to write down why, and add a check where a reason comes up again.',
    lead: 'What can be learned from them, and is there a check worth adding?',
  },
  'messages-without-why': {
    self: 'I want to say in the message what was wrong before and why I chose this way.',
    lead: 'Is the reasoning written down somewhere else?',
  },
  'unclear-messages': {
    self: 'I want to say in the subject what the change does and to what.',
    lead: 'Ask what they were about: no draft can tell.',
  },
  'features-without-docs': {
    self: 'I want to write the paragraph a user would look for in the same change as the feature.',
    lead: 'Is the documentation kept somewhere else?',
  },
  'spread-changes': {
    self: 'I want to commit a second purpose apart, even where both land together.',
    lead: 'Could some of them have been separate steps?',
  },
  'dependency-steps': {
    self: 'I want to batch minor updates, and keep single steps for major versions.',
    lead: 'Could minor updates come in batches?',
  },
  'one-area': {
    self: 'are nearly all that anybody made there. I want to let a colleague take the next one, and to review it.',
    lead: 'are nearly all that anybody made there: who could take the next one?',
  },
  'working-alone': {
    self: 'I want to name those who helped, and to ask for help earlier on difficult changes.',
    lead: 'Was there help that is just not written down?',
  },
  'undescribed-pulls': {
    self: 'I want to say in the description what was wrong before, and what to look at first.',
    lead: 'Is what they are about said somewhere else?',
  },
  'long-waits': {
    self: 'I want to ask one reviewer by name, and to see whether smaller pull requests wait less.',
    lead: 'What held the first review up, and who could take it?',
  },
  'late-reviews': {
    self: 'I want to set a time of the day aside for reviews, and to say so where one has to wait.',
    lead: 'Are review requests spread evenly, and is there time for them?',
  },
  'silent-approvals': {
    self: 'I want to write down what I checked when I approve a large pull request.',
    lead: 'Was it talked about elsewhere?',
  },
};

const ZH: Readonly<Record<string, Plan>> = {
  'large-changes': { self: '我想先合入能独立成立的部分，让每一部分都能得到认真评审。', lead: '先合入能独立成立的部分是否会有帮助？' },
  'without-tests': { self: '我想为每个修复都带上测试，先写一个没有修复就会失败的测试。', lead: '怎样才能更容易地让测试与改动同行？' },
  'quick-repairs': { self: '我想看看这些补救有什么共同点，并在合入之前加以检查。', lead: '合入之前怎样才能发现这些问题？' },
  'reverted-work': { self: '我想写下原因，并为重复出现的原因加上检查。', lead: '能从中学到什么，是否值得增加一道检查？' },
  'messages-without-why': { self: '我想在提交信息中写明之前有什么问题，以及为什么这样改。', lead: '原因是否写在别处？' },
  'unclear-messages': {
    self: '我想在标题中写明对什么做了什么。',
    lead: '请问问它们做了什么：草稿无法说明。',
  },
  'features-without-docs': { self: '我想在完成功能的同一改动中写下用户会查找的说明。', lead: '文档是否保存在别处？' },
  'spread-changes': { self: '我想把另一个目的分开提交，即使两者一起合入。', lead: '其中一些能否分成几步？' },
  'dependency-steps': { self: '我想把小版本更新合并处理，只为大版本单独提交。', lead: '小版本更新能否成批进行？' },
  'one-area': {
    self: '几乎就是那里的全部改动。我想请同事承担下一项，由我来评审。',
    lead: '几乎就是那里的全部改动：下一项可以由谁承担？',
  },
  'working-alone': { self: '我想写明得到过谁的帮助，并在遇到难题时更早求助。', lead: '是否有帮助只是没有写下来？' },
  'undescribed-pulls': { self: '我想在说明中写明之前有什么问题，以及应先看什么。', lead: '它们的内容是否写在别处？' },
  'long-waits': { self: '我想点名请一位评审者，并看看更小的拉取请求是否等得更短。', lead: '首次评审因何耽搁，可以由谁承担？' },
  'late-reviews': { self: '我想每天留出评审时间，需要等待时留言说明。', lead: '评审请求是否分配均匀，是否有时间处理？' },
  'silent-approvals': { self: '我想在批准较大的拉取请求时写下检查了什么。', lead: '是否在别处讨论过？' },
};

const PLANS: Readonly<Record<Locale, typeof EN>> = { en: EN, 'zh-cn': ZH };

export const planFor = (kind: string, voice: keyof Plan, locale: Locale): string | undefined => PLANS[locale][kind]?.[voice];

export const PLANNED = Object.keys(EN);
