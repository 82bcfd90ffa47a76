import { expect, test } from 'vitest';
import { leaksOf, tracesOf } from './traces.ts';

const secret = 'sk-live/9fb2 "ward"\\1024';

test('every trace of a secret is found at the beginning, in the middle and at the end of a text', () => {
  const traces = tracesOf(secret);
  expect(traces.length).toBeGreaterThan(150);
  const texts = traces.flatMap((trace, n) =>
    [trace, `${trace} ends`, `begins ${trace}`, `xx${trace}yy`].map((text, m) => [`${n}.${m}`, text] as const),
  );
  const leaks = leaksOf({ key: secret }, new Map(texts));
  expect(leaks.map((leak) => leak.split(':', 1)[0])).toEqual(texts.map(([where]) => `key in ${where}`));
});

test('a location is told once for each secret, with its first trace, and what is no trace is not told', () => {
  const other = 'an-entirely-different-one';
  const texts = new Map([
    ['both', `… ${other} … ${secret.slice(3, 14)} ${secret.slice(0, 9)}`],
    ['none', `${secret.slice(0, 7)} ${other.slice(2, 9)} ${'x'.repeat(1000)}`],
    ['short', 'sk-live'],
  ]);
  expect(leaksOf({ key: secret, other }, texts)).toEqual([`key in both: ${secret.slice(0, 8)}`, `other in both: ${other.slice(0, 8)}`]);
});
