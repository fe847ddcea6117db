import { Desk } from './desk.ts';
import { handlersOf } from './handlers/handlers.ts';
import { runEngine } from './process.ts';

// Bundled as dist/engine.js: the package's folder is the one above.
const ROOT = new URL('../', import.meta.url);

runEngine((around) => {
  const desk = new Desk(around, ROOT);
  around.atEnd(() => desk.close());
  return handlersOf(desk);
});
