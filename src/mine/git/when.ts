/** Seconds since 1970 in digits, to milliseconds; undefined for anything else. Times no number holds end just inside the safe ones. */
export function readSeconds(digits: string): number | undefined {
  if (!/^-?\d+$/.test(digits)) return undefined;
  return Math.max(-LAST, Math.min(Number(digits) * 1000, LAST)) + 0;
}

const LAST = Number.MAX_SAFE_INTEGER - 1;

/** `+hhmm` at the end of a text, to minutes east of UTC; 0 for none, and for zones no clock can have. */
export function readZone(text: string): number {
  const match = /([+-])(\d+)$/.exec(text);
  if (match === null) return 0;
  const hhmm = Number(match[2]);
  const minutes = Math.trunc(hhmm / 100) * 60 + (hhmm % 100);
  if (minutes >= 24 * 60 || minutes === 0) return 0;
  return match[1] === '-' ? -minutes : minutes;
}
