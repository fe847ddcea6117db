import { GITHUB } from '../../../src/mine/host/github/kind.ts';
import type { HostKind } from '../../../src/mine/host/kind.ts';
import { GITLAB } from './gitlab/kind.ts';

const ALL = [GITHUB, GITLAB] as const;

export type KindId = (typeof ALL)[number]['id'];

export const KINDS: readonly (HostKind & { readonly id: KindId })[] = ALL;

export const USUAL_KIND: HostKind & { readonly id: KindId } = ALL[0];
