import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { valid } from '../../src/generators/values/valid.ts';
import { frozen } from './laws.ts';
import { countingSchemas, randomSchemas, sharedDocument } from './random-schemas.ts';
import { referee } from './referee.ts';
import { secondReferee } from './second-referee.ts';

const seed = 20_26;

/** Values of all kinds, to test that a schema reported as unsatisfiable allows none. */
const candidates: readonly unknown[] = fc
  .sample(
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    { seed, numRuns: 150 },
  )
  .concat([
    null,
    true,
    false,
    0,
    1,
    2,
    3,
    -1,
    0.5,
    '',
    'a',
    'ab',
    'aba',
    'x',
    [],
    {},
    [1],
    ['a'],
    { a: 1 },
    { b: 1 },
    { a: 1, b: 2 },
    { c: 'x' },
  ]);

test('no schema gets a value that it refuses, and none that allows a value is reported as unsatisfiable', async () => {
  const tally = { ok: 0, unsatisfiable: 0, unsupported: 0 };
  for (const [index, written] of fc.sample(randomSchemas, { seed, numRuns: 120 }).entries()) {
    const schema = frozen(written);
    const judge = referee(schema, { document: sharedDocument });
    const second = await secondReferee(typeof schema === 'boolean' ? schema : { ...sharedDocument, ...schema });
    if (!judge) throw new Error(`ajv cannot compile ${JSON.stringify(schema)}`);
    const defects: unknown[] = [];
    const made = valid(schema, { document: sharedDocument, onDefect: (value) => defects.push(value) });
    const reported = `${index}: ${JSON.stringify(schema)}`;
    expect(defects, reported).toEqual([]);
    tally[made.kind] += 1;
    if (made.kind === 'ok') {
      for (const value of fc.sample(made.arb, { seed, numRuns: 25 })) {
        expect(judge(value), `${reported} got ${JSON.stringify(value)}`).toMatch(/^accepted|^none/);
        expect(second?.(value) ?? 'none', `${reported} got ${JSON.stringify(value)}`).toMatch(/^accepted|^none/);
      }
    }
    if (made.kind === 'unsatisfiable') {
      expect(
        candidates.filter((value) => judge(value) === 'accepted'),
        reported,
      ).toEqual([]);
    }
  }
  expect(tally.ok).toBeGreaterThan(45);
  expect(tally.unsatisfiable).toBeGreaterThan(20);
  expect(tally.unsupported / 120).toBeLessThan(0.08);
});

test('nor does a schema in which it matters what is evaluated or counted', async () => {
  const tally = { ok: 0, unsatisfiable: 0, unsupported: 0 };
  const more = [[1, 1], ['a', 'a'], [1, 'a', null], { a: 1, b: 1 }, { a: 'a', c: 1 }, { c: 'a', d: 1 }, { a: 1, b: 'a', c: 1 }];
  for (const [index, written] of fc.sample(countingSchemas, { seed, numRuns: 150 }).entries()) {
    const schema = frozen(written);
    const document = typeof schema === 'boolean' ? {} : schema;
    const judge = await secondReferee(schema);
    const reported = `${index}: ${JSON.stringify(schema)}`;
    const made = valid(schema, { document });
    tally[made.kind] += 1;
    if (made.kind === 'ok') {
      for (const value of fc.sample(made.arb, { seed, numRuns: 25 }))
        expect(judge?.(value), `${reported} got ${JSON.stringify(value)}`).toBe('accepted');
    } else if (made.kind === 'unsatisfiable') {
      expect(
        [...candidates, ...more].filter((value) => judge?.(value) === 'accepted'),
        reported,
      ).toEqual([]);
    }
  }
  expect(tally.ok).toBeGreaterThan(100);
  // Most of these contradict themselves, which is not always proven.
  expect(tally.unsupported / 150).toBeLessThan(0.13);
});
