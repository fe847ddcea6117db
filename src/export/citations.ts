import type { ContributionId } from '../domain/ids.ts';
import type { Evidence } from '../domain/evidence.ts';
import { address, foreign } from './escape.ts';

/** A file and its line are one name. */
const written = ({ kind, label }: Evidence): string => (kind === 'work_log' ? `\`${label.replaceAll('`', '')}\`` : foreign(label));

/** Citations of one document: each address stands once, at its end, and the sentences name it by its label. */
export class Citations {
  readonly #labels = new Map<ContributionId, string>();
  readonly #used = new Set<string>();
  readonly #addresses: string[] = [];
  readonly #notes: string[] = [];

  /** `[1a2b3c4d]`, or the label alone where there is no address. */
  cite(evidence: Evidence): string {
    const known = this.#labels.get(evidence.contribution);
    if (known !== undefined) return known;
    const url = address(evidence.url);
    const label = url === undefined ? written(evidence) : `[${this.#unique(evidence.label)}]`;
    if (url !== undefined) this.#addresses.push(`${label}: ${url}`);
    this.#labels.set(evidence.contribution, label);
    return label;
  }

  /** A footnote's mark. */
  note(text: string): string {
    this.#notes.push(`[^${this.#notes.length + 1}]: ${text}`);
    return `[^${this.#notes.length}]`;
  }

  /** Footnotes and addresses, each on a line of its own. */
  end(): readonly string[] {
    return [this.#notes.join('\n\n'), this.#addresses.join('\n')].filter((part) => part !== '');
  }

  /** Labels are compared without case; two repositories may have the same. */
  #unique(label: string): string {
    const plain = label.replaceAll(/[[\]\\`<>]/g, '') || 'link';
    let unique = plain;
    for (let n = 2; this.#used.has(unique.toLowerCase()); n++) unique = `${plain}-${n}`;
    this.#used.add(unique.toLowerCase());
    return unique;
  }
}
