import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { COMMANDS, CONTEXT_KEYS, PANEL_TYPE, qualified, SETTINGS, VIEWS } from '../../src/host/contributions.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const json = (file: string): unknown => JSON.parse(read(file));
const words = (file: string): Readonly<Record<string, string>> => json(file) as Record<string, string>;

interface Setting {
  readonly default: unknown;
  readonly type: string;
  readonly scope: string;
  readonly enum?: readonly unknown[];
  readonly enumItemLabels?: readonly string[];
}

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly image: Readonly<Record<string, string>> };
        readonly completionEvents?: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const manifest = json('package.json') as Manifest;
const { contributes } = manifest;
const sorted = (all: Iterable<string>): string[] => [...all].toSorted();

describe('package.json and the code contribute the same', () => {
  test('commands', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(Object.keys(COMMANDS).map(qualified)));
    assert.ok(contributes.commands.every(({ category }) => category === 'Track Record'));
  });

  test('when the palette offers them', () => {
    const whens = Object.entries<{ readonly palette?: string }>(COMMANDS).flatMap(([name, { palette }]) =>
      palette ? [[qualified(name), palette]] : [],
    );
    assert.deepEqual(
      Object.fromEntries((contributes.menus['commandPalette'] ?? []).map(({ command, when }) => [command, when])),
      Object.fromEntries(whens),
    );
  });

  test('settings, with their defaults and types', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.fromEntries(Object.entries(properties).map(([name, setting]) => [name, setting.default])),
      Object.fromEntries(Object.entries(SETTINGS).map(([name, value]) => [qualified(name), value])),
    );
    for (const setting of Object.values(properties)) {
      assert.equal(Array.isArray(setting.default) ? 'array' : typeof setting.default, setting.type);
      assert.ok(setting.enum?.includes(setting.default) ?? true);
      assert.equal(setting.enumItemLabels?.length, setting.enum?.length);
    }
  });

  test('settings a workspace may not set before it is trusted', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    const byWorkspace = Object.entries(contributes.configuration.properties).filter(([, { scope }]) => scope !== 'machine');
    assert.deepEqual(sorted(restricted), sorted(byWorkspace.map(([name]) => name)));
  });

  test('views and panels', () => {
    assert.deepEqual(
      sorted(
        Object.values(contributes.views)
          .flat()
          .map(({ id }) => id),
      ),
      sorted(VIEWS),
    );
    assert.deepEqual(manifest.activationEvents, [`onWebviewPanel:${PANEL_TYPE}`]);
    assert.ok(contributes.viewsWelcome.every(({ view }) => VIEWS.some((id) => id === view)));
  });

  test('every when clause asks only for what is there', () => {
    const clauses = [...Object.values(contributes.menus).flat(), ...contributes.viewsWelcome].map(({ when }) => when ?? '');
    const asked = clauses.flatMap((when) => when.match(/trackRecord\.\w+/g) ?? []);
    const known = new Set<string>([...VIEWS, PANEL_TYPE, ...CONTEXT_KEYS.map(qualified)]);
    assert.deepEqual(
      asked.filter((key) => !known.has(key)),
      [],
    );
  });

  test('every command of a menu is one of ours', () => {
    const ours = new Set(Object.keys(COMMANDS).map(qualified));
    assert.deepEqual(
      Object.values(contributes.menus)
        .flat()
        .filter(({ command }) => !ours.has(command as never)),
      [],
    );
  });

  test('the walkthrough: its commands are ours, its pictures are there and small, in both languages', () => {
    const ours = new Set<string>(Object.keys(COMMANDS).map(qualified));
    const [walkthrough] = contributes.walkthroughs;
    assert.equal(contributes.walkthroughs.length, 1);
    assert.ok(words('package.nls.json')['welcome.start']?.includes(`%23${walkthrough?.id}`), 'the welcome leads to it');
    for (const language of ['package.nls.json', 'package.nls.zh-cn.json']) {
      const said = (key: string): string => words(language)[key.slice(1, -1)] ?? '';
      for (const { description, media, completionEvents = [] } of walkthrough?.steps ?? []) {
        const commands = [
          ...(said(description).match(/trackRecord\.\w+/g) ?? []),
          ...completionEvents.map((event) => event.split(':')[1] ?? ''),
        ];
        assert.deepEqual(
          commands.filter((command) => !ours.has(command)),
          [],
        );
        for (const picture of Object.values(media.image)) {
          const { size } = statSync(path.join(ROOT, said(picture)));
          assert.ok(size > 1000 && size < 100 * 1024, `${said(picture)}: ${size}`);
        }
      }
    }
  });

  test('every icon is there', () => {
    for (const { icon } of contributes.viewsContainers.activitybar) assert.ok(existsSync(path.join(ROOT, icon)), icon);
  });
});

test('the types are those of the oldest editor supported', () => {
  const oldest = manifest.engines.vscode.replace('^', '');
  assert.equal((json('node_modules/@types/vscode/package.json') as { version: string }).version, oldest);
});

describe('both languages say everything', () => {
  test('package.json', () => {
    const english = words('package.nls.json');
    const chinese = words('package.nls.zh-cn.json');
    const asked = new Set(
      read('package.json')
        .match(/(?<=")%[\w.-]+%(?=")/g)
        ?.map((key) => key.slice(1, -1)),
    );
    const used = [...asked, 'displayName'];
    assert.deepEqual(sorted(Object.keys(english)), sorted(new Set(used)));
    assert.deepEqual(sorted(Object.keys(chinese)), sorted(Object.keys(english)));
    for (const [key, text] of Object.entries(english)) assert.deepEqual(links(chinese[key] ?? ''), links(text), key);
  });

  test('messages of the code', () => {
    const chinese = words('l10n/bundle.l10n.zh-cn.json');
    const messages = globSync('src/{host/**/*,extension}.ts', { cwd: ROOT }).flatMap((file) => messagesOf(read(file)));
    assert.ok(messages.length > 20);
    assert.deepEqual(sorted(Object.keys(chinese)), sorted(new Set(messages)));
    for (const [english, text] of Object.entries(chinese)) assert.deepEqual(places(text), places(english), english);
  });

  test('a command that a message names is in the palette, by these words or by more behind them', () => {
    const titles = ['package.nls.json', 'package.nls.zh-cn.json'].flatMap((file) =>
      Object.entries(words(file)).flatMap(([key, text]) => (key.startsWith('command.') ? [text] : [])),
    );
    const texts = [
      ...globSync('src/{host,pipeline,engine}/**/*.ts', { cwd: ROOT }),
      'package.nls.json',
      'package.nls.zh-cn.json',
      'l10n/bundle.l10n.zh-cn.json',
      'README.md',
    ];
    const named = texts.flatMap((file) =>
      [...read(file).matchAll(/Track Record: ([A-Z\p{Script=Han}][^"”\\'`*.]+?)(?=["”\\'`*.])/gu)].map((match) => match[1] ?? ''),
    );
    assert.ok(named.length > 30);
    assert.deepEqual(
      named.filter((name) => !titles.some((title) => title.startsWith(name))),
      [],
    );
  });
});

/** Every `l10n.t(` with a plain string, and none without one. */
function messagesOf(source: string): string[] {
  const calls = source.match(/l10n\.t\(/g)?.length ?? 0;
  const found = [...source.matchAll(/l10n\.t\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)].map(([, , text]) =>
    (text ?? '').replaceAll(/\\(.)/g, '$1'),
  );
  assert.equal(found.length, calls, 'a message that is not a plain string cannot be translated');
  return found;
}

const places = (text: string): string[] => sorted(new Set(text.match(/\{\d\}/g)));
const links = (text: string): string[] => text.match(/\(command:[\w.]+\)|`[^`]+`/g) ?? [];
