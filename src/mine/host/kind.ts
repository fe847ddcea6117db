/** Which repositories a token opens. */
export type Reach = 'all' | 'public';

/** One of the editor's own sign-ins: for one host, or for the server that a setting of the editor names. */
export type SignIn = {
  /** As the editor knows it. */
  readonly provider: string;
} & ({ readonly host: string } | { readonly setting: string });

/** What one kind of code host is to whoever asks for it: facts alone, for code that may run anywhere. */
export interface HostKind {
  /** Lower-case letters: it spells the options of the command line. */
  readonly id: string;
  /** As it calls itself. */
  readonly name: string;
  /** Its public host, by its lower-cased name. */
  readonly host: string;
  /** Whether the lower-cased name of a host tells that it is one. */
  readonly isNamed: (host: string) => boolean;
  /** Where a token comes from, outside of the editor. */
  readonly token: {
    /** The variable of the environment that holds one. */
    readonly variable: string;
    /** The one that says where its interface is. */
    readonly address: string;
    /** Its own command line. */
    readonly program: string;
    /** What signs in to a host with that. */
    readonly login: (host: string) => string;
    /** What makes such a token one that tells its owner's e-mail addresses; else it takes the scope of that name. */
    readonly addresses: { readonly login: (host: string) => string; readonly scope: string };
  };
  readonly signIns: readonly SignIn[];
  /** The least that is needed: nothing is ever written with a token. */
  readonly scopes: Readonly<Record<Reach, readonly string[]>>;
  /** What was asked for before: such a session goes on until the user connects again. */
  readonly earlier?: Readonly<Record<Reach, readonly string[]>>;
}
