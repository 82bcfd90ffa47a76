import { describe, expect, test } from 'vitest';
import { rememberedByObject, rememberedByPair, rememberedByText } from '../../src/model/remembered.ts';

describe('a function of a text', () => {
  test('computes the value of each text once, also where that is undefined', () => {
    const asked: string[] = [];
    const lengthOf = rememberedByText((text) => {
      asked.push(text);
      return text === 'nothing' ? undefined : text.length;
    });
    expect(['kiln', 'glaze', 'kiln', 'nothing', 'nothing', 'glaze'].map(lengthOf)).toEqual([4, 5, 4, undefined, undefined, 5]);
    expect(asked).toEqual(['kiln', 'glaze', 'nothing']);
  });

  test('gives the same value again, and not one that is only alike', () => {
    const words = rememberedByText((text) => text.split(' '));
    expect(words('red clay')).toBe(words('red clay'));
    expect(words('red clay')).not.toBe(words('red  clay'));
  });

  test('forgets what it knows before that takes much memory', () => {
    let asked = 0;
    const lengthOf = rememberedByText((text) => {
      asked += 1;
      return text.length;
    });
    const long = (n: number): string => `${n} `.padEnd(40_000, 'x');
    lengthOf('kiln');
    for (let n = 0; n < 50; n += 1) lengthOf(long(n));
    expect(asked).toBe(51);
    expect(lengthOf('kiln')).toBe(4);
    expect(asked).toBe(52);
  });

  test('does not remember a text that would take the place of many others', () => {
    let asked = 0;
    const lengthOf = rememberedByText((text) => {
      asked += 1;
      return text.length;
    });
    const huge = 'x'.repeat(300_000);
    expect([lengthOf('kiln'), lengthOf(huge), lengthOf(huge), lengthOf('kiln')]).toEqual([4, 300_000, 300_000, 4]);
    expect(asked).toBe(3);
  });
});

test('a function of two objects computes the value of each pair once', () => {
  const asked: string[] = [];
  const joined = rememberedByPair((a: { readonly name: string }, b: { readonly name: string }) => {
    asked.push(`${a.name} ${b.name}`);
    return asked.length;
  });
  const [kiln, shelf] = [{ name: 'kiln' }, { name: 'shelf' }];
  expect([joined(kiln, shelf), joined(shelf, kiln), joined(kiln, shelf), joined(kiln, { name: 'shelf' })]).toEqual([1, 2, 1, 3]);
  expect(asked).toEqual(['kiln shelf', 'shelf kiln', 'kiln shelf']);
});

test('a function of an object computes the value of each once, also where that is undefined', () => {
  const asked: object[] = [];
  const sizeOf = rememberedByObject((one: { readonly size?: number }) => {
    asked.push(one);
    return one.size;
  });
  const [bowl, none] = [{ size: 3 }, {}];
  expect([bowl, none, bowl, none].map(sizeOf)).toEqual([3, undefined, 3, undefined]);
  expect(asked).toEqual([bowl, none]);
});
