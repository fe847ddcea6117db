import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { dayOf } from '../../src/domain/calendar.ts';
import { periodBefore, resolvePeriod } from '../../src/pipeline/period.ts';

const now = Date.parse('2026-11-23T22:30:00Z');
const days = (name: string, zone = 'UTC'): string => {
  const period = resolvePeriod({ name }, now, zone);
  return `${dayOf(period.from, zone)}..${dayOf(period.to, zone)}`;
};

test('calendar periods are half-open', () => {
  assert.equal(days('2026'), '2026-01-01..2027-01-01');
  assert.equal(days('2026-H2'), '2026-07-01..2027-01-01');
  assert.equal(days('2026-q1'), '2026-01-01..2026-04-01');
  assert.equal(days('2024-02'), '2024-02-01..2024-03-01');
  assert.equal(days('this half'), '2026-07-01..2027-01-01');
  assert.equal(days('last quarter'), '2026-07-01..2026-10-01');
  assert.equal(days('last year'), '2025-01-01..2026-01-01');
  assert.equal(days('this week'), '2026-11-23..2026-11-30');
  assert.equal(days('last week'), '2026-11-16..2026-11-23');
});

test('relative periods include today, in the zone of the user', () => {
  assert.equal(days('last 90 days'), '2026-08-26..2026-11-24');
  assert.equal(days('last 1 day', 'Asia/Shanghai'), '2026-11-24..2026-11-25');
  assert.equal(days('last 12 months'), '2025-11-24..2026-11-24');
});

test('explicit bounds: a bare date until includes that day', () => {
  const period = resolvePeriod({ since: '2026-01-01', until: '2026-06-30' }, now, 'Europe/Berlin');
  assert.equal(new Date(period.from).toISOString(), '2025-12-31T23:00:00.000Z');
  assert.equal(new Date(period.to).toISOString(), '2026-06-30T22:00:00.000Z');
  assert.equal(days('2026-01-01..2026-06-30'), '2026-01-01..2026-07-01');
});

test('what is no period is refused with the forms that are', () => {
  for (const name of [
    '',
    'soon',
    '2026-H3',
    '2026-13',
    '2026-00',
    'last 0 days',
    '2026-02-30..2026-03-01',
    '2026-05-01..2026-04-01',
    'last 99999 days',
  ]) {
    assert.throws(() => resolvePeriod({ name }, now, 'UTC'), { reason: 'bad-period' }, name);
  }
});

test('the period before has the same length and a name of its own', () => {
  const before = (name: string): string | undefined => periodBefore(resolvePeriod({ name }, now, 'UTC'))?.name;
  assert.equal(before('2026-H2'), '2026-H1');
  assert.equal(before('2026-H1'), '2025-H2');
  assert.equal(before('2026-Q1'), '2025-Q4');
  assert.equal(before('2026-03'), '2026-02-01..2026-02-28');
  assert.equal(before('last 90 days'), '2026-05-28..2026-08-25');
  assert.equal(before('all'), undefined);
});

test('any text is a period or a clear refusal', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      try {
        const period = resolvePeriod({ name }, now, 'UTC');
        assert.ok(period.from < period.to);
      } catch (error) {
        assert.equal((error as { reason?: string }).reason, 'bad-period');
      }
    }),
  );
});
