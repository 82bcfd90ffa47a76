import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const members = {
  title: { type: 'string', minLength: 2, maxLength: 30 },
  kind: { type: 'string', enum: ['town', 'river', 'sea'] },
  scale: { type: 'integer', minimum: 1, maximum: 500 },
  slope: { type: 'integer', minimum: 0, maximum: 1000, description: 'In degrees (up to 90), or in metres on a kilometre.' },
  folded: { type: 'boolean' },
  note: { type: ['string', 'null'], maxLength: 50 },
  tags: { type: 'array', maxItems: 3, items: { type: 'string' } },
  views: {
    type: 'array',
    description: 'Kept in the order in which they are sent',
    items: { type: 'string', enum: ['north', 'east', 'south', 'west'] },
  },
  drawnAt: { type: 'string', format: 'date-time' },
  price: { type: 'number', minimum: 0, maximum: 90, multipleOf: 0.01 },
  layers: {
    type: 'array',
    minItems: 1,
    maxItems: 9,
    items: {
      type: 'object',
      required: ['depth'],
      properties: { depth: { type: 'integer', minimum: 1, maximum: 40 }, ink: { type: 'string', enum: ['sepia', 'blue'] } },
    },
  },
};
const map = { type: 'object', required: ['id', 'title'], properties: { ...members, id: { type: 'string' } } };
const asked = { type: 'object', required: ['title', 'kind', 'drawnAt'], properties: members };
const query = (name: string, schema: object, description?: string) => ({ name, in: 'query', schema, ...(description && { description }) });
const refusals = { 400: { description: 'Wrong' }, 404: { description: 'None' } };

/** Maps that are sorted and filtered, made and removed. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: {
    '/maps': {
      get: {
        parameters: [
          query('sort', { type: 'string', enum: ['title', '-title', 'scale'] }),
          query('limit', { type: 'integer', minimum: 1, maximum: 50 }),
          query('folded', { type: 'boolean' }),
          query('near', { type: 'string', enum: ['sea', 'town'] }, 'Only together with `far`'),
          query('far', { type: 'string' }),
        ],
        responses: { 200: { description: 'd', ...json({ type: 'array', items: map }) }, 400: { description: 'Wrong' } },
      },
      post: { requestBody: { required: true, ...json(asked) }, responses: { 201: { description: 'd', ...json(map) }, ...refusals } },
    },
    '/maps/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(map) }, ...refusals } },
      delete: { responses: { 204: { description: 'd' }, ...refusals } },
    },
  },
};

/** The same with a text about the body of a creation, and one about its notes. */
const saying = (description: string | undefined, ofNotes: string | undefined): Readonly<Record<string, unknown>> => {
  const { '/maps': maps } = document.paths;
  const properties = { ...members, note: { ...members.note, ...(ofNotes !== undefined && { description: ofNotes }) } };
  const schema = { ...asked, properties, ...(description !== undefined && { description }) };
  const post = { ...maps.post, requestBody: { required: true, ...json(schema) } };
  return { ...document, paths: { ...document.paths, '/maps': { ...maps, post } } };
};

type Body = Readonly<Record<string, unknown>>;

type Form = {
  /** The status of a list that is asked for so; undefined where it is served. */
  readonly list?: (query: URLSearchParams) => number | undefined;
  /** The status of a creation; undefined where it is done. */
  readonly make?: (body: Body) => number | undefined;
  /** What is kept of a body. */
  readonly keep?: (body: Body) => Body;
  /** What later reads show of what is kept. */
  readonly read?: (body: Body) => Body;
  /** What the list shows of it. */
  readonly item?: (body: Body) => Body;
  /** What the document says of a body as a whole. */
  readonly says?: string;
  /** What it says of its notes. */
  readonly saysOfNotes?: string;
};

/** The moment of a body in UTC. */
const inUtc = (body: Body): Body => ({ ...body, drawnAt: new Date(String(body['drawnAt'])).toISOString() });

/** Whoever is folded takes that from all others. */
const onlyLastFolded = (): Form => {
  let last: unknown;
  return {
    keep(body) {
      if (body['folded'] === true) last = body['title'];
      return body;
    },
    read: (body) => (body['folded'] === true ? { ...body, folded: body['title'] === last } : body),
  };
};

const isFine = (body: Body): boolean =>
  typeof body['title'] === 'string' && [...body['title']].length <= 30 && ['town', 'river', 'sea'].includes(String(body['kind']));

/** The findings about documented values, and the maps that are left. */
const judged = async ({
  list = () => undefined,
  make = () => undefined,
  keep = (body) => body,
  read = (body) => body,
  item = read,
  says,
  saysOfNotes,
}: Form) => {
  const maps = new Map<string, Body>([['old', { title: 'An old map', kind: 'sea' }]]);
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const id = /^\/maps\/(.+)$/u.exec(pathname)?.[1];
    const text: Buffer[] = [];
    const send = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    incoming.on('data', (part: Buffer) => text.push(part));
    incoming.on('end', () => {
      if (incoming.method === 'POST' && id === undefined) {
        let body: Body;
        try {
          body = Object(JSON.parse(Buffer.concat(text).toString())) as Body;
        } catch {
          return send(400);
        }
        const status = isFine(body) ? make(body) : 400;
        if (status !== undefined) return send(status);
        last += 1;
        maps.set(`m${last}`, keep(body));
        return send(201, { ...keep(body), id: `m${last}` });
      }
      if (id === undefined) {
        const status = searchParams.has('near') && !searchParams.has('far') ? 400 : list(searchParams);
        return status === undefined
          ? send(
              200,
              [...maps].map(([one, body]) => ({ ...item(body), id: one })),
            )
          : send(status);
      }
      const found = maps.get(id);
      if (!found) return send(404);
      if (incoming.method === 'GET') return send(200, { ...read(found), id });
      if (incoming.method !== 'DELETE') return send(405);
      maps.delete(id);
      return send(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(saying(says, saysOfNotes)), url, {
    allow: ['mutation'],
    selection: { only: ['*/documented-value-accepted', 'body/documented-value-kept', 'errors/no-failure'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.where}: ${verdict.finding.actual}`] : [],
  );
  return { told, left: [...maps.keys()] };
};

describe('documented values', () => {
  test.each<readonly [string, Form]>([
    ['are all accepted', {}],
    ['are refused together, where each is accepted alone', { list: (sent) => (sent.size > 1 ? 400 : undefined) }],
    ['meet a conflict', { make: (body) => (body['kind'] === 'river' ? 409 : undefined) }],
    ['are refused to whoever has no right', { list: (sent) => (sent.get('sort') === 'scale' ? 403 : undefined) }],
    ['are kept in one form', { keep: (body) => ({ ...body, title: String(body['title']).normalize('NFKC').trim() }) }],
    [
      'are shown only where there is something',
      { keep: (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) },
    ],
    [
      'are more in one item than there is room for',
      { make: (body) => ((body['layers'] as { depth: number }[] | undefined)?.some(({ depth }) => depth > 39) === true ? 409 : undefined) },
    ],
    [
      'are more in one item than the whole may have',
      { make: (body) => ((body['layers'] as { depth: number }[] | undefined)?.some(({ depth }) => depth > 9) === true ? 422 : undefined) },
    ],
    ['are shown in the list by their beginning', { item: (body) => ({ ...body, title: String(body['title']).slice(0, 10) }) }],
    [
      'go beyond what the text tells of some of them',
      { make: (body) => (typeof body['slope'] === 'number' && body['slope'] > 90 ? 422 : undefined) },
    ],
    ['are moments that are shown in UTC', { keep: inUtc }],
    ['are moments in UTC alone', { make: (body) => (String(body['drawnAt']).endsWith('Z') ? undefined : 422) }],
    ['are one of several that go together', { make: (body) => ((body['views'] as unknown[] | undefined)?.length === 3 ? 422 : undefined) }],
    [
      'are names that nobody knows',
      { make: (body) => ((body['tags'] as unknown[] | undefined)?.some((one) => one !== 'old') === true ? 400 : undefined) },
    ],
    ['are what only the last one keeps', onlyLastFolded()],
    [
      'need something else, as the text of the body says',
      { make: (body) => (body['kind'] === 'sea' ? 422 : undefined), says: 'A `kind` needs the matching place: `sea` a shore.' },
    ],
    [
      'need another member, as its own text says of the kinds',
      {
        make: (body) => (body['kind'] === 'sea' && typeof body['note'] !== 'string' ? 422 : undefined),
        saysOfNotes: 'A town needs none; the other kinds do.',
      },
    ],
    ['are refused like everything else', { list: () => 400, make: () => 422 }],
  ])('that %s are not accused', async (_what, form) => {
    expect(await judged(form)).toEqual({ told: [], left: ['old'] });
  });

  test.each<readonly [string, Form, RegExp]>([
    [
      'a listed value of a member',
      { make: (body) => (body['kind'] === 'sea' ? 422 : undefined), says: 'A map of a `kind`.', saysOfNotes: 'For whoever prints it.' },
      /^OAS-36 should request body kind: status 422/u,
    ],
    [
      'a listed value of a parameter',
      { list: (sent) => (sent.get('sort') === 'scale' ? 400 : undefined) },
      /^OAS-35 should query sort: status 400.*"scale"/u,
    ],
    [
      'a text of as many letters as are allowed, counted in units of UTF-16,',
      { make: (body) => (String(body['title']).length > 30 ? 400 : undefined) },
      /^OAS-36 should request body title: status 400.*30 characters, each of two units in UTF-16/u,
    ],
    [
      'a text of as many letters as are allowed, counted in octets,',
      { make: (body) => (Buffer.byteLength(String(body['title'])) > 30 ? 400 : undefined) },
      /^OAS-36 should request body title: status 400.*30 characters, each of two octets in UTF-8/u,
    ],
    [
      'the maximum of a parameter',
      { list: (sent) => (sent.get('limit') === '50' ? 422 : undefined) },
      /^OAS-35 should query limit: status 422.*maximum of 50/u,
    ],
    [
      'a listed value of a member',
      { make: (body) => (body['kind'] === 'sea' ? 400 : undefined) },
      /^OAS-36 should request body kind: .*"sea"/u,
    ],
    [
      'the longest title',
      { make: (body) => (String(body['title']).length > 29 ? 422 : undefined) },
      /^OAS-36 should request body title: .*maximum of 30 characters/u,
    ],
    [
      'the largest number',
      { make: (body) => (Number(body['scale']) > 499 ? 400 : undefined) },
      /^OAS-36 should request body scale: .*maximum of 500/u,
    ],
    ['null', { make: (body) => (body['note'] === null ? 400 : undefined) }, /^OAS-36 should request body note: .*null/u],
    [
      'a full list',
      { make: (body) => ((body['tags'] as unknown[] | undefined)?.length === 3 ? 400 : undefined) },
      /^OAS-36 should request body tags: .*3 items/u,
    ],
    [
      'a listed value of an item',
      {
        make: (body) => ((body['layers'] as { ink?: string }[] | undefined)?.some(({ ink }) => ink === 'blue') === true ? 400 : undefined),
      },
      /^OAS-36 should request body layers: .*an item, "ink" with a value that it lists/u,
    ],
    ['a value by a failure', { make: (body) => (body['folded'] === true ? 500 : undefined) }, /^OAS-5 must/u],
    [
      'a value by a failure beside another one alone',
      { list: (sent) => (sent.get('sort') === '-title' && sent.get('folded') === 'true' && sent.get('limit') !== '50' ? 500 : undefined) },
      /^OAS-5 must/u,
    ],
    [
      'a value of a member by a failure beside another one alone',
      { make: (body) => (body['scale'] === 1 && body['folded'] === true ? 500 : undefined) },
      /^OAS-5 must/u,
    ],
    [
      'what is cut, the end of the longest title,',
      { keep: (body) => ({ ...body, title: [...String(body['title'])].slice(0, 29).join('') }) },
      /^OAS-86 should \/title/u,
    ],
    [
      'what is another choice, the last listed value,',
      { keep: (body) => ({ ...body, kind: body['kind'] === 'sea' ? 'river' : body['kind'] }) },
      /^OAS-86 should \/kind: "river"/u,
    ],
    [
      'what is less, the greatest number,',
      { keep: (body) => (body['scale'] === undefined ? body : { ...body, scale: Math.min(Number(body['scale']), 255) }) },
      /^OAS-86 should \/scale: 25[05]/u,
    ],
    [
      'what is shorter, the last item of a full list,',
      { keep: (body) => (Array.isArray(body['tags']) ? { ...body, tags: body['tags'].slice(0, 2) } : body) },
      /^OAS-86 should \/tags/u,
    ],
    [
      'what reads alone cut, the end of the longest title,',
      { read: (body) => ({ ...body, title: [...String(body['title'])].slice(0, 29).join('') }) },
      /^OAS-86 should \/title, read/u,
    ],
    [
      'what the list alone shows as another choice, the last listed value,',
      { item: (body) => ({ ...body, kind: body['kind'] === 'sea' ? 'river' : body['kind'] }) },
      /^OAS-86 should \/kind in the list: "river"/u,
    ],
    [
      'what is moved, a moment of another zone,',
      { keep: (body) => ({ ...body, drawnAt: String(body['drawnAt']).replace(/\+.*$/u, 'Z') }) },
      /^OAS-86 should \/drawnAt/u,
    ],
    [
      'what is put in order, a list,',
      { read: (body) => (Array.isArray(body['views']) ? { ...body, views: body['views'].toSorted() } : body) },
      /^OAS-86 should \/views, read/u,
    ],
    [
      'what is in small letters, a title,',
      { read: (body) => ({ ...body, title: String(body['title']).toLowerCase() }) },
      /^OAS-86 should \/title, read/u,
    ],
    [
      'what is rounded, a price,',
      { read: (body) => (body['price'] === undefined ? body : { ...body, price: Math.round(Number(body['price']) * 10) / 10 }) },
      /^OAS-86 should \/price, read/u,
    ],
  ])('of which %s is refused are told', async (_what, form, finding) => {
    const { told, left } = await judged(form);
    expect(told).toEqual([expect.stringMatching(finding)]);
    expect(left).toEqual(['old']);
  });
});
