import { TrackRecordError } from '../domain/result.ts';

/** Why a model could not be had, in words that say what to do. */
export const failed = {
  address: (base: string) =>
    new TrackRecordError(
      'hub-address',
      // Somebody may have written a password into it: nothing is said that is not to be read.
      `HF_ENDPOINT is ${JSON.stringify(base.replace(/\/\/.*@/, '//…@'))}, which is no address, or one with a name, a password or a query in it. Set it to that of a mirror, such as https://hub.example.com, or unset it.`,
    ),
  token: () =>
    new TrackRecordError('hub-token', 'HF_TOKEN has blanks or line breaks in it, or is no token. Set it to the token alone, or unset it.'),
  clear: (base: string) =>
    new TrackRecordError(
      'hub-token',
      `HF_TOKEN would go to ${base} for everybody on the way to read. Set HF_ENDPOINT to an address that begins with https, or unset HF_TOKEN.`,
    ),
  unreachable: (base: string, why: string) =>
    new TrackRecordError(
      'hub-unreachable',
      `${base} could not be reached (${why}). Check the network and try again: what was fetched is kept. HF_ENDPOINT names a mirror.`,
    ),
  unknown: (id: string, base: string) =>
    new TrackRecordError('model-unknown', `There is no model ${id} at ${base}. Check how its name is written.`),
  refused: (id: string, base: string) =>
    new TrackRecordError(
      'model-gated',
      `${base} does not give out ${id}: there is none of that name, or it is private, or its terms have to be agreed to. Agree on its page and set HF_TOKEN to a token of yours that may read it, or choose another model.`,
    ),
  failing: (base: string, status: number) =>
    new TrackRecordError('hub-failing', `${base} answered ${status}. Try again later: what was fetched is kept.`),
  strange: (base: string, what: string) =>
    new TrackRecordError(
      'hub-strange',
      `${base} answered in a way that is not understood (${what}). Nothing of it was kept. Try again, or choose another model.`,
    ),
  incomplete: (file: string, got: number, wanted: number) =>
    new TrackRecordError('download-incomplete', `${file} ended after ${got} of ${wanted} bytes. Try again: it goes on from there.`),
  damaged: (file: string) =>
    new TrackRecordError(
      'download-damaged',
      `What came as ${file} is not what the hub lists (its checksum differs). It was thrown away. Try again, or choose another model.`,
    ),
  disk: (folder: string, cause: unknown) =>
    new TrackRecordError(
      'disk-full',
      `${folder} cannot be written to: the disk is full, or a quota is used up. Make room and try again: what was fetched is kept.`,
      { cause },
    ),
  folder: (folder: string, cause: unknown) =>
    new TrackRecordError(
      'model-folder',
      `${folder} cannot be written to (${cause instanceof Error ? cause.message : String(cause)}). Check who owns it.`,
      { cause },
    ),
  unusable: (id: string, why: string) => new TrackRecordError('model-unsupported', `The model ${id} cannot be used: ${why}.`),
};
