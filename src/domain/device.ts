import type { Locale } from './draft.ts';

/** Where the tagger can run: onnxruntime's execution providers. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Device = (typeof DEVICES)[number];

/** `auto`: the fastest that works. */
export const DEVICE_CHOICES = ['auto', ...DEVICES] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/** What it computes in. */
export type Precision = 'int8' | 'float16' | 'float32';

/** What is not on the machine, so that a device need not be tried. */
export type Missing = 'cuda-libraries' | 'nvidia-driver' | 'vulkan';

/** What came of trying a device. */
export type Finding =
  /**
   * `milliseconds` of one batch; absent: there was nothing to compare with. `over`: a few texts alone took so long.
   * `agreement`: least cosine with the CPU's vectors in single precision.
   */
  | { readonly kind: 'works'; readonly milliseconds?: number; readonly over: boolean; readonly agreement: number }
  | { readonly kind: 'differs'; readonly agreement: number }
  /** In the runtime's own words. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The process that tried it died: by which signal, or with which code. */
  | { readonly kind: 'crashed'; readonly how: string }
  | { readonly kind: 'silent'; readonly seconds: number }
  /** It worked when it was tried, and failed at work later; in the runtime's own words. */
  | { readonly kind: 'broke'; readonly reason: string }
  /** So many processes in a row died while they worked there. */
  | { readonly kind: 'died'; readonly times: number };

/** One device in one precision, tried. */
export interface Attempt {
  readonly device: Device;
  readonly precision: Precision;
  readonly finding: Finding;
}

export interface Absent {
  readonly device: Device;
  readonly missing: Missing;
}

/** Which device runs, and what came of the others. */
export interface DeviceReport {
  readonly asked: DeviceChoice;
  readonly device: Device;
  readonly precision: Precision;
  readonly attempts: readonly Attempt[];
  readonly absent: readonly Absent[];
}

/** What is known of the devices of a machine, and what follows from it. */
export interface DeviceState extends Pick<DeviceReport, 'asked' | 'attempts' | 'absent'> {
  /** What the platform may have, the CPU first. */
  readonly candidates: readonly Device[];
  /** Where the tagger runs by that; absent: not known yet, or nowhere. */
  readonly placement?: Pick<DeviceReport, 'device' | 'precision'>;
  /** When they were tried last, epoch ms; absent: never, with this model on this machine. */
  readonly at?: number;
}

const NAMES: Readonly<Record<Device, string>> = { cpu: 'CPU', webgpu: 'WebGPU', cuda: 'CUDA', dml: 'DirectML', coreml: 'Core ML' };

export const isDevice = (name: string): name is Device => name in NAMES;

/** A run's device as its maker spells it; undefined for what is none: nothing had to be tagged. */
export const deviceName = (device: string): string | undefined => (isDevice(device) ? NAMES[device] : undefined);

/** What holds a device back, or how fast it is: a few words for a list. */
export function findingWords(finding: Finding, locale: Locale): string {
  const words = WORDS[locale];
  switch (finding.kind) {
    case 'works':
      if (finding.milliseconds === undefined) return words.fine('');
      return (finding.over ? words.over : words.works)(number(finding.milliseconds, locale));
    case 'differs':
      return words.differs(finding.agreement.toFixed(4));
    case 'failed':
      return /no supported adapters/i.test(finding.reason) ? words.adapter(finding.reason) : words.failed(finding.reason);
    case 'crashed':
      return words.crashed(finding.how);
    case 'silent':
      return words.silent(number(finding.seconds, locale));
    case 'broke':
      return words.broke(finding.reason);
    case 'died':
      return words.died(number(finding.times, locale));
    default:
      return finding satisfies never;
  }
}

export const missingWords = (missing: Missing, locale: Locale): string => WORDS[locale][missing];

export const precisionWords = (precision: Precision, locale: Locale): string => WORDS[locale][precision];

/** What is known of a device, precision by precision; empty where it was not tried. */
export function deviceWords(
  device: Device,
  { attempts, absent }: Pick<DeviceReport, 'attempts' | 'absent'>,
  locale: Locale,
): readonly string[] {
  const missing = absent.find((one) => one.device === device);
  if (missing) return [missingWords(missing.missing, locale)];
  const own = attempts.filter((one) => one.device === device);
  const words = own.map(({ finding }) => findingWords(finding, locale));
  // What fails alike in every precision is not about the precision.
  if (own.every(({ finding }) => finding.kind !== 'works') && new Set(words).size === 1) return words.slice(0, 1);
  return own.map(({ precision }, i) => WORDS[locale].in(precisionWords(precision, locale), words[i] ?? ''));
}

/** A line for each device that was looked at, with what came of it, for people who read English. */
export const reportLines = (report: Pick<DeviceReport, 'attempts' | 'absent'>): readonly string[] =>
  DEVICES.flatMap((device) => {
    const words = deviceWords(device, report, 'en');
    return words.length > 0 ? [`${NAMES[device]}: ${words.join('; ')}`] : [];
  });

const number = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(locale === 'zh-cn' ? 'zh-CN' : 'en', { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

type Words = Readonly<Record<Missing | Precision, string>> & {
  readonly [K in 'fine' | 'works' | 'over' | 'differs' | 'failed' | 'adapter' | 'crashed' | 'silent' | 'broke' | 'died']: (
    what: string,
  ) => string;
} & { readonly in: (precision: string, finding: string) => string };

/** How a device that was left is taken again. */
const AGAIN = 'to use it again, have the devices tried again (Select Device, or doctor --probe)';
const AGAIN_ZH = '要再次使用，请重新试用设备（“选择设备”或 doctor --probe）';

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    in: (precision, finding) => `in ${precision}: ${finding}`,
    int8: '8-bit integers',
    float16: 'half precision',
    float32: 'single precision',
    fine: () => 'works',
    works: (ms) => `${ms} ms a batch`,
    over: (ms) => `works, but needs more than ${ms} ms for a few texts`,
    differs: (agreement) => `its results differ from the CPU's (cosine ${agreement})`,
    failed: (reason) => `it cannot run here (${reason})`,
    adapter: (reason) => `there is no graphics adapter with a driver that it can use (${reason})`,
    crashed: (how) => `it crashed when it was tried (${how}); the engine was not touched`,
    silent: (seconds) => `it did not answer within ${seconds} s`,
    broke: (reason) => `it failed at work (${reason}); ${AGAIN}`,
    died: (times) => `the process ended ${times} times in a row while it was at work; ${AGAIN}`,
    'cuda-libraries': "onnxruntime's CUDA libraries are not on this machine",
    'nvidia-driver': 'there is no NVIDIA driver',
    vulkan: 'there is no Vulkan loader (libvulkan.so.1)',
  },
  'zh-cn': {
    in: (precision, finding) => `${precision}：${finding}`,
    int8: '8 位整数',
    float16: '半精度',
    float32: '单精度',
    fine: () => '可用',
    works: (ms) => `每批 ${ms} 毫秒`,
    over: (ms) => `可用，但处理几段文本就超过 ${ms} 毫秒`,
    differs: (agreement) => `结果与 CPU 不一致（余弦 ${agreement}）`,
    failed: (reason) => `在此无法运行（${reason}）`,
    adapter: (reason) => `没有驱动可用的图形适配器（${reason}）`,
    crashed: (how) => `试用时崩溃（${how}）；引擎未受影响`,
    silent: (seconds) => `${seconds} 秒内没有响应`,
    broke: (reason) => `工作时出错（${reason}）；${AGAIN_ZH}`,
    died: (times) => `工作时进程连续 ${times} 次意外结束；${AGAIN_ZH}`,
    'cuda-libraries': '本机没有 onnxruntime 的 CUDA 库',
    'nvidia-driver': '没有 NVIDIA 驱动',
    vulkan: '没有 Vulkan 加载器（libvulkan.so.1）',
  },
};
