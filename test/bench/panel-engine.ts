// The engine as it is released, but on a store that was made before: its key is not the editor's. Both are written in by the bundler.
import { Desk } from '../../src/engine/desk.ts';
import { handlersOf } from '../../src/engine/handlers/handlers.ts';
import { runEngine } from '../../src/engine/process.ts';

declare const STORE: string;
declare const KEY: string;

runEngine((around) => {
  const desk = new Desk(around, new URL('../', import.meta.url));
  around.atEnd(() => desk.close());
  const handlers = handlersOf(desk);
  return { ...handlers, open: (params, call) => handlers.open({ ...params, folder: STORE, key: KEY }, call) };
});
