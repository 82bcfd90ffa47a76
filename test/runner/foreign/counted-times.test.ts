import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const id = { type: 'string', readOnly: true };
const name = { type: 'string', minLength: 1, maxLength: 80 };
const refused = { 404: { description: 'None' }, 409: { description: 'Contradicts what is there' }, 422: { description: 'Wrong' } };

/** Studios, musicians, and sessions of a musician in a studio from day to day. */
const documentOf = (rule: string) => {
  const thing = { type: 'object', required: ['id', 'name'], properties: { id, name } };
  const day = { type: 'string', format: 'date' };
  const session = {
    type: 'object',
    required: ['id', 'studioId', 'musicianId', 'startDay', 'endDay', 'status'],
    properties: {
      id,
      studioId: { type: 'string', minLength: 1 },
      musicianId: { type: 'string', minLength: 1 },
      startDay: day,
      endDay: day,
      status: { type: 'string', enum: ['asked', 'fixed', 'played', 'called_off'], readOnly: true },
    },
  };
  const both = (path: string, parameter: string, schema: object, said: string | undefined) => ({
    [path]: {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: schema }) } } },
      post: {
        ...(said === undefined ? {} : { description: said }),
        requestBody: { required: true, ...json(schema) },
        responses: { 201: { description: 'Made', ...json(schema) }, ...refused },
      },
    },
    [`${path}/{${parameter}}`]: {
      parameters: [{ name: parameter, in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(schema) }, ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Studios', version: '1' },
    paths: {
      ...both('/studios', 'studioId', thing, undefined),
      ...both('/musicians', 'musicianId', thing, undefined),
      ...both('/sessions', 'sessionId', session, rule),
    },
  };
};

type Habits = {
  /** Do two sessions in one studio overlap: by the days of the new one, and of the one that is there. */
  readonly overlaps?: (from: number, to: number, first: number, last: number) => boolean;
  /** How many sessions a musician may have. */
  readonly most?: number;
};

const truly = (from: number, to: number, first: number, last: number): boolean => from < last && first < to;

const judged = async (rule: string, { overlaps = truly, most = 2 }: Habits) => {
  const all: Readonly<Record<string, Map<string, Json>>> = { studios: new Map(), musicians: new Map(), sessions: new Map() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', key] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = all[root];
    if (!kept || (key !== undefined && !kept.has(key))) return give(404);
    if (incoming.method === 'GET') return give(200, key === undefined ? [...kept.values()] : kept.get(key));
    if (incoming.method === 'DELETE') return give(kept.delete(key ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (root === 'sessions') {
        const [from, to] = [Date.parse(String(body['startDay'])), Date.parse(String(body['endDay']))];
        const isKnown =
          all['studios']?.has(String(body['studioId'])) === true && all['musicians']?.has(String(body['musicianId'])) === true;
        if (!isKnown || !(from < to)) return give(422);
        const days = (one: Json) => [Date.parse(String(one['startDay'])), Date.parse(String(one['endDay']))] as const;
        const own = [...kept.values()].filter((one) => one['musicianId'] === body['musicianId']);
        if (own.length >= most || own.some((one) => truly(from, to, ...days(one)))) return give(409);
        if ([...kept.values()].some((one) => one['studioId'] === body['studioId'] && overlaps(from, to, ...days(one)))) return give(409);
      } else if (typeof body['name'] !== 'string' || body['name'] === '') return give(422);
      const made: Json = { ...body, ...(root === 'sessions' ? { status: 'asked' } : {}), id: `x-${next++}` };
      kept.set(String(made['id']), made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(rule)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/overlap-refused', 'lifecycle/touching-accepted'], skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check.split('/')[1]] : []));
  return { failed: of('fail'), passed: of('pass'), left: Object.values(all).flatMap((kept) => [...kept.keys()]) };
};

const own = 'A musician has at most 2 open sessions (asked or fixed) at a time, and no two of them overlap (409).';

const told: readonly string[] = [
  `Asked, fixed and played sessions of one studio must not overlap (409). ${own}`,
  `No two asked or fixed sessions of the same studio may overlap (409). ${own}`,
  `${own} 409 if an \`asked\` or a \`fixed\` session of the same studio overlaps.`,
  `Sessions of one studio never overlap, unless one of them is called off (409). ${own}`,
  `Two sessions of one studio must not overlap (409). ${own}`,
  `A fixed or still asked session must not overlap another one of the same studio (409).`,
  'Sessions of one studio must not overlap (409), and called off ones do not count.',
  'Two sessions of one studio never overlap (409), but those that are called off are ignored.',
  '409 if it overlaps another session of the same studio; `called_off` and `played` sessions are left out.',
];

const untold: readonly string[] = [
  'Fixed sessions of one studio must not overlap (409).',
  'Asked sessions of one studio may overlap; fixed sessions must not overlap (409).',
  'Up to two asked sessions of one studio may overlap (409).',
  'Played and called off sessions of one studio must not overlap (409).',
  'Sessions of one studio must not overlap (409); asked ones do not count.',
  'Sessions of one studio must not overlap (409), but what is asked or called off does not count.',
  own,
];

const touching = 'The next one may arrive on the day on which the former one leaves.';

describe('times of those that count', () => {
  test.each(told)('are told where one around another is taken: %s', async (rule) => {
    const around = (from: number, to: number, first: number, last: number): boolean =>
      truly(from, to, first, last) && !(from < first && to > last);
    expect(await judged(rule, { overlaps: around })).toEqual({ failed: ['overlap-refused'], passed: [], left: [] });
  });

  test.each(told)('are not told where they are kept: %s', async (rule) => {
    expect(await judged(rule, {})).toEqual({ failed: [], passed: ['overlap-refused'], left: [] });
  });

  test.each(untold)('are not asked for where a new one does not count: %s', async (rule) => {
    expect(await judged(rule, { overlaps: () => false })).toEqual({ failed: [], passed: [], left: [] });
  });

  test('may touch, for another one who may have only one', async () => {
    expect(await judged(`${told[0]} ${touching}`, { most: 1 })).toEqual({
      failed: [],
      passed: ['overlap-refused', 'touching-accepted'],
      left: [],
    });
  });

  test('are told where the last day counts', async () => {
    const days = (from: number, to: number, first: number, last: number): boolean => from <= last && first <= to;
    expect((await judged(`${told[0]} ${touching}`, { overlaps: days })).failed).toEqual(['touching-accepted']);
    const rule = 'Sessions of one studio must not overlap (409); one may start when another ends, and called off ones do not count.';
    expect((await judged(rule, { overlaps: days })).failed).toEqual(['touching-accepted']);
    expect((await judged(rule, {})).passed).toEqual(['overlap-refused', 'touching-accepted']);
  });
});
