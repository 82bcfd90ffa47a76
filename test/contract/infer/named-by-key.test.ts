import { expect, test } from 'vitest';
import { roundTrips } from '../../../src/checks/subjects/round-trips.ts';
import { idNames, isTakenBy } from '../../../src/contract/infer/id-names.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };

/** Orchards whose answers show these members, and whose path has a parameter of that name. */
const orchards = (parameter: string, members: readonly string[]) => {
  const orchard = { type: 'object', required: members, properties: Object.fromEntries(members.map((name) => [name, text])) };
  const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
  return {
    openapi: '3.0.3',
    info: { title: 'Orchards', version: '1' },
    paths: {
      '/orchards': {
        get: { responses: { 200: json({ type: 'array', items: orchard }) } },
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: orchard } } },
          responses: { 201: { ...json(orchard), headers: { Location: { schema: text } } } },
        },
      },
      [`/orchards/{${parameter}}`]: {
        parameters: [{ name: parameter, in: 'path', required: true, schema: text }],
        get: { responses: { 200: json(orchard), 404: { description: 'none' } } },
        delete: { responses: { 204: { description: 'gone' } } },
      },
    },
  };
};

test.for<readonly [parameter: string, members: readonly string[], id: string | undefined]>([
  ['orchardKey', ['key', 'title'], 'key'],
  ['orchard_slug', ['slug', 'title'], 'slug'],
  ['orchardNumber', ['id', 'number', 'title'], 'number'],
  ['orchardId', ['id', 'key', 'title'], 'id'],
  ['orchardId', ['key', 'title'], undefined],
  ['orchard', ['name', 'title'], undefined],
])('what {%s} takes of %s', async ([parameter, members, id]) => {
  const contract = await loadContract(writeToolDocument(orchards(parameter, members)));
  expect(roundTrips(contract).map((trip) => trip.id)).toEqual(id === undefined ? [] : [id]);
});

test('a member with the name of an id comes before a plain name', () => {
  expect(idNames({ name: '/orchards', idParameter: 'orchardId' })[0]).toBe('orchardId');
  expect(isTakenBy('orchardId', 'key')).toBe(false);
  expect(isTakenBy('orchardKey', 'key')).toBe(true);
});
