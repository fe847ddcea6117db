import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { type ComponentChildren, type RefObject, type VNode } from 'preact';

// The editor's own controls, wrapped once: the rest of the view never spells a custom element or reads an untyped event.

export function Button(props: { onClick: () => void; secondary?: boolean; children: ComponentChildren }): VNode {
  return custom('vscode-button', { onclick: props.onClick, secondary: props.secondary ?? false }, props.children);
}

export function Badge({ children }: { children: ComponentChildren }): VNode {
  return custom('vscode-badge', { variant: 'counter' }, children);
}

export function Checkbox(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }): VNode {
  const onchange = (event: Event): void =>
    props.onChange(event.currentTarget instanceof HTMLElement && 'checked' in event.currentTarget && event.currentTarget.checked === true);
  return custom('vscode-checkbox', { label: props.label, checked: props.checked, onchange });
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function Select(props: { label: string; value: string; choices: readonly Choice[]; onChange: (value: string) => void }): VNode {
  const onchange = (event: Event): void => props.onChange(valueOf(event));
  const options = props.choices.map(({ value, label }) => custom('vscode-option', { key: value, value }, label));
  // The element reads its options once they are slotted, so its value follows them.
  return custom('vscode-single-select', { label: props.label, value: props.value, onchange, class: 'select' }, options);
}

export function SearchField(props: {
  label: string;
  hint: string;
  value: string;
  inner: RefObject<HTMLElement | null>;
  onInput: (value: string) => void;
}): VNode {
  const oninput = (event: Event): void => props.onInput(valueOf(event));
  return custom('vscode-textfield', {
    ref: props.inner,
    type: 'search',
    label: props.label,
    placeholder: props.hint,
    value: props.value,
    autocomplete: 'off',
    oninput,
    class: 'search',
  });
}

function valueOf(event: Event): string {
  const target = event.currentTarget;
  return target instanceof HTMLElement && 'value' in target && typeof target.value === 'string' ? target.value : '';
}

type Attributes = Readonly<Record<string, unknown>>;

/** The one place where an element's name and properties are not checked. */
function custom(name: string, properties: Attributes, children?: ComponentChildren): VNode {
  const Element = name as 'div';
  return <Element {...properties}>{children}</Element>;
}
