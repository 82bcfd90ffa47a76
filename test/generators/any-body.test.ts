import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract } from '../../src/contract/model.ts';
import { operationOf } from '../../src/contract/operation.ts';
import { anyBody, type BodyDraw, bodyOf } from '../../src/generators/any-body.ts';
import { isLimited, printedValues } from '../../src/generators/known-values.ts';
import { mostVaried } from '../../src/generators/varied.ts';
import type { Target } from '../../src/model/target.ts';
import { huts } from '../worlds/bodies-of-many-members.ts';
import { crates, fresh, making, operationCalled, targetOf } from './support.ts';

type Body = Readonly<Record<string, unknown>>;

const drawsOf = (arb: fc.Arbitrary<BodyDraw>, numRuns = 200): BodyDraw[] => fc.sample(arb, { seed: 7, numRuns });

const hutBodies = async (
  contract: Contract,
  { over = {}, others = {} }: { readonly over?: Partial<Target>; readonly others?: Readonly<Record<string, readonly string[]>> } = {},
): Promise<{ readonly bodies: readonly Body[]; readonly open: ReadonlySet<string> }> => {
  const made = anyBody(operationOf(contract, 'POST /huts'), { contract, target: targetOf(over), fresh }, others);
  if (made.kind !== 'bodies') throw new Error(`no bodies but ${made.kind}`);
  return { bodies: drawsOf(made.arb).map((draw) => bodyOf(draw, fresh)), open: made.open };
};

const valuesOf = (bodies: readonly Body[], name: string): ReadonlySet<string | undefined> =>
  new Set(bodies.map((body) => JSON.stringify(body[name])));

describe('any body', () => {
  test('has every listed value, both booleans and every number in its bounds', async () => {
    const { bodies } = await hutBodies(await huts.open);
    expect([...valuesOf(bodies, 'roof')].sort()).toEqual(['"slate"', '"straw"', '"tile"']);
    expect(valuesOf(bodies, 'hasStove')).toEqual(new Set([undefined, 'true', 'false']));
    expect([...valuesOf(bodies, 'rooms')].filter((one) => one !== undefined).sort()).toEqual('123456789'.split(''));
  });

  test('always has the required members, and each of the others sometimes', async () => {
    const { bodies } = await hutBodies(await huts.limited);
    expect(bodies.every((body) => 'name' in body && 'roof' in body)).toBe(true);
    for (const name of ['rooms', 'hasStove', 'label']) expect(valuesOf(bodies, name).has(undefined), name).toBe(true);
  });

  test('has parts of a printed list in order, and never an empty one', async () => {
    const { bodies } = await hutBodies(await huts.open);
    expect([...valuesOf(bodies, 'colours')].filter((one) => one !== undefined).sort()).toEqual(
      ['["blue"]', '["green"]', '["green","blue"]', '["red"]', '["red","blue"]', '["red","green"]', '["red","green","blue"]'].sort(),
    );
  });

  test('has a made-up text that begins with a fresh one, at most as long as the document allows', async () => {
    const { bodies } = await hutBodies(await huts.open);
    const names = bodies.map(({ name }) => String(name));
    expect(names.every((name) => /^ct-fresh-name(-[a-z0-9]+)?$/.test(name))).toBe(true);
    expect(Math.max(...names.map((name) => name.length))).toBe(40);
    expect(Math.min(...names.map((name) => name.length))).toBe(fresh('name').length);
  });

  test('leaves out an optional member without a known value', async () => {
    expect(valuesOf((await hutBodies(await huts.open)).bodies, 'motto')).toEqual(new Set([undefined]));
  });

  test('has the operator’s value, and values that resources show besides the printed ones', async () => {
    const over = { values: { 'POST /huts': { roof: 'straw' } } };
    const { bodies } = await hutBodies(await huts.open, { over, others: { valley: ['south', 'north'] } });
    expect(valuesOf(bodies, 'roof')).toEqual(new Set(['"straw"']));
    expect(valuesOf(bodies, 'valley')).toEqual(new Set([undefined, '"north"', '"south"']));
  });

  test('names the members whose values the document does not limit', async () => {
    expect([...(await hutBodies(await huts.open)).open].sort()).toEqual(['colours', 'name', 'valley']);
    expect([...(await hutBodies(await huts.limited)).open]).toEqual([]);
    const over = { values: { 'POST /huts': { name: 'my hut' } } };
    expect((await hutBodies(await huts.open, { over })).open.has('name')).toBe(false);
  });

  test('shrinks to the required members with the shortest text', async () => {
    const contract = await huts.open;
    const made = anyBody(operationOf(contract, 'POST /huts'), { contract, target: targetOf(), fresh });
    if (made.kind !== 'bodies') throw new Error('no bodies');
    let last: BodyDraw = {};
    const never = fc.property(made.arb, (draw) => {
      last = draw;
      return false;
    });
    expect(fc.check(never, { seed: 3 }).failed).toBe(true);
    expect(bodyOf(last, fresh)).toEqual({ name: 'ct-fresh-name', roof: 'straw' });
  });

  test('takes fixtures of the operator, parts of them for a list, and asks for missing ones', async () => {
    const operation = await operationCalled('packCrate');
    const given = await making({ fixtures: { yard: 'east', keys: ['k1', 'k2'] } });
    const made = anyBody(operation, given);
    if (made.kind !== 'bodies') throw new Error(`no bodies but ${made.kind}`);
    const bodies = drawsOf(made.arb).map((draw) => bodyOf(draw, fresh));
    expect([...valuesOf(bodies, 'keys')].sort()).toEqual(['["k1","k2"]', '["k1"]', '["k2"]'].sort());
    expect(valuesOf(bodies, 'yard')).toEqual(new Set(['"east"']));
    expect(anyBody(operation, await making({ fixtures: { keys: ['k1'] } }))).toMatchObject({
      kind: 'missing',
      prerequisites: [{ kind: 'fixture', name: 'yard' }],
    });
  });

  test('is not made where the document declares no members', async () => {
    expect(anyBody(await operationCalled('sendList'), await making())).toMatchObject({ kind: 'unsupported' });
  });
});

describe('what a schema says about its values', () => {
  test.for<readonly [Readonly<Record<string, unknown>>, boolean]>([
    [{ enum: [1, 2] }, true],
    [{ const: 'a' }, true],
    [{ type: 'boolean' }, true],
    [{ type: 'integer', minimum: 1, maximum: 2 }, true],
    [{ type: 'number', exclusiveMinimum: 1, maximum: 2 }, true],
    [{ type: 'integer', minimum: 1 }, false],
    [{ type: 'string' }, false],
    [{ type: 'string', maxLength: 3 }, true],
    [{ type: ['string', 'null'], maxLength: 3 }, true],
    [{ type: ['string', 'integer'], maxLength: 3 }, false],
    [{ type: 'string', maxLength: 36, format: 'uuid' }, false],
    [{ type: 'array', maxItems: 2, items: { type: 'boolean' } }, true],
    [{ type: 'array', maxItems: 2, items: { type: 'string' } }, false],
    [{ type: 'array', items: { type: 'boolean' } }, false],
    [{ type: 'object', properties: { a: { type: 'boolean' } } }, true],
    [{ type: 'object', properties: { a: { type: 'boolean' }, b: { type: 'string' } } }, false],
    [{ type: 'object' }, false],
    [{}, false],
  ])('%j limits them: %s', async ([schema, limits]) => {
    expect(isLimited((await crates()).document, schema)).toBe(limits);
  });

  test('a recursive schema ends', () => {
    const tree = { type: 'object', properties: { child: { $ref: '#/tree' } } };
    expect(isLimited({ tree }, tree)).toBe(false);
  });

  test('constant, default and examples are printed', () => {
    expect(printedValues({ default: 1, examples: [2, 3], example: 4 })).toEqual([1, 4, 2, 3]);
    expect(printedValues(true)).toEqual([]);
  });
});

describe('the most varied of many cases', () => {
  const only = (...parts: string[]) => ({ parts, without: [] });

  test('show each part, and two parts together, with as few as possible', () => {
    expect(mostVaried([only('a1', 'b1'), only('a1', 'b1'), only('a2', 'b2'), only('a1', 'b2')], 9)).toEqual([0, 2, 3]);
  });

  test('are no more than requested, and begin with the fullest', () => {
    expect(mostVaried([{ parts: ['a'], without: ['b'] }, only('a', 'b')], 1)).toEqual([1]);
  });

  test('are none where there are none', () => {
    expect(mostVaried([], 3)).toEqual([]);
  });
});
