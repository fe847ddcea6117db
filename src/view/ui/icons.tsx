import type { VNode } from 'preact';

// Drawn on a 16 px grid with one stroke; decorative: the control around an icon carries its name.
const stroke = {
  width: 16,
  height: 16,
  viewBox: '0 0 16 16',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 1.2,
  'aria-hidden': true,
} as const;

export const ExternalIcon = (): VNode => (
  <svg {...stroke} class="icon">
    <path d="M6.5 3.5h-3v9h9v-3M9 3.5h3.5V7M12.5 3.5 7 9" />
  </svg>
);

export const TableIcon = (): VNode => (
  <svg {...stroke} class="icon">
    <path d="M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11" />
  </svg>
);

export const EditIcon = (): VNode => (
  <svg {...stroke} class="icon">
    <path d="m3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3zM9 4.7 11.3 7" />
  </svg>
);

export const CloseIcon = (): VNode => (
  <svg {...stroke} class="icon">
    <path d="m4 4 8 8m0-8-8 8" />
  </svg>
);

/** Up, down or level; the words beside it say the same. */
export const TrendIcon = ({ direction }: { direction: 'up' | 'down' | 'same' }): VNode => (
  <svg {...stroke} class="icon">
    <path d={{ up: 'M4 10.5 8 6l4 4.5', down: 'M4 5.5 8 10l4-4.5', same: 'M4 8h8' }[direction]} />
  </svg>
);
