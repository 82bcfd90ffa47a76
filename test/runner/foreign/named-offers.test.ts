import { describe, expect, test } from 'vitest';
import { suitedActions } from '../../../src/checks/subjects/unsuited.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const states = ['planned', 'booked', 'underWay', 'landed', 'lost', 'cancelled'];
const kinds = ['castOff', 'sighted', 'landed'];
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const json = (schema: object, example?: object): object => ({
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});
const shows = (schema: object, example?: object): object => ({ description: 'It', ...json(schema, example) });
const asks = (schema: object, example?: object): object => ({ required: true, ...json(schema, example) });
const none = { description: 'None' };
const refusals = { '404': none, '409': { description: 'Contradicts the state of things' }, '422': { description: 'Wrong' } };
const voyageId = { name: 'voyageId', in: 'path', required: true, schema: text };
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };

const voyage = object({ id: text, title: text, status: { type: 'string', enum: states } }, ['id', 'title', 'status']);
const berth = object({ id: text, deck: text }, ['id', 'deck']);
const signal = object({ id: text, type: { type: 'string', enum: kinds } }, ['id', 'type']);
const complaint = object({ id: text, voyageId: text, words: text }, ['id', 'voyageId', 'words']);
const tour = object({ id: text, voyageIds: { type: 'array', items: text }, day: text, windowStart: clock, windowEnd: clock }, [
  'id',
  'day',
]);

const booking =
  'The planned voyage becomes booked. The berth must be among those collected for the voyage; if it is not, the answer is 409, and so it is when the voyage is not planned.';

/** Voyages that are booked with one of the berths that are offered for them, moved by signals, and named by tours and complaints in some states. */
const documentOf = (tours: string, book: string = booking): object => ({
  openapi: '3.1.0',
  info: { title: 'Voyages', version: '1' },
  security: [{ key: [] }],
  components: {
    schemas: { Voyage: voyage, Berth: berth, Signal: signal, Complaint: complaint, Tour: tour },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/voyages': {
      get: { responses: { '200': shows(object({ items: { type: 'array', items: { $ref: '#/components/schemas/Voyage' } } })) } },
      post: {
        requestBody: asks(object({ title: text }, ['title'])),
        responses: { '201': shows({ $ref: '#/components/schemas/Voyage' }), '422': none },
      },
    },
    '/voyages/{voyageId}': {
      parameters: [voyageId],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Voyage' }), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/voyages/{voyageId}/berths': {
      parameters: [voyageId],
      get: {
        responses: { '200': shows(object({ items: { type: 'array', items: { $ref: '#/components/schemas/Berth' } } })), '404': none },
      },
      post: {
        description: 'Collects the free berths. The voyage has to be planned, otherwise 409. No body is needed.',
        responses: {
          '201': shows(object({ items: { type: 'array', items: { $ref: '#/components/schemas/Berth' } } }), {
            items: [{ id: 'ber_0001', deck: 'upper' }],
          }),
          ...refusals,
        },
      },
    },
    '/voyages/{voyageId}/book': {
      parameters: [voyageId],
      post: {
        description: book,
        requestBody: asks(object({ berthId: text }, ['berthId']), { berthId: 'ber_0001' }),
        responses: { '200': shows({ $ref: '#/components/schemas/Voyage' }), ...refusals },
      },
    },
    '/voyages/{voyageId}/signals': {
      parameters: [voyageId],
      get: {
        responses: { '200': shows(object({ items: { type: 'array', items: { $ref: '#/components/schemas/Signal' } } })), '404': none },
      },
      post: {
        description:
          'Signals move the voyage along:\n\n* `castOff` is the first signal of a booked voyage and puts it under way.\n* `sighted` reports on a voyage under way and leaves it there.\n* `landed` ends a voyage under way.\n\nA signal that does not fit is refused with 409.',
        requestBody: asks(object({ type: { type: 'string', enum: kinds } }, ['type']), { type: 'castOff' }),
        responses: { '201': shows({ $ref: '#/components/schemas/Signal' }), ...refusals },
      },
    },
    '/complaints': {
      get: { responses: { '200': shows(object({ items: { type: 'array', items: { $ref: '#/components/schemas/Complaint' } } })) } },
      post: {
        description: 'The voyage must be under way, landed or lost. Violations of this rule are conflicts (409).',
        requestBody: asks(object({ voyageId: text, words: text }, ['voyageId', 'words']), { voyageId: 'voy_1', words: 'Too much rain.' }),
        responses: { '201': shows({ $ref: '#/components/schemas/Complaint' }), ...refusals },
      },
    },
    '/complaints/{complaintId}': {
      parameters: [{ name: 'complaintId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Complaint' }), '404': none } },
    },
    '/tours': {
      get: { responses: { '200': shows(object({ items: { type: 'array', items: { $ref: '#/components/schemas/Tour' } } })) } },
      post: {
        description: `All voyages have to be booked, else 409. ${tours}`,
        requestBody: asks(
          object(
            {
              voyageIds: { type: 'array', minItems: 1, items: text },
              day: { type: 'string', format: 'date' },
              windowStart: clock,
              windowEnd: clock,
            },
            ['voyageIds', 'day', 'windowStart', 'windowEnd'],
          ),
          { voyageIds: ['voy_1'], day: '2025-03-04', windowStart: '09:00', windowEnd: '12:30' },
        ),
        responses: { '201': shows({ $ref: '#/components/schemas/Tour' }), ...refusals },
      },
    },
    '/tours/{tourId}': {
      parameters: [{ name: 'tourId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Tour' }), '404': none } },
    },
  },
});

type Voyage = {
  readonly id: string;
  readonly title: string;
  status: string;
  berths: readonly { id: string; deck: string }[];
  signals: object[];
};
type Given = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;

/** A harbour that does what the document says, but for what a test makes different. */
class Harbour {
  voyages: Voyage[] = [];
  complaints: object[] = [];
  tours: Given[] = [];
  /** The bodies of tours, whatever came of them. */
  asked: Given[] = [];
  booked: unknown[] = [];
  last = 0;
  newId(): string {
    return `n-${(this.last += 1)}`;
  }
  castOff(one: Voyage): void {
    one.status = 'underWay';
  }
  book(one: Voyage): void {
    one.status = 'booked';
  }
  isOffered({ berths }: Voyage, asked: unknown): boolean {
    return berths.some(({ id }) => id === asked);
  }
  mayComplain({ status }: Voyage): boolean {
    return ['underWay', 'landed', 'lost'].includes(status);
  }
  mayTour({ status }: Voyage): boolean {
    return status === 'booked';
  }
  isOver({ day }: Given): unknown {
    const ahead = Math.floor(Date.parse(String(day)) / dayMs) - Math.floor(Date.now() / dayMs);
    if (ahead < 1) return { title: 'Unusable', errors: [{ pointer: '/day', message: 'must be tomorrow or later' }] };
    return ahead > 14 || new Date(String(day)).getUTCDay() === 0
      ? { title: 'Unusable', errors: [{ pointer: '/day', message: 'no driver' }] }
      : undefined;
  }
  onVoyage(one: Voyage, method: string, [part]: readonly string[], given: Given): Answer {
    const shown = { id: one.id, title: one.title, status: one.status };
    if (part === undefined) {
      if (method === 'DELETE') this.voyages = this.voyages.filter((other) => other !== one);
      return method === 'DELETE' ? [204] : method === 'GET' ? [200, shown] : [405];
    }
    if (part === 'berths') {
      if (method === 'GET') return [200, { items: one.berths }];
      if (method !== 'POST') return [405];
      if (one.status !== 'planned') return [409];
      one.berths = ['upper', 'lower'].map((deck) => ({ id: this.newId(), deck }));
      return [201, { items: one.berths }];
    }
    if (part === 'signals') {
      if (method === 'GET') return [200, { items: one.signals }];
      const type = String(given['type']);
      if (method !== 'POST') return [405];
      if (!kinds.includes(type)) return [422];
      if (one.status !== (type === 'castOff' ? 'booked' : 'underWay')) return [409];
      if (type === 'castOff') this.castOff(one);
      if (type === 'landed') one.status = 'landed';
      const made = { id: this.newId(), type };
      one.signals.push(made);
      return [201, made];
    }
    if (part !== 'book') return [404];
    if (method !== 'POST') return [405];
    if (typeof given['berthId'] !== 'string') return [422];
    this.booked.push(given['berthId']);
    if (one.status !== 'planned' || !this.isOffered(one, given['berthId'])) return [409];
    this.book(one);
    return [200, { ...shown, status: one.status }];
  }
  answer(method: string, [root = '', id, ...more]: readonly string[], given: Given): Answer {
    const one = this.voyages.find((other) => other.id === id);
    if (root === 'voyages' && id !== undefined) return one ? this.onVoyage(one, method, more, given) : [404];
    const held = { voyages: this.voyages, complaints: this.complaints, tours: this.tours }[root];
    if (!held) return [404];
    if (id !== undefined) {
      const found = held.find((other) => (other as Given)['id'] === id);
      return method !== 'GET' ? [405] : found ? [200, found] : [404];
    }
    if (method === 'GET')
      return [200, { items: root === 'voyages' ? this.voyages.map(({ id: own, title, status }) => ({ id: own, title, status })) : held }];
    if (method !== 'POST') return [405];
    if (root === 'voyages') {
      if (typeof given['title'] !== 'string') return [422];
      const made = { id: this.newId(), title: given['title'], status: 'planned', berths: [], signals: [] };
      this.voyages.push(made);
      return [201, { id: made.id, title: made.title, status: made.status }];
    }
    if (root === 'complaints') {
      const named = this.voyages.find((other) => other.id === given['voyageId']);
      if (!named || typeof given['words'] !== 'string') return [422];
      if (!this.mayComplain(named)) return [409];
      const made = { id: this.newId(), voyageId: named.id, words: given['words'] };
      this.complaints.push(made);
      return [201, made];
    }
    this.asked.push(given);
    const { voyageIds, windowStart, windowEnd } = given;
    const named = Array.isArray(voyageIds) ? voyageIds.map((own) => this.voyages.find((other) => other.id === own)) : [];
    const isTime = [windowStart, windowEnd].every((time) => typeof time === 'string' && new RegExp(clock.pattern, 'u').test(time));
    if (!isTime || named.length === 0 || named.includes(undefined)) return [422];
    if (String(windowStart) < '08:00' || String(windowEnd) > '18:00') return [422];
    const over = this.isOver(given);
    if (over !== undefined) return [422, over];
    if (!named.every((other) => other !== undefined && this.mayTour(other))) return [409];
    const made = { id: this.newId(), voyageIds, day: given['day'], windowStart, windowEnd };
    this.tours.push(made);
    return [201, made];
  }
}

const window = 'We come between 08:00 and 18:00, every day except Sunday, from tomorrow up to fourteen days ahead.';

const judged = async (harbour: Harbour, only: readonly string[], tours = window) => {
  const url = await serveAnswers((method, segments, given) => harbour.answer(method, segments, given));
  const { verdicts } = await judgeForeign(writeDocument(documentOf(tours)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 300,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: [...only], skip: [] },
  });
  return {
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code}: ${verdict.finding.expected}`] : [])),
    passed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id] : [])),
  };
};

const ofStates = ['lifecycle/refused-in-state', 'lifecycle/leads-to-state', 'lifecycle/unsuited-refused'];

describe('an action that names what is offered below its resource', () => {
  test.concurrent(
    'and signals bring voyages to the states in which others may name them',
    besideOthers(async () => {
      const harbour = new Harbour();
      const { told, passed } = await judged(harbour, [
        'status/documented-call',
        'schema/response-body',
        'lifecycle/created-is-listed',
        ...ofStates,
      ]);
      expect(told).toEqual([]);
      expect(harbour.complaints.length).toBeGreaterThan(0);
      expect(harbour.tours.length).toBeGreaterThan(0);
      // The berth that the document prints is sent nowhere, and the hours that it prints are kept.
      expect(harbour.booked).not.toContain('ber_0001');
      expect(new Set(harbour.asked.map(({ windowStart }) => windowStart))).toEqual(new Set(['09:00']));
      expect(harbour.asked.filter(({ voyageIds }) => !Array.isArray(voyageIds))).toEqual([]);
      expect(passed.filter((one) => /^lifecycle.leads-to-state@.*(?:book|signals)/u.test(one))).toHaveLength(2);
      expect(passed.filter((one) => /^lifecycle.unsuited-refused@.*book/u.test(one))).toHaveLength(1);
      expect(passed.filter((one) => /^lifecycle.refused-in-state@.*(?:complaints|tours)/u.test(one))).toHaveLength(2);
    }),
  );

  test.concurrent(
    'finds a day ahead where only the refusal says that the printed one is over',
    besideOthers(async () => {
      const harbour = new Harbour();
      const { told } = await judged(harbour, ['lifecycle/created-is-listed'], 'Somebody comes on that day.');
      expect(told).toEqual([]);
      expect(harbour.tours.length).toBeGreaterThan(0);
    }),
  );

  test.concurrent.for<readonly [string, Harbour, string]>([
    [
      'leaves a voyage booked that has cast off',
      new (class extends Harbour {
        override castOff(): void {}
      })(),
      'state-not-changed: "underWay" after POST /voyages/{voyageId}/signals with "castOff" as "type" was answered 201',
    ],
    [
      'leaves a voyage planned that was booked',
      new (class extends Harbour {
        override book(): void {}
      })(),
      'state-not-changed: "booked" after POST /voyages/{voyageId}/book was answered 200',
    ],
    [
      'takes the berths of other voyages',
      new (class extends Harbour {
        override isOffered(_one: Voyage, asked: unknown): boolean {
          return this.voyages.some(({ berths }) => berths.some(({ id }) => id === asked));
        }
      })(),
      'unsuited-accepted: 400, 409 or 422 to POST /voyages/{voyageId}/book with something that does not belong to the resource',
    ],
    [
      'takes complaints about what is booked',
      new (class extends Harbour {
        override mayComplain({ status }: Voyage): boolean {
          return status !== 'planned';
        }
      })(),
      'done-in-refused-state: 409 to POST /complaints, because the resource is "booked"',
    ],
    [
      'tours what is under way',
      new (class extends Harbour {
        override mayTour({ status }: Voyage): boolean {
          return ['booked', 'underWay'].includes(status);
        }
      })(),
      'done-in-refused-state: 409 to POST /tours, because the resource is "under way"',
    ],
  ])(
    'is told of a service that %s',
    besideOthers(async ([, harbour, told]) => {
      expect((await judged(harbour, ofStates)).told).toContain(told);
    }),
  );
});

test.each<readonly [string, readonly string[]]>([
  [booking, ['foreign-part']],
  ['The berth has to be one of those collected for the voyage.', ['foreign-part']],
  ['A berth that does not belong to this voyage is refused with 409.', ['foreign-part']],
  ['The planned voyage becomes booked, with the berth.', []],
  ['The berth should be among those of the voyage.', []],
  ['If the voyage is full, the berth must be one of the voyage before it.', []],
])('what is not offered for the resource is refused where the text says so: %s', async (book, unsuited) => {
  const actions = suitedActions(await loadContract(writeDocument(documentOf(window, book))));
  expect(actions.flatMap((one) => one.unsuited)).toEqual(unsuited);
});
