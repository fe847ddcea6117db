import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceReport } from '../../src/domain/device.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { makeSnapshot } from '../support/snapshot.ts';

const { statusWords } = await import('../../src/host/status.ts');

const head = makeSnapshot({ rows: 1200 });
const reply = { revision: 1, contributions: 3, added: 3, milliseconds: 1, warnings: [] };

test('nothing yet: a way to the panel', () => {
  assert.deepEqual(statusWords({ kind: 'idle' }, undefined), {
    text: '$(graph-line) Track Record',
    tooltip: ['Open your track record'],
    command: 'openPanel',
    isWarning: false,
  });
});

test('running: how far, and a way to cancel', () => {
  const state = { kind: 'running', progress: { text: 'Tagging on CPU · 45%' } } as const;
  const { text, tooltip, command } = statusWords(state, head);
  assert.deepEqual([text, tooltip, command], ['$(sync~spin) Track Record: Tagging on CPU · 45%', ['Select to cancel.'], 'cancel']);
});

test('done: whose work, how much, and where it was tagged', () => {
  const [, who, count, device] = statusWords({ kind: 'done', reply: { ...reply, device: 'webgpu' }, at: 0 }, head).tooltip;
  assert.match(who ?? '', new RegExp(`^${head.person.name} · `));
  assert.equal(count, '1,200 contributions');
  assert.match(device ?? '', /tagged on WebGPU$/);
  const warned = { ...reply, device: 'cpu', warnings: ['github.com could not be reached.'] };
  assert.equal(statusWords({ kind: 'done', reply: warned, at: 0 }, head).tooltip.at(-1), 'github.com could not be reached.');
  const again = { kind: 'done', reply: { ...reply, device: 'not needed: everything was tagged before' }, at: 0 } as const;
  assert.match(statusWords(again, head).tooltip.at(-1) ?? '', /nothing new to tag$/);
});

test('done: each device that is not used, with the reason', () => {
  const devices: DeviceReport = {
    asked: 'auto',
    device: 'cpu',
    precision: 'int8',
    attempts: [
      { device: 'cpu', precision: 'int8', finding: { kind: 'works', milliseconds: 9, over: false, agreement: 1 } },
      { device: 'webgpu', precision: 'float32', finding: { kind: 'crashed', how: 'SIGSEGV' } },
    ],
    absent: [{ device: 'cuda', missing: 'nvidia-driver' }],
  };
  const { tooltip } = statusWords({ kind: 'done', reply: { ...reply, device: 'cpu', devices }, at: 0 }, head);
  assert.deepEqual(tooltip.slice(-2), [
    'WebGPU is not used: it crashed when it was tried (SIGSEGV); the engine was not touched',
    'CUDA is not used: there is no NVIDIA driver',
  ]);
});

test('failed: why, and a way to try again', () => {
  const { tooltip, command, isWarning } = statusWords(
    { kind: 'failed', error: new TrackRecordError('disk-full', 'Free some space.') },
    head,
  );
  assert.deepEqual([tooltip[1], command, isWarning], ['Free some space.', 'refresh', true]);
});
