import { existsSync } from 'node:fs';
import path from 'node:path';
import { listSupportedBackends } from 'onnxruntime-node';

/** Where the encoder can run: onnxruntime's execution providers. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Device = (typeof DEVICES)[number];
export type DeviceChoice = Device | 'auto';

/** What came of a device. `outcome` is in words: the time of the probe, or why it was not used. */
export interface DeviceTrial {
  readonly device: Device;
  readonly used: boolean;
  readonly outcome: string;
}

/** Devices other than the CPU that a platform may have, best first. */
const CANDIDATES: Readonly<Partial<Record<NodeJS.Platform, readonly Device[]>>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
};

export const candidates = (platform: NodeJS.Platform): readonly Device[] => CANDIDATES[platform] ?? [];

const LIBRARY_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/local/lib'];

/**
 * Why a device cannot work here, seen without loading its driver: a failing driver is slow, and writes to standard error where nobody can
 * stop it. Undefined: worth a try.
 */
export function absent(device: Device, platform: NodeJS.Platform = process.platform): string | undefined {
  if (device === 'cpu') return undefined;
  const backend = listSupportedBackends().find(({ name }) => name === device);
  if (!backend) return 'this build of onnxruntime does not have it';
  if (device === 'cuda' && !backend.bundled) return 'the CUDA libraries of onnxruntime are not installed';
  if (device !== 'webgpu' || platform !== 'linux') return undefined;
  const folders = [...(process.env.LD_LIBRARY_PATH ?? '').split(path.delimiter), ...LIBRARY_FOLDERS];
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, 'libvulkan.so.1')))
    ? undefined
    : 'there is no Vulkan loader (libvulkan.so.1)';
}
