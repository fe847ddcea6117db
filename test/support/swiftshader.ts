// A GPU for machines without one: SwiftShader, a Vulkan driver that computes on the CPU. It lies in the package that also brings the tests'
// Chromium, for Linux on x64 only.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

export const hasSwiftShader = process.platform === 'linux' && process.arch === 'x64';

/** What a process needs in its environment for WebGPU to find SwiftShader. @param drivers `none`: a Vulkan loader without any driver. */
export function swiftShader(drivers: 'software' | 'none' = 'software'): Readonly<Record<string, string>> {
  const folder = unpacked();
  const icd = drivers === 'none' ? path.join(folder, 'no-driver.json') : path.join(folder, 'vk_swiftshader_icd.json');
  return { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: icd, VK_ICD_FILENAMES: icd };
}

/** The folder with its libraries: made once, whole or not at all. */
function unpacked(): string {
  const archive = path.join(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../bin/swiftshader.tar.br');
  const folder = path.join(tmpdir(), 'track-record-swiftshader');
  if (existsSync(folder)) return folder;
  const draft = mkdtempSync(`${folder}-`);
  const tar = path.join(draft, 'swiftshader.tar');
  writeFileSync(tar, brotliDecompressSync(readFileSync(archive)));
  execFileSync('tar', ['xf', tar, '-C', draft, 'libvulkan.so.1', 'libvk_swiftshader.so', 'vk_swiftshader_icd.json']);
  rmSync(tar);
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test was faster.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
