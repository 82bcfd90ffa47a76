import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const ids = { type: 'array', items: text, uniqueItems: true };
const crewWith = (member: string): object =>
  object({ id: text, day: text, [member]: ids, state: { type: 'string', enum: ['planned', 'announced'] } }, ['id', 'day', member, 'state']);

type World = { readonly says: string; readonly member: string; readonly isRequired: boolean; readonly least: number };

/** Crews of sailors, which are announced with enough of them; swaps are for announced crews. */
const documentOf = ({ says, member, isRequired }: World): object => ({
  openapi: '3.0.3',
  info: { title: 'Crews', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: { Crew: crewWith(member) } },
  paths: {
    '/sailors': {
      post: { requestBody: takes(object({ name: text }, ['name'])), responses: { '201': shows(object({ id: text, name: text }, ['id'])) } },
    },
    '/sailors/{sailorId}': {
      parameters: [{ name: 'sailorId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(object({ id: text, name: text }, ['id'])), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/crews': {
      post: {
        requestBody: takes(object({ day: text, [member]: ids }, isRequired ? ['day', member] : ['day'])),
        responses: { '201': shows({ $ref: '#/components/schemas/Crew' }), '422': none },
      },
    },
    '/crews/{crewId}': {
      parameters: [{ name: 'crewId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Crew' }), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/crews/{crewId}/announce': {
      parameters: [{ name: 'crewId', in: 'path', required: true, schema: text }],
      post: { description: says, responses: { '200': shows({ $ref: '#/components/schemas/Crew' }), '404': none, '409': none } },
    },
    '/crews/{crewId}/swaps': {
      parameters: [{ name: 'crewId', in: 'path', required: true, schema: text }],
      post: {
        description: 'For announced crews (409 `not_announced`).',
        requestBody: takes(object({ reason: text }, ['reason'])),
        responses: { '201': none, '404': none, '409': none },
      },
    },
  },
});

/** Serves them; what was announced and swapped, and how many sailors were made. */
const crews = ({ member, least }: World) => {
  const all = new Map<string, Json>();
  const sailors = new Set<string>();
  const seen = { announced: 0, swapped: 0, sailors: 0 };
  const answer = (method: string, [root, id = '', action]: readonly string[], body: Json): Answer => {
    if (root === 'sailors') {
      if (method === 'POST') {
        const made = `s${(seen.sailors += 1)}`;
        sailors.add(made);
        return typeof body['name'] === 'string' ? [201, { id: made, name: body['name'] }] : [422];
      }
      if (!sailors.has(id)) return [404];
      if (method === 'DELETE') sailors.delete(id);
      return method === 'DELETE' ? [204] : [200, { id, name: 'A sailor' }];
    }
    if (root !== 'crews') return [404];
    if (method === 'POST' && id === '') {
      const named: unknown = body[member] ?? [];
      const isFine =
        typeof body['day'] === 'string' &&
        Array.isArray(named) &&
        new Set(named).size === named.length &&
        named.every((one: unknown) => typeof one === 'string' && sailors.has(one));
      if (!isFine) return [422];
      const made = { id: `c${all.size + 1}`, day: body['day'], [member]: named, state: 'planned' };
      all.set(made.id, made);
      return [201, made];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (action === 'announce') {
      const named = found[member];
      if (!Array.isArray(named) || named.length < least) return [409];
      seen.announced += 1;
      const next = { ...found, state: 'announced' };
      all.set(id, next);
      return [200, next];
    }
    if (action === 'swaps') {
      if (found['state'] !== 'announced') return [409];
      seen.swapped += 1;
      return [201];
    }
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : [200, found];
  };
  return { answer, seen };
};

const usual = { member: 'sailorIds', isRequired: true, least: 3 };

test.concurrent.for<readonly [World, boolean]>([
  [{ ...usual, says: 'Needs three sailors (409 `too_few`).' }, true],
  [{ ...usual, says: 'Fewer than 3 sailors are a 409.', isRequired: false }, true],
  [{ ...usual, says: 'A crew must have at least two different sailors, otherwise 409.', least: 2 }, true],
  [{ ...usual, member: 'sailor_ids', says: 'Four or more sailors are needed.', least: 4 }, true],
  // What no sentence tells, and what is told of something else, is left as it is.
  [{ ...usual, says: 'Tells the harbour.' }, false],
  [{ ...usual, says: 'Needs three days.' }, false],
])(
  'a crew is created with as many sailors as its announcement needs: %o',
  besideOthers(async ([world, isReached]) => {
    const { answer, seen } = crews(world);
    const { verdicts } = await judgeForeign(writeDocument(documentOf(world)), await serveAnswers(answer), {
      allow: ['mutation', 'permanent', 'destructive'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['status/documented-call', 'lifecycle/leads-to-state'], skip: [] },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect([seen.announced > 0, seen.swapped > 0]).toEqual([isReached, isReached]);
    expect(seen.sailors).toBeLessThan(20);
  }),
);
