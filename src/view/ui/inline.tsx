import type { VNode } from 'preact';
import { codeParts } from './code.ts';

/** A line of text with its inline code set as code; everything else is as it was written, and all of it stays text. */
export function Inline({ text }: { text: string }): VNode {
  if (!text.includes('`')) return <>{text}</>;
  return <>{codeParts(text).map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>;
}
