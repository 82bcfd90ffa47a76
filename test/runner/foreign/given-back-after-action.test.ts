import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const fan = {
  type: 'object',
  required: ['id', 'name', 'tokenBalance'],
  properties: { id: text, name: text, tokenBalance: { type: 'integer', readOnly: true } },
};
const ride = {
  type: 'object',
  required: ['id', 'fanId', 'status'],
  properties: { id: text, fanId: text, status: { type: 'string', enum: ['asked', 'confirmed', 'cancelled'] } },
};
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

/** Fans with tokens, and rides that cost some once they are confirmed. */
const document = (said: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Fair', version: '1' },
  paths: {
    '/fans': {
      post: {
        requestBody: takes({ type: 'object', required: ['name'], properties: { name: text } }),
        responses: { '201': shows(fan), '422': none },
      },
    },
    '/fans/{fanId}': { ...inPath('fanId'), get: { responses: { '200': shows(fan), '404': none } }, delete: { responses: { '204': none } } },
    '/rides': {
      post: {
        requestBody: takes({ type: 'object', required: ['fanId'], properties: { fanId: text } }),
        responses: { '201': shows(ride), '422': none },
      },
    },
    '/rides/{rideId}': {
      ...inPath('rideId'),
      get: { responses: { '200': shows(ride), '404': none } },
      delete: { responses: { '204': none } },
    },
    '/rides/{rideId}/confirm': {
      ...inPath('rideId'),
      post: { description: 'Takes three tokens of the fan.', responses: { '200': shows(ride), '404': none, '409': none } },
    },
    '/rides/{rideId}/cancel': {
      ...inPath('rideId'),
      post: { description: said, responses: { '200': shows(ride), '404': none, '409': none } },
    },
  },
});

type Habit = 'gives them back' | 'gives them back a moment later' | 'keeps them' | 'keeps one of them' | 'takes none';

const judged = async (habit: Habit, said: string): Promise<readonly string[]> => {
  const fans = new Map<string, { readonly id: string; readonly name: string; tokenBalance: number }>();
  const rides = new Map<string, { readonly id: string; readonly fanId: string; status: string }>();
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root, id, action] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const all = root === 'fans' ? fans : rides;
    void objectBody(incoming).then((body = {}) => {
      next += 1;
      if (id === undefined) {
        const { name, fanId } = body;
        if (root === 'fans') {
          if (typeof name !== 'string') return give(422);
          const made = { id: `fan-${next}-of-the-fair`, name, tokenBalance: 20 };
          fans.set(made.id, made);
          return give(201, made);
        }
        if (root !== 'rides' || method !== 'POST' || typeof fanId !== 'string' || !fans.has(fanId))
          return give(root === 'rides' ? 422 : 404);
        const made = { id: `ride-${next}-of-the-fair`, fanId, status: 'asked' };
        rides.set(made.id, made);
        return give(201, made);
      }
      if (!all.has(id)) return give(404);
      if (action === undefined)
        return method === 'DELETE' ? give(all.delete(id) ? 204 : 404) : give(method === 'GET' ? 200 : 405, all.get(id));
      const one = rides.get(id);
      const owner = fans.get(one?.fanId ?? '');
      if (!one || !owner || one.status === 'cancelled' || (action === 'confirm' && one.status !== 'asked')) return give(409);
      if (action === 'confirm' && habit !== 'takes none') owner.tokenBalance -= 3;
      const back = (count: number): void => {
        owner.tokenBalance += count;
      };
      if (action === 'cancel' && one.status === 'confirmed' && habit !== 'takes none') {
        if (habit === 'gives them back') back(3);
        if (habit === 'keeps one of them') back(2);
        if (habit === 'gives them back a moment later') setTimeout(() => back(3), 400);
      }
      one.status = action === 'confirm' ? 'confirmed' : 'cancelled';
      return give(200, one);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 30,
    durations: { 'updated.shown': 2 },
    selection: { only: ['lifecycle/taken-is-given-back'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/taken-is-given-back') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const plainly = 'Calls the ride off. If it was confirmed, the fan gets the tokens back.';

describe.concurrent('what an action took', () => {
  test.for<readonly [Habit, string, readonly string[]]>([
    ['gives them back', plainly, ['pass']],
    ['gives them back a moment later', plainly, ['pass']],
    ['keeps them', plainly, ['not-given-back']],
    ['keeps one of them', plainly, ['not-given-back']],
    ['takes none', plainly, ['inconclusive']],
    ['keeps them', 'Calls the ride off. The tokens are refunded if the ride was confirmed.', ['not-given-back']],
    ['keeps them', 'Calls the ride off. If it was confirmed, the fan may get the tokens back.', []],
    ['keeps them', 'Calls the ride off. If it was confirmed, half of the tokens are given back.', []],
    ['keeps them', 'Calls the ride off. If the fair was confirmed, the fan gets the tokens back.', []],
    ['keeps them', 'Calls the ride off.', []],
  ])(
    'is judged where the service %s: %s',
    besideOthers(async ([habit, said, expected]: readonly [Habit, string, readonly string[]]) => {
      expect(await judged(habit, said)).toEqual(expected);
    }),
  );
});
