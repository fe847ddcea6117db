import { TrackRecordError } from '../../domain/result.ts';

/** Why a host did not answer; each has a message that says what to do. */
export type HostReason =
  | 'host-token-refused'
  | 'host-sso'
  | 'host-forbidden'
  | 'host-not-found'
  | 'host-rate-limited'
  | 'host-unreachable'
  | 'host-failing'
  | 'host-strange';

const KEPT = 'What was read before is kept; the next run goes on from there.';

/** No error of a library is handed on as a cause: such errors carry requests, and requests carry tokens. */
export const hostError = (reason: HostReason, message: string): TrackRecordError => new TrackRecordError(reason, `${message} ${KEPT}`);

export const isHostError = (error: unknown): error is TrackRecordError =>
  error instanceof TrackRecordError && error.reason.startsWith('host-');
