import type { Metric } from '../../domain/evidence.ts';
import { measure, percentOf, population, touchesSource } from '../../domain/measure.ts';
import type { Scope } from '../scope.ts';
import type { Reading, ReadSignal } from './signal.ts';

/** A share of changes by one of the metrics drafts use too. */
function share(scope: Scope, metric: Metric, basis: (n: number, total: number) => string): Reading {
  const { value, total = 0, items } = measure(metric, population(metric, scope.all), scope.zone);
  return { n: total, value: percentOf(value, total), basis: basis(value, total), items };
}

const tests: ReadSignal = (scope) => {
  const reading = share(scope, { of: 'with-tests' }, (n, total) => scope.say('basis.tests', { n, total }));
  const inside = reading.n === 0 && scope.work.some(touchesSource);
  return inside ? { ...reading, nothing: scope.say('nothing.tests'), unread: true } : reading;
};

const reverts: ReadSignal = (scope) => share(scope, { of: 'reverted' }, (n, total) => scope.say('basis.reverts', { n, total }));

const DAYS = 7;

const followUps: ReadSignal = (scope, { days = DAYS }) =>
  share(scope, { of: 'followed-up', days }, (n, total) => scope.say('basis.follow-ups', { n, total, days }));

const size: ReadSignal = ({ work, zone, say }) => {
  const { value, items } = measure({ of: 'median-lines' }, work, zone);
  return { n: items.length, value, basis: say('basis.size', { n: items.length, total: work.length, lines: value }), items };
};

const messages: ReadSignal = (scope) => share(scope, { of: 'explained' }, (n, total) => scope.say('basis.messages', { n, total }));

/** Those that are not told, or had not ended, say nothing. */
const checks: ReadSignal = ({ work, say }) => {
  const merged = work.filter(({ host }) => host?.kind === 'pull_request' && host.state === 'merged');
  const known = merged.filter(({ host }) => host?.kind === 'pull_request' && (host.checks === 'passed' || host.checks === 'failed'));
  const items = known.filter(({ host }) => host?.kind === 'pull_request' && host.checks === 'passed');
  const [n, total] = [items.length, known.length];
  const basis = say('basis.checks', { n, total });
  return { n: total, value: percentOf(n, total), basis, items, nothing: say('nothing.checks'), unread: total === 0 };
};

export const QUALITY = { tests, reverts, 'follow-ups': followUps, size, messages, checks } as const;
