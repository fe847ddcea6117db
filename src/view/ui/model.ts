import type { ModelReport } from '../../domain/report.ts';
import type { Text } from '../strings/text.ts';

/** What tagged, and whose corrections its head has learned from. */
export const modelWords = (text: Text, { name, corrections }: ModelReport): string =>
  corrections === undefined ? name : text.t('app.taught', { model: name, n: corrections });
