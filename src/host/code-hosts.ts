import { authentication, type AuthenticationSessionAccountInformation, commands, type Disposable, type Memento, workspace } from 'vscode';
import { parsePlace } from '../domain/place.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type HostKind, KINDS, type Reach, type SignIn, USUAL_KIND } from '../mine/host/kinds.ts';
import type { Accounts } from '../protocol/rpc.ts';
import { untilAborted } from '../util/abort.ts';
import type { Logger } from '../util/context.ts';
import { Listeners } from '../util/listeners.ts';
import { type ContextKey, qualified } from './contributions.ts';

/** What the user has connected. The token is not in it: the editor keeps that, and gives it for each request. */
export interface Connection {
  /** Of the editor's sign-ins. */
  readonly provider: string;
  /** Lower-cased name. */
  readonly host: string;
  readonly reach: Reach;
  /** Whose, where the editor knows several accounts there. */
  readonly account?: AuthenticationSessionAccountInformation;
}

/** A host of the repositories shown that is not asked. */
export interface Missing {
  readonly host: string;
  /** It was connected, and its session has ended. */
  readonly ended: boolean;
}

export interface CodeHostsOptions {
  readonly memento: Memento;
  readonly log: Logger;
  /** A listener has failed. */
  readonly failed: (error: unknown) => void;
}

const CONNECTIONS = 'github.connections';

/** The editor's sign-ins that are of use, and which kind of host each is for. */
export const SIGN_INS: readonly (SignIn & { readonly kind: HostKind })[] = KINDS.flatMap((kind) =>
  kind.signIns.map((signIn) => ({ ...signIn, kind })),
);

const signInOf = (provider: string) => SIGN_INS.find((signIn) => signIn.provider === provider);

function kindOf(provider: string): HostKind {
  const { kind } = signInOf(provider) ?? {};
  if (!kind) throw new Error(`${provider} is for no code host`);
  return kind;
}

/**
 * Which code hosts the user has connected, and the tokens the editor has for them.
 *
 * It holds for all workspaces: the account, and its owner's consent that Track Record uses it, are the editor's and hold for all of them too,
 * and a host is only asked about a repository that lies on it. Asking again in each would be a question with the same answer.
 */
export class CodeHosts implements Disposable {
  readonly #options: CodeHostsOptions;
  readonly #following: Disposable;
  /** Hosts whose sessions have ended. */
  readonly #ended = new Set<string>();
  /** Told when a host was connected or disconnected, or its session ended or came back. */
  readonly onChange: Listeners<void>;

  constructor(options: CodeHostsOptions) {
    this.#options = options;
    this.onChange = new Listeners(options.failed);
    this.#following = authentication.onDidChangeSessions(({ provider }) => {
      for (const connection of this.connections) if (connection.provider === provider.id) void this.#token(connection);
    });
    this.#mark();
  }

  /** Those that hold: of a server whose setting names another by now, no session is asked for. */
  get connections(): readonly Connection[] {
    const all = this.#options.memento.get<readonly Connection[]>(CONNECTIONS) ?? [];
    return all.filter(({ provider, host }) => hostBy(provider) === host);
  }

  /**
   * What the engine may ask with, for one request: without a word to the user, and without what has ended.
   * @throws TrackRecordError `cancelled`
   */
  async accounts(signal: AbortSignal): Promise<Accounts> {
    const asked = this.connections.map(async (connection) => {
      const token = await this.#token(connection);
      return token === undefined ? [] : [{ kind: kindOf(connection.provider).id, host: connection.host, token }];
    });
    try {
      return (await untilAborted(Promise.all(asked), signal)).flat();
    } catch (error) {
      throw signal.aborted ? new TrackRecordError('cancelled', 'Cancelled.') : error;
    }
  }

  /** Accounts that the editor is signed in with at a provider's host. */
  async accountsOf(provider: string): Promise<readonly AuthenticationSessionAccountInformation[]> {
    try {
      return await authentication.getAccounts(provider);
    } catch {
      this.#options.log.warn('the editor gave no accounts', { provider });
      return [];
    }
  }

  /**
   * Signs in, by an act of the user: the editor asks them. Which account it was is remembered for the host.
   * @param another with an account that the editor does not know yet
   * @throws Error as the editor's sign-in does.
   */
  async connect({ provider, host, reach, account }: Connection, detail: string, another = false): Promise<void> {
    const ofAccount = account ? { account } : {};
    const scopes = kindOf(provider).scopes[reach];
    const { id, label } = (
      await (another
        ? authentication.getSession(provider, scopes, { forceNewSession: { detail }, clearSessionPreference: true })
        : authentication.getSession(provider, scopes, { createIfNone: { detail }, ...ofAccount }))
    ).account;
    this.#ended.delete(host);
    await this.#keep([...this.connections.filter((one) => one.host !== host), { provider, host, reach, account: { id, label } }]);
  }

  async disconnect(): Promise<void> {
    this.#ended.clear();
    await this.#keep([]);
  }

  /**
   * @param repos ids begin with the host their remote lies on.
   * @param named what is named beside them, as users write it
   */
  missing(repos: readonly { readonly id: string }[], named: readonly string[] = []): readonly Missing[] {
    const all = [...repos.map(({ id }) => id.split('/')[0] ?? ''), ...named.flatMap((one) => hostNamed(one) ?? [])];
    const connected = new Set(this.connections.map(({ host }) => host));
    const ours = new Set(SIGN_INS.map(hostOf));
    const hosts = new Set(all.filter((host) => ours.has(host) || KINDS.some(({ isNamed }) => isNamed(host))));
    return [...hosts].flatMap((host) => {
      const ended = this.#ended.has(host);
      return connected.has(host) && !ended ? [] : [{ host, ended }];
    });
  }

  dispose(): void {
    this.#following.dispose();
  }

  async #token({ provider, host, reach, account }: Connection): Promise<string | undefined> {
    try {
      const { scopes, earlier } = kindOf(provider);
      const silently = async (scopes: readonly string[]) => {
        const given = await authentication.getSession(provider, scopes, { silent: true, ...(account ? { account } : {}) });
        // Another account's will not do: it may belong to another employer.
        return account === undefined || given?.account.id === account.id ? given : undefined;
      };
      const session = (await silently(scopes[reach])) ?? (earlier && (await silently(earlier[reach])));
      this.#met(host, session !== undefined);
      // Meanwhile the setting may have come to name another server: then it is that one's.
      return hostBy(provider) === host ? session?.accessToken : undefined;
    } catch {
      // What the editor's sign-in says of it is not ours to repeat: it may hold anything.
      this.#options.log.warn('the editor gave no session', { host });
      this.#met(host, false);
      return undefined;
    }
  }

  #met(host: string, isThere: boolean): void {
    // It may have been disconnected while the editor was asked.
    const hasEnded = !isThere && !this.#ended.has(host) && this.connections.some((one) => one.host === host);
    if (hasEnded) this.#ended.add(host);
    if (hasEnded || (isThere && this.#ended.delete(host))) this.onChange.tell();
  }

  async #keep(connections: readonly Connection[]): Promise<void> {
    await this.#options.memento.update(CONNECTIONS, connections.length > 0 ? connections : undefined);
    this.#mark();
    this.onChange.tell();
  }

  #mark(): void {
    const key: ContextKey = 'disconnected';
    void commands.executeCommand('setContext', qualified(key), this.connections.length === 0);
  }
}

const hostNamed = (written: string): string | undefined => {
  const place = parsePlace(written);
  return place && (place.host?.toLowerCase() ?? USUAL_KIND.host);
};

/** The host a sign-in is for; undefined for a server that the user has not named. */
export function hostOf(signIn: SignIn): string | undefined {
  if ('host' in signIn) return signIn.host;
  // Only where the user wrote it: a workspace must not say where tokens go.
  const [, section, name = ''] = /^(.*)\.(.*)$/.exec(signIn.setting) ?? [];
  const uri = workspace.getConfiguration(section).inspect<string>(name);
  if (uri?.workspaceValue !== undefined || uri?.workspaceFolderValue !== undefined || !uri?.globalValue) return undefined;
  if (!URL.canParse(uri.globalValue)) return undefined;
  const { protocol, hostname, port } = new URL(uri.globalValue);
  const isPublic = KINDS.some(({ host }) => host === hostname);
  return protocol === 'https:' && port === '' && !isPublic ? hostname : undefined;
}

const hostBy = (provider: string): string | undefined => {
  const signIn = signInOf(provider);
  return signIn && hostOf(signIn);
};
