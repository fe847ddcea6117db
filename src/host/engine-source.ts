import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type ExtensionContext, l10n, window } from 'vscode';
import type { Params } from '../protocol/rpc.ts';
import type { Logger } from '../util/context.ts';
import { device, language, tagging } from './choices.ts';
import type { Engine } from './engine/client.ts';
import { storeKey, watchMark } from './key.ts';

export interface EngineSource {
  /** Made with the first call: the editor's start does not wait for it. Its process comes with the first request. */
  readonly engine: () => Promise<Engine>;
  /** Ends its process, which lets go of the store; the next request starts another, with the settings as they are then. */
  readonly release: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface EngineSourceOptions {
  readonly context: ExtensionContext;
  readonly log: Logger;
  /** Told once, with the engine. */
  readonly made: (engine: Engine) => void;
  /** Another window has erased the store that the engine works on, or put it aside: what that one writes is in no store any more. */
  readonly lost: () => void;
}

export function engineSource({ context, log, made, lost }: EngineSourceOptions): EngineSource {
  const folder = context.globalStorageUri.fsPath;
  let unwatch = (): void => {};
  const version = String((context.extension.packageJSON as { readonly version?: unknown }).version);
  const open = async (): Promise<Params<'open'>> => {
    unwatch();
    const { key, setAside } = await storeKey(context.secrets, folder);
    unwatch = watchMark(folder, key, lost);
    if (setAside)
      void window.showWarningMessage(
        l10n.t(
          'The editor no longer has the key of the store. The store was set aside in {0}, and another one is made from your repositories.',
          setAside,
        ),
      );
    const where = device();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { folder, key, locale: language(), zone, version, ...(where === undefined ? {} : { device: where }), ...tagging() };
  };
  const begin = async (): Promise<typeof Engine> => {
    // Before a process writes there: nobody else is to read it. Why it cannot be made is told when the key is looked for.
    const folderMade = mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {});
    const { Engine } = await import('./engine/client.ts');
    await folderMade;
    return Engine;
  };
  let engine: Promise<Engine> | undefined;
  return {
    engine: () => {
      engine ??= begin().then((Engine) => {
        const module = context.asAbsolutePath('dist/engine.js');
        const one = new Engine({ module, compiled: path.join(folder, 'compiled'), open, log });
        made(one);
        return one;
      });
      return engine;
    },
    release: async () => {
      unwatch();
      await (await engine)?.stop();
    },
    dispose: async () => {
      unwatch();
      await (await engine)?.dispose();
    },
  };
}
