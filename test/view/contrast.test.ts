// The stand-alone theme measured: text at 4.5:1, marks and control borders at 3:1, and the four families apart for every kind of colour vision.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

type Rgb = readonly [number, number, number];
const css = readFileSync(path.resolve(import.meta.dirname, '../../media/view/theme.css'), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
const print = css.split('@media print')[1] ?? '';

function theme(...parts: readonly string[]): (name: string) => Rgb {
  const values = new Map(
    parts.flatMap((part) =>
      [...part.split('@media')[0]!.matchAll(/--vscode-([\w-]+): (#[0-9a-f]{6})\b/gi)].map((m) => [m[1]!, m[2]!] as const),
    ),
  );
  return (name) => {
    const hex = values.get(name);
    assert.ok(hex, `--vscode-${name} is not a plain colour`);
    return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
  };
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const THEMES = { light: theme(light), dark: theme(light, dark), print: theme(light, print) };
const TEXT = [
  ['foreground', 'editor-background'],
  ['descriptionForeground', 'editor-background'],
  ['descriptionForeground', 'list-hoverBackground'],
  ['textLink-foreground', 'editor-background'],
  ['textLink-foreground', 'list-hoverBackground'],
  ['badge-foreground', 'badge-background'],
  ['button-foreground', 'button-background'],
  ['button-secondaryForeground', 'button-secondaryBackground'],
  ['list-activeSelectionForeground', 'list-activeSelectionBackground'],
  ['list-hoverForeground', 'list-hoverBackground'],
  ['settings-textInputForeground', 'settings-textInputBackground'],
  ['input-placeholderForeground', 'settings-textInputBackground'],
  ['settings-dropdownForeground', 'settings-dropdownBackground'],
  ['gitDecoration-addedResourceForeground', 'editor-background'],
  ['gitDecoration-deletedResourceForeground', 'editor-background'],
] as const;
const FAMILIES = ['charts-blue', 'charts-orange', 'charts-green', 'charts-purple'] as const;
const MARKS = [...FAMILIES, 'focusBorder', 'settings-textInputBorder', 'settings-dropdownBorder', 'settings-checkboxBorder'] as const;

for (const [name, colour] of Object.entries(THEMES)) {
  test(`${name}: text reads at 4.5:1, marks at 3:1`, () => {
    for (const [front, back] of TEXT) {
      const ratio = contrast(colour(front), colour(back));
      assert.ok(ratio >= 4.5, `${front} on ${back} is ${ratio.toFixed(2)}:1`);
    }
    for (const mark of MARKS) {
      const ratio = contrast(colour(mark), colour('editor-background'));
      assert.ok(ratio >= 3, `${mark} is ${ratio.toFixed(2)}:1`);
    }
  });

  test(`${name}: the families stay apart without red, green or blue cones`, () => {
    for (const [vision, matrix] of Object.entries(VISIONS)) {
      const seen = FAMILIES.map((family) => oklab(colour(family).map(linear) as unknown as Rgb, matrix));
      for (let i = 0; i < seen.length; i++) {
        for (let j = i + 1; j < seen.length; j++) {
          const distance = Math.hypot(...[0, 1, 2].map((k) => seen[i]![k]! - seen[j]![k]!));
          assert.ok(distance >= 0.07, `${vision}: ${FAMILIES[i]} and ${FAMILIES[j]} are ${distance.toFixed(3)} apart`);
        }
      }
    }
  });
}

type Matrix = readonly (readonly [number, number, number])[];
/** Full loss of one kind of cone, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1.0). */
const VISIONS: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Oklab (Ottosson 2020) of a linear colour as someone sees it: distances in it are about as large as they look. */
function oklab(colour: Rgb, vision: Matrix): Rgb {
  const [r, g, b] = vision.map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  ) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
