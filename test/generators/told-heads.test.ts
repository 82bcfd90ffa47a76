import { expect, test } from 'vitest';
import { textBehind } from '../../src/generators/fresh-text.ts';
import { toldHead } from '../../src/generators/told-heads.ts';

test.each<readonly [sentences: string[], printed: string, head: string | undefined]>([
  [['The number tells the nature of an account by its first digit.'], '5400', '5'],
  [['A `bank` account is an asset whose number begins with `10`.'], '1020', '10'],
  [['It begins with `17` for input, and with `27` for output.', 'First digit 1.'], '2760', '27'],
  [['Starts with "AB-" or "CD-".'], 'CD-1234', 'CD-'],
  [['The prefix tells the plant.'], 'X-99', 'X'],
  [['Numbers are unique.', 'Work begins at noon.'], '5400', undefined],
  [['It begins with `540`.'], '5400', '5'],
  [['It starts with a letter.'], 'A1', undefined],
])('%s of %s: %s', (sentences, printed, head) => {
  expect(toldHead(sentences, printed)).toBe(head);
});

test('what stands behind a beginning is drawn, each character for one of its kind', () => {
  const texts = Array.from({ length: 20 }, (_, n) => textBehind('AB-', 'AB-12x/Q', `ct-${n}`));
  expect(texts.every((text) => /^AB-\d\d[a-z]\/[A-Z]$/u.test(text))).toBe(true);
  expect(new Set(texts).size).toBeGreaterThan(15);
  expect(textBehind('AB-', 'AB-12x/Q', 'ct-1')).toBe(texts[1]);
});
