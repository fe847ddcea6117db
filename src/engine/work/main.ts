import { analyze } from './analyze.ts';
import { document } from './document.ts';
import { eraseAll } from './erase.ts';
import { head, redraft } from './head.ts';
import { identities } from './identities.ts';
import { runWork } from './serve.ts';

runWork({ analyze, head, redraft, identities, document, erase: eraseAll });
