import { Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { TrackRecordError } from '../domain/result.ts';
import { FrameReader, FrameWriter } from '../protocol/frames.ts';
import {
  type FromPanel,
  fromPanel,
  PANEL_REQUESTS,
  type PanelMethod,
  type PanelParams,
  type PanelReply,
  type ToPanel,
} from '../protocol/panel.ts';
import { check } from '../protocol/rpc.ts';
import type { Section } from '../protocol/sections.ts';
import type { Logger } from '../util/context.ts';
import { PANEL_TYPE } from './contributions.ts';
import { panelPage } from './panel-page.ts';
import { describe } from './words.ts';

/** What the editor answers to the panel. */
export type PanelHandlers = {
  readonly [M in Exclude<PanelMethod, 'start'>]: (params: PanelParams<M>, signal: AbortSignal) => Promise<PanelReply<M>>;
};

export interface PanelOptions {
  readonly extension: Uri;
  /** Of the page's own words, as browsers name it. */
  readonly language: () => string;
  readonly handlers: PanelHandlers;
  readonly log: Logger;
  /** There is a panel. `served`: it has its first rows, or will not have them soon: until then whatever else is done delays them. */
  readonly opened: (served: Promise<void>) => void;
}

/** A panel in the background asks for nothing. */
const SERVED_MS = 1_000;
/** From the head, with which its first rows come, until these are drawn. */
const DRAWN_MS = 200;

/** The one panel of a window. */
export class Panel {
  readonly #options: PanelOptions;
  #shown: WebviewPanel | undefined;
  #send: ((message: ToPanel) => void) | undefined;
  /** Whether its page listens: one in the background is gone until it is shown again. */
  #listens = false;
  /** The section to begin with, for a page that does not listen yet. */
  #wanted: Section | undefined;
  #served = (): void => {};

  constructor(options: PanelOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#shown !== undefined;
  }

  /** Opens it, or brings it to the front; at this section, or where it was left. */
  show(section?: Section): void {
    if (section && this.#listens) this.tell({ notice: 'section', section });
    else this.#wanted = section;
    if (this.#shown) return this.#shown.reveal();
    this.adopt(window.createWebviewPanel(PANEL_TYPE, 'Track Record', ViewColumn.Active, { enableFindWidget: true }));
  }

  /** Fills a panel: a new one, or one that the editor brought back with its window. */
  adopt(panel: WebviewPanel): void {
    const { extension, opened, log } = this.#options;
    const running = new Map<number, AbortController>();
    const reader = new FrameReader();
    const writer = new FrameWriter();
    const send = (message: ToPanel): void => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's own channel to its webview, not window.postMessage
      for (const frame of writer.frames(message)) void panel.webview.postMessage(frame);
    };
    // Another may have been opened before the editor brought this one back: a tab in the background comes with its first look.
    const before = this.#shown;
    this.#shown = panel;
    this.#send = send;
    before?.dispose();
    const icon = (theme: 'light' | 'dark'): Uri => Uri.joinPath(extension, `media/track-record-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#listens = false;
    });
    panel.onDidDispose(() => {
      for (const abort of running.values()) abort.abort();
      if (this.#shown !== panel) return;
      this.#listens = false;
      this.#shown = undefined;
      this.#send = undefined;
    });
    panel.webview.onDidReceiveMessage((frame: unknown) => {
      try {
        const whole = reader.read(frame);
        if (whole) void this.#answer(check(fromPanel, whole.message, 'panel message'), running, send);
      } catch (error) {
        log.error('the panel sent what it should not', { error: String(error) });
      }
    });
    // Also for one brought back: the extension may have been updated meanwhile, and lies elsewhere.
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extension, 'dist/view')] };
    this.#fill(panel);
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, SERVED_MS);
    this.#served = resolve;
    opened(promise);
  }

  /** Begins its page anew, in another language say. */
  reload(): void {
    if (this.#shown) this.#fill(this.#shown);
  }

  /** Tells the panel something, where there is one. */
  tell(message: ToPanel): void {
    this.#send?.(message);
  }

  dispose(): void {
    this.#shown?.dispose();
  }

  async #answer(message: FromPanel, running: Map<number, AbortController>, send: (message: ToPanel) => void): Promise<void> {
    if ('cancel' in message) return running.get(message.cancel)?.abort();
    const { id, method } = message;
    const abort = new AbortController();
    running.set(id, abort);
    try {
      send({ id, value: await this.#handle(method, message.params, abort.signal) });
    } catch (error) {
      const reason = error instanceof TrackRecordError ? error.reason : 'internal';
      if (reason === 'internal') this.#options.log.error(`${method} for the panel failed`, { error: String(error) });
      send({ id, error: { reason, message: describe(error) } });
    } finally {
      running.delete(id);
      if (method === 'head') setTimeout(this.#served, DRAWN_MS);
    }
  }

  #fill({ webview }: WebviewPanel): void {
    const { extension, language } = this.#options;
    this.#listens = false;
    webview.html = panelPage({ webview, extension, language: language(), title: 'Track Record' });
  }

  #handle<M extends PanelMethod>(method: M, params: unknown, signal: AbortSignal): Promise<PanelReply<M>> {
    const checked = check(PANEL_REQUESTS[method].params, params, `${method} of the panel`) as PanelParams<M>;
    const handlers: { readonly [N in PanelMethod]: (params: PanelParams<N>, signal: AbortSignal) => Promise<PanelReply<N>> } = {
      ...this.#options.handlers,
      start: async () => this.#start(),
    };
    return handlers[method](checked, signal);
  }

  #start(): PanelReply<'start'> {
    const section = this.#wanted;
    this.#wanted = undefined;
    this.#listens = true;
    return section ? { section } : {};
  }
}
