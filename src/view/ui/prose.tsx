import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useView } from './context.ts';
import { ExternalIcon } from './icons.tsx';
import { Inline } from './inline.tsx';
import { pieces, webUrl } from './links.ts';

/** Text as someone wrote it: line breaks kept, web addresses made links, inline code set as code; nothing is read as markup. */
export function Prose({ text, class: name = '' }: { text: string; class?: string }): VNode {
  const parts = pieces(text).map((piece, i) =>
    'href' in piece ? (
      <a key={i} href={piece.href} rel="noopener noreferrer" target="_blank">
        {piece.text}
      </a>
    ) : (
      <Inline key={i} text={piece.text} />
    ),
  );
  return (
    <p class={`prose ${name}`} dir="auto">
      {parts}
    </p>
  );
}

/** A link to the web, or the bare text where the address is none. */
export function WebLink({ url, label, children }: { url: string | undefined; label?: string; children: ComponentChildren }): VNode {
  const href = webUrl(url);
  if (href === undefined) return <>{children}</>;
  return (
    <a href={href} rel="noopener noreferrer" target="_blank" aria-label={label}>
      {children}
    </a>
  );
}

/** The small arrow that leads from a citation to its page on the web; nothing where there is none. */
export function WebArrow({ url, label }: { url: string | undefined; label: string }): VNode | null {
  const href = webUrl(url);
  if (href === undefined) return null;
  return (
    <a class="arrow" href={href} rel="noopener noreferrer" target="_blank" aria-label={label} title={label}>
      <ExternalIcon />
    </a>
  );
}

/** A disclosure that makes its content only when it is opened, and is open on paper. */
export function Disclosure(props: { summary: ComponentChildren; class?: string; children: () => ComponentChildren }): VNode {
  const { printing } = useView();
  const [open, setOpen] = useState(false);
  const shown = open || printing;
  return (
    <details class={props.class} open={shown} onToggle={(event) => !printing && setOpen(event.currentTarget.open)}>
      <summary>{props.summary}</summary>
      {shown && <div class="disclosed">{props.children()}</div>}
    </details>
  );
}

export function Empty({ title, hint }: { title: string; hint?: string }): VNode {
  return (
    <div class="empty">
      <p>{title}</p>
      {hint && <p class="quiet">{hint}</p>}
    </div>
  );
}
