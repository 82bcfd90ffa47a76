import { describe, expect, test } from 'vitest';

import { dark, light, type Palette } from '../../src/report/html/palette.ts';
import { style } from '../../src/report/html/style.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
};

const texts = ['text', 'muted', 'link', 'bad', 'warn', 'good', 'fact'] as const satisfies readonly (keyof Palette)[];

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s palette', (_, palette) => {
  for (const text of texts) {
    test(`keeps ${text} readable on the page and on panels`, () => {
      expect(contrast(palette[text], palette.page)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette[text], palette.panel)).toBeGreaterThanOrEqual(4.5);
    });
  }

  test('keeps marked text readable', () => {
    expect(contrast(palette.markText, palette.mark)).toBeGreaterThanOrEqual(4.5);
  });

  test('has all colours of the style', () => {
    const colours = new Set(style.match(/#[0-9a-f]{3,8}\b/gu));
    for (const colour of colours) expect([...Object.values(light), ...Object.values(dark)]).toContain(colour);
    expect(style).toContain('@media (prefers-color-scheme: dark)');
  });
});
