import { ConfigurationTarget, l10n, type QuickPickItem, QuickPickItemKind, window, workspace } from 'vscode';
import { type Device, type DeviceChoice, deviceName, type DeviceState, deviceWords, precisionWords } from '../domain/device.ts';
import type { Locale } from '../domain/draft.ts';
import type { Engine } from './engine/client.ts';
import { waiting } from './waiting.ts';

interface DeviceItem extends QuickPickItem {
  /** What it chooses; `again`: nothing, the devices are tried anew. */
  readonly does?: DeviceChoice | 'again';
}

/** The lines to choose a device from: what each was found to do, or why it cannot be used. */
export function deviceItems(state: DeviceState, locale: Locale): readonly DeviceItem[] {
  const { asked, placement, candidates, at } = state;
  const marks = (choice: DeviceChoice): readonly string[] => [
    ...(choice === asked ? [l10n.t('chosen')] : []),
    ...(choice === placement?.device ? [l10n.t('the tagger runs here')] : []),
  ];
  const item = (device: Device): DeviceItem => {
    const words = deviceWords(device, state, locale);
    return {
      label: deviceName(device) ?? device,
      description: marks(device).join(' · '),
      detail: words.length > 0 ? words.join(' · ') : l10n.t('not tried yet'),
      does: device,
    };
  };
  const where = placement && l10n.t('{0} in {1}', deviceName(placement.device) ?? '', precisionWords(placement.precision, locale));
  return [
    {
      label: l10n.t('Automatic'),
      description: marks('auto').join(' · '),
      detail: where && asked === 'auto' ? l10n.t('The fastest that works: {0}', where) : l10n.t('The fastest that works'),
      does: 'auto',
    },
    ...candidates.map(item),
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: `$(refresh) ${l10n.t('Try the devices again')}`,
      detail:
        at === undefined
          ? l10n.t('They have not been tried with this model on this machine')
          : l10n.t('Tried {0}; try again after a new driver, say', new Date(at).toLocaleString(locale === 'zh-cn' ? 'zh-CN' : 'en')),
      does: 'again',
    },
  ];
}

/** What the asking came to: the devices were tried again, so that another one may be the fastest now. */
export type Asked = 'nothing' | 'tried';

/**
 * Asks where the tagger is to run, and writes it into the settings, which moves the engine over.
 * @returns `tried` where the setting is as it was and the tagger belongs elsewhere all the same.
 */
export async function selectDevice(engine: () => Promise<Engine>, locale: Locale): Promise<Asked> {
  const ask = async (again: boolean): Promise<DeviceState> => (again ? tryAll(engine) : (await engine()).request('devices', { again }));
  let state = await ask(false);
  const before = state.placement?.device;
  // Without a figure there is nothing to choose by.
  if (state.at === undefined) state = await ask(true);
  for (;;) {
    const picked = await window.showQuickPick(deviceItems(state, locale), {
      title: l10n.t('Track Record: device'),
      placeHolder: l10n.t('Where is the tagger to run?'),
      matchOnDetail: true,
    });
    if (picked?.does === 'again') {
      state = await ask(true);
      continue;
    }
    if (picked?.does !== undefined && picked.does !== state.asked) {
      await workspace.getConfiguration('trackRecord').update('device', picked.does, ConfigurationTarget.Global);
      if (picked.does !== 'auto') warn(picked.does, state, locale);
      return 'nothing';
    }
    return state.placement?.device === before ? 'nothing' : 'tried';
  }
}

/** What was chosen is taken at its word; that it does not work is said at once, not when something is to be tagged. */
function warn(device: Device, state: DeviceState, locale: Locale): void {
  const words = deviceWords(device, state, locale);
  const works = state.attempts.some((one) => one.device === device && one.finding.kind === 'works');
  if (works || words.length === 0) return;
  const text = l10n.t(
    'The tagger cannot run on {0}: {1}. Choose another device before there is something to tag.',
    deviceName(device) ?? device,
    words.join('; '),
  );
  void window.showWarningMessage(`Track Record: ${text}`);
}

/** Says that it takes a moment, and can be cancelled. */
const tryAll = (engine: () => Promise<Engine>): Thenable<DeviceState> =>
  waiting(l10n.t('Trying the devices of this machine …'), async (how) => (await engine()).request('devices', { again: true }, how));
