import { authentication, type AuthenticationSessionAccountInformation, commands, type Disposable, type Memento, workspace } from 'vscode';
import { isGitHubName, parsePlace } from '../domain/github.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Accounts } from '../protocol/rpc.ts';
import { untilAborted } from '../util/abort.ts';
import type { Logger } from '../util/context.ts';
import { Listeners } from '../util/listeners.ts';
import { type ContextKey, qualified } from './contributions.ts';

/** The editor's own sign-ins: the one for github.com, and the one for the server that its setting names. */
export type Provider = 'github' | 'github-enterprise';
/** Which repositories a token opens. */
export type Reach = 'all' | 'public';

/** The least that is needed. Nothing is ever written with them. `user:email` tells which addresses are the user's own, whose work is theirs then. */
export const SCOPES: Readonly<Record<Reach, readonly string[]>> = {
  // For the editor's sign-in GitHub has no scope that opens private repositories for reading only: without `repo` they are not there.
  all: ['repo', 'user:email'],
  // What anybody may read. Not an empty list: the editor answers that with any session there is, one with `repo` too.
  public: ['read:user', 'user:email'],
};

/** What was asked for before `user:email` was: such a session goes on, without the addresses, until the user connects again. */
const EARLIER: typeof SCOPES = { all: ['repo'], public: ['read:user'] };

/** What the user has connected. The token is not in it: the editor keeps that, and gives it for each request. */
export interface Connection {
  readonly provider: Provider;
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

export interface GitHubOptions {
  readonly memento: Memento;
  readonly log: Logger;
  /** A listener has failed. */
  readonly failed: (error: unknown) => void;
}

const CONNECTIONS = 'github.connections';

/**
 * Which GitHubs the user has connected, and the tokens the editor has for them.
 *
 * It holds for all workspaces: the account, and its owner's consent that Track Record uses it, are the editor's and hold for all of them too,
 * and a host is only asked about a repository that lies on it. Asking again in each would be a question with the same answer.
 */
export class GitHub implements Disposable {
  readonly #options: GitHubOptions;
  readonly #following: Disposable;
  /** Hosts whose sessions have ended. */
  readonly #ended = new Set<string>();
  /** Told when a host was connected or disconnected, or its session ended or came back. */
  readonly onChange: Listeners<void>;

  constructor(options: GitHubOptions) {
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
    return all.filter(({ provider, host }) => hostOf(provider) === host);
  }

  /**
   * What the engine may ask with, for one request: without a word to the user, and without what has ended.
   * @throws TrackRecordError `cancelled`
   */
  async accounts(signal: AbortSignal): Promise<Accounts> {
    const asked = this.connections.map(async (connection) => {
      const token = await this.#token(connection);
      return token === undefined ? [] : [{ host: connection.host, token }];
    });
    try {
      return (await untilAborted(Promise.all(asked), signal)).flat();
    } catch (error) {
      throw signal.aborted ? new TrackRecordError('cancelled', 'Cancelled.') : error;
    }
  }

  /** Accounts that the editor is signed in with at a provider's host. */
  async accountsOf(provider: Provider): Promise<readonly AuthenticationSessionAccountInformation[]> {
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
    const { id, label } = (
      await (another
        ? authentication.getSession(provider, SCOPES[reach], { forceNewSession: { detail }, clearSessionPreference: true })
        : authentication.getSession(provider, SCOPES[reach], { createIfNone: { detail }, ...ofAccount }))
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
    const server = hostOf('github-enterprise');
    const hosts = new Set(all.filter((host) => isGitHubName(host) || host === server));
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
      const silently = async (scopes: readonly string[]) => {
        const given = await authentication.getSession(provider, scopes, { silent: true, ...(account ? { account } : {}) });
        // Another account's will not do: it may belong to another employer.
        return account === undefined || given?.account.id === account.id ? given : undefined;
      };
      const session = (await silently(SCOPES[reach])) ?? (await silently(EARLIER[reach]));
      this.#met(host, session !== undefined);
      // Meanwhile the setting may have come to name another server: then it is that one's.
      return hostOf(provider) === host ? session?.accessToken : undefined;
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
  return place && (place.host?.toLowerCase() ?? 'github.com');
};

/** The host a sign-in is for; undefined for a server that the user has not named. */
export function hostOf(provider: Provider): string | undefined {
  if (provider === 'github') return 'github.com';
  // The editor's own setting, because its sign-in is for that server; and only where the user wrote it: a workspace must not say where tokens go.
  const uri = workspace.getConfiguration('github-enterprise').inspect<string>('uri');
  if (uri?.workspaceValue !== undefined || uri?.workspaceFolderValue !== undefined || !uri?.globalValue) return undefined;
  if (!URL.canParse(uri.globalValue)) return undefined;
  const { protocol, hostname, port } = new URL(uri.globalValue);
  return protocol === 'https:' && port === '' && hostname !== 'github.com' ? hostname.toLowerCase() : undefined;
}
