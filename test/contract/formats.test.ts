import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { evaluateSchema } from '../../src/contract/schema/evaluate.ts';
import { assertedFormat } from '../../src/contract/schema/formats.ts';
import { schemaLocations } from '../../src/contract/schema/locations.ts';
import { parcels, requirements, writeContract } from './support.ts';

const holds = (format: string, value: unknown): boolean | undefined => {
  const validate = assertedFormat({ format, 'x-requirement': ['P-1'] });
  return validate && validate(value).kind === 'match';
};

describe('the format date-time', () => {
  test.for([
    '2026-02-04T16:01:00Z',
    '2026-02-04T16:01:00.5Z',
    '2026-02-04T16:01:00.123456789Z',
    '2026-02-04T16:01:00+02:00',
    '2026-02-04t16:01:00z',
    '2024-02-29T00:00:00Z',
    '2000-02-29T23:59:59Z',
    '2016-12-31T23:59:60Z',
    '2017-01-01T01:29:60+01:30',
    '2016-12-31T15:59:60-08:00',
  ])('takes %s', (text) => {
    expect(holds('date-time', text)).toBe(true);
  });

  test.for([
    '2026-02-30T16:01:00Z',
    '2026-02-29T16:01:00Z',
    '1900-02-29T16:01:00Z',
    '2026-04-31T16:01:00Z',
    '2026-13-01T16:01:00Z',
    '2026-00-01T16:01:00Z',
    '2026-01-00T16:01:00Z',
    '2026-01-32T16:01:00Z',
    '2026-02-04T24:00:00Z',
    '2026-02-04T16:60:00Z',
    '2026-02-04T16:01:61Z',
    '2026-02-04T16:01:60Z',
    '2026-02-04 16:01:00Z',
    '2026-02-04T16:01:00',
    '2026-02-04T16:01Z',
    '2026-02-04T16:01:00,5Z',
    '2026-02-04T16:01:00.Z',
    '2026-02-04T16:01:00+0200',
    '2026-02-04T16:01:00+24:00',
    '2026-02-04T16:01:00+02:60',
    '26-02-04T16:01:00Z',
    '2026-2-4T16:01:00Z',
    '2026-02-04T16:01:00Z\n',
    '2026-02-04',
    '1770220860',
    '',
  ])('refuses %j', (text) => {
    expect(holds('date-time', text)).toBe(false);
  });
});

describe('the format ipv4', () => {
  test.for(['0.0.0.0', '255.255.255.255', '192.168.10.45', '192.168.010.045'])('takes %s', (text) => {
    expect(holds('ipv4', text)).toBe(true);
  });

  test.for([
    '256.1.1.1',
    '1.1.1',
    '1.1.1.1.1',
    '192.168.10.45/24',
    '192.168.10.45:80',
    '::ffff:192.168.10.45',
    '2001:db8::1',
    '0001.1.1.1',
    '1.1.1.x',
    ' 1.1.1.1',
    '1.1.1.1\n',
    '',
  ])('refuses %j', (text) => {
    expect(holds('ipv4', text)).toBe(false);
  });
});

test('the format date is an existing day', () => {
  expect(['2024-02-29', '2026-12-31'].map((text) => holds('date', text))).toEqual([true, true]);
  expect(['2026-02-29', '2026-1-1', '2026-01-01T00:00:00Z'].map((text) => holds('date', text))).toEqual([false, false, false]);
});

describe('a format is asserted', () => {
  test('about texts only', () => {
    expect([5, null, [], {}, true].map((value) => holds('date-time', value))).toEqual([true, true, true, true, true]);
  });

  test('only where the node has the id of a requirement, and where its rule is known', () => {
    expect(assertedFormat({ format: 'date-time' })).toBeUndefined();
    expect(assertedFormat({ format: 'favourite-colour', 'x-requirement': ['P-1'] })).toBeUndefined();
    expect(assertedFormat(true)).toBeUndefined();
  });
});

/** A page whose parcels have more members than in the other tests. */
const pageWith = async (properties: Readonly<Record<string, unknown>>, required?: readonly string[]) => {
  const document = structuredClone(parcels);
  Object.assign(document.components.schemas, { Parcel: { properties, ...(required ? { required } : {}) } });
  const contract = await loadContract(writeContract(document, requirements));
  const location = { operation: null, way: ['#', '#/components/schemas/Parcel'] };
  return {
    contract,
    location,
    visits: (value: unknown) =>
      evaluateSchema(contract, location, value).map((visit) => `${visit.instancePath} ${visit.holds ? 'holds' : visit.keyword}`),
  };
};

describe('a required member', () => {
  test('that is present is evidence for its node, also where no keyword applies to its value', async () => {
    const { visits } = await pageWith({ id: { pattern: '^a' } }, ['id']);
    expect(visits({ id: 5 })).toEqual([' holds', '/id holds']);
    expect(visits({ id: 'a' })).toEqual([' holds', '/id holds']);
    expect(visits({})).toEqual([' holds', '/id required']);
  });
});

describe('a schema node', () => {
  test('judges its format beside its other keywords, and is a location because of the format alone', async () => {
    const { contract, location, visits } = await pageWith({
      sent: { format: 'date-time', pattern: 'Z$', 'x-requirement': ['P-1'] },
      seen: { format: 'date-time', 'x-requirement': ['P-2'] },
      hint: { format: 'date-time' },
    });
    expect(schemaLocations(contract, location).map(({ way }) => way.at(-1)?.split('/').at(-1))).toEqual(['sent', 'seen']);
    expect(visits({ sent: '2026-02-04T16:01:00Z', seen: '2026-02-04T16:01:00+01:00', hint: 'soon' })).toEqual([
      '/sent holds',
      '/seen holds',
    ]);
    expect(visits({ sent: '2026-02-04T16:01:00+01:00', seen: '2026-02-30T16:01:00Z' })).toEqual(['/sent pattern', '/seen format']);
    expect(visits({ sent: '2026-02-30T16:01:00Z' })).toEqual(['/sent format']);
  });

  test.for<readonly [what: string, schema: Readonly<Record<string, unknown>>, silent: readonly unknown[], judged: readonly unknown[]]>([
    ['a pattern', { pattern: '^a' }, [5, null, true, [], {}], ['a']],
    ['a format', { format: 'ipv4', 'x-requirement': ['P-1'] }, [5, null], ['1.1.1.1']],
    ['bounds of a number', { minimum: 1, multipleOf: 1 }, ['a', null, []], [4]],
    ['a length of a list', { minItems: 1 }, ['a', {}], [[1]]],
    ['required members', { required: ['a'] }, ['a', [], null], [{ a: 1 }]],
    ['rules for two types', { pattern: '^a', minimum: 1 }, [null, []], ['a', 4]],
    ['a type', { type: ['string', 'null'], pattern: '^a' }, [], ['a', null]],
    ['a list of values', { enum: [1, 'a', null] }, [], [1, 'a', null]],
    ['a choice', { anyOf: [{ minimum: 1 }, { pattern: '^a' }] }, [], [1, 'a', null]],
  ])('with %s gives no judgement of a value that it does not apply to', async ([, schema, silent, judged]) => {
    const { visits } = await pageWith({ value: schema });
    expect(silent.flatMap((value) => visits({ value }))).toEqual([]);
    expect(judged.flatMap((value) => visits({ value }))).toEqual(judged.map(() => '/value holds'));
  });
});
