import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', required, properties });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const named = (name: string) => [{ name, in: 'path', required: true, schema: text }];

type Told = {
  /** What the action on a coupon says. */
  readonly stamp: string;
  /** What the list of coupons of a hamper says. */
  readonly list: string;
  /** What the action that issues coupons says. */
  readonly send: string;
  /** The members of a coupon beside its code and status. */
  readonly beside: object;
};

const told: Told = {
  stamp: 'A `fresh` coupon becomes `stamped`. Coupons that are `stamped` or `void` are answered with `409`.',
  list: 'Empty until the hamper is sent',
  send: 'Sends the hamper and issues two coupons. Only packed hampers can be sent (`409`).',
  beside: { hamper_id: text },
};

/** Hampers that have coupons once they are sent; a coupon has a path of its own, by its code. */
const documentOf = ({ stamp, list, send, beside }: Told): object => {
  const coupon = object({ code: text, ...beside, status: { ...text, enum: ['fresh', 'stamped', 'void'] } });
  const hamper = object({
    id: text,
    name: text,
    status: { ...text, enum: ['packed', 'sent'] },
    coupons: { type: 'array', description: list, items: coupon },
  });
  const it = { description: 'It', ...json(hamper) };
  return {
    openapi: '3.1.0',
    info: { title: 'Hampers', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/hampers': {
        post: {
          requestBody: { required: true, ...json(object({ name: { ...text, minLength: 1 } })) },
          responses: { 201: it, 422: none },
        },
      },
      '/hampers/{hamperId}': {
        parameters: named('hamperId'),
        get: { responses: { 200: it, 404: none } },
        delete: { responses: { 204: none, 404: none } },
      },
      '/hampers/{hamperId}/send': {
        parameters: named('hamperId'),
        post: { summary: 'Send a hamper', description: send, responses: { 200: it, 404: none, 409: none } },
      },
      '/coupons/{coupon_code}/stamp': {
        parameters: named('coupon_code'),
        post: {
          summary: 'Stamp a coupon',
          description: stamp,
          responses: { 200: { description: 'It', ...json(coupon) }, 404: none, 409: none },
        },
      },
    },
  };
};

type Way = 'keeps to it' | 'stamps twice' | 'other coupons';

const again = 'lifecycle/done-again-refused';

const judged = async (way: Way, said: Partial<Told> = {}, only: readonly string[] = [again]) => {
  const hampers = new Map<string, Json>();
  const coupons = new Map<string, Json>();
  const stamped: string[] = [];
  let last = 0;
  const shown = (hamper: Json): Json => ({
    ...hamper,
    coupons: [...coupons.values()].filter(
      (one) => one['hamper_id'] === hamper['id'] || (way === 'other coupons' && one['hamper_id'] === 'shop'),
    ),
  });
  if (way === 'other coupons') coupons.set('SHOP', { code: 'SHOP', hamper_id: 'shop', status: 'fresh' });
  const url = await serveAnswers((method, [root, id, verb], given): Answer => {
    if (root === 'coupons') {
      const coupon = coupons.get(id ?? '');
      if (!coupon || verb !== 'stamp' || method !== 'POST') return [404];
      if (coupon['status'] !== 'fresh' && way !== 'stamps twice') return [409];
      stamped.push(id ?? '');
      coupons.set(id ?? '', { ...coupon, status: 'stamped' });
      return [200, coupons.get(id ?? '')];
    }
    if (root !== 'hampers') return [404];
    if (id === undefined) {
      if (method !== 'POST') return [404];
      if (typeof given['name'] !== 'string' || given['name'] === '') return [422];
      const made = { id: `h-${(last += 1)}`, name: given['name'], status: 'packed' };
      hampers.set(made.id, made);
      return [201, shown(made)];
    }
    const hamper = hampers.get(id);
    if (!hamper) return [404];
    if (verb === 'send' && method === 'POST') {
      if (hamper['status'] !== 'packed') return [409];
      hampers.set(id, { ...hamper, status: 'sent' });
      for (const n of [1, 2]) coupons.set(`${id}-C${n}`, { code: `${id}-C${n}`, hamper_id: id, status: 'fresh' });
      return [200, shown({ ...hamper, status: 'sent' })];
    }
    if (verb !== undefined) return [404];
    return method === 'DELETE' ? [hampers.delete(id) ? 204 : 404] : [200, shown(hamper)];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf({ ...told, ...said })), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    selection: { only, skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === again);
  return { kinds: own.map(({ verdict }) => verdict.kind), stamped };
};

test.concurrent.for<Partial<Told>>([
  {},
  { list: 'The coupons' },
  { beside: {} },
  { send: 'Sends the hamper.' },
  { stamp: 'Only a fresh coupon can be stamped, otherwise 409.' },
])(
  'an action on an entry that only another resource shows is asked for, and judged where it is done twice: %o',
  besideOthers(async (said: Partial<Told>) => {
    const [right, wrong] = [await judged('keeps to it', said), await judged('stamps twice', said)];
    expect([right.kinds, wrong.kinds]).toEqual([['pass'], ['fail']]);
  }),
);

test.concurrent.for<Partial<Told>>([
  { stamp: 'Stamps a coupon.' },
  { stamp: 'Coupons that are `stamped` stay as they are, and are answered with 200.' },
  { stamp: 'Coupons that are `stamped` may be refused with 409.' },
])(
  'a service whose document refuses no second time is not judged: %o',
  besideOthers(async (said: Partial<Told>) => {
    const { kinds, stamped } = await judged('stamps twice', said, [again, 'status/documented-call']);
    expect(kinds).toEqual([]);
    expect(stamped).not.toEqual([]);
  }),
);

test('what nothing ties to a resource of the run is left alone', async () => {
  const { kinds, stamped } = await judged('other coupons', { beside: {}, send: 'Sends the hamper.' }, [again, 'status/documented-call']);
  expect(kinds).toEqual([]);
  expect(stamped).toEqual([]);
});
