import { describe, expect, test } from 'vitest';
import { bodyMembers } from '../../src/generators/body-members.ts';
import { bodyObject } from '../../src/generators/body-object.ts';
import { bodyWith } from '../../src/generators/body-with.ts';
import { valueOfOtherType } from '../../src/generators/other-type.ts';
import { settableMembers, settingsOf, together, valueInSmallest } from '../../src/generators/settings.ts';
import { undecodableText } from '../../src/generators/undecodable.ts';
import { crates, fresh, making, operationCalled } from './support.ts';

const given = { yard: 'east', keys: ['k1', 'k2'] };
const memberCalled = async (name: string) => {
  const found = bodyMembers(await crates(), await operationCalled('packCrate')).find((member) => member.name === name);
  if (!found) throw new Error(`no member ${name}`);
  return found;
};

describe('a body with settings', () => {
  test('is the smallest one with members set and added', async () => {
    const made = bodyWith(await operationCalled('packCrate'), await making({ fixtures: given }), [
      { member: 'size', value: 'm' },
      { member: 'note', value: 'fragile' },
    ]);
    expect(made).toMatchObject({ kind: 'body', value: { size: 'm', note: 'fragile', yard: 'east' } });
  });

  test('does not ask for a value of a member that is set', async () => {
    const operation = await operationCalled('packCrate');
    const without = await making({ fixtures: { keys: ['k1'] } });
    expect(bodyWith(operation, without, [])).toMatchObject({ kind: 'missing', prerequisites: [{ kind: 'fixture', name: 'yard' }] });
    expect(bodyWith(operation, without, [{ member: 'yard', value: 'west' }])).toMatchObject({ kind: 'body', value: { yard: 'west' } });
  });

  test('is located where the schema declares an object', async () => {
    const location = bodyObject(await crates(), await operationCalled('packCrate'));
    expect(location?.way.at(-1)).toMatch(/^#\/components\/schemas\/Named$|allOf\/1$/);
  });
});

describe('settings of a member', () => {
  test('are the listed values that the smallest body does not show', async () => {
    const operation = await operationCalled('packCrate');
    const size = await memberCalled('size');
    expect(valueInSmallest(operation, await making({ fixtures: given }), size)).toBe('s');
    expect(settingsOf(operation, await making({ fixtures: given }), size)).toEqual({
      settings: [{ member: 'size', value: 'm' }],
      prerequisites: [],
    });
  });

  test('leave out the value that the operator gives', async () => {
    const operation = await operationCalled('packCrate');
    const chosen = await making({ fixtures: given, values: { [operation.key]: { size: 'm' } } });
    expect(settingsOf(operation, chosen, await memberCalled('size')).settings).toEqual([{ member: 'size', value: 's' }]);
  });

  test('are the value of another kind that the operator supplies, or a prerequisite where it is missing', async () => {
    const operation = await operationCalled('packCrate');
    const yard = { ...(await memberCalled('yard')), conventions: { fixture: 'yard', alternative: 'barn' } };
    expect(settingsOf(operation, await making({ fixtures: given }), yard)).toEqual({
      settings: [],
      prerequisites: [{ kind: 'fixture', name: 'barn' }],
    });
    expect(settingsOf(operation, await making({ fixtures: { ...given, barn: 'red' } }), yard).settings).toEqual([
      { member: 'yard', value: 'red' },
    ]);
  });

  test('of an optional member need a value from the contract', async () => {
    const contract = await crates();
    const operation = await operationCalled('packCrate');
    expect(settableMembers(contract, operation).map(({ name }) => name)).not.toContain('note');
    const note = await memberCalled('note');
    const encoded = { ...note, schema: { type: 'string', contentEncoding: 'base64' } };
    expect(settingsOf(operation, await making({ fixtures: given }), encoded).settings).toEqual([{ member: 'note', value: 'Y3Q=' }]);
  });
});

describe('settings together', () => {
  const set = (member: string, value: unknown) => ({ member, value });
  test('make as many bodies as the largest number of values of one member', () => {
    const bodies = together([set('a', 1), set('a', 2), set('b', 1), set('c', 1), set('d', 1)]);
    expect(bodies.length).toBe(2);
    expect(bodies.flat().length).toBe(5);
  });

  test('never set a member twice in one body, and are spread evenly', () => {
    const settings = ['a', 'b', 'c'].flatMap((member) => [1, 2, 3].map((value) => set(member, value))).concat(set('d', 1), set('e', 1));
    const bodies = together(settings);
    for (const body of bodies) expect(new Set(body.map(({ member }) => member)).size).toBe(body.length);
    expect(Math.max(...bodies.map(({ length }) => length)) - Math.min(...bodies.map(({ length }) => length))).toBeLessThanOrEqual(1);
  });

  test('none make none', () => {
    expect(together([])).toEqual([]);
  });
});

describe('a value of another type', () => {
  const of = (type: unknown, turn = 0, conventions = {}) =>
    valueOfOtherType({ name: 'n', schema: { type }, conventions }, turn, fresh)?.value;
  test.for<readonly [unknown, unknown]>([
    ['array', 'not-an-array'],
    ['integer', 'not-a-number'],
    ['object', 'not-an-object'],
    [['boolean', 'null'], 'not-a-boolean'],
    ['string', 7],
    [['string', 'number'], true],
  ])('of %j is %j', ([type, value]) => {
    expect(of(type)).toBe(value);
  });

  test('differs from turn to turn for texts', () => {
    expect([0, 1, 2, 3].map((turn) => of('string', turn))).toEqual([7, 7, true, { a: 1 }]);
  });

  test('is a fresh number where it must not repeat', () => {
    const first = of('string', 0, { fresh: true });
    expect(first).toBe(of('string', 0, { fresh: true }));
    expect(first).toBeGreaterThan(99_999_999);
    expect(
      valueOfOtherType({ name: 'n', schema: { type: 'string' }, conventions: { fresh: true } }, 0, (name) => `other-${name}`)?.value,
    ).not.toBe(first);
  });

  test('is none where every type is accepted', () => {
    expect(of(undefined)).toBeUndefined();
    expect(of(['string', 'number', 'boolean', 'object'])).toBeUndefined();
  });
});

test('a text that cannot be decoded is known for encodings that we know', () => {
  expect(undecodableText({ schema: { contentEncoding: 'base64' } })).toBe('%%% not base64 %%%');
  expect(undecodableText({ schema: { contentEncoding: 'quoted-printable' } })).toBeUndefined();
  expect(undecodableText({ schema: true })).toBeUndefined();
});
