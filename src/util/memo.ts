/** Remembers a pure function of a text, for texts that come again and again (paths). Forgets all when full. */
export function memo<T>(compute: (text: string) => T, limit = 100_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = compute(text);
    if (known.size >= limit) known.clear();
    known.set(text, made);
    return made;
  };
}
