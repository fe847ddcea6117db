import { GITHUB } from './github/kind.ts';
import type { HostKind } from './kind.ts';

export type { HostKind, Reach, SignIn } from './kind.ts';

const ALL = [GITHUB] as const;

export type KindId = (typeof ALL)[number]['id'];

/** The kinds of code hosts there are; `connectors.ts` says how each is asked. */
export const KINDS: readonly (HostKind & { readonly id: KindId })[] = ALL;

/** The one on whose host a name lies that says none. */
export const USUAL_KIND: HostKind & { readonly id: KindId } = ALL[0];
