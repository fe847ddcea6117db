/** About how wide a label is in a font of `size`, both px: CJK characters are as wide as high. */
export const textWidth = (label: string, size: number): number =>
  Array.from(label).reduce((sum, c) => sum + (c > '\u2e80' ? size : size * 0.575), 0);
