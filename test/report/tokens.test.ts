import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/report/view/style/tokens.css', import.meta.url), 'utf8');

/** Each colour by its name, for light and for dark. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[\da-f]+), (#[\da-f]+)\);/gu)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light, dark },
  ]),
);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (colour: string): number => {
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./gu, '$&$&') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
};

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const colour = (name: string): string => {
    const found = tokens.get(name)?.[scheme];
    if (found === undefined) throw new Error(`There is no colour ${name}`);
    return found;
  };

  for (const text of ['text', 'muted', 'accent', 'bad', 'warn', 'good', 'fact']) {
    test(`keep ${text} readable on the page and on panels`, () => {
      expect(contrast(colour(text), colour('page'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour(text), colour('panel'))).toBeGreaterThanOrEqual(4.5);
    });
  }

  test('keep marked text readable', () => {
    expect(contrast(colour('mark-text'), colour('mark'))).toBeGreaterThanOrEqual(4.5);
  });
});
