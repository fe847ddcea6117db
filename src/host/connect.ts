import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { TrackRecordError } from '../domain/result.ts';
import type { HostKind, Reach } from '../mine/host/kinds.ts';
import { type CodeHosts, type Connection, hostOf, type Missing, SIGN_INS } from './code-hosts.ts';

interface Choice extends QuickPickItem {
  readonly connection?: Connection;
  /** Of the editor's, to be written first. */
  readonly setting?: string;
}

/** Asks which code host and how far, and signs in there. Returns whether it was done. @throws TrackRecordError `sign-in-failed` */
export async function connectHost(hosts: CodeHosts): Promise<boolean> {
  const choices = SIGN_INS.flatMap((signIn, n): Choice[] => [
    ...(n > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []),
    ...choicesOf(signIn, hosts),
  ]);
  const picked = await window.showQuickPick<Choice>(choices, {
    title: l10n.t('Track Record: connect a code host'),
    placeHolder: l10n.t('How far? It is read only, and what is read stays on this machine.'),
    matchOnDescription: true,
  });
  if (!picked) return false;
  const { connection, setting } = picked;
  if (!connection) {
    await commands.executeCommand('workbench.action.openSettings', setting);
    return false;
  }
  try {
    const chosen = await chooseAccount(connection, hosts);
    if (!chosen) return false;
    const { another, account } = chosen;
    const detail = l10n.t('It reads your pull requests, reviews, issues and verified e-mail addresses, and writes nothing.');
    await hosts.connect({ ...connection, ...(account ? { account } : {}) }, detail, another);
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
  hosts: CodeHosts,
): Promise<Pick<AccountChoice, 'account' | 'another'> | undefined> {
  const accounts = await hosts.accountsOf(provider);
  if (accounts.length === 0) return { another: false };
  const current = hosts.connections.find((one) => one.host === host)?.account?.id;
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

function choicesOf(signIn: (typeof SIGN_INS)[number], hosts: CodeHosts): readonly Choice[] {
  const { kind, provider } = signIn;
  const host = hostOf(signIn);
  if (host === undefined) return 'setting' in signIn ? [serverChoice(kind, signIn.setting)] : [];
  const now = hosts.connections.find((one) => one.host === host);
  return (['all', 'public'] as const).map((reach) => ({
    label: host,
    description: REACH[reach]() + (now?.reach === reach ? ` · ${nowAs(now)}` : ''),
    // As much as one line of the list holds.
    detail:
      reach === 'all'
        ? l10n.t('Scopes {0}: for private repositories {1} has none smaller.', kind.scopes[reach].join(', '), kind.name)
        : l10n.t('Scopes {0}: your account, and which e-mail addresses are yours.', kind.scopes[reach].join(', ')),
    connection: { provider, host, reach },
  }));
}

const serverChoice = ({ name }: HostKind, setting: string): Choice => ({
  label: l10n.t('A {0} server of your own …', name),
  detail: l10n.t('Name it in the editor’s setting "{0}", then run this command again.', setting),
  setting,
});

const nowAs = ({ account }: Connection): string => (account ? l10n.t('connected now as {0}', account.label) : l10n.t('connected now'));

const REACH: Readonly<Record<Reach, () => string>> = {
  all: () => l10n.t('private and public repositories'),
  public: () => l10n.t('public repositories only'),
};

/** Forgets what was connected, and says what stays. */
export async function disconnectHosts(hosts: CodeHosts): Promise<void> {
  const names = hosts.connections.map(({ host }) => host);
  await hosts.disconnect();
  void window.showInformationMessage(
    names.length === 0
      ? l10n.t('Track Record is not connected to any code host.')
      : l10n.t(
          'Track Record no longer asks {0}. What was read stays until you erase it; to sign out of the account, use the editor’s Accounts menu.',
          names.join(', '),
        ),
  );
}

/** What is not read, and what to do about it. */
export const missingWords = ({ host, ended }: Missing): string =>
  ended
    ? l10n.t(
        'Your session at {0} has ended: pull requests, reviews and issues are as they were read last. Run "Track Record: Connect Code Host".',
        host,
      )
    : l10n.t('The pull requests, reviews and issues at {0} are not read. Run "Track Record: Connect Code Host" to have them read.', host);
