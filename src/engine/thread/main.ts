import { setPriority } from 'node:os';
import { analyze } from './analyze.ts';
import { document } from './document.ts';
import { eraseAll } from './erase.ts';
import { explain } from './explain.ts';
import { head, redraft } from './head.ts';
import { identities } from './identities.ts';
import { importLog, previewLog, removeLog, undoLog } from './logs.ts';
import { runWork } from './serve.ts';
import { learn, promote, rollBack } from './teach.ts';

/** On Linux it is this thread's alone, and that of the threads and the gits it starts: the thread that answers the editor, and the editor, come first. */
const NICE = 10;
if (process.platform === 'linux') setPriority(NICE);

runWork({
  analyze,
  head,
  redraft,
  identities,
  explain,
  document,
  learn,
  promote,
  rollBack,
  previewLog,
  importLog,
  removeLog,
  undoLog,
  erase: eraseAll,
});
