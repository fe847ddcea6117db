import type { RepoId } from '../domain/ids.ts';
import type { Repository } from '../mine/git/repository.ts';
import { HostError } from '../mine/host/errors.ts';
import type { CodeHost, Place } from '../mine/host/host.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { warn } from './connections.ts';
import type { Pipeline } from './open.ts';
import { type HostedRepo, placeAt, placeOf } from './places.ts';
import { repoOf } from './repositories.ts';
import type { Run } from './run.ts';

export const MESSAGES = messageTable({
  en: {
    renamed: '{name} is called {now} at {host} now, and was read there.',
    'old-remote': '{told} The remote {remote} still has the old name: git remote set-url {remote} brings that up to date.',
  },
  'zh-cn': {
    renamed: '{name} 在 {host} 上现名 {now}，已在该处读取。',
    'old-remote': '{told}远程 {remote} 的地址仍用旧名：可用 git remote set-url {remote} 更新。',
  },
});

/** Where in the store it lies that a repository's host was asked what it is called. */
const ASKED = 'asked for its name';

/** Sees to it that a repository is one, whatever it was called when it was read: what is stored of it goes by its name of now. */
export class Renamed {
  readonly #pipeline: Pipeline;
  readonly #learnt = new Set<RepoId>();

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** Takes up what the host said of a repository when it was asked by that name. @returns the names it is done with by that, as ids. */
  take(host: CodeHost, place: Place, repository: HostedRepo): readonly RepoId[] {
    const { store } = this.#pipeline;
    const name = host.renamed(place);
    const other = name && placeAt(host.name, name);
    const now = other ? (store.repos().find(({ id }) => id.toLowerCase() === other.id.toLowerCase()) ?? other) : repository;
    const number = host.number(place);
    const twins = number === undefined ? [] : store.numberRepo(now.id, { host: host.name, number });
    const former = new Set([...(other ? [repository.id] : []), ...twins]);
    for (const id of former) {
      store.renameRepo(id, repoOf({ ...now, path: now.path || repository.path }));
      this.#learnt.add(id);
    }
    return [now.id, ...former];
  }

  /** Asks, once, about repositories that were read before numbers were kept, and are not asked about otherwise. */
  async ask(host: CodeHost, repositories: readonly HostedRepo[], run: Run): Promise<void> {
    const { store, ctx, options } = this.#pipeline;
    const numbered = store.numberedRepos();
    const asked = repositories.flatMap((repository) => {
      const place = placeOf(repository.id.slice(repository.id.indexOf('/') + 1));
      return place && !numbered.has(repository.id) && store.watermark(repository.id, ASKED) === undefined ? [{ repository, place }] : [];
    });
    try {
      await host.askNames(asked.map(({ place }) => place));
    } catch (error) {
      ctx.signal?.throwIfAborted();
      if (!(error instanceof HostError)) throw error;
      return warn(run, error.in(options.locale));
    }
    for (const { repository, place } of asked) {
      store.writeBatch({ repo: repoOf(repository), watermark: { location: ASKED, mark: {} } });
      this.take(host, place, repository);
    }
  }

  /** Says what was learnt, and which clones do not know of it. */
  tell(clones: readonly Repository[], run: Run): void {
    const { store, options } = this.#pipeline;
    const say = sayer(MESSAGES, options.locale);
    for (const { former, now } of store.formerNames()) {
      const remote = remoteOf(former, clones);
      if (remote === undefined && !this.#learnt.has(former)) continue;
      const [[host = '', ...name], [, ...path]] = [former.split('/'), now.split('/')];
      const told = say('renamed', { name: name.join('/'), host, now: path.join('/') });
      warn(run, remote === undefined ? told : say('old-remote', { told, remote }));
    }
  }
}

/** What a clone calls a repository by its id. */
const remoteOf = (id: RepoId, clones: readonly Repository[]): string | undefined =>
  clones.flatMap(({ remotes }) => remotes).find(({ host = '', path }) => `${host}/${path}`.toLowerCase() === id.toLowerCase())?.name;
