import { describe, expect, test } from 'vitest';
import { kindOfNamed } from '../../../src/contract/infer/kind-of-named.ts';
import { aboveOwnKind, kindsBelow } from '../../../src/contract/infer/kinds-below.ts';
import { partInPath } from '../../../src/contract/infer/part-in-path.ts';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { conditionsIn } from '../../../src/generators/conditions.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const plate = { type: 'string', pattern: '^[A-Z]{2}-[0-9]{3,4}$' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const answer = (schema: object) => ({ description: 'It', ...json(schema) });
const of = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });

type Said = {
  readonly places?: string;
  readonly checks?: string;
  readonly trips?: string;
  readonly plate?: object;
  readonly rows?: object;
};

const bus = of({ seats: { type: 'integer' }, maker: text }, ['seats', 'maker']);

/** Places of two kinds, buses by their plate, checks of places, and trips of buses. */
const contractOf = ({
  places = '',
  checks = '',
  trips = '',
  plate: own = plate,
  rows = of({ plate: own, stops: { type: 'integer' } }),
}: Said) => {
  const place = of({ kind: { ...text, enum: ['YARD', 'BAY'] }, parentId: text, name: text }, ['kind']);
  const check = of({ placeId: text, note: text }, ['placeId']);
  const trip = of({ driver: text, legs: { type: 'array', minItems: 1, items: rows } }, ['driver', 'legs']);
  const shownTrip = of({ id: text, driver: text, legs: { type: 'array', items: of({ legId: text, plate: own }) } });
  return loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Buses', version: '1' },
      paths: {
        '/places': {
          post: {
            description: places,
            requestBody: { required: true, ...json(place) },
            responses: { 201: answer(of({ id: text, kind: text })) },
          },
        },
        '/places/{placeId}': {
          parameters: [inPath('placeId')],
          get: { responses: { 200: answer(of({ id: text })) } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/buses/{plate}': {
          parameters: [inPath('plate', plate)],
          get: { responses: { 200: answer(bus) } },
          put: { requestBody: { required: true, ...json(bus) }, responses: { 200: answer(bus), 201: answer(bus) } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/checks': {
          post: {
            description: checks,
            requestBody: { required: true, ...json(check) },
            responses: { 201: answer(of({ id: text })), 422: answer(of({})) },
          },
        },
        '/checks/{checkId}': { parameters: [inPath('checkId')], get: { responses: { 200: answer(of({ id: text })) } } },
        '/trips': {
          post: {
            description: trips,
            requestBody: { required: true, ...json(trip) },
            responses: { 201: answer(shownTrip), 422: answer(of({})) },
          },
        },
        '/trips/{tripId}': { parameters: [inPath('tripId')], get: { responses: { 200: answer(shownTrip) } } },
        '/trips/{tripId}/legs/{legId}': {
          parameters: [inPath('tripId'), inPath('legId')],
          get: { responses: { 200: answer(of({ legId: text })) } },
        },
        '/bus-imports': {
          post: {
            requestBody: {
              required: true,
              ...json(of({ items: { type: 'array', items: of({ plate, seats: { type: 'integer' }, maker: text }) } })),
            },
            responses: { 200: answer(of({})) },
          },
        },
      },
    }),
  );
};

const operationIn = async (said: Said, key: string) => {
  const contract = await contractOf(said);
  const operation = contract.operations.find((one) => one.key === key);
  if (!operation) throw new Error(`no ${key}`);
  return { contract, operation };
};

describe('a member with the name and the pattern of the parameter in the path of one thing', () => {
  test('names such a thing, also in the entries of a list, and where a PUT creates it', async () => {
    const { contract, operation } = await operationIn({}, 'POST /trips');
    expect(referenceAt(contract, operation, ['legs', 'plate'])?.resourceType?.name).toBe('/buses');
  });

  test('names none where its pattern is another one', async () => {
    const { contract, operation } = await operationIn({ plate: { type: 'string', pattern: '^[0-9]+$' } }, 'POST /trips');
    expect(referenceAt(contract, operation, ['legs', 'plate'])).toBeUndefined();
  });

  test('names none in what is such a thing itself', async () => {
    const { contract, operation } = await operationIn({}, 'POST /bus-imports');
    expect(referenceAt(contract, operation, ['items', 'plate'])).toBeUndefined();
  });
});

describe('the kind of what a body names', () => {
  const kindIn = async (said: Said, key = 'POST /checks') => {
    const { contract, operation } = await operationIn(said, key);
    const type = contract.inferredResourceTypes.find(({ name }) => name === '/places');
    return type && kindOfNamed(contract, type, operation)?.value;
  };

  test.each([
    ['Checks one bay (422 for anything else).', 'BAY'],
    ['Buses stand in bays only (422 for a yard).', 'BAY'],
    ['The place must be a yard.', 'YARD'],
    ['Only a BAY can be checked.', 'BAY'],
    ['422 for a yard.', 'BAY'],
    ['Opens a check of a place.', undefined],
    ['Bays and yards can be checked.', undefined],
    ['Only bays, or only a yard with a name.', undefined],
    ['A bay is only checked once.', undefined],
  ])('is told: %s', async (checks, kind) => {
    expect(await kindIn({ checks })).toBe(kind);
  });

  test('is the one that other operations ask for, where the own text says nothing', async () => {
    expect(await kindIn({ checks: 'Checks one bay (422 for anything else).' }, 'POST /trips')).toBe('BAY');
  });
});

describe('what is of one kind below what is of another', () => {
  const told = 'A BAY lies in a YARD, which parentId names; a YARD has no parent. Other combinations are refused with 422.';

  test('is to be created with that', async () => {
    const { contract, operation } = await operationIn({ places: told }, 'POST /places');
    expect(kindsBelow(contract, operation)).toEqual([{ member: 'parentId', by: 'kind', value: 'BAY', above: 'YARD' }]);
    expect(aboveOwnKind(contract, operation, 'parentId', { kind: 'BAY' })?.kind).toEqual({ member: 'kind', value: 'YARD' });
    expect(aboveOwnKind(contract, operation, 'parentId', { kind: 'YARD' })).toBeUndefined();
    expect(conditionsIn(contract, operation)).toEqual([
      { member: 'parentId', rule: 'required', by: 'kind', values: ['BAY'] },
      { member: 'parentId', rule: 'forbidden', by: 'kind', values: ['YARD'] },
    ]);
  });

  test.each([
    ['A BAY is in a YARD, which parentId names. Unknown ids are refused with 422.'],
    ['A bay stands in a yard, which parentId names, or on its own (422 for an unknown parent).'],
    ['A bay has a yard as parentId by default. The name must be short.'],
    ['A bay lies in a yard, which parentId names; if none is given it lies in the first yard (otherwise 422).'],
    ['A bay is in a yard, which parentId names; a yard needs no parent. The name must be unique (400).'],
  ])('is not asked for by: %s', async (places) => {
    const { contract, operation } = await operationIn({ places }, 'POST /places');
    expect(conditionsIn(contract, operation)).toEqual([]);
  });

  test.each([
    ['A bay may lie in a yard, which parentId names (otherwise 422).'],
    ['A BAY lies beside a YARD, which parentId names (422).'],
    ['A BAY lies in a YARD, which parentId names, and a YARD lies in a BAY, which parentId names (422).'],
    ['Places have a kind, BAY or YARD.'],
  ])('is not read from: %s', async (places) => {
    const { contract, operation } = await operationIn({ places }, 'POST /places');
    expect(kindsBelow(contract, operation)).toEqual([]);
  });
});

describe('a part at the end of a path', () => {
  test('is one of those that the thing before it lists', async () => {
    const { contract, operation } = await operationIn({}, 'GET /trips/{tripId}/legs/{legId}');
    expect(partInPath(contract, operation)).toMatchObject({ named: 'legId', list: 'legs', id: 'legId' });
  });

  test('is none where the path ends in the thing itself', async () => {
    const { contract, operation } = await operationIn({}, 'GET /trips/{tripId}');
    expect(partInPath(contract, operation)).toBeUndefined();
  });
});
