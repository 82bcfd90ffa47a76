import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const id = { type: 'string', format: 'uuid' };
const day = { type: 'string', format: 'date' };
const whole = { type: 'integer', minimum: 1, maximum: 5000 };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = Object.fromEntries(['400', '401', '403', '404', '409', '422'].map((status) => [status, { description: 'Refused' }]));
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: id }] });
const asks = (schema: object, example?: object) => ({
  requestBody: { required: true, ...json(schema, example === undefined ? {} : { example }) },
});

const show = object({ id, name: text });
const price = object({ id, showId: id, from: day, until: { ...day, nullable: true }, cents: whole });
const tour = object({ id, showId: id, day });
const ticket = object({ id, tourId: id, visitor: text, status: { type: 'string', enum: ['sold', 'returned'] } });

/** What the document says of tickets, of prices, and of who may do what. */
type Texts = {
  readonly tickets?: string;
  readonly conflict?: string;
  readonly removal?: string;
  /** Has a price to have an end. */
  readonly isEnded?: boolean;
  /** Do writes say for which role they are. */
  readonly isMarked?: boolean;
};

const told = 'The price that holds on the day of the tour counts; without one the answer is `409` (`no_price`).';

/** Shows of a museum with prices, tours of a show, and tickets for a tour, which need a price of the show. */
const documentOf = ({ tickets = told, conflict = 'Refused', removal = 'Removes it.', isEnded = false, isMarked = false }: Texts) => {
  const marked = isMarked ? '*Managers only.* ' : '';
  const ended = { until: isEnded ? day : { ...day, nullable: true } };
  return {
    openapi: '3.0.3',
    info: { title: 'Museum', version: '1', description: 'Tokens of managers may do everything, those of the desk sell tickets.' },
    security: [{ token: [] }],
    paths: {
      '/shows': {
        get: { responses: { ...shows({ type: 'array', items: show }), ...refused } },
        post: {
          description: `${marked}Adds a show.`,
          ...asks(object({ name: text }), { name: 'Clocks' }),
          responses: { ...shows(show, '201'), ...refused },
        },
      },
      '/shows/{showId}': {
        ...inPath('showId'),
        get: { responses: { ...shows(show), ...refused } },
        delete: { description: `${marked}Its prices go along.`, responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/shows/{showId}/prices': {
        ...inPath('showId'),
        get: { responses: { ...shows({ type: 'array', items: price }), ...refused } },
        post: {
          description: `${marked}On no day may two prices of a show hold (\`409\`). A price without \`until\` holds without end.`,
          ...asks(object({ from: day, ...ended, cents: whole }, isEnded ? ['from', 'until', 'cents'] : ['from', 'cents']), {
            from: '2027-06-01',
            until: '2027-08-31',
            cents: 900,
          }),
          responses: { ...shows(price, '201'), ...refused },
        },
      },
      '/prices/{priceId}': {
        ...inPath('priceId'),
        get: { responses: { ...shows(price), ...refused } },
        delete: { description: `${marked}Removes it.`, responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/tours': {
        get: { responses: { ...shows({ type: 'array', items: tour }), ...refused } },
        post: {
          description: `${marked}Plans a tour.`,
          ...asks(object({ showId: id, day }), { showId: '6a1b7b1e-3c1f-4d0c-9d3e-2f6f1d8f6a11', day: '2027-11-05' }),
          responses: { ...shows(tour, '201'), ...refused },
        },
      },
      '/tours/{tourId}': { ...inPath('tourId'), get: { responses: { ...shows(tour), ...refused } } },
      '/tickets': {
        get: { responses: { ...shows({ type: 'array', items: ticket }), ...refused } },
        post: {
          summary: 'Add a ticket',
          description: tickets,
          ...asks(object({ tourId: id, visitor: text })),
          responses: { ...shows(ticket, '201'), ...refused, 409: { description: conflict } },
        },
      },
      '/tickets/{ticketId}': {
        ...inPath('ticketId'),
        get: { responses: { ...shows(ticket), ...refused } },
        delete: { description: removal, responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/tickets/{ticketId}/return': {
        ...inPath('ticketId'),
        post: {
          description: 'Takes a `sold` ticket back, which becomes `returned` (`409` otherwise).',
          responses: { ...shows(ticket), ...refused },
        },
      },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
};

type Flaw = 'none' | 'loses the visitor' | 'keeps what is removed' | 'lets the desk add shows' | 'sells in capitals';

type House = {
  readonly flaw?: Flaw;
  /** How a ticket without a price is refused. */
  readonly refusal?: readonly [status: number, body: unknown];
  /** The first day that a price may begin on. */
  readonly earliest?: string;
  /** Can only a returned ticket be removed. */
  readonly onlyReturned?: boolean;
};

type Price = { readonly id: string; readonly showId: string; readonly from: string; readonly until: string | null; readonly cents: number };

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value) && !Number.isNaN(Date.parse(value));
const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 80;

/** A museum that keeps to its document but for one flaw; `sold` counts the tickets, `priced` the prices by their show. */
const museum = ({ flaw = 'none', refusal = [409, { code: 'no_price' }], earliest, onlyReturned = false }: House) => {
  let next = 0;
  const newId = (): string => `00000000-0000-4000-8000-${String((next += 1)).padStart(12, '0')}`;
  const shelf = {
    shows: new Map<string, Json>(),
    prices: new Map<string, Price>(),
    tours: new Map<string, Json>(),
    tickets: new Map<string, Json>(),
  };
  let sold = 0;
  const holds = (one: Price, from: string, until: string | null): boolean =>
    (until === null || one.from <= until) && (one.until === null || from <= one.until);
  const answer = (method: string, path: string, who: string, body: Json | undefined): readonly [status: number, value?: unknown] => {
    const [, root = '', key, below] = path.split('/');
    const put = (into: 'shows' | 'tours' | 'tickets', value: Json): readonly [number, unknown] => {
      const made = { id: newId(), ...value };
      shelf[into].set(made.id, made);
      return [201, made];
    };
    if (!Object.hasOwn(shelf, root)) return [404];
    const all: Map<string, Json> = shelf[root as keyof typeof shelf];
    const one = key === undefined ? undefined : all.get(key);
    if (key !== undefined && one === undefined) return [404];
    if (method === 'GET' && below === undefined) return [200, key === undefined ? [...all.values()] : one];
    if (method === 'GET' && below === 'prices') return [200, [...shelf.prices.values()].filter(({ showId }) => showId === key)];
    const isDesk =
      root === 'tickets' || (root === 'shows' && method === 'POST' && below === undefined && flaw === 'lets the desk add shows');
    if (who === 'desk' && !isDesk) return [403];
    if (root === 'tickets' && below === 'return') {
      if (one?.['status'] !== 'sold') return [409];
      shelf.tickets.set(String(key), { ...one, status: 'returned' });
      return [200, shelf.tickets.get(String(key))];
    }
    if (method === 'DELETE' && below === undefined) {
      if (root === 'tickets' && onlyReturned && one?.['status'] !== 'returned') return [409];
      if (root === 'tickets' && flaw === 'keeps what is removed') return [204];
      all.delete(String(key));
      for (const other of shelf.prices.values()) if (other.showId === key) shelf.prices.delete(other.id);
      return [204];
    }
    if (method !== 'POST' || (key !== undefined && below !== 'prices')) return [405];
    if (body === undefined) return [400];
    if (root === 'shows' && below === undefined) return isText(body['name']) ? put('shows', { name: body['name'] }) : [422];
    if (below === 'prices') {
      const { from, until = null, cents } = body;
      const isRight =
        isDay(from) &&
        (until === null || (isDay(until) && until >= from)) &&
        Number.isInteger(cents) &&
        Number(cents) > 0 &&
        Number(cents) <= 5000;
      if (!isRight || (earliest !== undefined && from < earliest)) return [422];
      if ([...shelf.prices.values()].some((other) => other.showId === key && holds(other, from, until))) return [409];
      const made = { id: newId(), showId: String(key), from, until, cents: Number(cents) };
      shelf.prices.set(made.id, made);
      return [201, made];
    }
    if (root === 'tours') {
      if (!shelf.shows.has(String(body['showId'])) || !isDay(body['day'])) return [422];
      return put('tours', { showId: body['showId'], day: body['day'] });
    }
    const asked = shelf.tours.get(String(body['tourId']));
    const { visitor } = body;
    if (!asked || !isText(visitor)) return [422];
    const on = String(asked['day']);
    if (![...shelf.prices.values()].some((other) => other.showId === asked['showId'] && holds(other, on, on))) return refusal;
    sold += 1;
    const shown = flaw === 'loses the visitor' ? 'Somebody' : flaw === 'sells in capitals' ? visitor.toUpperCase() : visitor;
    return put('tickets', { tourId: body['tourId'], visitor: shown, status: 'sold' });
  };
  return { answer, sold: () => sold, left: () => [...shelf.tickets.keys(), ...shelf.shows.keys(), ...shelf.prices.keys()] };
};

const lives = [
  'lifecycle/creation-accepted',
  'lifecycle/created-is-readable',
  'lifecycle/sent-is-shown',
  'lifecycle/remove-accepted',
  'lifecycle/removed-is-gone',
];

const run = async (texts: Texts, house: House, only: readonly string[] = lives) => {
  const { answer, sold, left } = museum(house);
  const url = await serve((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    const who = /^Bearer (key|desk)-secret$/u.exec(incoming.headers.authorization ?? '')?.[1];
    void objectBody(incoming).then((body) => {
      const [status, value] = who === undefined ? [401] : answer(incoming.method ?? 'GET', path, who, body);
      return outgoing
        .writeHead(status, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
        .end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(texts)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 12,
    credentials: ['key', 'restricted'],
    key: 'key-secret',
    secrets: { restricted: 'desk-secret' },
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string) => [
    ...new Set(
      verdicts.flatMap(({ case: { id: caseId, check }, verdict }) =>
        verdict.kind === kind ? [`${check.split('/')[1] ?? ''} ${/.*~1(shows|tickets|prices)/u.exec(caseId)?.[1] ?? ''}`.trim()] : [],
      ),
    ),
  ];
  return { failed: of('fail'), passed: of('pass'), sold: sold(), left: left() };
};

const roles = ['auth/permission-missing-refused'];

const ofTickets = [
  'creation-accepted tickets',
  'created-is-readable tickets',
  'sent-is-shown tickets',
  'remove-accepted tickets',
  'removed-is-gone tickets',
];

describe('what bodies refer to is completed first', () => {
  test.each<readonly [string, Texts, House]>([
    ['as the text of the creation says', {}, {}],
    ['as its conflict says', { tickets: 'Adds a ticket.', conflict: 'No price holds on the day of the tour.' }, {}],
    ['a price that may not begin today', {}, { earliest: '2027-01-01' }],
    ['a price that has an end', { isEnded: true }, {}],
    ['as a refusal with 409 says', { tickets: 'Adds a ticket.' }, {}],
    [
      'as a refusal with 422 says',
      { tickets: 'Adds a ticket.' },
      { refusal: [422, { errors: [{ detail: 'There is no price for this day' }] }] },
    ],
    [
      'a ticket that is removed only once it is returned',
      { removal: 'Only a returned ticket can be removed (`409`).' },
      { onlyReturned: true },
    ],
  ])('%s', async (_what, texts, house) => {
    const { failed, passed, sold, left } = await run(texts, house);
    expect(failed).toEqual([]);
    expect(passed).toEqual(expect.arrayContaining(ofTickets));
    expect(passed).toEqual(expect.arrayContaining(['creation-accepted prices', 'creation-accepted shows', 'remove-accepted shows']));
    expect(sold).toBeGreaterThan(0);
    expect(left).toEqual([]);
  });

  test.each<readonly [Flaw, string]>([
    ['loses the visitor', 'sent-is-shown tickets'],
    ['sells in capitals', 'sent-is-shown tickets'],
    ['keeps what is removed', 'removed-is-gone tickets'],
  ])('a service that %s is told', async (flaw, finding) => {
    expect((await run({}, { flaw })).failed).toContain(finding);
  });
});

describe('writes that say for which role they are', () => {
  test('a 403 of another one is not for the whole of it', async () => {
    const { failed, passed } = await run({ isMarked: true }, {}, roles);
    expect(failed).toEqual([]);
    expect(passed.some((one) => one.startsWith('permission-missing-refused'))).toBe(true);
  });

  test('a service that lets the desk add shows is told', async () => {
    expect((await run({ isMarked: true }, { flaw: 'lets the desk add shows' }, roles)).failed.join()).toContain(
      'permission-missing-refused',
    );
  });
});
