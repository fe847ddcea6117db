/** How many words behind the title a copy keeps: issues of all lengths are told, and those that labels are published for are long. */
const KEPT = [0, 12, 30, 60];

/** The `n`th text as somebody in a hurry would have written it: its title, and of the rest no word or the first few. */
export const shortened = (text: string, n: number): string => beginning(text, KEPT[n % KEPT.length] ?? 0);

/** The first line, and so many words of what follows, without what templates hide in comments. */
export function beginning(text: string, words: number): string {
  const [title = ''] = text.split('\n', 1);
  const body = text
    .slice(title.length)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .trim();
  const last = [...body.matchAll(/\S+/g)].slice(0, words).at(-1);
  return last ? `${title}\n\n${body.slice(0, last.index + last[0].length)}` : title;
}
