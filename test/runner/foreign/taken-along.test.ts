import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const customer = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: text } };
const belongs = {
  type: 'object',
  required: ['id', 'customerId', 'label'],
  properties: { id: { type: 'string' }, customerId: { type: 'string' }, label: text, status: { type: 'string' } },
};

const said = {
  order:
    'Refused with 409 while a vehicle of the customer is booked. Otherwise the customer goes, and their vehicles with it. Invoices are kept.',
  ids: 'The vehicles of the customer are deleted, their ids are answered with 404 from then on. Invoices are kept.',
  whole: 'Deletes the customer and all their vehicles. Invoices stay as they are.',
  nothing: 'Deletes a customer.',
  kept: 'Deletes a customer. Vehicles and invoices are kept.',
  some: 'Deletes a customer. Their open vehicles are deleted.',
} as const;

/** Customers, with vehicles and invoices that name them in their bodies; only vehicles can be removed by themselves, where the document has that. */
const document = (words: string, isRemovable: boolean) => {
  const of = (noun: string, canBeRemoved: boolean) => ({
    [`/${noun}s`]: {
      get: { responses: { 200: json({ type: 'array', items: belongs }) } },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['customerId', 'label'], properties: { customerId: { type: 'string' }, label: text } },
            },
          },
        },
        responses: { 201: json(belongs), 422: none },
      },
    },
    [`/${noun}s/{${noun}Id}`]: {
      ...inPath(`${noun}Id`),
      get: { responses: { 200: json(belongs), 404: none } },
      ...(canBeRemoved ? { delete: { responses: { 204: { description: 'Gone' }, 404: none } } } : {}),
    },
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Garage', version: '1' },
    paths: {
      '/customers': {
        get: { responses: { 200: json({ type: 'array', items: customer }) } },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
          },
          responses: { 201: json(customer), 422: none },
        },
      },
      '/customers/{customerId}': {
        ...inPath('customerId'),
        get: { responses: { 200: json(customer), 404: none } },
        delete: { description: words, responses: { 204: { description: 'Gone' }, 404: none, 409: none } },
      },
      ...of('vehicle', isRemovable),
      ...of('invoice', true),
    },
  };
};

type Habit =
  | 'takes the vehicles along'
  | 'takes them along a little later'
  | 'answers 410 for what went'
  | 'is slow to list what is new'
  | 'refuses while there are vehicles'
  | 'puts customers away only'
  | 'marks the vehicles'
  | 'leaves the vehicles'
  | 'leaves them in the list'
  | 'takes the invoices along'
  | 'keeps everything that names it';

const judged = async (habit: Habit, words: keyof typeof said, isRemovable = true) => {
  const kinds: Readonly<Record<string, Map<string, Json>>> = { customers: new Map(), vehicles: new Map(), invoices: new Map() };
  const since = new Map<string, number>();
  const gone = new Set<string>();
  const unread = new Set<string>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const [, kind = '', id = ''] = path.split(/[/?]/u);
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const all = kinds[kind];
    const nowhere = (): void => end(habit === 'answers 410 for what went' && gone.has(id) ? 410 : 404);
    const add = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const name = body?.[kind === 'customers' ? 'name' : 'label'];
      const isKnown = kind === 'customers' || kinds['customers']?.has(String(body?.['customerId'])) === true;
      if (!all || typeof name !== 'string' || name === '' || !isKnown) return end(422);
      const made = { id: `${kind[0]}${next++}`, ...body, ...(kind === 'customers' ? {} : { status: 'there' }) };
      all.set(made.id, made);
      since.set(made.id, Date.now());
      return end(201, made);
    };
    if (!all) return end(404);
    if (method === 'POST') return void add();
    const isListed = (one: Json): boolean =>
      habit !== 'is slow to list what is new' || Date.now() - (since.get(String(one['id'])) ?? 0) > 300;
    if (id === '') return end(200, [...all.values()].filter(isListed));
    const found = all.get(id);
    if (!found || (method === 'DELETE' && unread.has(id))) return nowhere();
    if (method === 'GET') return unread.has(id) ? nowhere() : end(200, found);
    if (kind !== 'customers') {
      all.delete(id);
      return end(204);
    }
    const named = (noun: string): Json[] => [...(kinds[noun]?.values() ?? [])].filter((one) => one['customerId'] === id);
    if (habit === 'refuses while there are vehicles' && named('vehicles').length > 0) return end(409);
    const take = (noun: string): void => {
      for (const one of named(noun)) {
        gone.add(String(one['id']));
        kinds[noun]?.delete(String(one['id']));
      }
    };
    if (habit !== 'puts customers away only') all.delete(id);
    gone.add(id);
    if (habit === 'takes them along a little later') setTimeout(() => take('vehicles'), 400);
    else if (habit === 'marks the vehicles')
      for (const one of named('vehicles')) kinds['vehicles']?.set(String(one['id']), { ...one, status: 'scrapped' });
    else if (habit === 'leaves them in the list') for (const one of named('vehicles')) unread.add(String(one['id']));
    else if (!['leaves the vehicles', 'puts customers away only', 'keeps everything that names it'].includes(habit)) take('vehicles');
    if (habit === 'takes the invoices along') take('invoices');
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said[words], isRemovable)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 40,
    credentials: [],
    selection: { only: ['lifecycle/removed-with-its-parent'], skip: [] },
  });
  const own = verdicts.filter(({ id }) => id.startsWith('lifecycle/removed-with-its-parent@'));
  const codes = own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return codes.filter((one) => one !== 'pass' || codes.every((other) => other === 'pass'));
};

test.concurrent.for<readonly [Habit, keyof typeof said, string]>([
  ['takes the vehicles along', 'order', 'pass'],
  ['takes them along a little later', 'ids', 'pass'],
  ['answers 410 for what went', 'whole', 'pass'],
  ['is slow to list what is new', 'whole', 'pass'],
  ['keeps everything that names it', 'kept', 'pass'],
])(
  'a service that %s passes where the document says so: %s',
  besideOthers(async ([habit, words]) => {
    for (const isRemovable of [true, false]) expect(await judged(habit, words, isRemovable)).toEqual(['pass', 'pass']);
  }),
);

test.concurrent.for<readonly [Habit, keyof typeof said]>([
  ['refuses while there are vehicles', 'order'],
  ['puts customers away only', 'whole'],
  ['marks the vehicles', 'whole'],
])(
  'a service that %s gets no finding: %s',
  besideOthers(async ([habit, words]) => {
    const verdicts = await judged(habit, words);
    expect(verdicts.every((one) => one === 'pass' || one === 'inconclusive')).toBe(true);
  }),
);

test.concurrent.for<readonly [Habit, keyof typeof said]>([
  ['takes the vehicles along', 'nothing'],
  ['leaves the vehicles', 'nothing'],
  ['leaves the vehicles', 'some'],
])(
  'a service that %s is not judged where nothing is plainly said: %s',
  besideOthers(async ([habit, words]) => {
    expect(await judged(habit, words)).toEqual([]);
  }),
);

test.concurrent.for<readonly [Habit, keyof typeof said, string]>([
  ['leaves the vehicles', 'order', 'read-after-its-parent'],
  ['leaves the vehicles', 'whole', 'read-after-its-parent'],
  ['marks the vehicles', 'ids', 'read-after-its-parent'],
  ['leaves them in the list', 'ids', 'listed-after-its-parent'],
  ['takes the invoices along', 'order', 'gone-with-its-parent'],
  ['takes the vehicles along', 'kept', 'gone-with-its-parent'],
])(
  'a service that %s is told where the document says %s: %s',
  besideOthers(async ([habit, words, code]) => {
    for (const isRemovable of [true, false]) expect(await judged(habit, words, isRemovable)).toEqual([code]);
  }),
);
