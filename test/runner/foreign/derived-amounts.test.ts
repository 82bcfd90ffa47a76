import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 1, maximum: 30_000 };
const money = {
  type: 'object',
  required: ['amount', 'currency'],
  properties: { amount: { type: 'integer', minimum: 0 }, currency: { type: 'string', enum: ['EUR'] } },
};
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };

/** What is said of the three sums of a van, and of what is left, which is nothing from the start. */
type Said = { readonly load: string; readonly chargeable: string; readonly worth: string; readonly left?: string };

const usual: Said = {
  load: 'The weights of all its boxes added up.',
  chargeable: 'Sum of the chargeable weights of its boxes.',
  worth: 'Sum of the values of its boxes.',
};

const documentWith = ({ load, chargeable, worth, left }: Said): object => {
  const given = { weight: whole, side: { ...whole, maximum: 100 }, value: money };
  const box = object({ id: text, ...given, chargeable_weight: { type: 'integer' } }, [
    'id',
    'weight',
    'side',
    'value',
    'chargeable_weight',
  ]);
  const van = object({
    id: text,
    plate: text,
    load_weight: { type: 'integer', description: load },
    chargeable_weight: { type: 'integer', description: chargeable },
    worth: { ...money, description: worth },
    ...(left === undefined ? {} : { room_left: { type: 'integer', description: left } }),
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Vans', version: '1' },
    security: [{ key: [] }],
    components: { schemas: { Van: van, Box: box }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/vans': { post: { requestBody: asks(object({ plate: text }, ['plate'])), responses: { '201': shows(van), '422': none } } },
      '/vans/{vanId}': {
        parameters: [inPath('vanId')],
        get: { responses: { '200': shows(van), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/vans/{vanId}/boxes': {
        parameters: [inPath('vanId')],
        get: { responses: { '200': shows({ type: 'array', items: box }), '404': none } },
        post: { requestBody: asks(object(given, ['weight', 'side'])), responses: { '201': shows(box), '404': none, '422': none } },
      },
      '/vans/{vanId}/boxes/{boxId}': {
        parameters: [inPath('vanId'), inPath('boxId')],
        get: { responses: { '200': shows(box), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    },
  };
};

type Fault = 'sums weights' | 'forgets the removed one' | 'ignores values' | 'takes no great sides';

type Box = {
  readonly id: string;
  readonly weight: number;
  readonly side: number;
  readonly value: Json;
  readonly chargeable_weight: number;
};

/** Vans with boxes, of which a bulky one counts by its volume. */
const vans = (fault?: Fault) => {
  const all = new Map<string, Box[]>();
  const gone = new Map<string, number>();
  let last = 0;
  const newId = (): string => `n${(last += 1)}`;
  const sum = (boxes: readonly Box[], of: (box: Box) => number): number => boxes.reduce((total, box) => total + of(box), 0);
  const van = (id: string): Json => {
    const boxes = all.get(id) ?? [];
    const kept = fault === 'forgets the removed one' ? (gone.get(id) ?? 0) : 0;
    return {
      id,
      plate: 'x',
      room_left: 0,
      load_weight: sum(boxes, ({ weight }) => weight) + kept,
      chargeable_weight: sum(boxes, (one) => (fault === 'sums weights' ? one.weight : one.chargeable_weight)),
      worth: { amount: fault === 'ignores values' ? 0 : sum(boxes, ({ value }) => Number(value['amount'])), currency: 'EUR' },
    };
  };
  return (method: string, [root, id, boxes, boxId]: readonly string[], given: Json): Answer => {
    if (root !== 'vans') return [404];
    if (id === undefined) {
      if (typeof given['plate'] !== 'string') return [422];
      const made = newId();
      all.set(made, []);
      return [201, van(made)];
    }
    const own = all.get(id);
    if (!own) return [404];
    if (boxes === undefined) {
      if (method === 'GET') return [200, van(id)];
      all.delete(id);
      return [204];
    }
    const box = own.find((one) => one.id === boxId);
    if (boxId !== undefined && !box) return [404];
    if (boxId !== undefined && method === 'GET') return [200, box];
    if (box) {
      own.splice(own.indexOf(box), 1);
      gone.set(id, box.weight);
      return [204];
    }
    if (method === 'GET') return [200, own];
    const { weight, side, value = { amount: 0, currency: 'EUR' } } = given;
    if (typeof weight !== 'number' || typeof side !== 'number' || (fault === 'takes no great sides' && side > 10)) return [422];
    own.push({ id: newId(), weight, side, value: value as Json, chargeable_weight: Math.max(weight, Math.ceil(side ** 3 / 5)) });
    return [201, own.at(-1)];
  };
};

const judged = async (fault: Fault | undefined, said: Partial<Said> = {}): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith({ ...usual, ...said })), await serveAnswers(vans(fault)), {
    allow: ['mutation'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/numbers-derived'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

describe('sums of what each child shows', () => {
  test.concurrent.for<readonly [Fault | undefined, string]>([
    [undefined, 'pass'],
    ['takes no great sides', 'pass'],
    ['sums weights', 'number-otherwise /chargeable_weight'],
    ['forgets the removed one', 'number-otherwise /load_weight'],
    ['ignores values', 'number-otherwise /worth'],
  ])(
    'are followed: %s',
    besideOthers(async ([fault, expected]) => {
      expect(await judged(fault)).toEqual([expected]);
    }),
  );

  test.concurrent.for<readonly [Fault, Partial<Said>]>([
    ['sums weights', { chargeable: 'Sum of the chargeable weights of its fragile boxes.' }],
    ['sums weights', { chargeable: 'What the weights are charged as.' }],
    ['ignores values', { worth: 'Sum of the values of its insured boxes.' }],
    ['ignores values', { worth: 'Sum of the values of its boxes, less a discount.' }],
    ['forgets the removed one', { load: 'The weights of all its boxes that were ever added up to now.' }],
  ])(
    'nothing is told of %s where the text says something else: %o',
    besideOthers(async ([fault, said]) => {
      expect(await judged(fault, said)).toEqual(['pass']);
    }),
  );

  test('what is left of nothing does not fall', async () => {
    expect(await judged(undefined, { left: 'Room left beside the boxes.' })).toEqual(['inconclusive']);
  });

  test('a child stays with its parent, whose id is a number, where other numbers are made greater', async () => {
    const number = { type: 'integer' };
    const cart = object({ id: number, plate: text, paid: { type: 'integer', description: 'Sum of the prices of its orders.' } });
    const order = object({ id: number, cart_id: number, pieces: whole, price: number }, ['id', 'cart_id', 'pieces', 'price']);
    const inNumber = (name: string): object => ({ name, in: 'path', required: true, schema: number });
    const document = {
      openapi: '3.0.3',
      info: { title: 'Carts', version: '1' },
      security: [{ key: [] }],
      components: { schemas: { Cart: cart, Order: order }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      paths: {
        '/carts': { post: { requestBody: asks(object({ plate: text }, ['plate'])), responses: { '201': shows(cart), '422': none } } },
        '/carts/{cart}': {
          parameters: [inNumber('cart')],
          get: { responses: { '200': shows(cart), '404': none } },
          delete: { responses: { '204': none, '404': none } },
        },
        '/orders': {
          post: {
            requestBody: asks(object({ cart_id: number, pieces: whole }, ['cart_id', 'pieces'])),
            responses: { '201': shows(order), '422': none },
          },
        },
        '/orders/{order}': {
          parameters: [inNumber('order')],
          get: { responses: { '200': shows(order), '404': none } },
          delete: { responses: { '204': none, '404': none } },
        },
      },
    };
    // There are other carts, so that any small number is the id of one.
    const carts = Array.from({ length: 60 }, () => 'x');
    const orders = new Map<number, Json>();
    let last = 0;
    const { verdicts } = await judgeForeign(
      writeDocument(document),
      await serveAnswers((method, [root, id], given) => {
        const n = Number(id);
        if (id === undefined && root === 'carts' && typeof given['plate'] !== 'string') return [422];
        if (id === undefined && root === 'orders' && carts[Number(given['cart_id']) - 1] === undefined) return [422];
        if (id === undefined && root === 'orders') {
          orders.set((last += 1), { id: last, ...given, price: Number(given['pieces']) * 7 });
          return [201, orders.get(last)];
        }
        if (id === undefined) return [201, { id: carts.push('x'), plate: 'x', paid: 0 }];
        if (root === 'orders' && method === 'DELETE') return orders.delete(n) ? [204] : [404];
        if (root === 'orders') return orders.has(n) ? [200, orders.get(n)] : [404];
        const own = [...orders.values()].filter((one) => one['cart_id'] === n);
        return [200, { id: n, plate: 'x', paid: own.reduce((sum, one) => sum + Number(one['price']), 0) }];
      }),
      {
        allow: ['mutation'],
        http: { timeoutMs: 10_000, headers: {} },
        selection: { only: ['lifecycle/numbers-derived'], skip: [] },
      },
    );
    expect(verdicts.map(({ verdict }) => verdict.kind).filter((kind) => kind !== 'skipped')).toEqual(['pass']);
  });
});
