import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const no = { 404: { description: 'None' }, 409: { description: 'In conflict' }, 422: { description: 'Wrong' } };

/** What a ship has, by a whole number of a name of its own. */
const documentOf = (member: string) => {
  const asked = { type: 'object', required: [member], properties: { [member]: { type: 'integer', minimum: -5, maximum: 60 }, name: text } };
  const deck = { type: 'object', required: ['id', member], properties: { ...asked.properties, id: text } };
  return {
    openapi: '3.1.0',
    info: { title: 'Decks', version: '1' },
    paths: {
      '/decks': {
        post: {
          requestBody: { required: true, ...json(asked, { example: { [member]: 7, name: 'Sun deck' } }) },
          responses: { 201: { description: 'It', ...json(deck) }, ...no },
        },
      },
      '/decks/{deckId}': {
        parameters: [{ name: 'deckId', in: 'path', required: true, schema: text }],
        get: { responses: { 200: { description: 'It', ...json(deck) }, ...no } },
      },
    },
  };
};

/** The numbers of a run that were asked for, at a service where the printed one is taken. */
const askedOf = async (member: string, detail: string): Promise<readonly unknown[]> => {
  const asked: unknown[] = [];
  const decks = new Map<string, unknown>([['d-0', { id: 'd-0', [member]: 7 }]]);
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'decks' || (id !== undefined && !decks.has(id))) return give(404);
    if (id !== undefined) return give(200, decks.get(id));
    void objectBody(incoming).then((body = {}) => {
      asked.push(body[member]);
      if (body[member] === 7) return give(409, { title: 'In conflict', detail });
      const made = { ...body, id: `d-${decks.size}` };
      decks.set(made.id, made);
      return give(201, made);
    });
  });
  await judgeForeign(writeToolDocument(documentOf(member)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 10,
    credentials: [],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return asked;
};

test('another number stands in the place of a printed one that is taken', async () => {
  const asked = await askedOf('level', 'The ship has this level already');
  expect(asked).toContain(7);
  expect(asked.length).toBeGreaterThan(1);
  const others = asked.filter((one) => one !== 7);
  expect(others.length).toBeGreaterThan(0);
  expect(others.every((one) => Number.isInteger(one) && Number(one) >= -5 && Number(one) <= 60)).toBe(true);
});

test.each([
  ['that measures', 'capacity', 'The capacity is used up already'],
  ['that is too great', 'level', 'The level is not in use, and another one is wanted'],
  ['that no answer names', 'level', 'There is such a deck already'],
])('a number %s stays as it is printed', async (_which, member, detail) => {
  const asked = await askedOf(member, detail);
  expect(new Set(asked)).toEqual(new Set([7]));
});
