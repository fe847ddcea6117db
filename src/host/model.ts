import { ConfigurationTarget, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { sizeWords } from '../util/size.ts';
import type { Engine } from './engine/client.ts';
import { waiting } from './waiting.ts';

type AskEngine = () => Promise<Engine>;

interface Pick extends QuickPickItem {
  readonly from: 'shipped' | 'hub' | 'folder';
}

/** Asks for a model, downloads it where the user agrees, and puts it into the settings. What is done then, the settings' own listener does. */
export async function chooseModel(engine: AskEngine): Promise<void> {
  const items: readonly Pick[] = [
    { from: 'shipped', label: l10n.t('The model that ships with Track Record') },
    { from: 'hub', label: l10n.t('A model of the Hugging Face hub …') },
    { from: 'folder', label: l10n.t('A folder with a model …') },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Track Record: model'),
    placeHolder: l10n.t('Which model is to tag contributions?'),
  });
  if (!picked) return;
  const written = picked.from === 'shipped' ? '' : picked.from === 'hub' ? await askName() : await askFolder();
  if (written === undefined) return;
  const model = written === '' ? '' : await made(await engine(), written);
  if (model !== undefined) await workspace.getConfiguration('trackRecord').update('model', model, ConfigurationTarget.Global);
}

const askName = (): Thenable<string | undefined> =>
  window.showInputBox({
    title: l10n.t('Track Record: model'),
    prompt: l10n.t(
      'The name of a text-classification or feature-extraction model with ONNX weights, as its page has it. Nothing is sent yet.',
    ),
    placeHolder: 'owner/name',
    validateInput: (text) => (text.trim() === '' ? l10n.t('Write a name.') : undefined),
  });

async function askFolder(): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: l10n.t('Use This Model') });
  return chosen?.[0]?.fsPath;
}

/** The model as the settings have it, once it is here; undefined where the user said no. @throws TrackRecordError */
async function made(engine: Engine, written: string): Promise<string | undefined> {
  const { model, ready, hub = '' } = await engine.request('modelState', { model: written });
  if (ready) return model;
  const ask = l10n.t('Ask');
  const asked = await window.showInformationMessage(
    l10n.t('Ask {0} what {1} consists of?', hub, model),
    { modal: true, detail: l10n.t('Only this name is sent. You see licence, files and size before anything is downloaded.') },
    ask,
  );
  if (asked !== ask) return undefined;
  const offer = await waiting(l10n.t('Asking {0}', hub), (how) => engine.request('modelOffer', { model }, how));
  const download = l10n.t('Download');
  const said = await window.showInformationMessage(
    l10n.t('Download {0}, {1}?', model, sizeWords(offer.bytes)),
    {
      modal: true,
      detail: [
        l10n.t('Licence: {0}', offer.license ?? l10n.t('not stated')),
        l10n.t('From {0}, revision {1}', offer.from, offer.revision.slice(0, 8)),
        ...offer.files.map(({ name, bytes }) => `${name} (${sizeWords(bytes)})`),
        '',
        l10n.t('The files are kept with the rest of your data, checked whenever they are loaded, and erased with it.'),
      ].join('\n'),
    },
    download,
  );
  if (said !== download) return undefined;
  const { revision } = offer;
  await waiting(l10n.t('Track Record: downloading {0}', model), (how) => engine.request('modelDownload', { model, revision }, how));
  return model;
}
