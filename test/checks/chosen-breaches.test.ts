import { expect, test } from 'vitest';
import { nearestBreaches } from '../../src/generators/breaches/nearest.ts';
import { chosenBreaches } from '../../src/checks/scenarios/bodies/broken-bodies.ts';

const names = ['keeper', 'lane', 'parish', 'county', 'island', 'harbour'];
const text = { type: 'string', minLength: 1, maxLength: 40, pattern: '^[a-z]+$' };
const address = { type: 'object', required: names, properties: Object.fromEntries(names.map((name) => [name, text])) };
const wide = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`mark${n}`, text]));
const schema = { type: 'object', required: ['home', 'winter'], properties: { home: address, winter: address, ...wide } };
const home = Object.fromEntries(names.map((name) => [name, 'north']));
const body = { home, winter: home, ...Object.fromEntries(Object.keys(wide).map((name) => [name, 'north'])) };

test.each(['creates', 'changes'] as const)('of an operation that %s, each required member of the objects inside is left out', (effect) => {
  const all = nearestBreaches(schema, body, { document: {}, pointer: '#/x' });
  const chosen = chosenBreaches({ effect }, all);
  const lacking = chosen.filter(({ keyword, instancePath }) => keyword === 'required' && instancePath !== '');
  expect(lacking.map(({ words }) => /without "(\w+)"/u.exec(words)?.[1]).toSorted()).toEqual([...names, ...names].toSorted());
  // The other keywords are still broken first.
  expect(new Set(chosen.map(({ instancePath }) => instancePath))).toEqual(new Set(all.map(({ instancePath }) => instancePath)));
  expect(new Set(chosen).size).toBe(chosen.length);
});

test('as many are left out as a bound says', () => {
  const many = Array.from({ length: 60 }, (_, n) => `part${n}`);
  const inner = { type: 'object', required: many, properties: Object.fromEntries(many.map((name) => [name, { type: 'integer' }])) };
  const all = nearestBreaches(
    { type: 'object', properties: { inner } },
    { inner: Object.fromEntries(many.map((name) => [name, 1])) },
    { document: {}, pointer: '#/x' },
  );
  expect(chosenBreaches({ effect: 'creates' }, all).length).toBeLessThanOrEqual(80);
});
