/** Words that say that something was done, and not what. */
const VAGUE =
  /^(?:(?:wip|misc|tmp|temp|stuff|oops|typos?|nits?|nit ?picks?|progress|checkpoint|save|initial commit|(?:more |some |a few |minor |small |quick |another |final |last |various |bug ?)*(?:fix(?:es|ed)?|changes?|updates?|tweaks?|improvements?|clean[- ]?ups?|refactor(?:ing)?|edits?|work|commits?|review(?: comments?)?)|address (?:review )?(?:comments?|feedback)|(?:update|edit|change|fix|create|add|delete)[ds]? `?[\w.-]+`?|(?:refactor|simplif(?:y|i)|clean ?up|improve|optimi[sz]e|reformat|format|reorgani[sz]e|polish|tidy)(?:e?d|e?s)? (?:the |some )?(?:codes?|stuff|things)|修改|更新|修复|优化|调整|提交|改动|.{0,3})[.!… ]*|the .{1,12} batch)$/iu;

const PREFIX = /^(?:[a-z]+(?:\([^)]*\))?!?|[\w./-]{1,30}): /i;
const TAIL = /(?:\s*\(#\d+\)|\s+#\d+)+$/;

/** Whether a subject (with or without its prefix) leaves open what was done: `wip`, `more fixes`, `Update cart.ts`. */
export const isVague = (subject: string): boolean => VAGUE.test(subject.trim().replace(PREFIX, '').replace(TAIL, '').trim());
