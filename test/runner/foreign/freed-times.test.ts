import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const asked = { hut: text, from: day, to: day };
const stay = {
  type: 'object',
  required: ['id', 'hut', 'from', 'to', 'state'],
  properties: { id: text, ...asked, state: { type: 'string', enum: ['kept', 'given_up'] } },
};
const withId = { parameters: [{ name: 'stayId', in: 'path', required: true, schema: text }] };

/** Stays in huts that can be given up. */
const document = (said: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Huts', version: '1' },
  paths: {
    '/stays': {
      post: {
        description: '409 if the hut has a stay already on one of the nights.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: Object.keys(asked), properties: asked },
              example: { hut: 'Marmot', from: '2031-05-06', to: '2031-05-08' },
            },
          },
        },
        responses: { '201': shows(stay), '409': none, '422': none },
      },
    },
    '/stays/{stayId}': { ...withId, get: { responses: { '200': shows(stay), '404': none } }, delete: { responses: { '204': none } } },
    '/stays/{stayId}/give-up': { ...withId, post: { description: said, responses: { '200': shows(stay), '404': none, '409': none } } },
  },
});

type Habits = {
  /** Stays that were given up stand in the way. */
  readonly keeps?: boolean;
  /** Two stays may be at one time. */
  readonly takesAll?: boolean;
  /** A hut is let once in a season, whatever became of it. */
  readonly onceForAll?: boolean;
  readonly refuses?: number;
  /** Gives the nights free so many milliseconds later. */
  readonly restMs?: number;
};

const judged = async (
  said: string,
  { keeps = false, takesAll = false, onceForAll = false, refuses = 409, restMs = 0 }: Habits,
): Promise<readonly string[]> => {
  const stays = new Map<string, Readonly<Record<string, unknown>>>();
  const freeAt = new Map<string, number>();
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [, id, action] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const one = id === undefined ? undefined : stays.get(id);
    if (id !== undefined && !one) return give(404);
    if (one && id !== undefined && action === undefined) return method === 'DELETE' ? give(stays.delete(id) ? 204 : 404) : give(200, one);
    if (method !== 'POST') return give(405);
    if (one && id !== undefined) {
      if (one['state'] !== 'kept') return give(409);
      stays.set(id, { ...one, state: 'given_up' });
      freeAt.set(id, Date.now() + restMs);
      return give(200, stays.get(id));
    }
    void objectBody(incoming).then((body = {}) => {
      const { from, to, hut } = body;
      if (typeof from !== 'string' || typeof to !== 'string' || typeof hut !== 'string' || from > to) return give(422);
      const others = [...stays.values()].filter(
        (other) =>
          other['hut'] === hut && (keeps || onceForAll || other['state'] === 'kept' || Date.now() < (freeAt.get(String(other['id'])) ?? 0)),
      );
      const isTaken = others.some((other) => onceForAll || (String(other['from']) < to && from < String(other['to'])));
      if (isTaken && !takesAll) return give(refuses);
      next += 1;
      const made = { id: `stay-${next}-in-the-hills`, ...body, state: 'kept' };
      stays.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/time-comes-back'], skip: [] },
  });
  expect([...stays.keys()]).toEqual([]);
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/time-comes-back') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const said = 'Gives the stay up. The nights are free again at once.';

describe.concurrent('a time that an action gives free', () => {
  test.for<readonly [string, string, Habits, readonly string[]]>([
    ['gives the nights free', said, {}, ['pass']],
    ['refuses what is taken as it refuses a wrong body', said, { refuses: 422 }, ['pass']],
    ['keeps the nights', said, { keeps: true }, ['time-not-free-again']],
    ['keeps the nights, and says so with 422', said, { keeps: true, refuses: 422 }, ['time-not-free-again']],
    ['gives the nights free a little later', said, { restMs: 600 }, ['pass']],
    ['takes two stays at one time', said, { takesAll: true }, ['inconclusive']],
    ['refuses the hut for another reason', said, { onceForAll: true }, ['inconclusive']],
    ['keeps the nights', 'Gives the stay up.', { keeps: true }, []],
    ['keeps the nights', 'Ends the stay. The deposit is released.', { keeps: true }, []],
    ['keeps the nights', 'Gives the stay up. The nights are free again. The hut stays closed for a day of cleaning.', { keeps: true }, []],
    ['keeps the nights', 'Gives the stay up. The nights are free again after the warden has come.', { keeps: true }, []],
    ['keeps the nights', 'Gives the stay up. The nights are free again if the warden agrees.', { keeps: true }, []],
  ])(
    'of a service that %s: %s',
    besideOthers(async ([, told, habits, expected]: readonly [string, string, Habits, readonly string[]]) => {
      expect(await judged(told, habits)).toEqual(expected);
    }),
  );
});
