import { describe, expect, test } from 'vitest';
import { toldStocks } from '../../../src/checks/subjects/told-stocks.ts';
import { besideOthers } from '../../beside-others.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const amount = { type: 'integer', minimum: 1, maximum: 100 };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const none = { description: 'None' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

type Rig = {
  readonly said: string;
  /** Crates take one kind of seedling after another, or all of them in one list. */
  readonly isList?: boolean;
  /** Further members of a seedling, and of what is put into a crate. */
  readonly ofSeedling?: object;
  readonly ofEntry?: object;
  /** An entry below nought takes seedlings, and one above it brings some. */
  readonly isSigned?: boolean;
  /** Can the creation of a seedling say how many there are. */
  readonly isSet?: boolean;
};

const entry = ({ ofEntry = {} }: Rig): object =>
  object({ seedlingId: text, quantity: amount, ...ofEntry }, ['seedlingId', 'quantity', ...Object.keys(ofEntry)]);

const documentWith = (rig: Rig): object => {
  const { said, isList = false, ofSeedling = {}, isSet = true } = rig;
  const crate = object({ id: text, label: text, ...(isList ? { entries: { type: 'array', items: entry(rig) } } : {}) }, ['id']);
  const put = { description: said, responses: { '201': shows(ref('Crate')), '404': none, '409': none, '422': none } };
  return {
    openapi: '3.0.3',
    info: { title: 'Nursery', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: { Seedling: object({ id: text, name: text, stock: whole, available: whole, ...ofSeedling }, ['id']), Crate: crate },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/seedlings': {
        post: {
          requestBody: asks(object({ name: text, ...(isSet ? { stock: whole } : {}), ...ofSeedling }, ['name'])),
          responses: { '201': shows(ref('Seedling')), '422': none },
        },
      },
      '/seedlings/{seedlingId}': {
        ...inPath('seedlingId'),
        get: { responses: { '200': shows(ref('Seedling')), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/crates': {
        post: isList
          ? {
              ...put,
              requestBody: asks(object({ label: text, entries: { type: 'array', minItems: 1, items: entry(rig) } }, ['label', 'entries'])),
            }
          : { requestBody: asks(object({ label: text }, ['label'])), responses: { '201': shows(ref('Crate')), '422': none } },
      },
      '/crates/{crateId}': {
        ...inPath('crateId'),
        get: { responses: { '200': shows(ref('Crate')), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      ...(isList ? {} : { '/crates/{crateId}/entries': { ...inPath('crateId'), post: { ...put, requestBody: asks(entry(rig)) } } }),
    },
  };
};

type Habit = 'looks' | 'takes all' | 'refuses all' | 'says so in its answer';

type Entry = { readonly seedlingId: string; readonly quantity: number; readonly direction?: unknown };
const isEntry = (one: unknown): one is Entry =>
  typeof one === 'object' && one !== null && 'quantity' in one && typeof one.quantity === 'number' && 'seedlingId' in one;

/** What is judged of a service with a habit. */
const judged = async (rig: Rig, habit: Habit) => {
  const seedlings = new Map<string, { readonly id: string; readonly name: string; stock: number; available: number }>();
  const crates = new Set<string>();
  let last = 0;
  const url = await serveAnswers((method, [root, id, kind], given): Answer => {
    if (root === 'seedlings' && id === undefined) {
      const { name, stock = rig.isSet === false ? 5 : 0 } = given;
      if (typeof name !== 'string' || typeof stock !== 'number') return [422];
      const seedling = { id: `s-${(last += 1)}-of-the-bed`, name, stock, available: stock };
      seedlings.set(seedling.id, seedling);
      return [201, seedling];
    }
    if (root === 'seedlings') {
      const seedling = seedlings.get(id ?? '');
      if (!seedling) return [404];
      return method === 'DELETE' && seedlings.delete(seedling.id) ? [204] : [200, seedling];
    }
    if (root !== 'crates') return [404];
    const entries: readonly unknown[] = kind === 'entries' ? [given] : Array.isArray(given['entries']) ? given['entries'] : [];
    if (id !== undefined && !crates.has(id)) return [404];
    if (id !== undefined && kind === undefined) return method === 'DELETE' && crates.delete(id) ? [204] : [200, { id }];
    if (kind === 'entries' || rig.isList === true) {
      const own = entries.filter(isEntry).map((one) => (rig.isSigned === true ? { ...one, quantity: -one.quantity } : one));
      if (own.length === 0 || own.some((one) => !seedlings.has(one.seedlingId))) return [422];
      const isShort = own.some(
        ({ seedlingId, quantity, direction }) => direction !== 'in' && quantity > (seedlings.get(seedlingId)?.available ?? 0),
      );
      if (isShort && habit === 'says so in its answer') return [201, { id: 'none', status: 'declined' }];
      if (habit === 'refuses all' || (isShort && habit === 'looks')) return [409];
      for (const { seedlingId, quantity, direction } of own) {
        const seedling = seedlings.get(seedlingId);
        if (seedling) seedling.available += direction === 'in' ? quantity : -quantity;
      }
    }
    if (id !== undefined) return [201, { id }];
    const crate = `c-${(last += 1)}-of-the-yard`;
    crates.add(crate);
    return [201, { id: crate, label: given['label'] }];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(rig)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/more-than-stock-refused'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/more-than-stock-refused')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const told = 'Seedlings are set aside; if fewer than `quantity` are available the answer is 409.';

const both = { direction: { type: 'string', enum: ['in', 'out'] } };
const signed = { quantity: { type: 'integer', minimum: -100, maximum: 100 } };
const below = 'Refused with 409: a level would fall below zero, or an `in` entry is too much for the bed.';

/** Cards with a number on them, and entries below each. */
const cardsWith = (said: string, shown: object, asked: object): object => ({
  openapi: '3.0.3',
  info: { title: 'Cards', version: '1' },
  paths: {
    '/cards': {
      post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(object({ id: text, ...shown }, ['id'])) } },
    },
    '/cards/{cardId}': {
      ...inPath('cardId'),
      get: { responses: { '200': shows(object({ id: text, ...shown }, ['id'])), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/cards/{cardId}/entries': {
      ...inPath('cardId'),
      post: {
        description: said,
        requestBody: asks(object(asked, Object.keys(asked))),
        responses: { '201': shows(object({ id: text })), '404': none, '409': none },
      },
    },
  },
});

describe('what takes more than a path names', () => {
  const change = { type: 'integer', minimum: -1000, maximum: 1000 };

  test.each<readonly [string, object, object, readonly unknown[]]>([
    ['409 if the balance would fall below zero.', { balance: whole }, { points: change }, [[undefined, 'points', -1]]],
    ['An entry that takes the balance below zero is refused.', { points: whole }, { delta: change }, [[undefined, 'delta', -1]]],
    ['409 if the balance would become negative.', { balance: whole }, { amount }, [[undefined, 'amount', 1]]],
    // Pieces of something are no part of a balance, nor are cents one of euros.
    ['409 if the balance would fall below zero.', { balance: whole }, { quantity: amount }, []],
    ['409 if the balance would fall below zero.', { balanceCents: whole }, { amount }, []],
    // The body names something as well, the number may go below nought for some, or nothing is said.
    ['409 if the stock would fall below zero.', { stock: whole }, { sku: text, quantity: amount }, []],
    ['409 if the balance would fall below zero.', { balance: whole, overdraft: whole }, { amount }, []],
    ['The balance may be negative for a while; 409 if the card has ended.', { balance: whole }, { amount }, []],
    ['Adds an entry.', { balance: whole }, { amount }, []],
    // Whoever is issued points has more of them, and of some kinds nobody knows.
    [
      '409 if the balance would fall below zero.',
      { balance: whole },
      { points: amount, type: { type: 'string', enum: ['issue', 'redeem'] } },
      [[undefined, 'points', 1, 'redeem']],
    ],
    [
      '409 if the balance would fall below zero.',
      { balance: whole },
      { points: amount, type: { type: 'string', enum: ['earn', 'burn'] } },
      [],
    ],
    [
      'A `redeem` that takes the balance below zero is refused.',
      { balance: whole },
      { points: amount, type: { type: 'string', enum: ['spend', 'redeem'] } },
      [[undefined, 'points', 1, 'redeem']],
    ],
    // A number above nought is one of two kinds here.
    [
      '409 if the balance would fall below zero. If `points` is positive, the balance rises.',
      { balance: whole },
      { points: change },
      [[undefined, 'points', -1]],
    ],
    // Some may have less than nothing, or what is taken is counted otherwise.
    ['409 if the balance would fall below zero. Cards of a company may go 500 below zero.', { balance: whole }, { amount }, []],
    ['409 if the balance would fall below zero.', { balance: whole }, { amount, currency: text }, []],
    [
      '409 if the balance would fall below zero.',
      { balance: { type: 'number', description: 'In euros' } },
      { amount: { ...amount, description: 'In cents' } },
      [],
    ],
    ['409 if the stock would fall below zero.', { stockKg: whole }, { amount: { ...amount, description: 'In grams' } }, []],
  ])('by %s, with %o and %o', async (said, shown, asked, expected) => {
    const found = toldStocks(await contractIn(writeDocument(cardsWith(said, shown, asked))));
    expect(found.map(({ by, amount: member, sign, kind }) => [by, member, sign, ...(kind ? [kind.value] : [])])).toEqual(expected);
  });
});

describe('what takes more than there is', () => {
  test.each([
    told,
    '409 if there are not enough seedlings in stock.',
    'Asking for more than is available is refused with 409.',
    'A quantity that exceeds the stock is a 409.',
    '`409` with insufficient stock.',
    'An entry that would take the stock below zero is refused with 409.',
    'Refused with 409: a level would fall below zero, or the crate is full.',
    'The stock cannot become negative.',
  ])('is refused by the text: %s', async (said) => {
    expect(toldStocks(await contractIn(writeDocument(documentWith({ said }))))).toHaveLength(1);
    expect(toldStocks(await contractIn(writeDocument(documentWith({ said, isList: true }))))).toHaveLength(1);
  });

  test.each<Rig>([
    { said: 'Puts seedlings into the crate.' },
    { said: 'Seedlings that are not enough in stock are sent later.' },
    { said: '409 if there are not enough in stock, unless they are ordered for spring.' },
    { said: 'The crate may be refused (409) at the checkout if there are not enough in stock.' },
    { said: 'In spring, 409 if there are not enough in stock.' },
    { said: told, ofSeedling: { allowBackorder: { type: 'boolean' } } },
    { said: told, ofSeedling: { piecesPerBox: whole } },
    { said: told, ofEntry: { direction: { type: 'string', enum: ['in', 'out'] } } },
    { said: below, ofEntry: { ...both, ...signed } },
    { said: below, ofEntry: { direction: { type: 'string', enum: ['in', 'adjust'] } } },
    { said: told, ofEntry: { count: { type: 'integer', minimum: -100, maximum: 100 } } },
    { said: told, isList: true, ofEntry: { direction: { type: 'string', enum: ['in', 'out'] } } },
    { said: '409 if there are not enough in stock.', ofEntry: { direction: { type: 'string', enum: ['in', 'out'] } } },
    { said: 'For `out`, 409 if there are not enough in stock.', ofEntry: { direction: { type: 'string', enum: ['in', 'out'] } } },
  ])('is left open where nothing says so of all: %o', async (rig) => {
    expect(toldStocks(await contractIn(writeDocument(documentWith(rig))))).toEqual([]);
  });

  test.concurrent.for<readonly [Habit, Rig, string]>([
    ['looks', { said: told }, 'pass'],
    ['looks', { said: told, isList: true }, 'pass'],
    ['looks', { said: told, isSet: false }, 'pass'],
    ['takes all', { said: told }, 'more-than-stock-taken'],
    ['takes all', { said: told, isList: true }, 'more-than-stock-taken'],
    ['takes all', { said: told, isSet: false }, 'more-than-stock-taken'],
    ['refuses all', { said: told }, 'inconclusive'],
    ['says so in its answer', { said: told }, 'inconclusive'],
    // Whatever kind the sentence names, one that takes something is sent, or else a number below nought.
    ['looks', { said: below, ofEntry: both }, 'pass'],
    ['takes all', { said: below, ofEntry: both }, 'more-than-stock-taken'],
    ['looks', { said: below, ofEntry: signed, isSigned: true }, 'pass'],
    ['takes all', { said: below, ofEntry: signed, isSigned: true }, 'more-than-stock-taken'],
    // The kind that the sentence speaks of is sent, and no other.
    [
      'looks',
      {
        said: 'An `out` entry of more than is in stock is refused (409).',
        ofEntry: { direction: { type: 'string', enum: ['in', 'out'] } },
      },
      'pass',
    ],
    [
      'takes all',
      {
        said: 'An `out` entry of more than is in stock is refused (409).',
        ofEntry: { direction: { type: 'string', enum: ['in', 'out'] } },
      },
      'more-than-stock-taken',
    ],
  ])(
    'of a nursery that %s, of which %o is told: %s',
    besideOthers(async ([habit, rig, expected]: readonly [Habit, Rig, string]) => {
      expect(await judged(rig, habit)).toEqual([expected]);
    }),
  );
});
