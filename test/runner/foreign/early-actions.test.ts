import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const crossing = object({ id: text, departs_at: moment, created_at: moment });
const ticket = object({ id: text, crossing_id: text, status: { type: 'string', enum: ['sold', 'boarded'] }, created_at: moment });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const documentWith = (board: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Ferries', version: '1' },
  security: [{ key: [] }],
  components: { schemas: { Crossing: crossing, Ticket: ticket }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/crossings': {
      post: {
        requestBody: asks(object({ departs_at: { ...moment, description: 'Must be in the future.' } }, ['departs_at'])),
        responses: { '201': shows(ref('Crossing')), '422': none },
      },
    },
    '/crossings/{crossing_id}': {
      parameters: [inPath('crossing_id')],
      get: { responses: { '200': shows(ref('Crossing')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/tickets': {
      post: {
        requestBody: asks(object({ crossing_id: text }, ['crossing_id'])),
        responses: { '201': shows(ref('Ticket')), '422': none },
      },
    },
    '/tickets/{ticket_id}': {
      parameters: [inPath('ticket_id')],
      get: { responses: { '200': shows(ref('Ticket')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/tickets/{ticket_id}/board': {
      parameters: [inPath('ticket_id')],
      post: { description: board, responses: { '200': shows(ref('Ticket')), '404': none, '409': none } },
    },
  },
});

type Row = { readonly id: string; readonly departs_at?: string; readonly crossing_id?: string; status?: string };

/** What is judged of a ferry that lets people board so many milliseconds before the departure, and what stays there. */
const judged = async (board: string, earliestMs: number, refusal = 409) => {
  const rows = new Map<string, Row>();
  let last = 0;
  const onOne = (method: string, root: string, found: Row, action: string | undefined): Answer => {
    if (action === undefined) {
      if (method === 'DELETE') rows.delete(`${root} ${found.id}`);
      return method === 'GET' ? [200, found] : [method === 'DELETE' ? 204 : 405];
    }
    if (method !== 'POST') return [405];
    const { departs_at: departs = '' } = rows.get(`crossings ${found.crossing_id ?? ''}`) ?? {};
    if (found.status !== 'sold' || Date.parse(departs) - Date.now() > earliestMs) return [refusal];
    found.status = 'boarded';
    return [200, found];
  };
  const url = await serveAnswers((method, [root = '', id, action], given) => {
    if (!['crossings', 'tickets'].includes(root)) return [404];
    const found = id === undefined ? undefined : rows.get(`${root} ${id}`);
    if (found) return onOne(method, root, found, action);
    if (id !== undefined) return [404];
    if (method !== 'POST') return [405];
    const { departs_at: departs, crossing_id: of } = given;
    const isRight =
      root === 'crossings' ? typeof departs === 'string' && Date.parse(departs) > Date.now() : rows.has(`crossings ${String(of)}`);
    if (!isRight) return [422];
    const made = root === 'crossings' ? { departs_at: String(departs) } : { crossing_id: String(of), status: 'sold' };
    const row = { id: `no-${(last += 1)}`, ...made, created_at: new Date().toISOString() };
    rows.set(`${root} ${row.id}`, row);
    return [201, row];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(board)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/early-refused'], skip: [] },
  });
  const told = verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, left: rows.size };
};

const hour = 3_600_000;

const boardings = [
  'Possible from 60 minutes before the departure of the crossing until it departs; otherwise 409.',
  'Boards a sold ticket. Not earlier than 1 hour before departure (409).',
  'Boards a sold ticket. Boarding opens one hour before the crossing departs, and is refused with 409 before that.',
  'Boards a sold ticket. 409 more than 60 minutes before the departure.',
];

describe('an action that is possible from some time before a moment on', () => {
  test.concurrent.for(boardings)(
    'is tried earlier: %s',
    besideOthers(async (board) => {
      expect(await judged(board, hour)).toEqual({ told: ['pass'], left: 0 });
      expect(await judged(board, Infinity)).toEqual({ told: ['done-too-early'], left: 0 });
    }),
  );

  test.concurrent(
    'may be refused with another status',
    besideOthers(async () => {
      expect((await judged(boardings[0] ?? '', hour, 422)).told).toEqual(['pass']);
    }),
  );

  test.concurrent.for([
    'Boards a sold ticket.',
    'Boards a sold ticket. Possible until 60 minutes before the departure; otherwise 409.',
    'Boards a sold ticket, not later than 60 minutes before the departure (409).',
    'Boards a sold ticket. From 24 hours before the departure on a fee is charged, otherwise it is free.',
    'Boards a sold ticket. A reminder is sent from 2 hours before the departure on.',
    'Boards a sold ticket. Possible from 60 minutes before the lecture.',
  ])(
    'is not judged where the text does not say so: %s',
    besideOthers(async (board) => {
      expect((await judged(board, Infinity)).told).toEqual([]);
    }),
  );
});

const date = { type: 'string', format: 'date' };
const visit = object({ id: text, arrives_on: date, leaves_on: date, status: { type: 'string', enum: ['booked', 'inside'] } });

/** Visits that are entered on some day. */
const visits = (enter: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Abbey', version: '1' },
  security: [{ key: [] }],
  components: { schemas: { Visit: visit }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/visits': {
      post: {
        requestBody: asks(
          object({ arrives_on: { ...date, description: 'Today or later (422).' }, leaves_on: date }, ['arrives_on', 'leaves_on']),
        ),
        responses: { '201': shows(ref('Visit')), '422': none },
      },
    },
    '/visits/{visit_id}': {
      parameters: [inPath('visit_id')],
      get: { responses: { '200': shows(ref('Visit')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/visits/{visit_id}/enter': {
      parameters: [inPath('visit_id')],
      post: { description: enter, responses: { '200': shows(ref('Visit')), '404': none, '409': none } },
    },
  },
});

/** The same where people tell on which day they came in. */
const enteredOn = (enter: string): object => {
  const { paths, ...rest } = visits(enter) as { readonly paths: Readonly<Record<string, { readonly post?: object }>> };
  const action = paths['/visits/{visit_id}/enter'];
  const body = asks(object({ entered_on: { type: 'string', format: 'date' } }, ['entered_on']));
  return { ...rest, paths: { ...paths, '/visits/{visit_id}/enter': { ...action, post: { ...action?.post, requestBody: body } } } };
};

/** What is judged of an abbey that lets people in before their day, or not. */
const judgedByDay = async (enter: string, isEarly: boolean, document = visits(enter)) => {
  const rows = new Map<string, { id: string; arrives_on: string; leaves_on: string; status: string }>();
  const url = await serveAnswers((method, [root = '', id, action], given) => {
    const found = rows.get(id ?? '');
    const today = new Date().toISOString().slice(0, 10);
    if (root !== 'visits' || (id !== undefined && !found)) return [404];
    if (found && action === 'enter') {
      if (found.status !== 'booked' || (!isEarly && found.arrives_on > today)) return [409];
      found.status = 'inside';
      return [200, found];
    }
    if (found) {
      if (method === 'DELETE') rows.delete(found.id);
      return method === 'GET' ? [200, found] : [method === 'DELETE' ? 204 : 405];
    }
    const { arrives_on: from, leaves_on: to } = given;
    if (typeof from !== 'string' || typeof to !== 'string' || from < today || to < from) return [422];
    const row = { id: `v-${rows.size + 1}-${Date.now()}`, arrives_on: from, leaves_on: to, status: 'booked' };
    rows.set(row.id, row);
    return [201, row];
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/early-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('an action that is possible from a day of the resource on', () => {
  test.concurrent.for([
    'From `booked` to `inside`, not before `arrives_on`; 409 otherwise.',
    'Refused with 409 before the day of arrival.',
  ])(
    'is tried earlier: %s',
    besideOthers(async (enter) => {
      expect(await judgedByDay(enter, false)).toEqual(['pass']);
      expect(await judgedByDay(enter, true)).toEqual(['done-too-early']);
    }),
  );

  test.concurrent.for(['From `booked` to `inside`, free before `arrives_on`.', 'Not before `arrives_on` unless a monk opens (409).'])(
    'is not judged where the text does not say so: %s',
    besideOthers(async (enter) => {
      expect(await judgedByDay(enter, true)).toEqual([]);
    }),
  );

  test.concurrent.for([
    'From `booked` to `inside`. `entered_on` cannot be before `arrives_on` (409).',
    'Only a visit that is `booked` can be entered (else 409). `entered_on` cannot be before `arrives_on` (409).',
  ])(
    'is not judged where the text speaks of a day that is sent: %s',
    besideOthers(async (enter) => {
      expect(await judgedByDay(enter, true, enteredOn(enter))).toEqual([]);
    }),
  );
});
