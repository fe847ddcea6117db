/** One place of a pattern: `*`, or a test of one character. */
type Token = '*' | ((char: string) => boolean);

/**
 * A shell pattern for one path segment or name as a test: `*`, `?`, `[a-z]`, `[!a]`, `\*`. Never an expression of the regular kind:
 * patterns come from repositories, and `*a*a*a*…` must not take for ever. Time is pattern times text.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const tokens = tokenize(pattern);
  return (text) => {
    const chars = Array.from(text);
    return walk(tokens.length, chars.length, (t) => tokens[t] === '*', matcher(tokens, chars));
  };
}

const matcher =
  (tokens: readonly Token[], chars: readonly string[]) =>
  (t: number, c: number): boolean => {
    const token = tokens[t];
    const char = chars[c];
    return typeof token === 'function' && char !== undefined && token(char);
  };

/** The same for whole paths: `**` stands for any number of segments. */
export function pathPattern(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/').map((p) => (p === '**' ? p : wildcard(p)));
  const rest = pattern.endsWith('/**'); // `a/**` is everything in `a`, not `a`
  return (path) => {
    const segments = path.split('/');
    if (rest && segments.length < parts.length) return false;
    return walk(
      parts.length,
      segments.length,
      (p) => parts[p] === '**',
      (p, s) => {
        const part = parts[p];
        return typeof part === 'function' && part(segments[s] ?? '');
      },
    );
  };
}

/** Greedy matching that goes back to the last star only: enough, as a later star can do whatever an earlier one could. */
function walk(tokens: number, items: number, star: (token: number) => boolean, fits: (token: number, item: number) => boolean): boolean {
  let token = 0;
  let item = 0;
  let back = -1;
  let from = 0;
  while (item < items) {
    if (token < tokens && star(token)) {
      back = token++;
      from = item;
    } else if (token < tokens && fits(token, item)) {
      token++;
      item++;
    } else if (back >= 0) {
      token = back + 1;
      item = ++from;
    } else return false;
  }
  while (token < tokens && star(token)) token++;
  return token === tokens;
}

function tokenize(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [m, set, escaped] of pattern.matchAll(/\*+|\?|\[(!?[^\]]+)\]|\\(.)|./gsu)) {
    if (m.startsWith('*')) tokens.push('*');
    else if (m === '?') tokens.push(() => true);
    else if (set !== undefined) tokens.push(oneOf(set));
    else tokens.push((char) => char === (escaped ?? m));
  }
  return tokens;
}

function oneOf(set: string): (char: string) => boolean {
  const not = set.startsWith('!');
  const ranges = [...set.slice(not ? 1 : 0).matchAll(/(.)-(.)|./gsu)].map(([m, low = m, high = m]) => [low, high] as const);
  return (char) => ranges.some(([low, high]) => char >= low && char <= high) !== not;
}
