import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hasBounds } from '../../src/domain/time.ts';
import { dayOf, weekOf, weeksBetween } from '../../src/domain/calendar.ts';

test('days are those of the zone, weeks begin on Monday', () => {
  const at = Date.parse('2026-01-01T03:00Z');
  assert.equal(dayOf(at, 'UTC'), '2026-01-01');
  assert.equal(dayOf(at, 'America/New_York'), '2025-12-31');
  assert.equal(weekOf(at, 'UTC'), '2025-12-29');
});

test('a period open at an end has no bounds to show', () => {
  const at = Date.UTC(2026, 0, 1);
  assert.deepEqual(
    [hasBounds({ from: at, to: at + 1 }), hasBounds({ from: -8.64e15, to: at }), hasBounds({ from: -8.64e15, to: 8.64e15 })],
    [true, false, false],
  );
});

test('weeks cover a span across a change of clocks', () => {
  const [from, to] = [Date.parse('2026-09-30T22:00Z'), Date.parse('2026-10-31T23:00Z')];
  const october = ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26'];
  assert.deepEqual(weeksBetween(from, to, 'Europe/Berlin'), october);
  assert.deepEqual(weeksBetween(9e15, 9e15 + 1, 'UTC'), []);
});

test('every time a clock can be set to has a day and its Monday, others have none', () => {
  assert.equal(dayOf(Date.parse('+010209-01-27T06:13Z'), 'UTC'), '+010209-01-27');
  assert.equal(weekOf(Date.parse('+010209-01-27T06:13Z'), 'UTC'), '+010209-01-23');
  assert.equal(dayOf(Date.parse('-000027-08-11T08:00Z'), 'UTC'), '-000027-08-11');
  assert.equal(weekOf(Date.parse('0005-04-19T00:00Z'), 'UTC'), '0005-04-18');
  assert.deepEqual([dayOf(9e15, 'UTC'), weekOf(9e15, 'UTC'), dayOf(Number.NaN, 'UTC')], ['', '', '']);
  fc.assert(
    fc.property(
      fc.integer({ min: -8.64e15 + 7 * 86_400_000, max: 8.64e15 }),
      fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York'),
      (at, zone) => {
        const [day, monday] = [Date.parse(dayOf(at, zone)), Date.parse(weekOf(at, zone))];
        assert.ok(Math.abs(day - at) < 2 * 86_400_000 && day - monday >= 0 && day - monday < 7 * 86_400_000);
        assert.equal(new Date(monday).getUTCDay(), 1);
      },
    ),
  );
});
