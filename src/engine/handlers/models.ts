import { TrackRecordError } from '../../domain/result.ts';
import { downloaded, downloadModel, hubAddress, hubModel, offerModel } from '../../pipeline/downloads.ts';
import { ForeignSource } from '../../pipeline/foreign.ts';
import { parseModelSpec } from '../../pipeline/model-spec.ts';
import type { Handler } from './handlers.ts';

export const modelState: Handler<'modelState'> =
  (desk) =>
  async ({ model }, call) => {
    const { dataDir } = desk.pipeline(call);
    const spec = parseModelSpec(model);
    if (spec.kind === 'folder') {
      await looked(spec.folder, dataDir);
      return { model: spec.folder, ready: true };
    }
    const ready = await downloaded(dataDir, spec).then(
      () => true,
      () => false,
    );
    if (ready) await looked(spec.id, dataDir);
    return { model: spec.id, ready, hub: hubAddress(process.env) };
  };

/** What was shown to the user last: only that may be fetched. */
type Shown = Awaited<ReturnType<typeof offerModel>>;
let shown: Shown | undefined;

export const modelOffer: Handler<'modelOffer'> =
  () =>
  async ({ model }, { signal }) => {
    shown = await offerModel(hubModel(model), process.env, signal);
    const { revision, license, from, bytes, files } = shown;
    return { revision, license, from, bytes, files: files.map(({ name, bytes: size }) => ({ name, bytes: size })) };
  };

export const modelDownload: Handler<'modelDownload'> =
  (desk) =>
  async ({ model, revision }, call) => {
    const { dataDir } = desk.pipeline(call);
    const offer = shown;
    if (offer?.id !== hubModel(model).id || offer.revision !== revision)
      throw new TrackRecordError('model-not-offered', `What ${model} consists of was not shown yet. Choose it again.`);
    const total = offer.bytes;
    await downloadModel(dataDir, offer, process.env, {
      now: call.now,
      signal: call.signal,
      onBytes: (done) => call.progress({ stage: 'download', done, total }),
    });
    await looked(offer.id, dataDir);
    return { folder: dataDir };
  };

/** What cannot be used is said now, before it is in the settings. @throws TrackRecordError `model-…` */
const looked = (written: string, dataDir: string): Promise<unknown> => new ForeignSource(written, dataDir).model();
