import './support/editor.ts';
import assert from 'node:assert/strict';
import { beforeEach, describe, test, type TestContext } from 'node:test';
import type { Memento } from 'vscode';
import { TrackRecordError } from '../../src/domain/result.ts';
import type { Engine } from '../../src/host/engine/client.ts';
import type { Logger } from '../../src/util/context.ts';
import { silent } from '../../src/util/context.ts';
import { authentication, opened, user, written } from './support/vscode.ts';

const { CodeHosts } = await import('../../src/host/code-hosts.ts');
const { connectHost, disconnectHosts, missingWords } = await import('../../src/host/connect.ts');
const { openContribution, openFile, webAddress } = await import('../../src/host/show.ts');
const { Work } = await import('../../src/host/work.ts');
const { Choices } = await import('../../src/host/choices.ts');
const { chooseRepositories } = await import('../../src/host/repositories.ts');
const { pickIdentity } = await import('../../src/host/pick.ts');

const TOKEN = 'gho_planted0in0a0test';
const ENTERPRISE = 'github-enterprise.uri';
const NAMED = 'trackRecord.hostedRepositories';
const never = new AbortController().signal;
const PUBLIC = { provider: 'github', host: 'github.com', reach: 'public' } as const;
const ADA = { id: '7', label: 'ada' };
const WORK = { id: '8', label: 'ada-at-work' };
const SERVER = { provider: 'github-enterprise', host: 'git.example.com', reach: 'all' } as const;

/** What the editor remembers for all windows, and what the extension logs. */
function setUp(t: TestContext) {
  const kept = new Map<string, unknown>();
  const memento = { get: (key: string) => kept.get(key), update: async (key: string, value: unknown) => void kept.set(key, value) };
  const lines: string[] = [];
  const log: Logger = { ...silent, warn: (message, data) => lines.push(`${message} ${JSON.stringify(data)}`) };
  const open = () => {
    const hosts = new CodeHosts({ memento: memento as unknown as Memento, log, failed: (error) => assert.fail(String(error)) });
    t.after(() => hosts.dispose());
    return hosts;
  };
  return { open, kept, lines, memento };
}

const { signIn, getSession: signedIn } = authentication;
beforeEach(() => {
  Object.assign(authentication, { signIn, getSession: signedIn });
  authentication.sessions.clear();
  authentication.others.clear();
  authentication.asked.length = 0;
  opened.length = 0;
  user.told.length = 0;
  delete written[ENTERPRISE];
  delete written[NAMED];
});

describe('connections', () => {
  test('nobody is asked before the user connects; after that, silently, in every window', async (t) => {
    const { open, kept } = setUp(t);
    authentication.sessions.set('github', { scopes: ['read:user', 'user:email'], accessToken: TOKEN });
    const hosts = open();
    authentication.change('github');
    assert.deepEqual([await hosts.accounts(never), authentication.asked], [[], []]);

    await hosts.connect(PUBLIC, 'why');
    assert.deepEqual(authentication.asked, [
      { provider: 'github', scopes: ['read:user', 'user:email'], options: { createIfNone: { detail: 'why' } } },
    ]);
    const another = open();
    assert.deepEqual(await another.accounts(never), [{ kind: 'github', host: 'github.com', token: TOKEN }]);
    assert.ok(
      authentication.asked.slice(1).every(({ options }) => JSON.stringify(options) === JSON.stringify({ silent: true, account: ADA })),
    );
    assert.ok(!JSON.stringify([...kept]).includes('planted'), 'the token is kept by the editor alone');

    await another.disconnect();
    const asked = authentication.asked.length;
    assert.deepEqual(await hosts.accounts(never), []);
    authentication.change('github');
    assert.equal(authentication.asked.length, asked);
  });

  test('more than was connected is never asked for: a public connection does not use a session for all', async (t) => {
    const { open } = setUp(t);
    const hosts = open();
    await hosts.connect(PUBLIC, '');
    authentication.sessions.set('github', { scopes: ['repo', 'user:email'], accessToken: TOKEN });
    assert.deepEqual(await hosts.accounts(never), []);
    await hosts.connect({ ...PUBLIC, reach: 'all' }, '');
    assert.deepEqual(hosts.connections, [{ ...PUBLIC, reach: 'all', account: ADA }], 'one for each host');
  });

  test('a session from before the addresses were asked for goes on, silently; connecting again asks for the new scopes', async (t) => {
    const { open, kept } = setUp(t);
    const hosts = open();
    await hosts.connect({ ...PUBLIC, reach: 'all' }, '');
    authentication.sessions.set('github', { scopes: ['repo'], accessToken: TOKEN });
    authentication.asked.length = 0;
    assert.deepEqual(await hosts.accounts(never), [{ kind: 'github', host: 'github.com', token: TOKEN }]);
    assert.deepEqual(authentication.asked, [
      { provider: 'github', scopes: ['repo', 'user:email'], options: { silent: true, account: ADA } },
      { provider: 'github', scopes: ['repo'], options: { silent: true, account: ADA } },
    ]);
    assert.deepEqual([hosts.missing([{ id: 'github.com/example/app' }]), hosts.connections.length], [[], 1], 'nothing has ended');
    const before = JSON.stringify([...kept]);
    await hosts.connect({ ...PUBLIC, reach: 'all' }, 'why');
    const acted = authentication.asked.find(({ options }) => 'createIfNone' in options);
    assert.deepEqual(acted?.scopes, ['repo', 'user:email'], 'by an act of the user');
    assert.deepEqual(await hosts.accounts(never), [{ kind: 'github', host: 'github.com', token: 'made' }]);
    assert.equal(JSON.stringify([...kept]), before);
    // A narrower session than was connected is no substitute, old or new.
    authentication.sessions.set('github', { scopes: ['read:user'], accessToken: TOKEN });
    assert.deepEqual(await hosts.accounts(never), []);
  });

  test('a session that ends is noticed, and so is one that comes back', async (t) => {
    const { open } = setUp(t);
    const hosts = open();
    const repos = [{ id: 'github.com/example/app' }, { id: 'local/notes' }, { id: 'gitlab.com/example/app' }];
    assert.deepEqual(hosts.missing(repos), [{ host: 'github.com', ended: false }]);
    await hosts.connect(PUBLIC, '');
    assert.deepEqual(hosts.missing(repos), []);
    let changes = 0;
    hosts.onChange.add(() => changes++);
    const session = authentication.sessions.get('github');
    const notice = async (): Promise<void> => {
      authentication.change('github');
      await new Promise(setImmediate);
    };
    authentication.sessions.clear();
    await notice();
    await notice();
    assert.deepEqual([hosts.missing(repos), changes], [[{ host: 'github.com', ended: true }], 1]);
    assert.deepEqual(await hosts.accounts(never), []);
    assert.match(hosts.missing(repos).map(missingWords).join(), /session at github\.com has ended/);
    authentication.change('microsoft');
    if (session) authentication.sessions.set('github', session);
    await notice();
    assert.deepEqual([hosts.missing(repos), changes], [[], 2]);
  });

  test('a server of one’s own is the one the user’s own settings name, and a token stays with the server it was made for', async (t) => {
    const { open } = setUp(t);
    const hosts = open();
    const repos = [{ id: 'git.example.com/example/app' }];
    assert.deepEqual(hosts.missing(repos), []);
    written[ENTERPRISE] = { globalValue: 'https://Git.example.com/' };
    assert.deepEqual(hosts.missing(repos), [{ host: 'git.example.com', ended: false }]);
    authentication.sessions.set('github-enterprise', { scopes: ['repo', 'user:email'], accessToken: TOKEN });
    await hosts.connect(SERVER, '');
    const asked = () => hosts.accounts(never);
    assert.deepEqual(await asked(), [{ kind: 'github', host: 'git.example.com', token: TOKEN }]);
    const counted = authentication.asked.length;
    for (const other of [
      { globalValue: 'https://git.example.org' },
      { globalValue: 'http://git.example.com' },
      { globalValue: 'https://git.example.com:8443' },
      { globalValue: 'https://git.example.com', workspaceValue: 'https://git.example.com' },
      { workspaceValue: 'https://git.example.com' },
      { globalValue: 'nonsense' },
    ]) {
      written[ENTERPRISE] = other;
      assert.deepEqual(await asked(), [], JSON.stringify(other));
    }
    assert.equal(authentication.asked.length, counted, 'not even a session is asked for');
    written[ENTERPRISE] = { globalValue: 'https://git.example.com' };
    const racing = asked();
    written[ENTERPRISE] = { globalValue: 'https://git.example.org' };
    assert.deepEqual(await racing, [], 'the setting has come to name another meanwhile');
  });

  test('a sign-in that fails says nothing into the log, and one that hangs can be cancelled', async (t) => {
    const { open, lines } = setUp(t);
    const hosts = open();
    await hosts.connect(PUBLIC, '');
    authentication.getSession = () => Promise.reject(new Error(`broken: ${TOKEN}`));
    assert.deepEqual(await hosts.accounts(never), []);
    assert.deepEqual(lines, ['the editor gave no session {"host":"github.com"}']);
    // Disconnected while the editor was asked: then nothing has ended.
    authentication.getSession = signedIn;
    await hosts.connect(PUBLIC, '');
    authentication.sessions.clear();
    const asked = hosts.accounts(never);
    await hosts.disconnect();
    await asked;
    assert.deepEqual(hosts.missing([{ id: 'github.com/example/app' }]), [{ host: 'github.com', ended: false }]);
    await hosts.connect(PUBLIC, '');
    authentication.getSession = () => new Promise(() => {});
    await assert.rejects(hosts.accounts(AbortSignal.timeout(10)), { reason: 'cancelled' });
  });
});

describe('the commands', () => {
  const pick = (label: RegExp, seen: string[] = []): void => {
    user.picks = (items) => {
      const lines = items as readonly { readonly label: string; readonly description?: string; readonly detail?: string }[];
      seen.push(...lines.map((line) => [line.label, line.description, line.detail].filter(Boolean).join(' | ')).filter(Boolean));
      return lines.find((line) => label.test(`${line.label} ${line.description}`));
    };
  };

  test('Connect offers each host with its scopes, and Disconnect forgets', async (t) => {
    const { open } = setUp(t);
    const hosts = open();
    const seen: string[] = [];
    pick(/github\.com public/, seen);
    assert.equal(await connectHost(hosts), true);
    assert.deepEqual(seen, [
      'github.com | private and public repositories | Scopes repo, user:email: for private repositories GitHub has none smaller.',
      'github.com | public repositories only | Scopes read:user, user:email: your account, and which e-mail addresses are yours.',
      'A GitHub server of your own … | Name it in the editor’s setting "github-enterprise.uri", then run this command again.',
    ]);
    assert.deepEqual(hosts.connections, [{ ...PUBLIC, account: ADA }]);
    written[ENTERPRISE] = { globalValue: 'https://git.example.com' };
    const again: string[] = [];
    pick(/^git\.example\.com private/, again);
    assert.equal(await connectHost(hosts), true);
    assert.match(again[1] ?? '', /connected now as ada/);
    assert.deepEqual(hosts.connections, [
      { ...PUBLIC, account: ADA },
      { ...SERVER, account: ADA },
    ]);
    await disconnectHosts(hosts);
    await disconnectHosts(hosts);
    assert.deepEqual(hosts.connections, []);
    assert.match(user.told[0] ?? '', /no longer asks github\.com, git\.example\.com/);
    assert.match(user.told[1] ?? '', /is not connected/);
  });

  test('of several accounts at a host the user takes one, which is remembered for it', async (t) => {
    const { open } = setUp(t);
    const hosts = open();
    authentication.sessions.set('github', { scopes: ['read:user', 'user:email'], accessToken: TOKEN });
    authentication.others.set('github', { scopes: ['read:user', 'user:email'], accessToken: 'of-work', account: WORK });
    const lines: (readonly string[])[] = [];
    const take = (account: RegExp): void => {
      lines.length = 0;
      user.picks = (items) => {
        lines.push(items.map(({ label, ...line }) => `${label} ${(line as { description?: string }).description ?? ''}`.trim()));
        return items.find(({ label, ...line }) =>
          (lines.length === 1 ? /repositories only/ : account).test(`${label} ${JSON.stringify(line)}`),
        );
      };
    };
    take(/at-work/);
    assert.equal(await connectHost(hosts), true);
    assert.deepEqual(lines[1], ['ada', 'ada-at-work', 'Another account …']);
    assert.deepEqual(await hosts.accounts(never), [{ kind: 'github', host: 'github.com', token: 'of-work' }]);
    assert.deepEqual(await open().accounts(never), [{ kind: 'github', host: 'github.com', token: 'of-work' }], 'in every window');
    take(/nothing/);
    assert.equal(await connectHost(hosts), false);
    assert.match(lines[0]?.join() ?? '', /connected now as ada-at-work/);
    assert.deepEqual(lines[1], ['ada', 'ada-at-work connected now', 'Another account …']);

    // The other account's session is no substitute, even where the editor offers it.
    authentication.others.clear();
    assert.deepEqual(await hosts.accounts(never), []);
    authentication.getSession = async () => ({ scopes: ['read:user', 'user:email'], accessToken: TOKEN, account: ADA });
    assert.deepEqual(await hosts.accounts(never), []);
    assert.deepEqual(hosts.missing([{ id: 'github.com/example/app' }]), [{ host: 'github.com', ended: true }]);
    authentication.getSession = signedIn;

    authentication.signIn = async (_, scopes) => ({ scopes, accessToken: 'of-work again', account: WORK });
    take(/Another account/);
    authentication.asked.length = 0;
    assert.equal(await connectHost(hosts), true);
    assert.deepEqual(Object.keys(authentication.asked[0]?.options ?? {}).toSorted(), ['clearSessionPreference', 'forceNewSession']);
    assert.deepEqual(await hosts.accounts(never), [{ kind: 'github', host: 'github.com', token: 'of-work again' }]);
    take(/^ada /);
    assert.equal(await connectHost(hosts), true);
    assert.deepEqual(await hosts.accounts(never), [{ kind: 'github', host: 'github.com', token: TOKEN }], 'and back');
  });

  test('repositories without a clone and organisations are named for a workspace, over what the settings say', async (t) => {
    const { memento, open } = setUp(t);
    const choices = new Choices(memento as unknown as Memento, (error) => assert.fail(String(error)));
    let stories = 0;
    choices.onStory.add(() => stories++);
    written[NAMED] = { globalValue: ['acme/*', 7, ' '] };
    assert.deepEqual(choices.story().places, ['acme/*'], 'what is no text is passed over');
    const seen: (string | undefined)[] = [];
    const write = (text: string | undefined): void => {
      user.writes = ({ value, validateInput }) => {
        seen.push(value, ...['a/b, hosts.example.com/c/*', 'a/b; c', '../x', 'a/b/c/d', ''].map((one) => validateInput?.(one)));
        return text;
      };
    };
    write(undefined);
    assert.equal(await chooseRepositories(choices), false);
    const [value, ...said] = seen;
    assert.deepEqual([value, said.map((one) => one?.split(' ')[0])], ['acme/*', [undefined, 'c', '../x', 'a/b/c/d', undefined]]);
    write('acme/*,  git.example.com/a/b acme/*');
    assert.equal(await chooseRepositories(choices), true);
    assert.deepEqual([choices.story().places, stories], [['acme/*', 'git.example.com/a/b'], 1]);
    written[ENTERPRISE] = { globalValue: 'https://git.example.com' };
    assert.deepEqual(
      open()
        .missing([], choices.repositories())
        .map(({ host }) => host),
      ['github.com', 'git.example.com'],
    );
    write('');
    assert.equal(await chooseRepositories(choices), true);
    assert.equal(choices.story().places, undefined);
    write('acme/*');
    await chooseRepositories(choices);
    written[NAMED] = { globalValue: ['example/app'] };
    assert.deepEqual(choices.story().places, ['example/app'], 'chosen as the settings had it: then it follows them');
  });

  test('whoever is signed in, or is named by login, can be chosen without a commit', async (t) => {
    const { memento } = setUp(t);
    const choices = new Choices(memento as unknown as Memento, (error) => assert.fail(String(error)));
    const authors = async () => [
      { id: 'github.com/ada', name: 'Ada Example', email: '', commits: 0, self: false, signedIn: 'github.com' },
      { id: 'Ben <ben@example.com>', name: 'Ben', email: 'ben@example.com', commits: 3, self: true },
    ];
    const seen: string[] = [];
    pick(/Ada Example/, seen);
    assert.equal(await pickIdentity(choices, authors), true);
    assert.deepEqual([seen[0], choices.get('author')], ['Ada Example | signed in at github.com', 'github.com/ada']);
    assert.ok(!seen.some((line) => line.includes('login')), 'nobody could be asked');
    pick(/by their login/);
    user.writes = ({ validateInput }) => (validateInput?.('no login') && !validateInput('@cyd') ? ' @cyd ' : undefined);
    assert.equal(await pickIdentity(choices, authors, true), true);
    assert.equal(choices.get('author'), '@cyd');
    user.writes = () => undefined;
    assert.equal(await pickIdentity(choices, authors, true), false);
  });

  test('who says no is not told so; a failure is, in words of our own', async (t) => {
    const { open } = setUp(t);
    const hosts = open();
    pick(/github\.com private/);
    authentication.signIn = () => Promise.reject(new Error('User did not consent to login.'));
    assert.equal(await connectHost(hosts), false);
    authentication.signIn = () => Promise.reject(new Error(`500: ${TOKEN}`));
    await assert.rejects(connectHost(hosts), { reason: 'sign-in-failed', message: 'You were not signed in at github.com. Try again.' });
    user.picks = () => undefined;
    assert.equal(await connectHost(hosts), false);
    assert.deepEqual(hosts.connections, []);
  });
});

test('an analysis takes the accounts along and keeps what it was warned of', async (t) => {
  const { memento } = setUp(t);
  const asked: unknown[] = [];
  const reply = { revision: 1, contributions: 1, added: 0, milliseconds: 1, device: 'cpu', warnings: ['github.com asks to wait'] };
  const engine = { request: async (_method: string, params: unknown) => (asked.push(params), reply) } as unknown as Engine;
  const failed = (error: unknown): void => assert.fail(String(error));
  const options = { engine: async () => engine, choices: new Choices(memento as unknown as Memento, failed), log: silent, failed };
  const work = new Work({ ...options, accounts: async () => [{ kind: 'github', host: 'github.com', token: TOKEN }] });
  await work.analyze();
  assert.deepEqual(asked, [{ folders: [], period: 'last 12 months', accounts: [{ kind: 'github', host: 'github.com', token: TOKEN }] }]);
  assert.deepEqual(work.warnings, reply.warnings);
  assert.ok(!JSON.stringify(work.state).includes(TOKEN));

  const refused = new TrackRecordError('cancelled', 'Cancelled.');
  const stopped = new Work({
    ...options,
    accounts: (signal) => new Promise((_, no) => signal.addEventListener('abort', () => no(refused))),
  });
  const analyzing = stopped.analyze();
  stopped.cancel();
  await assert.rejects(analyzing, { reason: 'cancelled' });
  assert.deepEqual([stopped.state.kind, asked.length], ['idle', 1]);
});

test('a pull request opens in the browser, by an address that can do no harm', async () => {
  const page = 'https://hosts.example.com/example/app/pull/6#pullrequestreview-61';
  const ask = (at: string) => async () => ({ key: '#6', subject: 'Change', files: [], page: at });
  await openContribution({ id: 'x' }, ask(page));
  await openFile({ id: 'x', path: 'src/a.ts' }, ask(page));
  assert.deepEqual(opened, [page, page]);
  for (const bad of [
    'http://example.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://user:secret@example.com/',
    'command:x',
    '',
  ])
    await openContribution({ id: 'x' }, ask(bad));
  assert.equal(opened.length, 2);
  assert.match(user.told.join(), /is no web address/);
  assert.equal(webAddress('https://example.com/a b'), 'https://example.com/a%20b');
});
