import type { Locale } from '../domain/draft.ts';

export const LINT_KINDS = ['absolute', 'self-deprecation', 'comparison', 'blame', 'vague', 'gendered'] as const;
export type LintKind = (typeof LINT_KINDS)[number];
export type WordKind = Exclude<LintKind, 'gendered'>;

/** Expressions by kind; matched as whole words without regard to case. */
export const WORDS: Readonly<Record<Locale, Readonly<Record<WordKind, RegExp>>>> = {
  en: {
    absolute:
      /\b(?:always|never|every(?:one|body) (?:agrees|knows|says)|nobody|no one|everything|perfect(?:ly)?|flawless(?:ly)?|impossible|completely|totally|absolutely|without (?:any )?exception|every single|the (?:very )?best|the worst|single-handedly|100 ?%|guaranteed)\b/gi,
    'self-deprecation':
      /\b(?:just (?:a|some|did|made|helped|tried)|only (?:a (?:small|little|minor)|helped|tried)|merely|tried (?:my best )?to|sort of|kind of|a bit of|nothing special|got lucky|luckily|i (?:am|was) not (?:very )?good|i should have|sorry|apologi[sz]e|i (?:think|guess|feel like) i|hopefully|not much|my humble|silly (?:mistake|of me)|stupid(?:ly)?)\b/gi,
    comparison:
      /\b(?:(?:better|faster|more|harder|stronger|quicker) than (?:\w+ ){0,2}(?:others|anyone|anybody|everyone|everybody|colleagues?|teammates?|peers?|the (?:team|rest|others)|most|him|her|them)|unlike (?:\w+ )?(?:others|colleagues?|teammates?|peers?)|compared (?:to|with) (?:\w+ )?(?:others|colleagues?|teammates?|peers?|the (?:team|rest|others))|outperform(?:ed|s|ing)?|the only (?:one|person) (?:who|to|on)|top performer|rock ?star|ninja|10x|above average|below average|best (?:on|in|of) the team)\b/gi,
    blame:
      /\b(?:(?:because of|due to) (?:his|her|their|\w+'s) (?:mistakes?|errors?|bugs?|failures?|carelessness)|(?:his|her|their) fault|careless(?:ly)?|sloppy|lazy|incompetent|clueless|(?:failed|neglected|refused) to (?:help|review|respond|deliver|test)|broke my|had to clean up after|should have known)\b/gi,
    vague:
      /\b(?:a lot(?: of)?|lots of|tons of|countless|numerous|significant(?:ly)?|dramatic(?:ally)?|huge(?:ly)?|massive(?:ly)?|tremendous(?:ly)?|substantial(?:ly)?|various|several|many|extremely|very)\b/gi,
  },
  'zh-cn': {
    absolute:
      /总是|从不|从未|永远|所有人都|人人都|没有人|完美|毫无(?:疑问|例外|瑕疵)|绝对|百分之百|最好的|最差的|独自一人完成|万无一失|不可能/g,
    'self-deprecation': /只是|仅仅|不过是|勉强|侥幸|运气好|幸运地|微不足道|水平有限|能力不足|不太会|抱歉|对不起|献丑|尽力了/g,
    comparison:
      /比(?:其他人|别人|他人|同事|队友|大家|任何人|团队中?其他人)|优于(?:同事|他人|其他人)|胜过|不像(?:其他人|别人|同事|某些人)|与(?:同事|他人|其他人)相比|团队(?:中|里)(?:最|唯一)|唯一(?:一个|能|会)|大神|高于平均|低于平均/g,
    blame:
      /(?:因为|由于)(?:他|她|他们|别人|同事)的(?:失误|错误|疏忽|拖延)|都怪|怪他|怪她|粗心|懒惰|不负责任|拖后腿|不配合|替(?:他|她|他们|别人)收拾|甩锅/g,
    vague: /大量|许多|很多|无数|显著|极大|大幅|巨大|非常|十分|各种|多个|若干|诸多/g,
  },
};

/**
 * Stems that lean feminine or masculine in how people are described: Gaucher, Friesen & Kay 2011, Evidence That Gendered Wording in Job
 * Advertisements Exists and Sustains Gender Inequality, https://doi.org/10.1037/a0022530, as listed by gender-decoder (MIT). Stems that in
 * a developer's text are mostly technical (`commit`, `depend`, `force`, `active`, `support`, …) are left out.
 */
export const FEMININE =
  `agree affectionate cheer collab communal compassion considerate cooperat co-operat emotiona empath feel flatterable gentle honest interpersonal
  interdependen inter-personal inter-dependen kind kinship loyal modesty nag nurtur pleasant polite sensitiv submissive sympath tender together trust understand
  warm whin enthusias inclusive`.split(/\s+/);
export const MASCULINE =
  `adventurous aggress ambitio athlet autonom battle boast challeng champion compet confident courag decisive defend determin domina driven fearless
  fight greedy head-strong headstrong hierarch hostil impulsive independen individual intellect outspoken persist reckless self-confiden self-relian
  self-sufficien selfconfiden selfrelian selfsufficien stubborn superior unreasonab`.split(/\s+/);

/** Words that begin like a stem and mean something else here. */
export const TECHNICAL =
  /^(?:kinds?|kindof|trusted|trusts?|trusting|untrusted|warm(?:up|ing|ed|s)|persist(?:s|ed|ing|ence|ent|ently)?|determin(?:e|es|ed|istic|istically|ing|ism)|independent(?:ly)?|individual(?:ly)?|defend(?:s|ed)?|competing|challenge(?:s)?|together|sensitive|sensitivity|understand(?:s)?|agreed?|autonomous|naga\w*|tendered|intellisense|hierarch(?:y|ies|ical)|driven?)$/;
