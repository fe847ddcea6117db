import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { TrackRecordError } from '../domain/result.ts';
import { type Connection, type GitHub, hostOf, type Missing, type Provider, type Reach, SCOPES } from './github.ts';

interface Choice extends QuickPickItem {
  readonly connection?: Connection;
}

/** Asks which GitHub and how far, and signs in there. Returns whether it was done. @throws TrackRecordError `sign-in-failed` */
export async function connectGitHub(github: GitHub): Promise<boolean> {
  const server: Choice = {
    label: l10n.t('A GitHub server of your own …'),
    detail: l10n.t('Name it in the editor’s setting "github-enterprise.uri", then run this command again.'),
  };
  const choices = [
    ...choicesOf('github', github),
    { label: '', kind: QuickPickItemKind.Separator },
    ...(hostOf('github-enterprise') === undefined ? [server] : choicesOf('github-enterprise', github)),
  ];
  const picked = await window.showQuickPick<Choice>(choices, {
    title: l10n.t('Track Record: connect GitHub'),
    placeHolder: l10n.t('How far? It is read only, and what is read stays on this machine.'),
    matchOnDescription: true,
  });
  if (!picked) return false;
  const { connection } = picked;
  if (!connection) {
    await commands.executeCommand('workbench.action.openSettings', 'github-enterprise.uri');
    return false;
  }
  try {
    const chosen = await chooseAccount(connection, github);
    if (!chosen) return false;
    const { another, account } = chosen;
    const detail = l10n.t('It reads your pull requests, reviews, issues and verified e-mail addresses, and writes nothing.');
    await github.connect({ ...connection, ...(account ? { account } : {}) }, detail, another);
    return true;
  } catch (error) {
    // Who says no needs no telling.
    if (/cancel|consent/i.test(error instanceof Error ? error.message : '')) return false;
    throw new TrackRecordError('sign-in-failed', l10n.t('You were not signed in at {0}. Try again.', connection.host));
  }
}

interface AccountChoice extends QuickPickItem {
  readonly account?: Connection['account'];
  readonly another: boolean;
}

/** Which of the accounts that the editor knows there, where it knows any; undefined where the user went away. */
async function chooseAccount(
  { provider, host }: Connection,
  github: GitHub,
): Promise<Pick<AccountChoice, 'account' | 'another'> | undefined> {
  const accounts = await github.accountsOf(provider);
  if (accounts.length === 0) return { another: false };
  const current = github.connections.find((one) => one.host === host)?.account?.id;
  return window.showQuickPick<AccountChoice>(
    [
      ...accounts.map(({ id, label }) => ({
        label,
        description: id === current ? l10n.t('connected now') : '',
        account: { id, label },
        another: false,
      })),
      { label: l10n.t('Another account …'), another: true },
    ],
    {
      title: l10n.t('Track Record: account'),
      placeHolder: l10n.t('With which account is {0} to be asked?', host),
    },
  );
}

function choicesOf(provider: Provider, github: GitHub): readonly Choice[] {
  const host = hostOf(provider);
  if (host === undefined) return [];
  const now = github.connections.find((one) => one.host === host);
  return (['all', 'public'] as const).map((reach) => ({
    label: host,
    description: REACH[reach]() + (now?.reach === reach ? ` · ${nowAs(now)}` : ''),
    // As much as one line of the list holds.
    detail:
      reach === 'all'
        ? l10n.t('Scopes {0}: for private repositories GitHub has none smaller.', scopesOf(reach))
        : l10n.t('Scopes {0}: your account, and which e-mail addresses are yours.', scopesOf(reach)),
    connection: { provider, host, reach },
  }));
}

const scopesOf = (reach: Reach): string => SCOPES[reach].join(', ');

const nowAs = ({ account }: Connection): string => (account ? l10n.t('connected now as {0}', account.label) : l10n.t('connected now'));

const REACH: Readonly<Record<Reach, () => string>> = {
  all: () => l10n.t('private and public repositories'),
  public: () => l10n.t('public repositories only'),
};

/** Forgets what was connected, and says what stays. */
export async function disconnectGitHub(github: GitHub): Promise<void> {
  const hosts = github.connections.map(({ host }) => host);
  await github.disconnect();
  void window.showInformationMessage(
    hosts.length === 0
      ? l10n.t('Track Record is not connected to GitHub.')
      : l10n.t(
          'Track Record no longer asks {0}. What was read stays until you erase it; to sign out of the account, use the editor’s Accounts menu.',
          hosts.join(', '),
        ),
  );
}

/** What is not read, and what to do about it. */
export const missingWords = ({ host, ended }: Missing): string =>
  ended
    ? l10n.t(
        'Your session at {0} has ended: pull requests, reviews and issues are as they were read last. Run "Track Record: Connect GitHub".',
        host,
      )
    : l10n.t('The pull requests, reviews and issues at {0} are not read. Run "Track Record: Connect GitHub" to have them read.', host);
