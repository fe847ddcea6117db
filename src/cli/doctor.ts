import { TrackRecordError } from '../domain/result.ts';
import { checkUp } from '../pipeline/doctor.ts';
import type { Command } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { logger } from './terminal.ts';

export interface DoctorOptions extends CommonOptions {
  readonly json?: boolean;
  /** Try the devices even where it is known what they do. */
  readonly probe?: boolean;
}

/** Checks git, the data folder, the store and the model, and says what to do about what is wrong. */
export async function doctor({ settings, signal }: Command, { json, probe = false }: DoctorOptions): Promise<void> {
  const checks = await checkUp(settings, { now: Date.now, log: logger(settings.verbose), signal }, probe);
  process.stdout.write(
    json === true
      ? `${JSON.stringify(checks, null, 2)}\n`
      : checks.map(({ name, ok, detail }) => `${ok ? 'ok     ' : 'FAILED '} ${name.padEnd(12)} ${detail}\n`).join(''),
  );
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length > 0) throw new TrackRecordError('unhealthy', `${failed.map(({ name }) => name).join(', ')}: see above.`);
}
