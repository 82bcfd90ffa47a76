import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { decoded } from '../../worlds/decoded.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const colours = ['red', 'blue'];
const kiteInput = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'frame'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 60 },
    colour: { type: 'string', enum: colours },
    frame: {
      type: 'object',
      required: ['rods'],
      properties: {
        rods: { type: 'integer', minimum: 1, maximum: 12, description: 'Old shops send a text ("4"), which may still be accepted.' },
      },
    },
    flownOn: { type: 'string', format: 'date' },
    maker: { type: 'string', minLength: 1, maxLength: 40, pattern: '\\S' },
    price: { type: 'string', pattern: '^[0-9]{1,3}[.][0-9]{2}$', example: '12.50' },
    tails: { type: 'array', maxItems: 3, uniqueItems: true, items: { type: 'string', pattern: '^[a-z]+$' } },
  },
};
const kite = { type: 'object', required: ['id'], properties: { ...kiteInput.properties, id: { type: 'string' } } };
const id = { name: 'kiteId', in: 'path', required: true, schema: { type: 'string' } };
const refused = { 400: { description: 'not valid' } };
const missing = { 404: { description: 'none' } };

/** Kites, without a word of `x-assay`. `describes`: whether the operations describe how they refuse. */
const document = (describes: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50 } },
          { name: 'colour', in: 'query', schema: { type: 'string', enum: colours } },
          { name: 'owner', in: 'query', schema: { type: 'integer', format: 'int64' } },
          { name: 'since', in: 'query', schema: { type: 'string', format: 'date' } },
          { name: 'Accept-Language', in: 'header', schema: { type: 'string', enum: ['en', 'de'] } },
          { name: 'traceparent', in: 'header', schema: { type: 'string', pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$' } },
          { name: 'X-Request-Id', in: 'header', schema: { type: 'string', format: 'uuid' } },
        ],
        responses: {
          200: answer({ type: 'object', properties: { limit: { type: 'integer' }, kites: { type: 'array', items: kite } } }),
          ...(describes ? refused : {}),
        },
      },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: kiteInput } } },
        responses: { 201: answer(kite), ...(describes ? { ...refused, 415: { description: 'not JSON' } } : {}) },
      },
    },
    '/kites/{kiteId}': {
      parameters: [id],
      get: { responses: { 200: answer(kite), ...missing } },
      put: {
        requestBody: { required: true, content: { 'application/json': { schema: kiteInput } } },
        responses: { 200: answer(kite), ...missing, ...(describes ? refused : {}) },
      },
      delete: { responses: { 204: { description: 'gone' }, ...missing } },
    },
  },
});

type Flaw =
  | 'none'
  | 'clamps'
  | 'takes rods as text'
  | 'takes null for nothing'
  | 'keeps null'
  | 'blank makers'
  | 'empty makers'
  | 'no length'
  | 'no nested limit'
  | 'no date'
  | 'no tails'
  | 'tails with anything behind'
  | 'tails of several lines'
  | 'negative prices'
  | 'extra members'
  | 'anything in a PUT'
  | 'stores before it checks'
  | 'unknown colours in a query'
  | 'any date in a query'
  | 'any limit'
  | 'any media type'
  | 'answers 207 for each part'
  | 'nothing is refused'
  | 'everything is refused';

/** Is a value a day of the calendar. */
const isDate = (value: unknown): boolean => {
  const moment = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === value;
};
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The kite that a server with a flaw keeps of a body. */
const kept = (value: Json, flaw: Flaw): Json => {
  const { frame } = value;
  const rods = isObject(frame) && typeof frame['rods'] === 'string' ? { frame: { ...frame, rods: Number(frame['rods']) } } : {};
  return { ...value, ...(flaw === 'takes rods as text' ? rods : {}) };
};

/** A body as a server with a flaw reads it. */
const readBy = (value: unknown, flaw: Flaw): unknown =>
  isObject(value) && flaw === 'takes null for nothing'
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : value;

/** How a server with a flaw reads the pattern of a tail. */
const tailsOf = (flaw: Flaw): RegExp => {
  if (flaw === 'tails with anything behind') return /^[a-z]+/;
  return flaw === 'tails of several lines' ? /^[a-z]+$/m : /^[a-z]+$/;
};

/** Is a body allowed by a server with a flaw. */
const isKite = (value: unknown, flaw: Flaw): boolean => {
  if (!isObject(value)) return false;
  const { name, colour, frame, flownOn, tails, maker, price } = value;
  const pattern = flaw === 'negative prices' ? /^-?\d{1,3}\.\d{2}$/u : /^\d{1,3}\.\d{2}$/u;
  const isPrice = price === undefined || (typeof price === 'string' && pattern.test(price));
  const isMaker =
    maker === undefined ||
    (typeof maker === 'string' &&
      [...maker].length <= 40 &&
      (/\S/u.test(maker) || (flaw === 'empty makers' ? maker === '' : flaw === 'blank makers' && maker !== '')));
  const isText = typeof name === 'string' && name !== '' && (flaw === 'no length' || [...name].length <= 60);
  const sent = isObject(frame) ? frame['rods'] : undefined;
  const rods = flaw === 'takes rods as text' && typeof sent === 'string' && /^\d+$/u.test(sent) ? Number(sent) : sent;
  const isFrame = isObject(frame) && Number.isInteger(rods) && (flaw === 'no nested limit' || (Number(rods) >= 1 && Number(rods) <= 12));
  const isDay =
    flownOn === undefined ||
    (flaw === 'keeps null' && flownOn === null) ||
    (flaw === 'no date' ? typeof flownOn === 'string' : isDate(flownOn));
  const list: readonly unknown[] = Array.isArray(tails) ? tails : [];
  const areTails =
    tails === undefined ||
    (Array.isArray(tails) &&
      (flaw === 'no tails' || (list.length <= 3 && new Set(list).size === list.length)) &&
      list.every((tail) => typeof tail === 'string' && tailsOf(flaw).test(tail)));
  const isKnown = flaw === 'extra members' || Object.keys(value).every((one) => one in kiteInput.properties);
  return (
    isText &&
    isMaker &&
    isFrame &&
    isDay &&
    isPrice &&
    areTails &&
    isKnown &&
    (colour === undefined || colours.some((one) => one === colour))
  );
};

/** What is told of a service with a flaw, and how many kites stay there. */
const judged = async (flaw: Flaw, describes = true) => {
  const kites = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '' } = incoming;
    const { pathname, searchParams: query } = new URL(incoming.url ?? '/', 'http://kites.example');
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const all = flaw === 'nothing is refused';
    const own = decoded(pathname.slice('/kites/'.length));
    const read = (): void => {
      const limit = query.get('limit') ?? '20';
      const isWhole = /^-?\d+$/.test(limit);
      const isWithin = isWhole && Number(limit) >= 1 && Number(limit) <= 50;
      const colour = query.get('colour');
      const isColour = colour === null || colours.includes(colour) || flaw === 'unknown colours in a query';
      const since = query.get('since');
      const isSince = since === null || isDate(since) || flaw === 'any date in a query';
      const isOwner = /^-?\d+$/.test(query.get('owner') ?? '1');
      const mayServe = all || flaw === 'any limit' || (flaw === 'clamps' && isWhole);
      if (!all && (!isColour || !isSince || !isOwner || (!isWithin && !(isWhole && mayServe)))) return end(400);
      const served = flaw === 'clamps' ? Math.min(50, Math.max(1, Number(limit))) : Number(limit);
      return end(200, { limit: Number.isInteger(served) ? served : 20, kites: [...kites.values()].slice(0, Math.max(0, served)) });
    };
    const write = async (): Promise<void> => {
      const value = readBy(await jsonBody(incoming), flaw);
      if (!incoming.headers['content-type']?.includes('json') && !all && flaw !== 'any media type') return end(415);
      if (method === 'PUT' && !kites.has(own)) return end(404);
      const may = isKite(value, flaw) || (all && isObject(value)) || (flaw === 'anything in a PUT' && method === 'PUT' && isObject(value));
      if (!may || !isObject(value)) {
        const old = kites.get(own);
        if (flaw === 'stores before it checks' && old && isObject(value)) kites.set(own, { ...old, ...value });
        return end(flaw === 'answers 207 for each part' ? 207 : 400);
      }
      const key = method === 'POST' ? `k-${next++}` : own;
      kites.set(key, { ...kept(value, flaw), id: key });
      return end(method === 'POST' ? 201 : 200, kites.get(key));
    };
    if (flaw === 'everything is refused' && pathname === '/kites') return end(400);
    if (method === 'GET' && pathname === '/kites') return read();
    if (method === 'GET') return kites.has(own) ? end(200, kites.get(own)) : end(404);
    if (method === 'DELETE') return end(kites.delete(own) ? 204 : 404);
    void write();
    return undefined;
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(describes)), url, {
    allow: ['mutation'],
    maxCreates: 50,
    selection: {
      only: [
        'body/breach-refused',
        'body/refused-change-stores-nothing',
        'query/breach-refused',
        'body/other-media-type-refused',
        'schema/response-body',
      ],
      skip: [],
    },
  });
  const own = verdicts.filter(
    ({ id: one, verdict }) =>
      /^(?:body|query)\/(?:breach|refused-change|other-media)/.test(one) ||
      (one.startsWith('schema/') && verdict.kind === 'fail' && flaw === 'keeps null'),
  );
  const told = own.map(({ id: one, verdict, case: { level } }) => {
    const where = verdict.kind === 'fail' ? ` ${verdict.finding.code} at ${verdict.finding.where}` : '';
    return `${one.replace(/@.*\/(\w+)\/x-assay.*$/, ' $1')}: ${level} ${verdict.kind}${where}`;
  });
  return { told: told.filter((one) => !one.endsWith(' pass')), judged: told.length, left: kites.size };
};

test.each<readonly [string, Flaw, readonly string[]]>([
  ['that refuses what its document does not allow', 'none', []],
  ['that serves the nearest page size instead', 'clamps', []],
  ['that takes a text where its document says so', 'takes rods as text', []],
  ['that takes null for a member that is not sent', 'takes null for nothing', []],
])('a server %s is accused of nothing', async (_what, flaw, expected) => {
  expect(await judged(flaw)).toEqual({ told: expected, judged: 5, left: 0 });
});

test('a server that says of each part what became of it is accused of nothing', async () => {
  const { told } = await judged('answers 207 for each part');
  expect(told.filter((one) => one.includes('body/breach-refused') && one.includes('fail'))).toEqual([]);
  expect(told).toContain('body/breach-refused post: should inconclusive');
});

test.each<readonly [Flaw, readonly string[]]>([
  [
    'no length',
    [
      'body/breach-refused post: should fail breach-accepted-maxLength at request body /name',
      'body/breach-refused put: should fail breach-accepted-maxLength at request body /name',
    ],
  ],
  [
    'blank makers',
    [
      'body/breach-refused post: should fail breach-accepted-pattern at request body /maker',
      'body/breach-refused put: should fail breach-accepted-pattern at request body /maker',
    ],
  ],
  [
    'empty makers',
    [
      'body/breach-refused post: should fail breach-accepted-minLength at request body /maker',
      'body/breach-refused put: should fail breach-accepted-minLength at request body /maker',
    ],
  ],
  [
    'no nested limit',
    [
      'body/breach-refused post: should fail breach-accepted-minimum at request body /frame/rods',
      'body/breach-refused put: should fail breach-accepted-minimum at request body /frame/rods',
    ],
  ],
  [
    'no date',
    [
      'body/breach-refused post: should fail breach-accepted-format at request body /flownOn',
      'body/breach-refused put: should fail breach-accepted-format at request body /flownOn',
    ],
  ],
  [
    'no tails',
    [
      'body/breach-refused post: should fail breach-accepted-maxItems at request body /tails',
      'body/breach-refused put: should fail breach-accepted-maxItems at request body /tails',
    ],
  ],
  [
    'tails with anything behind',
    [
      'body/breach-refused post: should fail breach-accepted-pattern at request body /tails/0',
      'body/breach-refused put: should fail breach-accepted-pattern at request body /tails/0',
    ],
  ],
  [
    'tails of several lines',
    [
      'body/breach-refused post: should fail breach-accepted-pattern at request body /tails/0',
      'body/breach-refused put: should fail breach-accepted-pattern at request body /tails/0',
    ],
  ],
  [
    'negative prices',
    [
      'body/breach-refused post: should fail breach-accepted-pattern at request body /price',
      'body/breach-refused put: should fail breach-accepted-pattern at request body /price',
    ],
  ],
  [
    'extra members',
    [
      'body/breach-refused post: should fail breach-accepted-additionalProperties at request body',
      'body/breach-refused put: should fail breach-accepted-additionalProperties at request body',
    ],
  ],
  ['unknown colours in a query', ['query/breach-refused get: should fail breach-accepted-enum at query colour']],
  ['any date in a query', ['query/breach-refused get: should fail breach-accepted-format at query since']],
  ['any media type', ['body/other-media-type-refused@#/paths/~1kites/post: should fail other-media-type-accepted at request body']],
  ['any limit', ['query/breach-refused get: should fail breach-accepted-minimum at query limit']],
])('a server with %j is told of, and nothing stays', async (flaw, expected) => {
  const { told, left } = await judged(flaw);
  expect(told.filter((one) => !one.startsWith('body/refused-change'))).toEqual(expected);
  expect(left).toBe(0);
});

test('a server that keeps null where its document has none shows it', async () => {
  const { told, left } = await judged('keeps null');
  expect(told.filter((one) => one.includes('fail'))).toContainEqual(expect.stringMatching(/^schema\/response-body@.*: must fail /u));
  expect(told.filter((one) => one.startsWith('body/breach-refused') && one.includes('fail'))).toEqual([]);
  expect(left).toBe(0);
});

test('a PUT that takes anything is told of', async () => {
  const { told } = await judged('anything in a PUT');
  expect(told.filter((one) => one.includes('fail'))).toEqual([
    expect.stringMatching(/^body\/breach-refused put: should fail breach-accepted-/),
  ]);
});

test('refusals are no evidence where a request without a mistake is refused as well', async () => {
  const { told } = await judged('everything is refused');
  expect(told).toContain('body/breach-refused post: should inconclusive');
  expect(told).toContain('query/breach-refused get: should inconclusive');
});

test('a change that is refused and stored is told of', async () => {
  const { told } = await judged('stores before it checks');
  expect(told.filter((one) => one.includes('fail'))).toEqual([
    expect.stringMatching(/^body\/refused-change-stores-nothing put: should fail refused-change-stored/),
  ]);
});

test('a server that accepts everything is judged by a document only where that describes a refusal', async () => {
  expect(await judged('nothing is refused', false)).toEqual({ told: [], judged: 0, left: 0 });
});
