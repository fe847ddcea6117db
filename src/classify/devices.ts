import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Absent, Device, Missing, Precision } from '../domain/device.ts';
import { TrackRecordError } from '../domain/result.ts';

/** Devices other than the CPU that a platform may have. */
const CANDIDATES: Readonly<Partial<Record<NodeJS.Platform, readonly Device[]>>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
};

const candidates = (platform: NodeJS.Platform = process.platform): readonly Device[] => CANDIDATES[platform] ?? [];

/** What a device computes in, best first: the next one is for where that fails, or disagrees. */
export const precisions = (device: Device): readonly Precision[] => (device === 'cpu' ? ['int8', 'float32'] : ['float16', 'float32']);

/** The model runtime's release, and where its libraries for this platform lie. Nothing of it is loaded for that. */
export function modelRuntime(): { readonly version: string; readonly folder: string } {
  const file = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return { version, folder: path.join(path.dirname(file), 'bin/napi-v6', process.platform, process.arch) };
}

/** @throws TrackRecordError `device-unavailable` on platforms that the model runtime is not built for. */
export function assertRuntime(runtime = modelRuntime()): void {
  if (existsSync(runtime.folder)) return;
  throw new TrackRecordError(
    'device-unavailable',
    `The model runtime (onnxruntime ${runtime.version}) is not built for ${process.platform} on ${process.arch}: nothing can be tagged on this machine.`,
  );
}

const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/usr/lib/wsl/lib',
];

/**
 * What a device lacks, seen without loading its driver: to try is slow. Undefined: worth a try.
 * @param env of the processes that would try it.
 */
function missing(device: Device, platform: NodeJS.Platform = process.platform, env = process.env): Missing | undefined {
  if (platform !== 'linux') return undefined;
  const folders = [...(env['LD_LIBRARY_PATH'] ?? '').split(path.delimiter).filter(Boolean), ...LIBRARY_FOLDERS];
  const has = (library: string): boolean => folders.some((folder) => existsSync(path.join(folder, library)));
  if (device === 'cuda') {
    if (!existsSync(path.join(modelRuntime().folder, 'libonnxruntime_providers_cuda.so'))) return 'cuda-libraries';
    return has('libcuda.so.1') ? undefined : 'nvidia-driver';
  }
  return device !== 'webgpu' || has('libvulkan.so.1') ? undefined : 'vulkan';
}

/** What a machine may have, and what it lacks. */
export interface Machine {
  /** Devices other than the CPU. */
  readonly candidates: () => readonly Device[];
  readonly absent: (devices: readonly Device[]) => readonly Absent[];
}

const absentOf = (devices: readonly Device[]): readonly Absent[] =>
  devices.flatMap((device) => {
    const lacks = missing(device);
    return lacks === undefined ? [] : [{ device, missing: lacks }];
  });

export const THIS_MACHINE: Machine = { candidates, absent: absentOf };
