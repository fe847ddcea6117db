import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Editor } from './editor.ts';

export const EditContext = createContext<Editor | undefined>(undefined);

/** The panel's editor; whoever asks for it is drawn again when something in it changes. */
export function useEditor(): Editor {
  const editor = useContext(EditContext);
  if (!editor) throw new Error('This component belongs inside the panel.');
  const [, redraw] = useState(0);
  useEffect(() => editor.onChange.add(() => redraw((n) => n + 1)), [editor]);
  return editor;
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

/** The key that undoes, as the keyboard spells it. */
export const UNDO_KEY = isMac ? '⌘Z' : 'Ctrl+Z';
