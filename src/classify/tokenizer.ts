import { Tokenizer } from '@huggingface/tokenizers';
import { TrackRecordError } from '../domain/result.ts';

/** What is read of a text at all, in UTF-16 units: the tokens kept are rarely more than a quarter of it, and a 1 MB text costs no more. */
export const MAX_CHARACTERS = 4_000;

/** Characters of a token: twice what they have in English prose. */
const LOOKED_AT = 8;

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

  /**
   * Ids with [CLS] and [SEP]; never empty, never throws. Lone surrogates and NUL are dropped as the encoder’s normaliser drops them.
   * @param most ids, at most; where the text has more, the first ones and [SEP]
   */
  encode(text: string, most = this.#maxTokens): readonly number[] {
    const limit = Math.min(most, this.#maxTokens);
    const whole = text.slice(0, MAX_CHARACTERS);
    // What lies far behind the last token that is kept need not be looked at.
    const space = whole.length > limit * LOOKED_AT ? whole.lastIndexOf(' ', limit * LOOKED_AT) : -1;
    let ids = this.#encode(space > 0 ? whole.slice(0, space) : whole);
    if (ids.length <= limit && space > 0) ids = this.#encode(whole);
    return ids.length <= limit ? ids : [...ids.slice(0, limit - 1), this.#end];
  }

  #encode(text: string): readonly number[] {
    return this.#tokenizer.encode(text.toWellFormed().replace(MARKS, '[ $1 ]')).ids;
  }
}
