import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;
type Service = (method: string, segments: readonly string[], given: Json, query: URLSearchParams) => Answer;

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };

const documentOf = (title: string, paths: object): object => ({
  openapi: '3.0.3',
  info: { title, version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths,
});

const judged = async (document: object, service: Service, check: string): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(service), {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 60,
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

describe('a sum, once what is below it is changed', () => {
  type Habit = 'plain' | 'keeps the old sum' | 'adds up a little later' | 'has changes looked at' | 'ignores changes';

  const gift = object({ id: text, amount: { type: 'integer' }, state: { ...text, enum: ['active', 'returned'] } }, [
    'id',
    'amount',
    'state',
  ]);
  const documentWith = (said: string, ofChange: string): object => {
    const pot = object({ id: text, title: text, gathered: { type: 'integer', description: said } }, ['id', 'gathered']);
    const given = object({ amount: { type: 'integer', minimum: 100, maximum: 9000 } }, ['amount']);
    return documentOf('Pots', {
      '/pots': { post: { requestBody: asks(object({ title: text }, ['title'])), responses: { '201': shows(pot), '422': none } } },
      '/pots/{potId}': {
        parameters: [inPath('potId')],
        get: { responses: { '200': shows(pot), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/pots/{potId}/gifts': {
        parameters: [inPath('potId')],
        post: { requestBody: asks(given), responses: { '201': shows(gift), '404': none, '422': none } },
      },
      '/pots/{potId}/gifts/{giftId}': {
        parameters: [inPath('potId'), inPath('giftId')],
        get: { responses: { '200': shows(gift), '404': none } },
        patch: { description: ofChange, requestBody: asks(given), responses: { '200': shows(gift), '404': none, '422': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    });
  };

  type Gift = { readonly id: string; readonly amount: number; readonly state: string };
  const pots = (habit: Habit): Service => {
    const all = new Map<string, { gifts: Gift[]; drift: number; changedAt: number }>();
    let last = 0;
    return (method, [root, id = '', gifts, giftId], given) => {
      if (root !== 'pots') return [404];
      if (id === '') {
        last += 1;
        all.set(`pot-${last}`, { gifts: [], drift: 0, changedAt: 0 });
        return [201, { id: `pot-${last}`, title: given['title'], gathered: 0 }];
      }
      const pot = all.get(id);
      if (!pot) return [404];
      const isLate = habit === 'adds up a little later' && Date.now() < pot.changedAt + 700;
      const gathered = pot.gifts.reduce((sum, { amount }) => sum + amount, 0) + (habit === 'keeps the old sum' || isLate ? pot.drift : 0);
      if (gifts === undefined) return method === 'GET' ? [200, { id, title: 'x', gathered }] : [all.delete(id) ? 204 : 404];
      const amount = Number(given['amount']);
      if ((method === 'POST' || method === 'PATCH') && !(amount >= 100)) return [422];
      if (method === 'POST') {
        last += 1;
        pot.gifts.push({ id: `gift-${last}`, amount, state: 'active' });
        return [201, pot.gifts.at(-1)];
      }
      const n = pot.gifts.findIndex((one) => one.id === giftId);
      const found = pot.gifts[n];
      if (!found) return [404];
      if (method === 'DELETE') pot.gifts.splice(n, 1);
      if (method === 'DELETE') return [204];
      if (method === 'PATCH' && habit === 'has changes looked at') return [202];
      if (method === 'PATCH' && habit !== 'ignores changes') {
        pot.drift += found.amount - amount;
        pot.changedAt = Date.now();
        pot.gifts[n] = { ...found, amount };
      }
      return [200, pot.gifts[n]];
    };
  };

  test.concurrent.for<readonly [Habit, string, string, readonly string[]]>([
    ['plain', 'Sum of the active gifts', 'The totals follow at once.', ['pass']],
    ['adds up a little later', 'Sum of the active gifts', '', ['pass']],
    ['has changes looked at', 'Sum of the active gifts', '', ['pass']],
    ['ignores changes', 'Sum of the gifts', '', ['pass']],
    ['keeps the old sum', 'Sum of the active gifts', 'The totals follow at once.', ['number-otherwise /gathered']],
    ['keeps the old sum', 'Sum of the gifts', '', ['number-otherwise /gathered']],
    ['keeps the old sum', 'Sum of the gifts', 'The new amount takes effect once it is approved.', ['pass']],
    ['keeps the old sum', 'Sum of the gifts, less the fees', '', []],
    ['keeps the old sum', 'Gifts as they were given first', '', []],
  ])(
    'of a service that %s, where it is said to be "%s" and of the change "%s"',
    besideOthers(async ([habit, said, ofChange, expected]) => {
      expect(await judged(documentWith(said, ofChange), pots(habit), 'lifecycle/numbers-derived')).toEqual(expected);
    }),
  );
});

describe('the room of what is below something that has to be open first', () => {
  const stall = object({ id: text, capacity: { type: 'integer' } }, ['id', 'capacity']);
  const fair = object({ id: text, name: text, state: { ...text, enum: ['draft', 'open'] } }, ['id', 'state']);
  const booking = object({ id: text, stallId: text, seats: { type: 'integer' } }, ['id', 'stallId', 'seats']);
  const document = documentOf('Fairs', {
    '/fairs': { post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(fair), '422': none } } },
    '/fairs/{fairId}': {
      parameters: [inPath('fairId')],
      get: { responses: { '200': shows(fair), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/fairs/{fairId}/open': {
      parameters: [inPath('fairId')],
      post: { description: 'Opens a draft.', responses: { '200': shows(fair), '404': none, '409': none } },
    },
    '/fairs/{fairId}/stalls': {
      parameters: [inPath('fairId')],
      post: {
        requestBody: asks(object({ capacity: { type: 'integer', minimum: 1, maximum: 500 } }, ['capacity'])),
        responses: { '201': shows(stall), '404': none, '422': none },
      },
    },
    '/fairs/{fairId}/stalls/{stallId}': {
      parameters: [inPath('fairId'), inPath('stallId')],
      get: { responses: { '200': shows(stall), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/bookings': {
      post: {
        description: '`409` if the fair is not open, or if no seats are left in the stall.',
        requestBody: asks(object({ stallId: text, seats: { type: 'integer', minimum: 1, maximum: 20 } }, ['stallId', 'seats'])),
        responses: { '201': shows(booking), '409': { description: 'No seat is left' }, '422': none },
      },
    },
    '/bookings/{bookingId}': {
      parameters: [inPath('bookingId')],
      get: { responses: { '200': shows(booking), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  });

  const fairs = (habit: 'plain' | 'oversells'): Service => {
    const kept = { fairs: new Map<string, string>(), stalls: new Map<string, Json>(), bookings: new Map<string, Json>() };
    let last = 0;
    return (method, [root = '', id = '', part, stallId = ''], given) => {
      last += 1;
      if (root === 'bookings') {
        if (method === 'GET') return kept.bookings.has(id) ? [200, kept.bookings.get(id)] : [404];
        if (method === 'DELETE') return [kept.bookings.delete(id) ? 204 : 404];
        const named = kept.stalls.get(String(given['stallId']));
        if (!named) return [422];
        if (kept.fairs.get(String(named['fairId'])) !== 'open') return [409, { message: 'The fair is not open' }];
        const taken = [...kept.bookings.values()]
          .filter((one) => one['stallId'] === named['id'])
          .reduce((sum, one) => sum + Number(one['seats']), 0);
        if (habit === 'plain' && taken + Number(given['seats']) > Number(named['capacity'])) return [409, { message: 'No seat is left' }];
        kept.bookings.set(`b-${last}`, { ...given, id: `b-${last}` });
        return [201, kept.bookings.get(`b-${last}`)];
      }
      if (root !== 'fairs') return [404];
      if (id === '') {
        if (typeof given['name'] !== 'string') return [422];
        kept.fairs.set(`f-${last}`, 'draft');
        return [201, { id: `f-${last}`, name: given['name'], state: 'draft' }];
      }
      const state = kept.fairs.get(id);
      if (state === undefined) return [404];
      if (part === 'open') {
        if (state === 'open') return [409];
        kept.fairs.set(id, 'open');
        return [200, { id, state: 'open' }];
      }
      if (part === 'stalls' && stallId !== '') {
        if (method === 'DELETE') return [kept.stalls.delete(stallId) ? 204 : 404];
        return kept.stalls.has(stallId) ? [200, kept.stalls.get(stallId)] : [404];
      }
      if (part === 'stalls') {
        kept.stalls.set(`s-${last}`, { ...given, id: `s-${last}`, fairId: id });
        return [201, { id: `s-${last}`, capacity: given['capacity'] }];
      }
      return method === 'DELETE' ? [kept.fairs.delete(id) ? 204 : 404] : [200, { id, state }];
    };
  };

  test.concurrent.for<readonly ['plain' | 'oversells', string]>([
    ['plain', 'pass'],
    ['oversells', 'over-capacity status'],
  ])(
    'is filled, of a service that is or does: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(document, fairs(habit), 'lifecycle/capacity-kept')).toEqual([expected]);
    }),
  );
});

describe('the ETag of what shows a change that is made elsewhere', () => {
  type Habit = 'plain' | 'keeps the tag' | 'has weak tags' | 'shows no part' | 'says what it is made of';

  const documentWith = (habit: Habit): object => {
    const fleet = object({ id: text, name: text }, ['id']);
    const depot = object({ name: text, isOpen: { type: 'boolean' } }, ['name', 'isOpen']);
    const plan = object({ depot: { type: 'object' }, days: { type: 'integer' } });
    const tag = {
      ETag: {
        required: true,
        schema: text,
        ...(habit === 'says what it is made of' ? { description: 'The ETag changes when `days` change.' } : {}),
      },
    };
    return documentOf('Fleets', {
      '/fleets': { post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(fleet), '422': none } } },
      '/fleets/{fleetId}': {
        parameters: [inPath('fleetId')],
        get: { responses: { '200': shows(fleet), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/fleets/{fleetId}/plan': {
        parameters: [inPath('fleetId')],
        get: { responses: { '200': { ...shows(plan), headers: tag }, '404': none } },
      },
      '/fleets/{fleetId}/depot': {
        parameters: [inPath('fleetId')],
        put: {
          description: 'Replaces the depot of the plan.',
          parameters: [{ name: 'If-Match', in: 'header', description: 'ETag of the plan', schema: text }],
          requestBody: asks(depot),
          responses: { '200': shows(depot), '404': none, '412': none, '422': none },
        },
      },
    });
  };

  const fleets = (habit: Habit): Service => {
    const all = new Map<string, { depot: Json; version: number }>();
    let last = 0;
    return (method, [root, id = '', part], given) => {
      if (root !== 'fleets') return [404];
      if (id === '') {
        last += 1;
        all.set(`f-${last}`, { depot: {}, version: 1 });
        return [201, { id: `f-${last}`, name: given['name'] }];
      }
      const found = all.get(id);
      if (!found) return [404];
      if (part === undefined) return method === 'DELETE' ? [all.delete(id) ? 204 : 404] : [200, { id, name: 'x' }];
      if (part === 'plan') {
        const tag = `"v${found.version}"`;
        const depot = habit === 'shows no part' ? {} : found.depot;
        return [200, { depot, days: 3 }, { ETag: habit === 'has weak tags' ? `W/${tag}` : tag }];
      }
      if (method !== 'PUT') return [405];
      if (typeof given['name'] !== 'string' || typeof given['isOpen'] !== 'boolean') return [422];
      found.depot = given;
      if (habit === 'plain') found.version += 1;
      return [200, given];
    };
  };

  test.concurrent.for<readonly [Habit, readonly string[]]>([
    ['plain', ['pass']],
    ['keeps the tag', ['tag-kept ETag']],
    ['has weak tags', ['inconclusive']],
    ['shows no part', ['inconclusive']],
    ['says what it is made of', []],
  ])(
    'of a service that is so or does that: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(documentWith(habit), fleets(habit), 'concurrency/tag-changes-with-part')).toEqual(expected);
    }),
  );
});

describe('a list of those that are below no other one', () => {
  const remark = object({ id: text, parentId: { ...text, nullable: true }, said: text }, ['id', 'parentId', 'said']);
  const documentWith = (said: string, ofParameter: string | undefined): object =>
    documentOf('Remarks', {
      '/remarks': {
        get: {
          description: said,
          parameters: ofParameter === undefined ? [] : [{ name: 'parentId', in: 'query', description: ofParameter, schema: text }],
          responses: { '200': shows({ type: 'array', items: remark }) },
        },
        post: {
          requestBody: asks(object({ said: text, parentId: { ...text, nullable: true } }, ['said'])),
          responses: { '201': shows(remark), '422': none },
        },
      },
      '/remarks/{remarkId}': {
        parameters: [inPath('remarkId')],
        get: { responses: { '200': shows(remark), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    });

  const remarks = (habit: 'top alone' | 'lists all' | 'takes none below'): Service => {
    const all = new Map<string, Json>();
    let last = 0;
    return (method, [root, id], given, query) => {
      if (root !== 'remarks') return [404];
      if (method === 'POST') {
        last += 1;
        const parentId = habit === 'takes none below' ? null : (given['parentId'] ?? null);
        all.set(`r-${last}`, { said: given['said'], parentId, id: `r-${last}` });
        return [201, all.get(`r-${last}`)];
      }
      if (id !== undefined) return method === 'DELETE' ? [all.delete(id) ? 204 : 404] : all.has(id) ? [200, all.get(id)] : [404];
      const above = query.get('parentId');
      return [
        200,
        [...all.values()].filter((one) => (above === null ? habit === 'lists all' || one['parentId'] === null : one['parentId'] === above)),
      ];
    };
  };
  const check = 'filtering/top-level-alone';

  test.concurrent.for<readonly [said: string, ofParameter: string | undefined]>([
    ['The remarks, the latest first. Without `parentId` only those that are no replies.', 'The replies to this one'],
    ['All remarks.', 'Only the replies to this remark. If omitted, only top-level remarks are returned.'],
    ['Lists only top-level remarks, newest first.', undefined],
    ['Top-level remarks only.', undefined],
    ['Remarks.', 'Replies to this one; without it top-level remarks'],
    ['Without `parentId` the root remarks are listed.', 'A remark'],
  ])(
    'is told where others are in it: %s %s',
    besideOthers(async ([said, ofParameter]) => {
      expect(await judged(documentWith(said, ofParameter), remarks('lists all'), check)).toEqual(['below-listed /parentId']);
      expect(await judged(documentWith(said, ofParameter), remarks('top alone'), check)).toEqual(['pass']);
      expect(await judged(documentWith(said, ofParameter), remarks('takes none below'), check)).toEqual(['inconclusive']);
    }),
  );

  test.concurrent.for<readonly [said: string, ofParameter: string | undefined]>([
    ['All remarks.', 'Only the replies to this remark.'],
    ['Without `parentId` top-level remarks come first, then the replies.', 'A remark'],
    ['Top-level remarks, each followed by its replies.', undefined],
    ['Only top-level remarks are counted in `total`.', undefined],
    ['Guests see only top-level remarks.', undefined],
    ['Only top-level remarks can be answered.', undefined],
    ['Without `parentId` all remarks.', 'The replies to this one'],
    ['Remarks without a parent may be removed only by staff.', undefined],
  ])(
    'is not expected of a text that says something else: %s %s',
    besideOthers(async ([said, ofParameter]) => {
      expect(await judged(documentWith(said, ofParameter), remarks('lists all'), check)).toEqual([]);
    }),
  );
});
