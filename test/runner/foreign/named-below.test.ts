import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = {
  400: { description: 'Wrong' },
  404: { description: 'None' },
  409: { description: 'Closed' },
  422: { description: 'Wrong' },
};
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

const fair = object({ id: text, title: text, status: { type: 'string', enum: ['draft', 'open'] } });
const stall = object({ id: text, fairId: text, label: text });
const line = object({ stallId: text, days: { type: 'integer', minimum: 1, maximum: 9 } });
const rental = object({ id: text, fairId: text, lines: { type: 'array', minItems: 1, items: line }, days: { type: 'integer' } });
const removal = { delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } } };

/** Fairs with stalls, and rentals that name a fair, and stalls of it in their lines. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Fairs', version: '1' },
  paths: {
    '/fairs': {
      get: { responses: shows({ type: 'array', items: fair }) },
      post: { requestBody: { required: true, ...json(object({ title: text })) }, responses: { ...shows(fair, '201'), ...refused } },
    },
    '/fairs/{fairId}': { ...inPath('fairId'), get: { responses: { ...shows(fair), ...refused } }, ...removal },
    '/fairs/{fairId}/open': {
      ...inPath('fairId'),
      post: { description: 'Opens a draft. It needs at least one stall.', responses: { ...shows(fair), ...refused } },
    },
    '/fairs/{fairId}/stalls': {
      ...inPath('fairId'),
      get: { responses: { ...shows({ type: 'array', items: stall }), ...refused } },
      post: { requestBody: { required: true, ...json(object({ label: text })) }, responses: { ...shows(stall, '201'), ...refused } },
    },
    '/fairs/{fairId}/stalls/{stallId}': {
      parameters: [...inPath('fairId').parameters, ...inPath('stallId').parameters],
      get: { responses: { ...shows(stall), ...refused } },
      ...removal,
    },
    '/rentals': {
      get: { responses: shows({ type: 'array', items: rental }) },
      post: {
        description: 'The fair must be open (`409`). `days` is the sum of the days of all lines.',
        requestBody: {
          required: true,
          ...json(object({ fairId: text, lines: rental.properties['lines' as keyof typeof rental.properties] }), {
            example: { fairId: 'f-1', lines: [{ stallId: 's-1', days: 2 }] },
          }),
        },
        responses: { ...shows(rental, '201'), ...refused },
      },
    },
    '/rentals/{rentalId}': { ...inPath('rentalId'), get: { responses: { ...shows(rental), ...refused } }, ...removal },
  },
};

/** A service that rents out stalls of the named fair alone. */
const judged = async (way: { readonly forgetsLines?: boolean; readonly opensAtOnce?: boolean }) => {
  const fairs = new Map<string, { id: string; title: string; status: string }>();
  const stalls = new Map<string, { id: string; fairId: string; label: string }>();
  const rentals = new Map<string, Json>();
  let last = 0;
  const make = <T extends Json>(into: Map<string, T>, values: Omit<T, 'id'>): readonly [number, T] => {
    const made = { id: `n${(last += 1)}-${into === (rentals as unknown) ? 'rental' : 'part'}`, ...values } as unknown as T;
    into.set(String(made['id']), made);
    return [201, made];
  };
  const rent = ({ fairId, lines }: Json): readonly [number, unknown?] => {
    if (typeof fairId !== 'string' || !Array.isArray(lines) || lines.length === 0) return [422];
    const all = lines as readonly Json[];
    if (
      !all.every(
        ({ stallId, days }) =>
          stalls.get(String(stallId))?.fairId === fairId && Number.isInteger(days) && Number(days) > 0 && Number(days) < 10,
      )
    )
      return [422];
    if (fairs.get(fairId)?.status !== 'open') return [409];
    const days = all.reduce((sum, one) => sum + Number(one['days']), 0);
    return make(rentals, { fairId, lines: way.forgetsLines ? all.map((one) => ({ ...one, days: 1 })) : all, days });
  };
  const answer = (
    method: string,
    [root = '', id, below, belowId]: readonly string[],
    body: Json | undefined,
  ): readonly [number, unknown?] => {
    if (root === 'rentals' && id === undefined) return method === 'GET' ? [200, [...rentals.values()]] : body ? rent(body) : [400];
    if (root === 'fairs' && id === undefined) {
      if (method === 'GET') return [200, [...fairs.values()]];
      return typeof body?.['title'] === 'string'
        ? make(fairs, { title: body['title'], status: way.opensAtOnce ? 'open' : 'draft' })
        : [422];
    }
    const all: Map<string, unknown> = root === 'fairs' ? fairs : rentals;
    const found = all.get(id ?? '');
    if (found === undefined || id === undefined) return [404];
    const own = [...stalls.values()].filter(({ fairId }) => fairId === id);
    if (below === 'open') {
      const one = fairs.get(id);
      if (one?.status !== 'draft' || own.length === 0) return [409];
      one.status = 'open';
      return [200, one];
    }
    if (below === 'stalls' && belowId === undefined) {
      if (method === 'GET') return [200, own];
      if (fairs.get(id)?.status === 'open' && !way.opensAtOnce) return [409];
      return typeof body?.['label'] === 'string' ? make(stalls, { fairId: id, label: body['label'] }) : [422];
    }
    if (below === 'stalls') {
      const one = own.find((each) => each.id === belowId);
      if (!one) return [404];
      if (method === 'DELETE') stalls.delete(one.id);
      return method === 'DELETE' ? [204] : [200, one];
    }
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : [200, found];
  };
  let rented = 0;
  const url = await serve((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    void objectBody(incoming).then((body) => {
      const [status, value] = answer(incoming.method ?? 'GET', path.split('/').slice(1), body);
      if (status === 201 && path === '/rentals') rented += 1;
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      return outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    selection: { only: ['lifecycle/*'], skip: [] },
  });
  const failed = verdicts.flatMap(({ case: { check, requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${check}`] : [],
  );
  return { failed, rented, left: rentals.size + fairs.size };
};

test.concurrent.for([{}, { opensAtOnce: true }])(
  'a body names what is below the other thing that it names, and nobody is accused who wants that: %o',
  besideOthers(async (way) => {
    const { failed, rented, left } = await judged(way);
    expect(failed).toEqual([]);
    expect(rented).toBeGreaterThan(3);
    expect(left).toBe(0);
  }),
);

test('a service that forgets what its lines say is told so', async () => {
  const { failed } = await judged({ forgetsLines: true });
  expect(failed.length).toBeGreaterThan(0);
});
