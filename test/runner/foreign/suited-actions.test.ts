import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const id = { type: 'integer', minimum: 1 };
const whole = { type: 'integer', minimum: 0 };
const states = ['planned', 'booked', 'away', 'back'] as const;
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = Object.fromEntries(['400', '404', '409', '422'].map((status) => [status, { description: 'Refused' }]));
const asks = (schema: object, example: object) => ({ requestBody: { required: true, ...json(schema, { example }) } });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: id }] });
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });

const model = object({ id, name: text });
const boatSchema = object({ id, modelId: id, hull: text, state: { type: 'string', enum: ['moored', 'away', 'docked'] } });
const line = object({ modelId: id, quantity: { type: 'integer', minimum: 1 } });
const boatIds = { type: 'array', minItems: 1, items: id };
const trip = object({
  id,
  guest: text,
  status: { type: 'string', enum: [...states] },
  lines: { type: 'array', items: line },
  boatIds: { type: 'array', items: id },
  dueCents: whole,
});

const handing =
  'Every boat of the models that the trip is for is named, no more and no fewer. A boat of another model, or one named twice, is refused with 422.';

type Rules = {
  readonly amount?: string;
  /** What the member itself says of the amount. */
  readonly described?: string;
  /** Has each trip to name its models, so that a client knows which boats suit it. Default: true. */
  readonly namesModels?: boolean;
};

const document = (rules: Rules = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: {
    '/models': {
      get: { responses: shows({ type: 'array', items: model }) },
      post: {
        summary: 'Add a model',
        ...asks(object({ name: text }), { name: 'Dinghy' }),
        responses: { ...shows(model, '201'), ...refused },
      },
    },
    '/models/{modelId}': {
      ...inPath('modelId'),
      get: { responses: { ...shows(model), ...refused } },
      delete: {
        summary: 'Remove a model',
        description: 'Removes the model together with its boats.',
        responses: { 204: { description: 'Gone' }, ...refused },
      },
    },
    '/models/{modelId}/boats': {
      ...inPath('modelId'),
      get: { responses: { ...shows({ type: 'array', items: boatSchema }), ...refused } },
      post: {
        summary: 'Add a boat',
        ...asks(object({ hull: text }), { hull: 'H-77' }),
        responses: { ...shows(boatSchema, '201'), ...refused },
      },
    },
    '/boats/{boatId}': { ...inPath('boatId'), get: { responses: { ...shows(boatSchema), ...refused } } },
    '/trips': {
      get: { responses: shows({ type: 'array', items: trip }) },
      post: {
        summary: 'Plan a trip',
        description: 'A new trip is planned. An unknown model is 422.',
        ...(rules.namesModels === false
          ? asks(object({ guest: text, lines: { type: 'array', items: line } }, ['guest']), { guest: 'Ada' })
          : asks(object({ guest: text, lines: { type: 'array', minItems: 1, items: line } }), {
              guest: 'Ada',
              lines: [
                { modelId: 4, quantity: 2 },
                { modelId: 5, quantity: 1 },
              ],
            })),
        responses: { ...shows(trip, '201'), ...refused },
      },
    },
    '/trips/{tripId}': { ...inPath('tripId'), get: { responses: { ...shows(trip), ...refused } } },
    '/trips/{tripId}/book': {
      ...inPath('tripId'),
      post: {
        summary: 'planned → booked',
        description: `From \`planned\` alone, otherwise 409. ${rules.amount ?? 'The amount has to be the due sum of the trip (422).'}`,
        ...asks(object({ amountCents: { ...whole, ...(rules.described !== undefined && { description: rules.described }) } }), {
          amountCents: 5,
        }),
        responses: { ...shows(trip), ...refused },
      },
    },
    '/trips/{tripId}/cast-off': {
      ...inPath('tripId'),
      post: {
        summary: 'booked → away',
        description: `${handing} It is all or nothing. The boats become \`away\`. From \`booked\` alone, otherwise 409.`,
        ...asks(object({ boatIds }), { boatIds: [12, 13] }),
        responses: { ...shows(trip), ...refused },
      },
    },
    '/trips/{tripId}/moor': {
      ...inPath('tripId'),
      post: {
        summary: 'away → back',
        description: 'Boats are `moored` again. A boat that is not on this trip is refused with 422. From `away` alone, otherwise 409.',
        ...asks(object({ boatIds }), { boatIds: [12] }),
        responses: { ...shows(trip), ...refused },
      },
    },
  },
});

type Defect =
  | 'any-amount'
  | 'foreign-boat'
  | 'half-done'
  | 'boat-twice'
  | 'stays-moored'
  | 'stays-away'
  | 'empty-list'
  | 'cast-off-without-key'
  | 'other-state';

const prices = { dueCents: 730 };

/** A house that lends boats; each trip is booked with its price, cast off with its boats and moored again. */
const house = (has: (defect: Defect) => boolean, namesModels: boolean) => {
  const models = new Map<number, Json>();
  const boats = new Map<number, { id: number; modelId: number; hull: string; state: string }>();
  const trips = new Map<number, { id: number; status: string; boatIds: number[]; lines: readonly Json[] } & Json>();
  let next = 100;
  const acts = {
    book: (one: { status: string; dueCents?: unknown }, body: Json): number => {
      if (!Number.isInteger(body['amountCents']) || Number(body['amountCents']) < 0) return 422;
      if (one.status !== 'planned') return 409;
      if (body['amountCents'] !== one.dueCents && !has('any-amount')) return 422;
      one.status = 'booked';
      return 200;
    },
    'cast-off': (one: { status: string; boatIds: number[]; lines: readonly Json[] }, body: Json): number => {
      const ids = body['boatIds'];
      if (!Array.isArray(ids) || (ids.length === 0 && !has('empty-list')) || !ids.every((each) => Number.isInteger(each))) return 422;
      if (one.status !== 'booked') return 409;
      const found = ids.map((each) => boats.get(Number(each)));
      if (has('half-done'))
        for (const boat of found) if (boat && one.lines.some((each) => each['modelId'] === boat.modelId)) boat.state = 'away';
      const wanted = (each: Json): boolean => found.filter((boat) => boat?.modelId === each['modelId']).length === Number(each['quantity']);
      const isTwice = new Set(ids).size < ids.length;
      const isSuited =
        one.lines.length === 0 ||
        (one.lines.every(wanted) && found.every((boat) => one.lines.some((each) => each['modelId'] === boat?.modelId)));
      const isEmpty = ids.length === 0;
      if ((isTwice && !has('boat-twice')) || (!isSuited && !has('foreign-boat') && !(isTwice && has('boat-twice')) && !isEmpty)) return 422;
      if (found.some((boat) => boat === undefined)) return 422;
      if (!has('half-done') && found.some((boat) => boat?.state !== 'moored')) return 409;
      for (const boat of found) if (boat && !has('stays-moored')) boat.state = 'away';
      one.status = has('other-state') ? 'booked' : 'away';
      one.boatIds = ids.map(Number);
      return 200;
    },
    moor: (one: { status: string; boatIds: number[] }, body: Json): number => {
      const ids = body['boatIds'];
      if (!Array.isArray(ids) || ids.length === 0) return 422;
      if (one.status !== 'away') return 409;
      if (ids.some((each) => !one.boatIds.includes(Number(each))) || new Set(ids).size < one.boatIds.length) return 422;
      for (const each of one.boatIds) {
        const boat = boats.get(each);
        if (boat && !has('stays-away')) boat.state = 'moored';
      }
      one.status = 'back';
      one.boatIds = [];
      return 200;
    },
  };
  const answer = (method: string, path: string, body: Json | undefined): readonly [status: number, value?: unknown] => {
    const [, root = '', key, below] = path.split('/');
    const number = Number(key);
    if (root === 'models' && key === undefined) {
      if (method === 'GET') return [200, [...models.values()]];
      if (typeof body?.['name'] !== 'string') return [422];
      const made = { id: (next += 1), name: body['name'] };
      models.set(made.id, made);
      return [201, made];
    }
    if (root === 'models' && !models.has(number)) return [404];
    if (root === 'models' && below === 'boats') {
      if (method === 'GET') return [200, [...boats.values()].filter(({ modelId }) => modelId === number)];
      if (typeof body?.['hull'] !== 'string') return [422];
      const made = { id: (next += 1), modelId: number, hull: body['hull'], state: 'moored' };
      boats.set(made.id, made);
      return [201, made];
    }
    if (root === 'models') {
      if (method === 'GET') return [200, models.get(number)];
      for (const [boatKey, { modelId }] of boats) if (modelId === number) boats.delete(boatKey);
      models.delete(number);
      return [204];
    }
    if (root === 'boats') return boats.has(number) ? [200, boats.get(number)] : [404];
    if (root !== 'trips') return [404];
    if (key === undefined) {
      if (method === 'GET') return [200, [...trips.values()]];
      const lines = namesModels ? body?.['lines'] : [];
      if (typeof body?.['guest'] !== 'string' || !Array.isArray(lines) || (namesModels && lines.length === 0)) return [422];
      if (!lines.every((each: Json) => models.has(Number(each['modelId'])))) return [422];
      const made = { id: (next += 1), guest: body['guest'], status: 'planned', lines: lines as readonly Json[], boatIds: [], ...prices };
      trips.set(made.id, made);
      return [201, made];
    }
    const one = trips.get(number);
    if (!one) return [404];
    if (below === undefined) return method === 'GET' ? [200, one] : [405];
    const act = acts[below as keyof typeof acts];
    if (!act || method !== 'POST') return [404];
    if (body === undefined) return [400];
    const status = act(one, body);
    return status === 200 ? [200, one] : [status];
  };
  return answer;
};

const judged = async (defect: Defect | undefined, only: readonly string[], rules: Rules = {}) => {
  const answer = house((one) => one === defect, rules.namesModels !== false);
  const accepted: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    void objectBody(incoming).then((body) => {
      const [status, value] = answer(incoming.method ?? 'GET', path, body);
      if (status < 300 && incoming.method === 'POST') accepted.push(path.replaceAll(/\d+/gu, '{}'));
      return outgoing
        .writeHead(status, { 'content-type': 'application/json' })
        .end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(rules)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 12,
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): readonly string[] => [
    ...new Set(
      verdicts.flatMap(({ case: { id: caseId, check }, verdict }) =>
        verdict.kind === kind ? [`${check.split('/')[1] ?? ''} ${/~1([a-z-]+)\/post/u.exec(caseId)?.[1] ?? ''}`.trim()] : [],
      ),
    ),
  ];
  return { failed: of('fail'), passed: of('pass'), accepted };
};

const own = ['lifecycle/unsuited-refused', 'lifecycle/refused-action-leaves-all', 'lifecycle/parts-follow-action'];

describe('actions that are sent what suits their resource', () => {
  test('come to a success, each in its state, and nothing is told of a service that keeps to its document', async () => {
    const { failed, passed, accepted } = await judged(undefined, [...own, 'lifecycle/leads-to-state']);
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'unsuited-refused book',
        'unsuited-refused cast-off',
        'unsuited-refused moor',
        'refused-action-leaves-all cast-off',
        'parts-follow-action cast-off',
        'parts-follow-action moor',
        'leads-to-state book',
        'leads-to-state cast-off',
      ]),
    );
    expect(accepted).toEqual(expect.arrayContaining(['/trips/{}/book', '/trips/{}/cast-off', '/trips/{}/moor']));
  });

  test.each<readonly [Defect, string, string]>([
    ['any-amount', 'lifecycle/unsuited-refused', 'unsuited-refused book'],
    ['foreign-boat', 'lifecycle/unsuited-refused', 'unsuited-refused cast-off'],
    ['boat-twice', 'lifecycle/unsuited-refused', 'unsuited-refused cast-off'],
    ['half-done', 'lifecycle/refused-action-leaves-all', 'refused-action-leaves-all cast-off'],
    ['stays-moored', 'lifecycle/parts-follow-action', 'parts-follow-action cast-off'],
    ['stays-away', 'lifecycle/parts-follow-action', 'parts-follow-action moor'],
    ['other-state', 'lifecycle/leads-to-state', 'leads-to-state cast-off'],
    ['empty-list', 'body/breach-refused', 'breach-refused'],
  ])('%s is told', async (defect, check, told) => {
    const { failed } = await judged(defect, [check]);
    expect(failed.some((one) => one.startsWith(told))).toBe(true);
  });

  test('another part is no foreign one where the run does not know which parts the resource has', async () => {
    const { failed, accepted } = await judged(undefined, own, { namesModels: false });
    expect(accepted).toContain('/trips/{}/book');
    expect(failed).toEqual([]);
  });

  test('an amount is suited by what its own description says', async () => {
    const rules = { amount: 'Books a trip.', described: 'Exactly the due sum of the trip, else `422`.' };
    const kept = await judged(undefined, own, rules);
    expect(kept.failed).toEqual([]);
    expect(kept.accepted).toContain('/trips/{}/book');
    expect((await judged('any-amount', ['lifecycle/unsuited-refused'], rules)).failed).toEqual(['unsuited-refused book']);
  });

  test.each([
    'The amount is what the guest pays; any may be booked.',
    'The amount has to be in the currency of the due sum.',
    'The amount should usually be given, whatever is due.',
    'The amount should be the due sum of the trip.',
    'For guests with a card the amount has to be the due sum of the trip.',
    'The amount has to be the due sum of the trip, or half of it.',
  ])('nothing is told of any amount where the document says: %s', async (amount) => {
    expect((await judged('any-amount', ['lifecycle/unsuited-refused'], { amount })).failed).toEqual([]);
  });
});
