import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refused = (...statuses: number[]) => Object.fromEntries(statuses.map((status) => [status, { description: 'refused' }]));
const code = { type: 'string', pattern: '^[A-Z][A-Z0-9]{1,11}$', example: 'QUAY' };
const yard = { $ref: '#/components/schemas/Yard' };
const crane = { type: 'object', properties: { no: { type: 'integer' }, lifts: { type: 'string', format: 'date' } } };
const query = (name: string, schema: object) => ({ name, in: 'query', schema });
const inPath = { parameters: [{ name: 'yardCode', in: 'path', required: true, schema: code }] };

/** Yards whose code is a member of their creation, each with cranes. The document prints an example of a code. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Yards', version: '1' },
  paths: {
    '/yards': {
      get: { parameters: [query('limit', { type: 'integer' })], responses: { 200: json({ type: 'array', items: yard }) } },
      post: {
        requestBody: {
          required: true,
          ...json({ type: 'object', required: ['code', 'title'], properties: { code, title: { ...text, maxLength: 60 } } }),
        },
        responses: { 201: json(yard), ...refused(400, 409) },
      },
    },
    '/yards/{yardCode}': {
      ...inPath,
      get: { responses: { 200: json(yard), ...refused(404) } },
      delete: { responses: { 204: { description: 'gone' }, ...refused(404) } },
    },
    '/yards/{yardCode}/cranes': {
      ...inPath,
      get: {
        parameters: [query('liftsFrom', { type: 'string', format: 'date', description: 'Only cranes that lift on this day or later.' })],
        responses: { 200: json({ type: 'array', items: crane }), ...refused(404) },
      },
    },
  },
  components: { schemas: { Yard: { type: 'object', properties: { code: text, title: text } } } },
};

type Ways = {
  /** The codes that are there at the start. */
  readonly codes?: readonly string[];
  /** What the service does with a code that it has: most refuse it. */
  readonly taken?: 'replaced' | 'refused';
  /** Its answers to creations show no code. */
  readonly silent?: boolean;
  /** Lists every crane, whatever day is asked for. */
  readonly unfiltered?: boolean;
};

/** The object in a body; an empty one where there is none. */
const bodyOf = (body: string): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(body)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

const judged = async (
  ways: Ways,
  only: readonly string[],
  allow: readonly ('mutation' | 'destructive')[] = ['mutation', 'destructive'],
) => {
  const yards = new Map((ways.codes ?? ['NORTH', 'SOUTH']).map((one) => [one, { code: one, title: `Yard ${one}` }]));
  const before = [...yards.keys()];
  const asked: string[] = [];
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const end = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const [, root = '', id = '', below] = pathname.split('/');
      asked.push(`${incoming.method} ${pathname}`);
      if (root !== 'yards') return end(404);
      if (id === '' && incoming.method === 'GET') return end(200, [...yards.values()]);
      if (id === '' && incoming.method === 'POST') {
        const sent = bodyOf(Buffer.concat(chunks).toString());
        if (typeof sent['code'] !== 'string' || !/^[A-Z][A-Z0-9]{1,11}$/u.test(sent['code'])) return end(400);
        if (yards.has(sent['code']) && ways.taken !== 'replaced') return end(409);
        made += 1;
        yards.set(sent['code'], { code: sent['code'], title: String(sent['title']) });
        return end(201, ways.silent ? { title: yards.get(sent['code'])?.title } : yards.get(sent['code']));
      }
      if (!yards.has(id)) return end(404);
      if (below === 'cranes' && incoming.method === 'GET') {
        const from = searchParams.get('liftsFrom') ?? '';
        const cranes = [1, 2, 3, 4].map((no) => ({ no, lifts: new Date(Date.now() + no * 864e5).toISOString().slice(0, 10) }));
        return end(
          200,
          cranes.filter(({ lifts }) => ways.unfiltered || lifts >= from),
        );
      }
      if (below !== undefined) return end(404);
      if (incoming.method === 'GET') return end(200, yards.get(id));
      if (incoming.method !== 'DELETE') return end(405);
      yards.delete(id);
      return end(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: [...allow],
    maxCreates: 3,
    durations: { 'created.listed': 0.4, 'updated.shown': 0.4, 'removed.gone': 0.4, 'removed.settled': 0.2 },
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, level } }) => `${level} ${check}`);
  return { passed: of('pass'), failed: of('fail'), asked, made, isAsBefore: before.join() === [...yards.keys()].join() };
};

describe('a resource that is named by a member of its creation', () => {
  test('is the own one of the run where nothing had that name before, and nothing stays', async () => {
    const { passed, failed, isAsBefore } = await judged({}, ['lifecycle/removed-is-gone', 'lifecycle/creation-shown']);
    expect({ failed, isAsBefore }).toEqual({ failed: [], isAsBefore: true });
    expect(passed).toContain('should lifecycle/removed-is-gone');
  });

  test('is somebody else’s where the document prints the name, and is neither changed nor removed', async () => {
    const printed = { ...document, paths: { ...document.paths, '/yards': { ...document.paths['/yards'] } } };
    expect(JSON.stringify(printed)).toContain('QUAY');
    const { asked, isAsBefore } = await judged({ codes: ['QUAY', 'SOUTH'], taken: 'replaced' }, ['*']);
    expect(asked).not.toContain('DELETE /yards/QUAY');
    expect(isAsBefore).toBe(true);
  });

  test('is created no more once as many as `maxCreates` cannot be identified', async () => {
    expect((await judged({ silent: true }, ['*'])).made).toBe(3);
  });
});

describe('what an example in the path names', () => {
  const cranes = ['status/documented-call-succeeds', 'filtering/*', 'GET /yards/{yardCode}/cranes'];

  test('is asked for only where no list shows another', async () => {
    const { asked } = await judged({}, cranes, []);
    expect(asked).toContain('GET /yards/NORTH/cranes');
    expect(asked).not.toContain('GET /yards/QUAY/cranes');
  });

  test('is asked for where the list is empty', async () => {
    const { asked } = await judged({ codes: [] }, cranes, []);
    expect(asked).toContain('GET /yards/QUAY/cranes');
  });
});

describe('a bound of days that lie ahead', () => {
  test.each<readonly [string, Ways, readonly string[]]>([
    ['is not accused where it is kept', {}, []],
    ['is told where it has no effect', { unfiltered: true }, ['should filtering/after-value']],
  ])('%s', async (_what, ways, told) => {
    expect((await judged(ways, ['filtering/after-value'])).failed).toEqual(told);
  });
});
