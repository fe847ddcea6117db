import { access, constants } from 'node:fs/promises';
import { deviceName, precisionWords, reportLines } from '../domain/device.ts';
import { TrackRecordError } from '../domain/result.ts';
import { locateGit } from '../mine/git/locate.ts';
import type { Context } from '../util/context.ts';
import { makeFolders } from '../util/folders.ts';
import { storeError } from '../store/errors.ts';
import { dataFolder } from '../store/key.ts';
import { openPipeline, type PipelineOptions } from './open.ts';
import type { ModelInUse } from './tagger.ts';

/** One thing that must be right, and what to do where it is not. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/**
 * Looks at everything the main job needs, without changing anything but making the data folder.
 * @param again tries the devices even where it is known what they do.
 */
export async function checkUp(options: PipelineOptions, ctx: Context, again = false): Promise<readonly Check[]> {
  const check = async (name: string, look: () => Promise<string>): Promise<Check> => {
    try {
      return { name, ok: true, detail: await look() };
    } catch (error) {
      const known = storeError(error);
      return { name, ok: false, detail: known instanceof TrackRecordError ? known.message : String(known) };
    }
  };
  const folder = options.dataDir ?? dataFolder(process.env);
  return [
    await check('node', () => Promise.resolve(`${process.version} on ${process.platform} ${process.arch}`)),
    await check('git', async () => {
      const git = await locateGit(ctx.signal ? { signal: ctx.signal } : {});
      return `${git.version}, ${git.binary}`;
    }),
    await check('data folder', async () => {
      makeFolders(folder, 0o700);
      await access(folder, constants.W_OK);
      return folder;
    }),
    await check('store', async () => {
      const pipeline = openPipeline(options, ctx);
      try {
        const { bytes, full, slim, tags, corrections } = pipeline.store.summary();
        return `${Math.round(bytes / 1024)} KB, ${full} contributions in full, ${slim} slim, ${tags} tags, ${corrections} corrections`;
      } finally {
        await pipeline.close();
      }
    }),
    await check('model', async () => {
      const pipeline = openPipeline(options, ctx);
      try {
        if (again) await pipeline.tagger.devices(true, ctx.signal);
        const tagger = await pipeline.tagger.load();
        for await (const _ of tagger.tag([{ id: 'probe', kind: 'commit', text: 'Fix a crash' }])) break;
        const { name, hash, devices } = tagger.info;
        const head = headWords(await pipeline.tagger.identity());
        if (!devices) return `${name} (${hash}) without the encoder${head}`;
        const { device, precision } = devices;
        const choice = options.device === undefined ? 'the fastest that works' : `--device ${options.device}`;
        return `${name} (${hash}) on ${deviceName(device)} in ${precisionWords(precision, 'en')}; ${choice}${head}. ${reportLines(devices).join('. ')}`;
      } finally {
        await pipeline.close();
      }
    }),
  ];
}

/** Whose head it has, where it is not the shipped one. */
function headWords({ own, outdated }: ModelInUse): string {
  if (own) return `; its head of types has learned from ${own.learned.length} corrections`;
  return outdated ? '; a head that had learned from corrections is of another version and is not used' : '';
}
