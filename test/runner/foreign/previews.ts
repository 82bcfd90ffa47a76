import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const asked = { pieces: { type: 'integer', minimum: 1, maximum: 50 }, quantity: { type: 'integer', minimum: 1, maximum: 9 } };
const costs = object({ subtotal: { type: 'number' }, tax: { type: 'number' }, total: { type: 'number' } }, ['subtotal', 'tax', 'total']);
const order = object({ id: { type: 'string', readOnly: true }, ...asked, ...costs.properties }, ['id', ...costs.required]);

/** The form of the preview, and what is said of it. */
type Form = 'post' | 'get' | 'flag' | 'change';
type Told = { readonly form: Form; readonly said: string };

const documentOf = ({ form, said }: Told) => {
  const refused = { 404: { description: 'None' }, 422: { description: 'Wrong' } };
  const shown = (schema: object) => ({ description: 'It', ...json(schema) });
  const parameters = [{ name: 'orderId', in: 'path', required: true, schema: { type: 'string' } }];
  const takes = { requestBody: { required: true, ...json(object(asked, ['pieces'])) } };
  const query = Object.entries(asked).map(([name, schema]) => ({ name, in: 'query', required: name === 'pieces', schema }));
  const flag = { name: 'dry_run', in: 'query', description: said, schema: { type: 'boolean' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/orders': {
        post: {
          ...(form === 'flag' ? { parameters: [flag] } : {}),
          ...takes,
          responses: { ...(form === 'flag' ? { 200: shown(costs) } : {}), 201: shown(order), ...refused },
        },
      },
      ...(form === 'post'
        ? { '/orders/preview': { post: { description: said, ...takes, responses: { 200: shown(costs), ...refused } } } }
        : {}),
      ...(form === 'get'
        ? { '/quote': { get: { description: said, parameters: query, responses: { 200: shown(costs), ...refused } } } }
        : {}),
      ...(form === 'change'
        ? {
            '/orders/{orderId}/preview': {
              parameters,
              post: { description: said, ...takes, responses: { 200: shown(costs), ...refused } },
            },
          }
        : {}),
      '/orders/{orderId}': {
        parameters,
        get: { responses: { 200: shown(order), 404: refused[404] } },
        patch: { ...takes, responses: { 200: shown(order), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, 404: refused[404] } },
      },
    },
  };
};

type Habit = 'keeps to it' | 'forgets the quantity' | 'rounds otherwise' | 'refuses the preview' | 'has other members';

const judged = async (told: Told, habit: Habit) => {
  const orders = new Map<string, Record<string, unknown>>();
  let last = 0;
  const costsOf = ({ pieces, quantity }: Record<string, unknown>, isPreview: boolean) => {
    const times = isPreview && habit === 'forgets the quantity' ? 1 : Number(quantity ?? 1);
    const subtotal = Number(pieces) * times * 3.33;
    const tax = isPreview && habit === 'rounds otherwise' ? Math.ceil(subtotal * 19) / 100 : Math.floor(subtotal * 19) / 100;
    const rounded = Math.round(subtotal * 100) / 100;
    return { subtotal: rounded, tax, total: Math.round((rounded + tax) * 100) / 100 };
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const preview = (sent: Record<string, unknown>): void => {
      if (habit === 'refuses the preview') return give(422);
      const { total, ...rest } = costsOf(sent, true);
      return give(200, habit === 'has other members' ? { sum: total } : { ...rest, total });
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://orders');
      const [, root, id, action] = pathname.split('/');
      if (root === 'quote') return preview(Object.fromEntries([...searchParams].map(([name, value]) => [name, Number(value)])));
      if (root !== 'orders') return give(404);
      const isUsable = typeof body?.['pieces'] === 'number' && body['pieces'] >= 1;
      if (id === undefined || id === 'preview') {
        if (!isUsable) return give(422);
        if (id === 'preview' || searchParams.get('dry_run') === 'true') return preview({ ...body });
        const made = { id: `o${(last += 1)}`, ...body, ...costsOf({ ...body }, false) };
        orders.set(made.id, made);
        return give(201, made);
      }
      const found = orders.get(id);
      if (!found) return give(404);
      if (incoming.method === 'GET') return give(200, found);
      if (incoming.method === 'DELETE') return give(orders.delete(id) ? 204 : 404);
      if (!isUsable) return give(422);
      if (action === 'preview') return preview({ ...found, ...body });
      Object.assign(found, body);
      Object.assign(found, costsOf(found, false));
      return give(200, found);
    });
  });
  const check = 'lifecycle/preview-kept';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 12,
    selection: { only: [check], skip: [] },
  });
  expect(orders.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const broken = ['preview-not-kept /subtotal'];

/** Tests of previews. */
export const testPreviews = (): void => {
  describe.concurrent('a preview', () => {
    test.for<readonly [Told, Habit, readonly string[]]>([
      [{ form: 'post', said: 'Gives exactly what `POST /orders` would charge.' }, 'keeps to it', ['pass']],
      [{ form: 'post', said: 'Gives exactly what `POST /orders` would charge.' }, 'forgets the quantity', broken],
      [{ form: 'post', said: 'Gives exactly what `POST /orders` would charge.' }, 'rounds otherwise', ['preview-not-kept /tax']],
      [{ form: 'post', said: 'The same amounts as the order would have, without creating it.' }, 'forgets the quantity', broken],
      [{ form: 'get', said: 'The same amounts as `POST /orders` gives for these values.' }, 'keeps to it', ['pass']],
      [{ form: 'get', said: 'The same amounts as `POST /orders` gives for these values.' }, 'forgets the quantity', broken],
      [{ form: 'flag', said: 'Tells exactly what the order would cost, and stores nothing.' }, 'keeps to it', ['pass']],
      [{ form: 'flag', said: 'Tells exactly what the order would cost, and stores nothing.' }, 'forgets the quantity', broken],
      [{ form: 'change', said: 'Amounts are identical to those of the change that would follow.' }, 'keeps to it', ['pass']],
      [{ form: 'change', said: 'Amounts are identical to those of the change that would follow.' }, 'forgets the quantity', broken],
      [{ form: 'post', said: 'Gives exactly what `POST /orders` would charge.' }, 'refuses the preview', ['inconclusive']],
      [{ form: 'post', said: 'Gives exactly what `POST /orders` would charge.' }, 'has other members', ['inconclusive']],
      [{ form: 'post', said: 'Estimates the cost of an order.' }, 'forgets the quantity', []],
      [{ form: 'post', said: 'Exactly what the order would cost today; amounts may change later.' }, 'forgets the quantity', []],
      [{ form: 'get', said: 'A quote for the same values as an order.' }, 'forgets the quantity', []],
    ])(
      'told by %j is judged of a service that %s',
      besideOthers(async ([told, habit, expected]) => {
        expect(await judged(told, habit)).toEqual(expected);
      }),
    );
  });
};
