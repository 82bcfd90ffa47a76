import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'In conflict' }, 422: { description: 'Wrong' } };
const path = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const adds = (asked: object, shown: string, description = 'Adds one.') => ({
  description,
  requestBody: { required: true, ...json(object(asked)) },
  responses: { ...shows(named(shown), '201'), ...refused },
});
const reads = (shown: string) => ({ responses: { ...shows(named(shown)), ...refused } });

type Form = {
  /** What a statement calls the soundings that it is between. */
  readonly ends: readonly [string, string];
  /** A tank has one gauge at a time. */
  readonly isAlone?: boolean;
  /** A statement is of a lease, which is of a tank. */
  readonly isOfLease?: boolean;
};

const id = { id: text };

const documentOf = ({ ends: [first, last], isOfLease = false }: Form) => {
  const between = { ...(isOfLease && { lease_id: text }), [first]: text, [last]: text };
  return {
    openapi: '3.1.0',
    info: { title: 'Tanks', version: '1' },
    components: {
      schemas: {
        Tank: object({ ...id, name: text, current_gauge_id: { type: ['string', 'null'] } }),
        Gauge: object({ ...id, tank_id: text, serial: text }),
        Sounding: object({ ...id, gauge_id: text, taken_on: day, depth: { type: 'integer' } }),
        Lease: object({ ...id, tank_id: text }),
        Statement: object({ ...id, ...between }),
      },
    },
    paths: {
      '/tanks': { post: adds({ name: text }, 'Tank') },
      '/tanks/{tankId}': { parameters: path('tankId'), get: reads('Tank') },
      '/tanks/{tankId}/gauges': { parameters: path('tankId'), post: adds({ serial: text }, 'Gauge') },
      '/gauges/{gaugeId}': { parameters: path('gaugeId'), get: reads('Gauge') },
      '/gauges/{gaugeId}/soundings': {
        parameters: path('gaugeId'),
        get: { responses: { ...shows({ type: 'array', items: named('Sounding') }), ...refused } },
        post: adds(
          { taken_on: day, depth: { type: 'integer', minimum: 0 } },
          'Sounding',
          "`taken_on` must be later than that of the gauge's latest sounding (422).",
        ),
      },
      '/leases': { post: adds({ tank_id: text }, 'Lease') },
      '/leases/{leaseId}': { parameters: path('leaseId'), get: reads('Lease') },
      '/statements': { post: adds(between, 'Statement', 'States what came in between two soundings of one gauge.') },
      '/statements/{statementId}': { parameters: path('statementId'), get: reads('Statement') },
    },
  };
};

/** How statements were answered by a service that asks for two soundings of one gauge, the earlier one first, at the tank of the lease; and that has no two statements at one time. */
const answersOf = async (form: Form): Promise<readonly number[]> => {
  const things = new Map<string, Json>();
  const answers: number[] = [];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: asks = '' } = incoming;
    const [, kind = '', own = '', part] = (asks.split('?')[0] ?? '').split('/');
    const send = (status: number, value: unknown = {}): void => {
      if (method === 'POST' && kind === 'statements') answers.push(status);
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const all = (of: string): readonly Json[] => [...things.values()].filter((one) => one['of'] === of);
    const gaugesAt = (tank: unknown): readonly Json[] => all('gauges').filter((one) => one['tank_id'] === tank);
    const soundingsOf = (gauge: unknown): readonly Json[] => all('soundings').filter((one) => one['gauge_id'] === gauge);
    const add = (of: string, value: Json): void => {
      const made = { ...value, of, id: `${of}-${next++}`, ...(of === 'tanks' && { current_gauge_id: null }) };
      things.set(made.id, made);
      send(201, made);
    };
    const state = (body: Json): void => {
      const [from, to] = form.ends.map((name) => things.get(String(body[name])));
      const lease = things.get(String(body['lease_id']));
      if (from?.['of'] !== 'soundings' || to?.['of'] !== 'soundings' || from['gauge_id'] !== to['gauge_id']) return send(422);
      if (String(from['taken_on']) >= String(to['taken_on'])) return send(422);
      const gauge = things.get(String(from['gauge_id']));
      if (form.isOfLease === true && lease?.['tank_id'] !== gauge?.['tank_id']) return send(422);
      const isTaken = all('statements').some(
        (one) =>
          one['gauge'] === gauge?.['id'] && String(one['begin']) < String(to['taken_on']) && String(from['taken_on']) < String(one['end']),
      );
      if (isTaken) return send(409);
      return add('statements', { ...body, gauge: gauge?.['id'], begin: from['taken_on'], end: to['taken_on'] });
    };
    const write = async (): Promise<void> => {
      const body = (await objectBody(incoming)) ?? {};
      if (kind === 'statements') return state(body);
      if (kind === 'leases') return things.get(String(body['tank_id']))?.['of'] === 'tanks' ? add('leases', body) : send(422);
      if (kind === 'tanks' && part === undefined) return typeof body['name'] === 'string' ? add('tanks', body) : send(422);
      if (!things.has(own)) return send(404);
      if (kind === 'tanks') {
        if (form.isAlone === true && gaugesAt(own).length > 0) return send(409);
        return add('gauges', { ...body, tank_id: own });
      }
      const latest = soundingsOf(own).at(-1);
      if (typeof body['taken_on'] !== 'string' || body['taken_on'] <= (typeof latest?.['taken_on'] === 'string' ? latest['taken_on'] : ''))
        return send(422);
      return add('soundings', { ...body, gauge_id: own });
    };
    if (method === 'POST') return void write();
    const found = things.get(own);
    if (!found) return send(404);
    if (part === 'soundings') return send(200, soundingsOf(own));
    return send(200, kind === 'tanks' ? { ...found, current_gauge_id: gaugesAt(own)[0]?.['id'] ?? null } : found);
  });
  await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 80,
    selection: { only: ['status/documented-call', 'lifecycle/sent-is-shown', 'lifecycle/creation-accepted'], skip: [] },
  });
  return answers;
};

test.each<Form>([
  { ends: ['from_sounding_id', 'to_sounding_id'] },
  { ends: ['opening_sounding_id', 'closing_sounding_id'], isAlone: true },
  { ends: ['previous_sounding_id', 'current_sounding_id'], isOfLease: true },
  { ends: ['from_sounding_id', 'to_sounding_id'], isAlone: true, isOfLease: true },
])('what lies between two entries names two of one thing, in their order: %j', async (form) => {
  const answers = await answersOf(form);
  expect(answers).toContain(201);
  expect(answers.filter((one) => one !== 201)).toEqual([]);
});
