import { Tokenizer } from '@huggingface/tokenizers';
import { TrackRecordError } from '../domain/result.ts';

/** What is read of a text at all, in UTF-16 units: the tokens kept are rarely more than a quarter of it, and a 1 MB text costs no more. */
export const MAX_CHARACTERS = 4_000;

/** Written in a text they are words: only the tokenizer itself sets marks. */
const MARKS = /\[(CLS|SEP|PAD|UNK|MASK)\]/g;

/** WordPiece tokens of texts, as the encoder was trained with (Devlin et al. 2019). */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;
  readonly #end: number;

  /**
   * @param json the parsed `tokenizer.json` of the model
   * @param maxTokens longest text kept, [CLS] and [SEP] included
   * @throws TrackRecordError `bad-tokenizer`
   */
  constructor(json: unknown, maxTokens: number) {
    try {
      // Padding and truncation are ours: by the batch, and with [SEP] kept.
      this.#tokenizer = new Tokenizer({ ...Object(json), padding: null, truncation: null }, {});
      this.#end = this.#tokenizer.token_to_id('[SEP]') ?? Number.NaN;
    } catch (cause) {
      throw new TrackRecordError('bad-tokenizer', 'The model’s tokenizer.json cannot be read. Install Track Record again.', { cause });
    }
    if (Number.isNaN(this.#end))
      throw new TrackRecordError('bad-tokenizer', 'The model’s tokenizer.json has no [SEP]: not a BERT tokenizer.');
    this.#maxTokens = maxTokens;
  }

  /** Ids with [CLS] and [SEP]; never empty, never throws. Lone surrogates and NUL are dropped as the encoder’s normaliser drops them. */
  encode(text: string): readonly number[] {
    const { ids } = this.#tokenizer.encode(text.slice(0, MAX_CHARACTERS).toWellFormed().replace(MARKS, '[ $1 ]'));
    return ids.length <= this.#maxTokens ? ids : [...ids.slice(0, this.#maxTokens - 1), this.#end];
  }
}
