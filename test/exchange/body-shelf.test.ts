import { expect, onTestFinished, test } from 'vitest';
import { createBodyShelf, type ShelfLimits } from '../../src/exchange/body-shelf.ts';
import type { Answer } from '../../src/model/exchange.ts';

const answer = (text: string, value: unknown = JSON.parse(text)): Answer => ({
  kind: 'answer',
  status: 200,
  headers: [],
  bodyBytes: text.length,
  text,
  json: { kind: 'value', value },
});
const textOf = (at: number): string => JSON.stringify({ at, more: 'ä'.repeat(500) });

const shelfOf = (limits: Partial<ShelfLimits> = {}) => {
  const shelf = createBodyShelf({ leastCharacters: 100, memoryBytes: 20_000, fileBytes: 1_000_000, ...limits });
  onTestFinished(shelf.close);
  return shelf;
};

test('bodies that do not fit into memory are returned unchanged, in any order and repeatedly', () => {
  const shelf = shelfOf();
  const kept = Array.from({ length: 50 }, (_, at) => shelf.keep(answer(textOf(at)), true));
  for (const round of [1, 2]) {
    for (const at of [49, 0, 25, 7 * round, 0]) {
      expect(kept[at]?.text).toBe(textOf(at));
      expect(kept[at]?.json).toEqual({ kind: 'value', value: JSON.parse(textOf(at)) });
    }
  }
});

test('a value that differs from its text is kept', () => {
  const shelf = shelfOf();
  const kept = Array.from({ length: 30 }, (_, at) => shelf.keep(answer(textOf(at), { at, secret: '[secret]' }), false));
  expect(kept[0]?.json).toEqual({ kind: 'value', value: { at: 0, secret: '[secret]' } });
  expect(kept[0]?.text).toBe(textOf(0));
});

test('a short body stays with its answer', () => {
  const short = answer('{"a":1}');
  expect(shelfOf().keep(short, true)).toBe(short);
});

test('a full shelf accepts nothing more and keeps what it has', () => {
  const shelf = shelfOf({ fileBytes: 5000 });
  const kept = Array.from({ length: 60 }, (_, at) => shelf.keep(answer(textOf(at)), true));
  expect(kept.at(-1)).toBeUndefined();
  const held = kept.filter((one) => one !== undefined);
  expect(held.length).toBeGreaterThan(4);
  for (const [at, one] of held.entries()) expect(one.text).toBe(textOf(at));
});
