import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const members = { title: text, weight: { type: 'integer', minimum: 1, maximum: 9_000_000 } };
const crate = { type: 'object', required: ['id', 'title', 'weight'], properties: { id: { type: 'integer', readOnly: true }, ...members } };
const crateInput = { type: 'object', required: ['title', 'weight'], properties: members };
const none = { description: 'None' };
const query = (name: string, schema: Json) => ({ name, in: 'query', schema });
const shows = (schema: Json) => ({ description: 'It', content: { 'application/json': { schema } } });
const id = { name: 'crateId', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } };
const takes = { required: true, content: { 'application/json': { schema: crateInput } } };

const creation = {
  post: { requestBody: takes, responses: { 201: shows(crate), 400: none } },
};
const item = {
  '/crates/{crateId}': {
    parameters: [id],
    get: { responses: { 200: shows(crate), 404: none } },
    delete: { responses: { 204: none, 404: none } },
  },
};

const page = { type: 'object', required: ['items'], properties: { items: { type: 'array', items: crate } } };
const cursorPage = {
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: { ...page.properties, next_cursor: { type: ['string', 'null'] } },
};

const document = (hasCreation: boolean, byCursor: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1', description: 'Walking through the pages shows each crate exactly once.' },
  paths: {
    '/crates': {
      get: {
        parameters: [
          query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
          byCursor ? query('cursor', { type: 'string' }) : query('offset', { type: 'integer', minimum: 0, default: 0 }),
          query('sort', { type: 'string', enum: ['weight', '-weight'] }),
        ],
        responses: { 200: shows(byCursor ? cursorPage : page), 400: none },
      },
      ...(hasCreation ? creation : {}),
    },
    ...(hasCreation ? item : {}),
  },
});

/** What becomes of equal ones behind the first page: they are turned around, or those that are equal to the last one of the page before are left out. */
type Flaw = 'turned' | 'left out';

type Crate = { readonly id: number; readonly title: string; readonly weight: number };

/**
 * @param ties Are some of the crates of the same weight; otherwise only those that the run makes so can be.
 * @param byCursor A page gives the cursor of the next one; otherwise pages begin after a number of crates.
 */
const codes = async (
  flaw: Flaw | undefined,
  ties: boolean,
  byCursor = flaw === 'left out',
): Promise<{ readonly told: readonly string[]; readonly left: number; readonly kinds: readonly string[] }> => {
  const crates: Crate[] = Array.from({ length: 70 }, (_, n) => ({
    id: n + 1,
    title: `Crate ${n}`,
    // Three times two crates are alike, far from each other.
    weight: 1000 + 10 * (ties && n % 22 === 13 ? n - 1 : n),
  }));
  let next = 71;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, own] = pathname.split('/');
    if (root !== 'crates') return give(404);
    if (own !== undefined) {
      const at = crates.findIndex((one) => String(one.id) === own);
      if (at < 0) return give(404);
      if (incoming.method === 'DELETE') crates.splice(at, 1);
      return incoming.method === 'DELETE' ? give(204) : give(200, crates[at]);
    }
    if (incoming.method === 'POST') {
      const { title, weight } = JSON.parse(Buffer.concat(chunks).toString()) as Crate;
      if (typeof title !== 'string' || title === '' || title.length > 80 || !Number.isInteger(weight) || weight < 1) return give(400);
      crates.push({ id: next++, title, weight });
      return give(201, crates.at(-1));
    }
    const [limit, cursor, sort] = [Number(asked.get('limit') ?? 20), asked.get('cursor'), asked.get('sort')];
    if (!(limit >= 1 && limit <= 100) || ![null, 'weight', '-weight'].includes(sort)) return give(400);
    const way = sort === null ? 0 : sort === 'weight' ? 1 : -1;
    const turn = flaw === 'turned' && !['0', null].includes(asked.get('offset')) && sort !== null ? -1 : 1;
    const all = crates.toSorted((one, other) => way * (one.weight - other.weight) || turn * (one.id - other.id));
    const last = all.findIndex((one) => String(one.id) === cursor);
    const offset = byCursor ? last + 1 : Number(asked.get('offset') ?? 0);
    if ((cursor !== null && last < 0) || !(offset >= 0)) return give(400);
    const isLost = ({ weight }: Crate): boolean => flaw === 'left out' && sort !== null && weight === all[offset - 1]?.weight;
    const rest = all.slice(offset).filter((one) => !isLost(one));
    const items = rest.slice(0, limit);
    give(200, byCursor ? { items, next_cursor: rest.length > limit ? String(items.at(-1)?.id) : null } : { items });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(!ties, byCursor)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    selection: { only: ['pagination/ordered-walk-complete', 'pagination/walk-complete'], skip: [] },
  });
  return {
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])),
    kinds: verdicts.flatMap(({ verdict: { kind } }) => (kind === 'skipped' ? [] : [kind])),
    left: crates.length,
  };
};

describe.concurrent('pages of crates in the order of their weights', () => {
  test.for<readonly [Flaw, boolean]>([
    ['turned', true],
    ['left out', true],
    ['turned', false],
  ])(
    'are told of where equal ones are %s behind the first page, of old ones: %s',
    besideOthers(async ([flaw, ties]) => {
      expect(await codes(flaw, ties)).toMatchObject({ told: ['order-loses-items'], left: 70 });
    }),
  );

  test.for<readonly [boolean, boolean]>([
    [true, false],
    [true, true],
    [false, false],
  ])(
    'are not accused where each comes once, with equal ones of old: %s, by cursor: %s',
    besideOthers(async ([ties, byCursor]) => {
      expect(await codes(undefined, ties, byCursor)).toEqual({ told: [], kinds: ['pass', 'pass'], left: 70 });
    }),
  );
});
