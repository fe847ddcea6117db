import { analyze } from './analyze.ts';
import { eraseAll } from './erase.ts';
import { head } from './head.ts';
import { runWork } from './serve.ts';

runWork({ analyze, head, erase: eraseAll });
