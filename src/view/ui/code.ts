/** Cuts text at its inline code: every second part stood between two back-ticks on one line. The parts joined by back-ticks are the text. */
export const codeParts = (text: string): readonly string[] => text.split(/`([^`\n]+)`/);
