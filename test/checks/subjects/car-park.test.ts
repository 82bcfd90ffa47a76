import { expect, test } from 'vitest';
import { bodyLimitOf } from '../../../src/checks/subjects/body-limits.ts';
import { derivedNumbers } from '../../../src/checks/subjects/derived-numbers.ts';
import { comparableMembers } from '../../../src/checks/subjects/shown-as-sent.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const json = (schema: object): object => ({ 'application/json': { schema } });
const named = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'integer' } });
const created = (schema: object): object => ({ 201: { description: 'created', content: json(schema) }, 413: { description: 'Too large' } });
const found = (names: readonly string[], schema: object): object => ({
  get: { parameters: names.map(named), responses: { 200: { description: 'ok', content: json(schema) } } },
  delete: { parameters: names.map(named), responses: { 204: { description: 'gone' } } },
});

const listed = (schema: object): object => ({ responses: { 200: { description: 'ok', content: json({ type: 'array', items: schema }) } } });

/** A car park whose answers show a number, with bays and stays below it. */
const carParkWith = async ({ member = 'free_bays', told = 'Bays without a car', limit = '', weights = false, more = {} }) => {
  const number = { type: 'integer', readOnly: true };
  const park = {
    type: 'object',
    required: ['id', 'name', member],
    properties: { id: number, name: { type: 'string' }, capacity: number, parked: number, [member]: { ...number, description: told } },
  };
  const lower = (name: string): object => {
    const weight = weights && name === 'stay' ? { weight_kg: { type: 'integer' } } : {};
    const own = weights && name === 'stay' ? { charged_weight_kg: { type: 'integer' } } : {};
    const part = { type: 'object', properties: { id: number, label: { type: 'string' }, ...weight, ...own } };
    const below = { type: 'object', required: ['label'], properties: { label: { type: 'string' }, ...weight, ...more } };
    return {
      [`/parks/{park_id}/${name}s`]: {
        get: { parameters: [named('park_id')], ...listed(part) },
        post: { parameters: [named('park_id')], requestBody: { content: json(below) }, responses: created(part) },
      },
      [`/parks/{park_id}/${name}s/{${name}_id}`]: found(['park_id', `${name}_id`], part),
    };
  };
  return loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Car parks', version: '1', description: limit },
      paths: {
        '/parks': {
          get: listed(park),
          post: {
            requestBody: { content: json({ type: 'object', required: ['name'], properties: { name: { type: 'string' } } }) },
            responses: created(park),
          },
        },
        '/parks/{park_id}': found(['park_id'], park),
        ...lower('bay'),
        ...lower('stay'),
      },
    }),
  );
};

test.for([
  ['free_bays', 'Bays without a car', []],
  ['occupied_bays', 'How many bays hold a car', []],
  ['available', 'Bays which are free just now', []],
  ['booked', 'The number of bays that are booked', []],
  ['places_left', 'Places left beside the stays', ['POST /parks/{park_id}/stays']],
  ['places_left', '`capacity` less `parked`, by stays', []],
] as const)('a number falls with what takes from it, not with what it counts: %s', async ([member, told, expected]) => {
  const contract = await carParkWith({ member, told });
  expect(derivedNumbers(contract).map(({ child }) => child.create.key)).toEqual(expected);
});

test.for([
  ['total_weight_kg', 'Sum of the weights of its stays.', ['weight_kg']],
  ['charged_weight_kg', 'Sum of the charged weights of its stays.', ['charged_weight_kg']],
] as const)('a sum is that of what the words name, sent or worked out by the service: %s', async ([member, told, expected]) => {
  const contract = await carParkWith({ member, told, weights: true });
  expect(derivedNumbers(contract).map(({ amount, shown }) => amount?.name ?? shown)).toEqual(expected);
});

test.for([
  ['spots', 'spots'],
  ['number', 'number'],
  ['place_number', undefined],
] as const)('what a child takes is how much it is, and not which one: %s', async ([name, expected]) => {
  const contract = await carParkWith({
    member: 'places_left',
    told: 'Places left beside the stays',
    more: { [name]: { type: 'integer' } },
  });
  expect(derivedNumbers(contract).map(({ amount }) => amount?.name)).toEqual([expected]);
});

test.for([
  ['Bodies have at most 256 KiB; larger ones get `413`.', 262_144],
  ['A body may have at most 256 KiB.', 262_144],
  ['Bodies up to 256 KiB are taken, larger ones may get `413`.', undefined],
  ['A body of more than 256 KiB might be refused.', undefined],
] as const)('a sentence about the size of bodies is a limit, or leaves the server free: %s', async ([limit, expected]) => {
  const contract = await carParkWith({ limit });
  expect(bodyLimitOf(contract, operationOf(contract, 'POST /parks'), false)).toBe(expected);
});

test.for([
  [{ pattern: '^[A-Za-z0-9 -]{2,14}$' }, { pattern: '^[A-Z0-9]{2,10}$' }, false],
  [{}, { pattern: '^[A-Z0-9]{2,10}$' }, false],
  [{ maxLength: 20 }, { maxLength: 10 }, false],
  [{ maxLength: 10 }, { maxLength: 10 }, true],
  [{ pattern: '^[A-Z]{2}$' }, { pattern: '^[A-Z]{2}$' }, true],
  [{ pattern: '^[A-Z]{2}$' }, {}, true],
] as const)('a text is compared where the answer has the form of the request: %o, %o', async ([asked, answered, expected]) => {
  const contract = await carParkWith({});
  const plate = (form: object): object => ({ type: 'object', properties: { plate: { type: 'string', ...form } } });
  expect(comparableMembers(contract, plate(asked) as never, plate(answered) as never).has('plate')).toBe(expected);
});
