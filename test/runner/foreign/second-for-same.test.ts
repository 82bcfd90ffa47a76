import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (schema: object, example?: object): object => ({
  required: true,
  content: { 'application/json': { schema, ...(example ? { example } : {}) } },
});
const named = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const ticket = {
  type: 'object',
  required: ['id', 'dancerId', 'ballId', 'note'],
  properties: { id: text, dancerId: text, ballId: { ...text, nullable: true }, note: text },
};

const both = (path: string, parameter: string, schema: object, post: object): object => ({
  [path]: { post, get: { responses: { '200': shows({ type: 'array', items: schema }) } } },
  [`${path}/{${parameter}}`]: {
    parameters: [{ name: parameter, in: 'path', required: true, schema: text }],
    get: { responses: { '200': shows(schema), '404': none } },
    delete: { responses: { '204': none, '404': none } },
  },
});

/** Dancers and balls, and tickets that name both of them, or one below the other. */
const document = (said: string, isBelow: boolean): object => {
  const plain = {
    requestBody: takes({ type: 'object', required: ['name'], properties: { name: text } }),
    responses: { '201': shows(named), '422': none },
  };
  const body = {
    type: 'object',
    required: ['dancerId'],
    properties: { dancerId: text, note: text, ...(isBelow ? {} : { ballId: { ...text, nullable: true } }) },
  };
  const post = {
    description: said,
    requestBody: takes(body, { dancerId: '51b2e6aa', note: 'front row', ...(isBelow ? {} : { ballId: null }) }),
    responses: { '201': shows(ticket), '409': { description: 'Contradicts what is there' }, '422': none },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Balls', version: '1' },
    paths: {
      ...both('/dancers', 'dancerId', named, plain),
      ...both('/balls', 'ballId', named, plain),
      ...(isBelow
        ? {
            '/balls/{ballId}/tickets': { parameters: [{ name: 'ballId', in: 'path', required: true, schema: text }], post },
            '/balls/{ballId}/tickets/{ticketId}': {
              parameters: ['ballId', 'ticketId'].map((name) => ({ name, in: 'path', required: true, schema: text })),
              get: { responses: { '200': shows(ticket), '404': none } },
              delete: { responses: { '204': none, '404': none } },
            },
          }
        : both('/tickets', 'ticketId', ticket, post)),
    },
  };
};

type Habit = 'refuses' | 'takes it' | 'shows the first one' | 'refuses one for another ball too';

const judged = async (habit: Habit, said: string, isBelow = false): Promise<readonly string[]> => {
  const all: Readonly<Record<string, Map<string, Json>>> = { dancers: new Map(), balls: new Map(), tickets: new Map() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const parts = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const [ball, root = '', id] = parts[2] === 'tickets' ? parts.slice(1, 2).concat(parts.slice(2)) : [undefined, ...parts];
    const kept = all[root];
    if (!kept || (id !== undefined && !kept.has(id)) || (ball !== undefined && all['balls']?.has(ball) !== true)) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...kept.values()] : kept.get(id));
    if (incoming.method === 'DELETE') return give(kept.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const { dancerId, note = '' } = body;
      const ballId = typeof body['ballId'] === 'string' ? body['ballId'] : (ball ?? null);
      if (root !== 'tickets') {
        if (typeof body['name'] !== 'string' || body['name'] === '') return give(422);
      } else if (all['dancers']?.has(String(dancerId)) !== true || (ballId !== null && all['balls']?.has(ballId) !== true))
        return give(422);
      const same = [...kept.values()].find(
        (one) =>
          root === 'tickets' && one['dancerId'] === dancerId && (one['ballId'] === ballId || habit === 'refuses one for another ball too'),
      );
      if (same && habit === 'shows the first one') return give(200, same);
      if (same && habit !== 'takes it') return give(409);
      const own = root === 'tickets' ? { dancerId, ballId, note } : { name: body['name'] };
      const made: Json = { id: `x-${next++}-of-the-season`, ...own };
      kept.set(String(made['id']), made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said, isBelow)), url, {
    allow: ['mutation'],
    selection: { only: ['body/second-for-same-refused'], skip: [] },
  });
  expect(Object.values(all).flatMap((kept) => [...kept.keys()])).toEqual([]);
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('body/second-for-same-refused') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const told: readonly string[] = [
  'A dancer can come only once to the same ball, and only once to any ball (409).',
  'A dancer has at most one ticket per ball (409 otherwise).',
  'There is at most one ticket per dancer and ball; a second one is refused with 409.',
  'No two tickets have the same dancer and ball (409).',
  '409 if the dancer already has a ticket for the ball.',
  '409 when the dancer is invited to the ball already.',
  'A second ticket for the same dancer and the same ball is refused.',
];
const untold: readonly string[] = [
  'A dancer has at most one open ticket per ball (409).',
  'A dancer can come only once to the same ball, as a rule (409).',
  'A second ticket for the same dancer and the same ball replaces the first one.',
  'A dancer can come to the same ball only once a day (409).',
  'A dancer can come more than once to the same ball. 409 if the ball is over.',
];

describe.concurrent('one for two things together', () => {
  test.for<readonly [Habit, string, boolean, readonly string[]]>([
    ...told.flatMap((said): readonly (readonly [Habit, string, boolean, readonly string[]])[] => [
      ['takes it', said, false, ['second-for-same']],
      ['refuses', said, false, ['pass']],
    ]),
    ['takes it', told[1] ?? '', true, ['second-for-same']],
    ['refuses', told[1] ?? '', true, ['pass']],
    ['takes it', 'A user can buy a ball ticket only once. You can visit a ball only once (409).', true, ['second-for-same']],
    ['shows the first one', told[0] ?? '', false, ['inconclusive']],
    ['refuses one for another ball too', told[0] ?? '', false, ['pass']],
    ...untold.map((said): readonly [Habit, string, boolean, readonly string[]] => ['takes it', said, false, []]),
  ])(
    'of a service that %s: %s (below: %s)',
    besideOthers(async ([habit, said, isBelow, expected]: readonly [Habit, string, boolean, readonly string[]]) => {
      expect(await judged(habit, said, isBelow)).toEqual(expected);
    }),
  );
});
