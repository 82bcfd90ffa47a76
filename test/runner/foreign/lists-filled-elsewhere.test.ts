import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writersOf } from '../../../src/checks/scenarios/paging/filled-elsewhere.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string', maxLength: 80 };
const day = { type: 'string', format: 'date', description: 'Not in the future.' };
const worth = { type: 'integer', minimum: 1, maximum: 9000 };
const boatId = { name: 'boatId', in: 'path', required: true, schema: { type: 'string' } };
const refusal = { description: 'Refused' };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const takes = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const boat = object({ id: { type: 'string' }, name: text });
const survey = object({ boatId: { type: 'string' }, surveyedOn: day, worth });
const launch = { $ref: '#/components/schemas/Launch' };
const names = { boatId: { type: 'string' } };

/** How surveys are recorded: each by a body of its own, or several by one. */
type Form = 'one by one' | 'several at once';

const documentFor = (form: Form, path = '/surveys') => ({
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  components: { schemas: { Launch: object({ number: { type: 'integer' }, place: text }) } },
  paths: {
    '/boats': {
      get: { responses: { 200: json({ type: 'array', items: boat }) } },
      post: { requestBody: takes(object({ name: text })), responses: { 201: json(boat), 422: refusal } },
    },
    '/boats/{boatId}': { parameters: [boatId], get: { responses: { 200: json(boat), 404: refusal } } },
    '/boats/{boatId}/surveys': {
      parameters: [boatId],
      get: {
        description: 'The latest `surveyedOn` comes first.',
        responses: { 200: json({ type: 'array', items: survey }), 404: refusal },
      },
    },
    '/boats/{boatId}/launches': { parameters: [boatId], get: { responses: { 200: json({ type: 'array', items: launch }), 404: refusal } } },
    '/boats/{boatId}/launchings': {
      parameters: [boatId],
      post: {
        summary: 'Put the boat to water',
        requestBody: takes(object({ place: text })),
        responses: { 201: json(launch), 404: refusal, 422: refusal },
      },
    },
    [path]: {
      post: {
        summary: 'Record surveys',
        requestBody: takes(
          form === 'one by one'
            ? object({ ...names, surveyedOn: day, worth })
            : object({ surveyedOn: day, items: { type: 'array', minItems: 1, maxItems: 9, items: object({ ...names, worth }) } }),
        ),
        responses: { 200: json(object({ recorded: { type: 'integer' } })), 422: refusal },
      },
    },
  },
});

type Survey = { readonly boatId: string; readonly surveyedOn: string; readonly worth: number };
type Habit = { readonly form?: Form; readonly isOldFirst?: boolean; readonly onlyAfloat?: boolean };

/** What is told of the order of surveys, and what was sent about a boat that was there before. */
const judged = async (
  { form = 'several at once', isOldFirst = false, onlyAfloat = false }: Habit,
  allow: readonly ('mutation' | 'permanent' | 'destructive')[] = ['mutation', 'permanent', 'destructive'],
) => {
  const boats = new Map<string, { readonly name: string; readonly surveys: Survey[]; readonly launches: object[] }>();
  boats.set('old', {
    name: 'Old',
    surveys: [{ boatId: 'old', surveyedOn: '2020-02-02', worth: 5 }],
    launches: [{ number: 1, place: 'Quay' }],
  });
  boats.set('idle', { name: 'Idle', surveys: [], launches: [] });
  const beyond: string[] = [];
  let recorded = 0;
  const isWorth = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 9000;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (code: number, value: unknown): void => {
      outgoing.writeHead(code, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(value));
    };
    const [, collection, id, below] = (incoming.url ?? '').replace(/\?.*$/u, '').split('/');
    const shown = (one: string) => ({ id: one, name: boats.get(one)?.name });
    if (collection === 'surveys' && incoming.method === 'POST') {
      const surveyedOn = body?.['surveyedOn'];
      const entries: unknown = form === 'one by one' ? [body] : body?.['items'];
      if (typeof surveyedOn !== 'string' || Number.isNaN(Date.parse(surveyedOn)) || surveyedOn > new Date().toISOString().slice(0, 10))
        return give(422, {});
      if (!Array.isArray(entries) || entries.length === 0 || entries.length > 9) return give(422, {});
      const all = entries as readonly { boatId?: unknown; worth?: unknown }[];
      if (!all.every((one) => typeof one.boatId === 'string' && isWorth(one.worth))) return give(422, {});
      let count = 0;
      for (const one of all) {
        const found = boats.get(String(one.boatId));
        if (one.boatId === 'old' || one.boatId === 'idle') beyond.push(one.boatId);
        if (!found || (onlyAfloat && found.launches.length === 0)) continue;
        const others = found.surveys.filter((other) => other.surveyedOn !== surveyedOn);
        found.surveys.splice(0, found.surveys.length, ...others, { boatId: String(one.boatId), surveyedOn, worth: Number(one.worth) });
        count += 1;
      }
      recorded += count;
      return give(200, { recorded: count });
    }
    if (collection !== 'boats') return give(404, {});
    if (id === undefined && incoming.method === 'GET') return give(200, [...boats.keys()].map(shown));
    if (id === undefined && incoming.method === 'POST') {
      const name = body?.['name'];
      if (typeof name !== 'string' || name.length > 80) return give(422, {});
      const made = `boat-${boats.size}-x`;
      boats.set(made, { name, surveys: [], launches: [] });
      return give(201, shown(made));
    }
    const one = boats.get(id ?? '');
    if (one === undefined || id === undefined) return give(404, {});
    if (incoming.method === 'GET' && below === undefined) return give(200, shown(id));
    if (incoming.method === 'GET' && below === 'launches') return give(200, one.launches);
    const sorted = one.surveys.toSorted((a, b) => (a.surveyedOn < b.surveyedOn ? 1 : -1));
    if (incoming.method === 'GET' && below === 'surveys') return give(200, isOldFirst ? sorted.toReversed() : sorted);
    if (incoming.method !== 'POST' || below !== 'launchings') return give(405, {});
    const place = body?.['place'];
    if (typeof place !== 'string' || place.length > 80) return give(422, {});
    const made = { number: one.launches.length + 1, place };
    one.launches.push(made);
    return give(201, made);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(documentFor(form)), url, {
    allow,
    maxCreates: 60,
    selection: { only: ['ordering/documented-order'], skip: [] },
  });
  const orders = verdicts.filter(({ case: { check } }) => check === 'ordering/documented-order');
  return { order: orders.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)), beyond, recorded };
};

describe('a list below a resource that an operation elsewhere fills', () => {
  test.concurrent.for<readonly [string, Habit, string]>([
    ['by one request each, in its order', { form: 'one by one' }, 'pass'],
    ['by one request each, in another order', { form: 'one by one', isOldFirst: true }, 'other-order'],
    ['by several at once, in its order', {}, 'pass'],
    ['by several at once, in another order', { isOldFirst: true }, 'other-order'],
    ['once the resource is in use, in another order', { onlyAfloat: true, isOldFirst: true }, 'other-order'],
  ])(
    '%s',
    besideOthers(async ([_what, habit, found]) => {
      expect(await judged(habit)).toMatchObject({ order: [found], beyond: [] });
    }),
  );

  test.concurrent(
    'not without the permission',
    besideOthers(async () => {
      expect(await judged({}, ['mutation', 'permanent'])).toMatchObject({ order: ['inconclusive'], recorded: 0 });
    }),
  );
});

describe('the operations that bring the items of a list', () => {
  const writers = async (document: object) =>
    writersOf(await loadContract(writeToolDocument(document)), { path: '/boats/{boatId}/surveys' }).map(
      ({ owner, entries }) => `${owner} ${entries ?? ''}`,
    );

  test.each<readonly [object, readonly string[]]>([
    [documentFor('one by one'), ['boatId ']],
    [documentFor('several at once'), ['boatId items']],
    // Another noun, an action on a resource, or one that ends in a word for many.
    [documentFor('one by one', '/reports'), []],
    [documentFor('one by one', '/yards/{yardId}/surveys'), []],
    [documentFor('one by one', '/surveys/search'), []],
  ])('%#', async (document, found) => {
    expect(await writers(document)).toEqual(found);
  });
});
