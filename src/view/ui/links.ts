/** The address where it leads to the web and nowhere else; undefined for scripts, files, data and what is no address. */
export function webUrl(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).href;
}

export type Piece = { readonly text: string } | { readonly text: string; readonly href: string };

// Closing punctuation belongs to the sentence, not to the address.
const ADDRESS = /https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]*[^\s<>"'`\p{Cc}\p{Cf}.,;:!?)\]}。，；：！？）】」]/giu;

/** Cuts plain text at its web addresses; the pieces joined are the text again. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const href = webUrl(match[0]);
    if (href === undefined) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: match[0], href });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}
