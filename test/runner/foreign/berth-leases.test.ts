import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Row = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const status = { ...text, enum: ['planned', 'in_service'] };
const berth = { type: 'object', required: ['id', 'status'], properties: { id: text, name: text, status } };
const lease = {
  type: 'object',
  required: ['id', 'berth_id'],
  properties: { id: text, berth_id: text, start_date: day, end_date: { ...day, type: ['string', 'null'] } },
};
const bill = { type: 'object', required: ['id'], properties: { id: text, lease_id: text, period_start: day, period_end: day } };
const errors = { 409: { description: 'Conflict' }, 422: { description: 'Wrong' } };

const list = (item: object) => ({ get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: item }) } } } });
const one = (item: object, more: object = {}) => ({
  parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
  get: { responses: { 200: { description: 'd', ...json(item) }, 404: { description: 'None' } } },
  delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
  ...more,
});
const post = (description: string, body: object, item: object, more: object = {}) => ({
  post: {
    description,
    requestBody: { required: true, ...json(body, more) },
    responses: { 201: { description: 'd', ...json(item) }, ...errors },
  },
});
const object = (required: readonly string[], properties: object) => ({ type: 'object', required, properties });

const documentWith = (rule: string, notBefore: string) => ({
  openapi: '3.1.0',
  info: { title: 'Marina', version: '1' },
  paths: {
    '/berths': { ...list(berth), ...post('New berths are planned.', object(['name'], { name: text }), berth) },
    '/berths/{id}': one(berth, {
      patch: {
        requestBody: { required: true, ...json({ type: 'object', properties: { name: text, status } }) },
        responses: { 200: { description: 'd', ...json(berth) }, 404: { description: 'None' } },
      },
    }),
    '/leases': {
      ...list(lease),
      ...post(
        rule,
        object(['berth_id', 'start_date'], { berth_id: text, start_date: day, end_date: { ...day, type: ['string', 'null'] } }),
        lease,
      ),
    },
    '/leases/{id}': one(lease),
    '/bills': {
      ...list(bill),
      ...post(
        'Writes a bill.',
        object(['lease_id', 'period_start', 'period_end'], {
          lease_id: text,
          period_start: { ...day, description: notBefore },
          period_end: day,
        }),
        bill,
        { example: { lease_id: 'l-901', period_start: '2025-01-01', period_end: '2025-01-31' } },
      ),
    },
    '/bills/{id}': one(bill),
  },
});

type Told = { readonly rule?: string; readonly notBefore?: string; readonly takesPlanned?: boolean };

const rules = '409 if the berth is planned (`no_water`), of another harbour, or let already on one of the days.';

/** What was sent to two creations with which answer, and the failed checks. */
const judged = async ({ rule = rules, notBefore = 'Not before the lease begins (422).', takesPlanned = false }: Told) => {
  const rows = new Map<string, Map<string, Row>>(['berths', 'leases', 'bills'].map((name) => [name, new Map()]));
  const taken: Record<string, number> = {};
  let count = 0;
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const [, name = '', id] = (incoming.url ?? '').split(/[/?]/u);
      const send = (code: number, body?: unknown): void => {
        outgoing.writeHead(code, body === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const own = rows.get(name);
      if (!own) return send(404);
      const sent = ((): Row => {
        try {
          return JSON.parse(Buffer.concat(parts).toString() || '{}') as Row;
        } catch {
          return {};
        }
      })();
      const found = id === undefined ? undefined : own.get(id);
      if (incoming.method === 'GET' && (id === undefined || id === '')) return send(200, [...own.values()]);
      if (incoming.method === 'POST') {
        const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value);
        if (name === 'berths' && (typeof sent['name'] !== 'string' || sent['name'] === '')) return send(422, {});
        if (name === 'leases') {
          const base = rows.get('berths')?.get(String(sent['berth_id']));
          if (!base || !isDay(sent['start_date'])) return send(422, {});
          if (base['status'] === 'planned' && !takesPlanned) return send(409, {});
        }
        if (name === 'bills') {
          const base = rows.get('leases')?.get(String(sent['lease_id']));
          if (!base || !isDay(sent['period_start']) || !isDay(sent['period_end'])) return send(422, {});
          if (String(sent['period_start']) < String(base['start_date'])) return send(422, {});
        }
        count += 1;
        taken[name] = (taken[name] ?? 0) + 1;
        const made = { ...sent, id: `${name[0]}-${count}`, ...(name === 'berths' ? { status: 'planned' } : {}) };
        own.set(made.id, made);
        return send(201, made);
      }
      if (!found || id === undefined) return send(404, {});
      if (incoming.method === 'DELETE') {
        own.delete(id);
        return send(204);
      }
      if (incoming.method === 'PATCH' && name === 'berths') own.set(id, { ...found, ...sent, id });
      return send(200, own.get(id));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(rule, notBefore)), url, {
    allow: ['mutation'],
    selection: { only: ['status/documented-call', 'lifecycle/refused-in-state'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0]] : []));
  return { taken, failed };
};

describe('a creation that names something by its body', () => {
  test.each([
    rules,
    '409 while the berth is planned, fully booked or too small.',
    'The answer is 409 when the berth is planned, let to somebody else, or closed for the winter.',
  ])('names it in a state that an enumeration does not refuse: %s', async (rule) => {
    const { taken, failed } = await judged({ rule });
    expect(taken['leases'] ?? 0).toBeGreaterThan(0);
    expect(failed).toEqual([]);
  });

  test('is refused otherwise', async () => {
    expect((await judged({ takesPlanned: true })).failed).toContain('lifecycle/refused-in-state');
  });

  test.each(['Not before the lease begins (422).', 'Never earlier than the start of the lease.', "On or after the lease's start."])(
    'lies in the time of that: %s',
    async (notBefore) => {
      expect((await judged({ notBefore })).taken['bills'] ?? 0).toBeGreaterThan(0);
    },
  );
});
