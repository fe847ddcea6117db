/** Verbs that begin commit subjects, and nothing else there: no noun of the same spelling is likely to stand first. */
const PLAIN =
  `add abort advise adjust align allow apply adopt append assign attach attempt audit auto-detect avoid backport bundle clarify clean cleanup collapse combine compare
  complete compute consolidate convert copy correct create customize deduplicate dedupe dedup defer define delete delegate deprecate derive describe detect
  determine disable disallow discard document downgrade drop duplicate eliminate embed emit enable encode encourage enforce enhance ensure escape exclude
  execute expand expose extend extract finish follow forbid force forward generate handle hide hoist ignore implement improve include increase infer inherit
  initialize inline insert inspect install integrate introduce invalidate invoke isolate join keep localize lower-case mention migrate minimize modernize
  modify move narrow normalize notify omit optimize organize override parallelize parse pass patch perform persist polish populate postpone prefer prepare
  prepend preserve prevent print prohibit propagate provide publish rebase reduce refactor refine refresh regenerate register reinstate reject relax relocate
  remove rename reorder reorganize replace reproduce require reserve reset resolve respect restore restrict restructure retain retry return reuse revert
  revise rework round sanitize separate serialize share show shorten silence simplify skip sort speed specify split standardize stop store streamline
  strip suggest suppress swap switch synchronize sync teach tidy tighten trim truncate tweak unify uninstall unregister update upgrade use utilize validate verify wrap
  write rewrite make fix bump support send set get let give run undo redo begin bring build find hold teach throw tell take leave lose read put cut
  mark limit default defang address accept acknowledge adapt advertise amend annotate anonymize assert assume assure batch bootstrap bypass call canonicalize cast catch
  centralize change check choose cite clear close collect comment commit compress concat configure confirm connect consider consume contain continue control count cover crash declare
  decouple decrease de-duplicate de-sugar destroy disconnect display distinguish distribute downcase drain dump echo elide enlarge enqueue enumerate establish evaluate examine
  exempt exercise exit explain explore fail favor fetch fill filter finalize flatten flip flush format free gate group guard guarantee hard-code hardcode help honor
  identify illustrate indicate inject instruct instrument interpret investigate justify kill lazy-load learn lift link lint list load localise lock log lookup
  map match measure merge mirror mock monitor mount name negate note obey offer open order pad parameterize permit pick pin plug point port preload
  process produce promote prompt protect provide prune pull purge push qualify query queue quote raise re-add re-enable re-export re-organize re-use reach realign rebuild
  recognize recommend record recover redirect refer reflect reformat reimplement release remember render repair repeat report request reserve resize restart resume retire retrieve
  reword roll salvage save scan schedule scope scrub search select settle ship shift simulate sign skip slim smooth snapshot solve spell squash stabilize start state stage
  steal stream stress stub style substitute summarize supply surround swallow tag target test time touch trace track transform translate trap treat trigger try tune
  turn type unblock unexport unhide unlock unwrap upcase upload upstream vendor wait warn watch work wire cache disentangle mention discourage capture emphasize sunset tree-shake pretty-print fallback unpin workaround factor expire demonstrate die terminate construct fold fixup clamp recommend retrieve unlink redeclare deny clone reopen reindent bisect break cope dedent differentiate mangle
  rectify recompute relate reuse revalidate symlink untrack unwind hook quit quote scale strengthen typeset warm zip minify widen mutate look re-run rerun rejigger sprinkle hand-roll un-skip unskip reload hoist interop pre-bundle prebundle inject warm wrap restructure rephrase
  refuse deploy deal revamp redesign relicense reject repurpose spawn subset supersede surface sweep tokenize trust unbreak unbundle unset untangle upgrade vary warm yield defang de-flake deflake delay dismiss diagnose deserialize decode
  decrypt encrypt emulate evict exchange flag gate gitignore hash hydrate intercept interpolate leverage lint localize loosen lock memoize mitigate obtain omit outline overwrite pause persist pipe pretty-print prioritize probe proxy
  rearrange re-implement reconcile recreate redact rehydrate reinstall relay relabel renumber repurpose resurrect resync roundtrip sandbox seed shim short-circuit shrink sidestep snap squelch stash stick strengthen subclass subscribe summarise
  access acquire cap error freeze undeprecate unlist untag tolerate toggle typecheck unignore unsubscribe unregister void whitelist allowlist blocklist widen zero
  bubble compile copyedit divide edit elaborate press export fine-tune import incorporate loop mv panic prefix re-add reflow rejoin retab rm`.split(
    /\s+/,
  );

/** Of those, words that stand first as nouns as well (`cache dir is wrong`): verbs only where an article or the like follows. */
const AMBIGUOUS = new Set(
  `access address batch break build call cast catch change check comment commit control count cover crash default display dump echo exit fail fetch fill filter force format
  forward free gate group guard help hold link lint list load lock log lookup map mark match measure merge mock mount name note offer open order pad patch pick pin plug point
  port print process prompt pull push query queue quote read record release report request reset return round run save scan schedule scope search select set share shift sign snapshot
  sort split stage start state store stream stress stub style support sync tag target test time touch trace track trap trigger tune turn type update upgrade use vendor wait watch work wire
  cut put fix limit bundle duplicate cleanup finish switch transform import export patch cache debug bootstrap clean kill override
  fallback workaround factor capture sunset clone fold hook quit scale abort index proxy render copy inline reload look interop hash seed pipe probe toggle void zero stick sandbox shim snap surface subset sweep trust spawn subclass outline lint relay pause delay flag gate lock yield stash mutate hoist inject cap error
  bubble edit loop panic prefix`.split(/\s+/),
);

/** Of the ambiguous, those that are verbs in almost every subject they begin, except before a preposition. */
const MOSTLY_VERBS = new Set(
  `break build change check cover fix handle limit mark match merge move name open override patch pin print read release report reset return run set share show skip sort split start
  stop store support switch sync test track transform update upgrade use copy clean force forward bundle finish save select call render duplicate group guard log
  load link list look reload inject hoist mutate delay pause flag lock toggle trust spawn inline abort fold free filter kill clean cleanup capture export catch display cache workaround cap
  address dump edit panic put quote trigger tune`.split(/\s+/),
);

const IRREGULAR: Readonly<Record<string, string>> = {
  begin: 'began',
  break: 'broke',
  bring: 'brought',
  build: 'built',
  catch: 'caught',
  choose: 'chose',
  cut: 'cut',
  find: 'found',
  get: 'got',
  give: 'gave',
  hide: 'hid',
  hold: 'held',
  keep: 'kept',
  leave: 'left',
  let: 'let',
  lose: 'lost',
  make: 'made',
  put: 'put',
  read: 'read',
  rebuild: 'rebuilt',
  redo: 'redid',
  rewrite: 'rewrote',
  run: 'ran',
  send: 'sent',
  set: 'set',
  show: 'showed',
  overwrite: 'overwrote',
  shrink: 'shrank',
  unset: 'unset',
  stick: 'stuck',
  rerun: 're-ran',
  're-run': 're-ran',
  'un-skip': 'un-skipped',
  unskip: 'un-skipped',
  speed: 'sped',
  spell: 'spelled',
  split: 'split',
  steal: 'stole',
  take: 'took',
  teach: 'taught',
  tell: 'told',
  throw: 'threw',
  undo: 'undid',
  reset: 'reset',
  write: 'wrote',
  override: 'overrode',
  deal: 'dealt',
  cleanup: 'cleaned up',
  fixup: 'fixed up',
  workaround: 'worked around',
  deny: 'denied',
  unwind: 'unwound',
  quit: 'quit',
  die: 'died',
  hardcode: 'hard-coded',
  lookup: 'looked up',
  dedup: 'deduplicated',
  dedupe: 'deduplicated',
  learn: 'learned',
  sync: 'synced',
  unhide: 'unhid',
  forbid: 'forbade',
  freeze: 'froze',
  cast: 'cast',
  'lower-case': 'lower-cased',
  concat: 'concatenated',
  're-use': 're-used',
  format: 'formatted',
  reformat: 'reformatted',
  mv: 'moved',
  panic: 'panicked',
  rm: 'removed',
};
/** Final consonant doubled. */
const DOUBLED = new Set(
  `bypass? commit debug bootstrap embed retab roundtrip shim sidestep drop emit flag flip log map omit pad permit pin plug prefer refer scan snap ship skip slim snapshot stop strip stub submit swap tag trap trim unplug unwrap wrap zip plan dub dedup scrub unpin
  cap untag control compel transfer defer infer unregister? set bar unpin`
    .split(/\s+/)
    .filter((word) => !word.endsWith('?')),
);

function pastOf(verb: string): string {
  const irregular = IRREGULAR[verb];
  if (irregular) return irregular;
  if (DOUBLED.has(verb)) return `${verb}${verb.at(-1) ?? ''}ed`;
  if (verb.endsWith('e')) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}

function gerundOf(verb: string): string {
  const known = GERUNDS[verb];
  if (known) return known;
  if (
    DOUBLED.has(verb) ||
    /^(?:set|get|let|put|run|re-run|rerun|cut|reset|unset|split|begin|forbid|format|reformat|un-skip|unskip|quit)$/.test(verb)
  )
    return `${verb}${verb.at(-1) ?? ''}ing`;
  return /[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}
const GERUNDS: Readonly<Record<string, string>> = {
  be: 'being',
  cleanup: 'cleaning up',
  concat: 'concatenating',
  dedup: 'deduplicating',
  dedupe: 'deduplicating',
  die: 'dying',
  fixup: 'fixing up',
  lookup: 'looking up',
  mv: 'moving',
  panic: 'panicking',
  rm: 'removing',
  workaround: 'working around',
};

/** Ambiguous themselves, but not where they end in `-ing`. */
const DOING = new Set('address put update upgrade use fix finish override'.split(' '));

/** Third persons of ambiguous verbs that begin subjects nonetheless: `updates the labels`; not `fixes for the labels`. */
const THIRDS = new Set('fixes updates upgrades'.split(' '));

const PAST = new Map(PLAIN.map((verb) => [verb, pastOf(verb)]));
/** Other forms (`adds`, `adding`) to the past; `tests` and `changes` are nouns as often, so ambiguous verbs have none but the past itself. */
const FORMS = new Map(
  PLAIN.flatMap((verb) => {
    const past = pastOf(verb);
    const third = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
    const forms = [
      past,
      ...(AMBIGUOUS.has(verb) && !THIRDS.has(third) ? [] : [third]),
      ...(AMBIGUOUS.has(verb) && !DOING.has(verb) ? [] : [gerundOf(verb)]),
    ];
    return forms.map((form) => [form, past] as const);
  }),
);
const PASTS = new Set(PAST.values());

/** British spelling of the same verbs. */
const american = (word: string): string => word.replace(/is(e[ds]?|ing)$/, 'iz$1');

/** What begins an object: a noun of the same spelling as a verb cannot stand before it. */
const DETERMINER =
  /^(?:a|an|the|all|any|both|each|every|more|some|its|their|our|this|that|these|those|correct|proper|new|old|missing|unused|existing)\b/i;
/** What else only a verb that begins a subject stands before. */
const AFTER_FIRST = /^(?:(?:only|up|out|off|around|it|them|if|when|how|what|whether|properly|correctly|gracefully|immediately)\b|`)/i;
/** What makes a sentence of it, with the word before as its subject: `cache dir is wrong`; not after `when` or `if`. */
const SENTENCE =
  /^(?:(?!\b(?:when|if|that|where|which|what|how|whether|until|because|after|before|while|as|so)\b).)*\b(?:is|are|was|were|should|did|didn't|does|doesn't|isn't|aren't)\b/i;
const PREPOSITION = /^(?:for|of|in|on|at|with|from|by|is|are|was|should|does|doesn't|not|fails?|when|and|or)\b/i;

/** Endings that make a verb of a word no list has; not of these. */
const MADE_VERB =
  /^(?!(?:concise|enterprise|expertise|franchise|merchandise|noise|precise|premise|promise|apify|fastify|netlify|shopify|spotify|.*wise|.*size|.*prize)$)[a-z-]{3,}(?:ize|ise|ify)$/;

/**
 * The past tense of the imperative (or other form) that `word` is before `rest`; undefined where it may be no verb.
 * `imperative`: the custom is to begin with one there (`revision: filter …`), so that doubtful words are taken as verbs.
 */
export function pastTense(word: string, rest: string, imperative = false): string | undefined {
  if (/^use$/i.test(word) && /\binstead of\b/.test(rest)) return 'switched to';
  if (/^doc$/i.test(word) && /^(?:that|how|why|when|what)\b/i.test(rest)) return 'documented';
  const lower = word.toLowerCase();
  const verb = PAST.has(lower) ? lower : american(lower);
  const past = PAST.get(verb) ?? (MADE_VERB.test(lower) ? pastOf(lower) : undefined);
  const bare = rest.replaceAll(/`[^`]*`/g, 'x');
  if (past === undefined)
    return /^(?:of|for)\b/i.test(bare) ||
      SENTENCE.test(bare) ||
      (PARTICIPLES.has(lower) && !isObject(rest)) ||
      (THIRDS.has(lower) && (PREPOSITION.test(rest) || /^(?:to|&)\s/.test(rest)))
      ? undefined
      : (FORMS.get(lower) ?? FORMS.get(american(lower)));
  // `inherit issue in the parent`: what is named after what it does; `fix issue` names none.
  if (
    /^(?:\S+ )?(?:issue|bug|problem|regression)\b(?! (?:template|report|tracker)s?\b)/i.test(rest) &&
    !DETERMINER.test(rest) &&
    !MENDING.test(verb)
  )
    return undefined;
  if (!AMBIGUOUS.has(verb)) return past;
  if (!imperative && (SENTENCE.test(bare) || /^supports? [^\s,.]/.test(rest))) return undefined;
  // `cleanup and get rid of it`.
  const [, second = '', more = ''] = /^and (\S+) (.+)$/.exec(rest) ?? [];
  if (second !== '' && MOSTLY_VERBS.has(verb) && surelyVerb(second, more)) return past;
  // `access the digest lazily`.
  if (BY_ADVERB.test(rest) || WITHOUT_OBJECT.test(`${verb} ${rest}`)) return past;
  // `record recovered panics`: a participle and its noun are an object.
  if (/^(?!based\b)[a-z-]+ed (?!(?:as|is|was|this)\b)[a-z-]+[^s\W]s\b/.test(rest)) return past;
  // `count groups instead of processes`: what is replaced is an object.
  if (/^(?:\S+ ){1,3}instead of\b/.test(rest) && !PREPOSITION.test(rest)) return past;
  if (imperative || MOSTLY_VERBS.has(verb)) return rest === '' || PREPOSITION.test(rest) ? undefined : past;
  return isObject(rest) ? past : undefined;
}

const MENDING =
  /^(?:fix|solve|resolve|address|correct|handle|avoid|prevent|report|reproduce|repair|work|find|detect|mitigate|eliminate|remove|close|track|investigate|rectify|mention|document|add|introduce|create|open|file)/;
/** `test with Python 3.13`, `test on Go 1.19`, `check for nil`. */
const WITHOUT_OBJECT = /^(?:(?:test|run|build|work) (?:(?:with|against|under)\b|on (?:\S+ )?v?\d)|(?:check|look|search|wait) for\b)/i;
const BY_ADVERB = /\s(?!(?:only|early|family|assembly|reply|supply|apply|daily|weekly|nightly|monthly)$)[a-z]{3,}ly$/;
const isObject = (rest: string): boolean => DETERMINER.test(rest) || AFTER_FIRST.test(rest);

/** Past forms that say how a thing is as often as what was done to it: `encrypted store` is no deed. */
const PARTICIPLES = new Set(
  `batched buffered bundled cached compressed embedded encrypted filtered generated localized nested required shared signed sorted streamed tagged typed weighted`.split(
    /\s+/,
  ),
);

/** Adjectives as often, after `and`: `wide and narrow screens`. */
const ADJECTIVES = new Set('complete narrow smooth'.split(' '));
/** What controls are named after: `icon and close button`; not `and remove event listeners`. */
const isControl = (word: string, rest: string): boolean =>
  /^(?:close|collapse|expand|submit)$/.test(word)
    ? /^(?:button|icon|event|handler|callback)s?\b/i.test(rest)
    : /^(?:clear|copy|delete|edit|send)$/.test(word) &&
      /^(?:button|icon)s?(?:$|[,.;:)]|\s(?:for|of|in|on|at|with|to|when|and|or)\b)/i.test(rest);

/** `set-up and cleanup functions`. */
const isCleanup = (word: string, rest: string): boolean =>
  word === 'cleanup' &&
  /^(?:code|functions?|logic|jobs?|scripts?|steps?|hooks?|tasks?|utils?|handlers?|methods?|callbacks?|work)\b/i.test(rest);

const AFTER_AND = new Set('address cleanup tune update upgrade use handle move fix show support set skip run'.split(' '));

/** Whether a word can be a verb at all. */
export const isVerb = (word: string): boolean => PAST.has(word.toLowerCase());

/** Whether a word in the middle of a sentence, after `and` or a comma and before `rest`, is a verb. */
export const surelyVerb = (word: string, rest: string): boolean => {
  const lower = word.toLowerCase();
  if (!PAST.has(lower)) return false;
  const doubtful =
    ADJECTIVES.has(lower) || isControl(lower, rest) || isCleanup(lower, rest) || (AMBIGUOUS.has(lower) && !AFTER_AND.has(lower));
  return !doubtful || DETERMINER.test(rest) || (lower === 'switch' && /^(?:to|from)\b/i.test(rest));
};

/** Whether it is the form of a verb that a single subject has: `sets`. */
export const isThird = (word: string): boolean =>
  word.endsWith('s') && [word.slice(0, -1), word.slice(0, -2), word.replace(/ies$/, 'y')].some((verb) => PAST.has(verb));

/** `emitting` for `emit`, after `don't`, where any word is a verb; undefined for what is no word. */
export function gerund(word: string): string | undefined {
  const [, before = '', verb = ''] = /^((?:[a-z]+-)?)([a-z-]+)$/.exec(word.toLowerCase()) ?? [];
  if (PAST.has(before + verb)) return gerundOf(before + verb);
  if (PAST.has(verb)) return `${before}${gerundOf(verb)}`;
  if (!/^[a-z]{2,}$/.test(verb) || isThird(verb)) return undefined;
  // `hit`, `span`: one short vowel, one consonant.
  return before + (/^[^aeiou]*[aeiou][bdgmnprt]$/.test(verb) ? `${verb}${verb.at(-1) ?? ''}ing` : gerundOf(verb));
}

export const isPast = (word: string): boolean => PASTS.has(word.toLowerCase());
