import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const orNull = { type: ['string', 'null'] };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const shop = object({ id: text, name: text }, ['id', 'name']);
const tool = object({ id: text, name: text, shopId: orNull, status: { ...text, enum: ['wanted', 'cancelled'] } }, ['id', 'name', 'status']);

const documentWith = (removal: string, isCancelledByChange: boolean): object => ({
  openapi: '3.1.0',
  info: { title: 'Tools', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/shops': {
      get: { responses: { '200': shows({ type: 'array', items: shop }) } },
      post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(shop), '422': none } },
    },
    '/shops/{shopId}': {
      parameters: [inPath('shopId')],
      get: { responses: { '200': shows(shop), '404': none } },
      delete: { description: removal, responses: { '204': none, '404': none, '409': none } },
    },
    '/tools': {
      get: { responses: { '200': shows({ type: 'array', items: tool }) } },
      post: { requestBody: asks(object({ name: text, shopId: orNull }, ['name'])), responses: { '201': shows(tool), '422': none } },
    },
    '/tools/{toolId}': {
      parameters: [inPath('toolId')],
      get: { responses: { '200': shows(tool), '404': none } },
      delete: { responses: { '204': none, '404': none } },
      ...(isCancelledByChange && {
        patch: {
          description: 'Moves: wanted to cancelled; others are a `409`.',
          requestBody: asks(object({ name: text, status: { ...text, enum: ['wanted', 'cancelled'] } })),
          responses: { '200': shows(tool), '404': none, '409': none, '422': none },
        },
      }),
    },
    ...(!isCancelledByChange && {
      '/tools/{toolId}/cancel': { parameters: [inPath('toolId')], post: { responses: { '200': shows(tool), '404': none, '409': none } } },
    }),
  },
});

type Habit =
  | 'clears'
  | 'leaves them out'
  | 'clears late'
  | 'keeps what is wanted'
  | 'keeps the ids'
  | 'keeps what is wanted, and the ids'
  | 'removes tools too';

type Tool = { readonly id: string; readonly name: unknown; shopId: unknown; status: string };

const shops = (habit: Habit) => {
  const ids = new Set<string>();
  const tools = new Map<string, Tool>();
  let last = 0;
  const shown = ({ shopId, ...rest }: Tool): Json => (habit === 'leaves them out' && shopId === null ? rest : { ...rest, shopId });
  const onShop = (method: string, id: string): Answer => {
    if (!ids.has(id)) return [404];
    if (method === 'GET') return [200, { id, name: 'x' }];
    const own = [...tools.values()].filter(({ shopId }) => shopId === id);
    if (habit.startsWith('keeps what is wanted') && own.some(({ status }) => status === 'wanted')) return [409];
    ids.delete(id);
    const clear = (): void => own.forEach((one) => (habit === 'removes tools too' ? tools.delete(one.id) : (one.shopId = null)));
    if (habit === 'clears late') setTimeout(clear, 300);
    else if (!habit.endsWith('the ids')) clear();
    return [204];
  };
  return (method: string, [root, id, action]: readonly string[], given: Json): Answer => {
    if (root === 'shops' && id !== undefined) return onShop(method, id);
    if (root === 'shops' && method === 'GET') return [200, [...ids].map((one) => ({ id: one, name: 'x' }))];
    if (typeof given['name'] !== 'string' && method === 'POST' && id === undefined) return [422];
    if (root === 'shops') {
      ids.add(`s${(last += 1)}`);
      return [201, { id: `s${last}`, name: given['name'] }];
    }
    if (root !== 'tools') return [404];
    if (id === undefined && method === 'GET') return [200, [...tools.values()].map(shown)];
    if (id === undefined) {
      const { name, shopId = null } = given;
      if (shopId !== null && (typeof shopId !== 'string' || !ids.has(shopId))) return [422];
      const made: Tool = { id: `t${(last += 1)}`, name, shopId, status: 'wanted' };
      tools.set(made.id, made);
      return [201, shown(made)];
    }
    const found = tools.get(id);
    if (!found) return [404];
    if (action === 'cancel' || given['status'] === 'cancelled') found.status = 'cancelled';
    else if (method === 'DELETE') tools.delete(id);
    return method === 'DELETE' ? [204] : [200, shown(found)];
  };
};

const usual = 'Removes a shop. Tools of it stay, merely their reference to the shop becomes `null`.';

const judged = async (habit: Habit, removal = usual, isCancelledByChange = false): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith(removal, isCancelledByChange)), await serveAnswers(shops(habit)), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/taken-off-on-removal'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a reference to what is removed', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['clears', 'pass'],
    ['leaves them out', 'pass'],
    ['clears late', 'pass'],
    ['keeps what is wanted', 'pass'],
    ['keeps the ids', 'removed-is-still-named'],
    ['keeps what is wanted, and the ids', 'removed-is-still-named'],
    ['removes tools too', 'inconclusive'],
  ])(
    'is null afterwards, and a service that %s is judged so: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );

  test.concurrent.for<readonly [Habit, string]>([
    ['keeps what is wanted', 'pass'],
    ['keeps what is wanted, and the ids', 'removed-is-still-named'],
  ])(
    'is tried where a change brings what has it to the state that the text names: %s',
    besideOthers(async ([habit, expected]) => {
      const removal = '`409` while it has tools that are not cancelled. Cancelled tools lose their shop (`shopId` is `null`).';
      expect(await judged(habit, removal, true)).toEqual([expected]);
    }),
  );

  test.concurrent.for([
    'Every tool that had it as its shop is left without one.',
    'All tools stay, and `shopId` becomes null.',
    'The tools of the shop stay; their `shopId` is set to null.',
    'The things that hang there are not deleted, they just have no shop any more (`shopId` becomes null).',
  ])(
    'is told of in other words: %s',
    besideOthers(async (words) => {
      expect(await judged('keeps the ids', words)).toEqual(['removed-is-still-named']);
    }),
  );

  test.concurrent.for([
    'Removes a shop.',
    'Tools of it keep their reference to the shop.',
    'The reference to a shop may become null later.',
    'A shop is not removed before the reference of its tools is null.',
    'Their name becomes null.',
    'Of all else `shopId` becomes null. Tools keep the id for the record.',
    'Drawers of it are left without one.',
  ])(
    'is not expected to be null where the document does not say so: %s',
    besideOthers(async (words) => {
      expect(await judged('keeps the ids', words)).toEqual([]);
    }),
  );
});
