import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const none = { description: 'None' };
const ref = { $ref: '#/components/schemas/Trip' };
const states = ['planned', 'started', 'over'];
const ways: Readonly<Record<string, readonly string[]>> = { planned: ['started'], started: ['planned', 'over'] };
const driver = { ...whole, nullable: true };

const moment = '2026-05-06T07:08:09Z';

/** Trips whose status a change sets, with a driver of a list without whom they are not started, and a grade for those that are over. */
const documentOf = (change: string, refusal: number, hasSteps: boolean): object => {
  const parameters = [{ name: 'tripId', in: 'path', required: true, schema: text }];
  return {
    openapi: '3.0.3',
    info: { title: 'Trips', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: {
        Trip: {
          type: 'object',
          required: ['id', 'title', 'status', 'driver_id'],
          properties: {
            id: text,
            title: text,
            status: { ...text, enum: states },
            driver_id: driver,
            started_at: {
              ...text,
              format: 'date-time',
              nullable: true,
              description: 'Set when the trip is started, cleared when it is planned again',
            },
          },
        },
      },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/drivers': {
        get: {
          responses: {
            '200': shows({
              type: 'array',
              items: { type: 'object', required: ['id', 'name'], properties: { id: whole, name: text, active: { type: 'boolean' } } },
            }),
          },
        },
      },
      '/trips': {
        get: { responses: { '200': shows({ type: 'array', items: ref }) } },
        post: { requestBody: takes(['title'], { title: text, driver_id: driver }), responses: { '201': shows(ref), '422': none } },
      },
      '/trips/{tripId}': {
        parameters,
        get: { responses: { '200': shows(ref), '404': none } },
        patch: {
          description: change,
          requestBody: takes([], { title: text, status: { ...text, enum: states }, driver_id: driver }),
          responses: { '200': shows(ref), '404': none, '409': none, '422': none },
        },
        delete: { responses: { '204': none, '404': none } },
      },
      ...(hasSteps && {
        '/trips/{tripId}/steps': {
          parameters,
          post: { summary: 'Take the next step', responses: { '200': shows(ref), '404': none, '422': none } },
        },
      }),
      '/trips/{tripId}/grade': {
        parameters,
        put: {
          description: `For trips that are over, else \`${refusal}\`.`,
          requestBody: takes(['grade'], { grade: { type: 'integer', minimum: 1, maximum: 6 } }),
          responses: { '200': shows({ type: 'object', properties: { grade: whole } }), '404': none, [refusal]: none, '422': none },
        },
      },
    },
  };
};

type Trip = { readonly id: string; title: string; status: string; driver_id: unknown; started_at: string | null };

type Flaw =
  | 'starts without a driver'
  | 'grades at once'
  | 'notes no moment'
  | 'notes the moment at once'
  | 'keeps the moment'
  | 'steps without a moment';

type Asked = {
  readonly allow?: readonly ('mutation' | 'destructive')[];
  readonly only?: readonly string[];
  /** The status of a grade that comes too early. */
  readonly refusal?: number;
  /** Is there an action that leads on, whatever comes next. */
  readonly hasSteps?: true;
};

const usual = ['lifecycle/refused-while-lacking', 'lifecycle/refused-in-state', 'lifecycle/other-moves-refused'];

const judged = async (
  change: string,
  flaw?: Flaw,
  { allow = ['mutation', 'destructive'], only = usual, refusal = 409, hasSteps }: Asked = {},
) => {
  const trips = new Map<string, Trip>();
  const named = new Set<unknown>();
  const graded = new Set<string>();
  let last = 0;
  const isDriver = (id: unknown): boolean => id === null || id === 8;
  const url = await serveAnswers((method, [root, id, part], given) => {
    if (root === 'drivers' && id === undefined)
      return method === 'GET'
        ? [
            200,
            [
              { id: 7, name: 'Ida', active: false },
              { id: 8, name: 'Ole', active: true },
            ],
          ]
        : [405];
    if (root !== 'trips') return [404];
    const found = trips.get(id ?? '');
    if (id !== undefined && !found) return [404];
    if (found && part === 'steps') {
      if (found.status !== 'planned' || found.driver_id === null) return [422];
      Object.assign(found, { status: 'started', started_at: flaw === 'steps without a moment' ? null : moment });
      return [200, found];
    }
    if (found && part === 'grade') {
      const { grade } = given;
      if (method !== 'PUT') return [405];
      if (typeof grade !== 'number' || !Number.isInteger(grade) || grade < 1 || grade > 6) return [422];
      if (found.status !== 'over' && flaw !== 'grades at once') return [refusal];
      graded.add(found.status);
      return [200, { grade }];
    }
    if (found && part !== undefined) return [404];
    if (found && method === 'GET') return [200, found];
    if (found && method === 'DELETE') return [trips.delete(found.id) ? 204 : 404];
    if (found && method !== 'PATCH') return [405];
    if (!found && method === 'GET') return [200, [...trips.values()]];
    const { title = found?.title, driver_id: by = found?.driver_id ?? null, status = found?.status ?? 'planned' } = given;
    if (typeof title !== 'string' || typeof status !== 'string' || !states.includes(status) || !isDriver(by)) return [422];
    if (given['driver_id'] !== undefined && given['driver_id'] !== null) named.add(by);
    if (!found) {
      const made = {
        id: `t-${(last += 1)}`,
        title,
        status: 'planned',
        driver_id: by,
        started_at: flaw === 'notes the moment at once' ? moment : null,
      };
      trips.set(made.id, made);
      return [201, made];
    }
    if (status !== found.status && ways[found.status]?.includes(status) !== true) return [409];
    if (status === 'started' && by === null && flaw !== 'starts without a driver') return [422];
    const startedAt = status === 'started' && flaw !== 'notes no moment' ? moment : found.started_at;
    const isBack = status === 'planned' && found.status === 'started' && flaw !== 'keeps the moment';
    Object.assign(found, { title, status, driver_id: by, started_at: isBack ? null : startedAt });
    return [200, found];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(change, refusal, hasSteps === true)), url, {
    allow: [...allow],
    maxCreates: 60,
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string) =>
    verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.replace(/@.*~1/u, ' ').replace(/\/p.*$/u, '')] : []));
  return { failed: of('fail'), passed: of('pass'), left: trips.size, named: [...named], graded: [...graded] };
};

test(
  'the moment of a state that a change sets is told once, not before, and no longer after a move back',
  besideOthers(async () => {
    const change = 'Moves: planned to started, started to planned or over; others are a `409`. Without a driver a trip cannot be started.';
    const only = ['lifecycle/moments-with-states'];
    const told = async (flaw?: Flaw) => {
      const { failed, passed } = await judged(change, flaw, { only });
      return { failed: failed.length, passed: passed.length };
    };
    expect(await told()).toEqual({ failed: 0, passed: 1 });
    expect(await told('notes no moment')).toEqual({ failed: 1, passed: 0 });
    expect(await told('notes the moment at once')).toEqual({ failed: 1, passed: 0 });
    expect(await told('keeps the moment')).toEqual({ failed: 1, passed: 0 });
    // An action that does not say where it leads comes to the state as well.
    const bySteps = async (flaw?: Flaw) => (await judged(change, flaw, { only, hasSteps: true })).failed.length;
    expect([await bySteps(), await bySteps('steps without a moment')]).toEqual([0, 1]);
  }),
);

test(
  'what a state refuses is told as well where a wrong body has the same refusal',
  besideOthers(async () => {
    const asked = { only: ['lifecycle/refused-in-state'], refusal: 422 };
    const change = 'Moves: planned to started, started to planned or over; others are a `409`.';
    const told = async (flaw?: Flaw) => {
      const { failed, passed } = await judged(change, flaw, asked);
      return { failed, passed };
    };
    expect(await told()).toEqual({ failed: [], passed: ['lifecycle/refused-in-state grade'] });
    expect((await told('grades at once')).failed).toEqual(['lifecycle/refused-in-state grade']);
  }),
);

const moves = 'Moves: planned to started, started to planned or over; others are a `409`.';

test.concurrent.for([
  `${moves} Without a driver a trip can't be started (\`422\`).`,
  `${moves} A trip needs a driver before it can be started.`,
  `${moves} Starting a trip without a driver is a 422.`,
  `${moves} Trips can only be started with a driver (422).`,
])(
  'what a change needs for a state that it sets is there, and its lack refused: %s',
  besideOthers(async (change) => {
    const { failed, passed, left, named } = await judged(change);
    expect({ failed, left, named }).toEqual({ failed: [], left: 0, named: [8] });
    expect(passed.toSorted()).toEqual([
      'lifecycle/other-moves-refused {tripId}',
      'lifecycle/refused-in-state grade',
      'lifecycle/refused-while-lacking {tripId}',
    ]);
    expect((await judged(change, 'starts without a driver')).failed).toEqual(['lifecycle/refused-while-lacking {tripId}']);
    expect((await judged(change, 'grades at once')).failed).toEqual(['lifecycle/refused-in-state grade']);
  }),
);

test.concurrent.for([
  `${moves} Without a driver a trip can't be started on Sundays (\`422\`).`,
  `${moves} A trip needs a driver before it can be insured.`,
  `${moves} Trips can be started with a driver (422 for an unknown one).`,
])(
  'a change needs nothing for a state where the text does not say so: %s',
  besideOthers(async (change) => {
    const { failed, passed, named } = await judged(change, 'starts without a driver');
    expect({ failed, named }).toEqual({ failed: [], named: [] });
    expect(passed).not.toContain('lifecycle/refused-while-lacking {tripId}');
  }),
);

test(
  'nobody of a list is named without the permission for it',
  besideOthers(async () => {
    expect((await judged(`${moves} Without a driver a trip can't be started (422).`, undefined, { allow: ['mutation'] })).named).toEqual(
      [],
    );
  }),
);
