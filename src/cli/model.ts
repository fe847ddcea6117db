import { TrackRecordError } from '../domain/result.ts';
import { downloaded, downloadModel, hubAddress, hubModel, offerModel } from '../pipeline/downloads.ts';
import { parseModelSpec } from '../pipeline/model-spec.ts';
import type { Pipeline } from '../pipeline/open.ts';
import { sizeWords } from '../util/size.ts';
import type { Settings } from './settings.ts';
import { choose, clearProgress, isTty, say } from './terminal.ts';

/**
 * Makes sure that the model of the user's choice is here and can be read, downloading it where the user says yes, twice: to asking the hub
 * what it consists of, and to what that is.
 * @throws TrackRecordError `model-…`, `hub-…`, `download-…`, `disk-full`
 */
export async function ensureModel(
  { dataDir, foreign, ctx }: Pipeline,
  { model, allowDownload }: Pick<Settings, 'model' | 'allowDownload'>,
): Promise<void> {
  if (model === undefined) return;
  if (parseModelSpec(model).kind === 'hub') {
    const spec = hubModel(model);
    const absent = await downloaded(dataDir, spec).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (absent !== undefined) {
      const hub = hubAddress(process.env);
      await agreed(
        absent,
        allowDownload,
        `The model ${spec.id} is not on this machine. Ask ${hub} what it consists of? Only its name is sent.`,
      );
      const offer = await offerModel(spec, process.env, ctx.signal);
      say(`${offer.id} at ${offer.from}, revision ${offer.revision.slice(0, 8)}, licence: ${offer.license ?? 'not stated'}`);
      for (const { name, bytes } of offer.files) say(`  ${name} (${sizeWords(bytes)})`);
      await agreed(absent, allowDownload, `Download ${sizeWords(offer.bytes)} to ${dataDir}?`);
      let shown = 0;
      await downloadModel(dataDir, offer, process.env, {
        now: ctx.now,
        signal: ctx.signal,
        onBytes: (done) => {
          if (!isTty() || (ctx.now() - shown < 200 && done < offer.bytes)) return;
          shown = ctx.now();
          process.stderr.write(`\r\u001B[2KDownloading: ${sizeWords(done)} of ${sizeWords(offer.bytes)}`);
        },
      });
      if (isTty()) process.stderr.write('\n');
      clearProgress();
      say(`${offer.id} was downloaded, and its checksums are kept.`);
    }
  }
  await foreign.model();
}

/** @throws `absent` where nobody can be asked; TrackRecordError `model-declined` */
async function agreed(absent: unknown, allowed: boolean, question: string): Promise<void> {
  if (allowed) return;
  const answer = await choose(question, ['no', 'yes']);
  if (answer === undefined) throw absent;
  if (answer === 0)
    throw new TrackRecordError(
      'model-declined',
      'Nothing was downloaded. Leave --model out to use the model that ships with Track Record.',
    );
}
