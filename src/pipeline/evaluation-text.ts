import { labelTable, SUMMARY_HEAD, summaryRow } from '../learn/evaluate/report.ts';
import type { Evaluation } from './evaluate.ts';

/** Tables in Markdown: each method with its intervals, each label, and what was taken for what. */
export function evaluationText({ family, labels, methods, unknown }: Evaluation): string {
  const last = methods.at(-1);
  if (!last) return '';
  const left = Object.entries(unknown).map(([label, n]) => `${n} ${label}`);
  const { shown } = last;
  return [
    `## ${family}: ${labels.join(', ')}`,
    '',
    `${last.examples} examples${left.length > 0 ? `; left out, for the model does not know the label: ${left.join(', ')}` : ''}`,
    '',
    SUMMARY_HEAD,
    ...methods.map((method) => summaryRow(method.method, method)),
    '',
    ...(shown ? [`Sure of ${percent(shown.coverage)}, of these ${percent(shown.precision)} right.`, ''] : []),
    labelTable(last),
    '',
    `| is, told → | ${labels.join(' | ')} |`,
    `|---|${'---|'.repeat(labels.length)}`,
    ...last.confusion.map((row, i) => `| ${labels[i]} | ${row.join(' | ')} |`),
    '',
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
