const NAMES: Readonly<Record<string, string>> = { cpu: 'CPU', webgpu: 'WebGPU', cuda: 'CUDA', dml: 'DirectML', coreml: 'Core ML' };

/** A run's device as its maker spells it; undefined for what is none: nothing had to be tagged. */
export const deviceName = (device: string): string | undefined => NAMES[device];
