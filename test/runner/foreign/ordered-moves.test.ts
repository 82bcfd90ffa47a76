import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const moment = { ...text, format: 'date-time' };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', required, properties });
const shown = (schema: object) => ({ description: 'd', ...content(object({ data: schema, meta: object({ request: text }) })) });
const refused = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: 'd', ...content(object({ message: text })) }]));
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));

const states = ['new', 'planned', 'under_way', 'done', 'given_up'];
const step = object({ id: text, label: text, done: { type: 'boolean' } });
const work = object({
  number: text,
  title: text,
  status: { ...text, enum: states },
  steps: { type: 'array', items: step },
  hours: { type: 'integer', nullable: true },
});
const asked = (schema: object) => ({ requestBody: { required: true, ...content(schema) } });
const ref = { $ref: '#/components/schemas/Restoration' };

/** The restorations of a museum: planned for a time that is free, begun, worked on with supplies, and finished. */
const document = {
  openapi: '3.0.3',
  info: {
    title: 'Museum',
    version: '1',
    description: 'Restorations go `new` → `planned` → `under_way` → `done`. Any other step is answered with 409.',
  },
  components: { schemas: { Restoration: work } },
  paths: {
    '/supplies': {
      get: {
        responses: {
          200: { description: 'd', ...content({ type: 'array', items: object({ sku: text, name: text, stock: { type: 'integer' } }) }) },
        },
      },
    },
    '/restorations': {
      post: {
        summary: 'Open a restoration',
        ...asked(object({ title: text, steps: { type: 'array', items: object({ label: text }) } }, ['title'])),
        responses: { 201: shown(ref), ...refused(422) },
      },
    },
    '/restorations/{number}': {
      parameters: inPath('number'),
      get: { responses: { 200: shown(ref), ...refused(404) } },
    },
    '/restorations/{number}/workshop': {
      parameters: inPath('number'),
      post: {
        description: 'Plans a `new` restoration. 409 if another one has the workshop at an overlapping time.',
        ...asked(object({ slot: object({ start: moment, end: moment }) })),
        responses: { 200: shown(ref), ...refused(404, 409, 422) },
      },
    },
    '/restorations/{number}/begin': {
      parameters: inPath('number'),
      post: { description: 'Only for a planned restoration.', responses: { 200: shown(ref), ...refused(404, 409) } },
    },
    '/restorations/{number}/finish': {
      parameters: inPath('number'),
      post: {
        description: 'Only while the restoration is under way.',
        ...asked(object({ hours: { type: 'integer', minimum: 1, maximum: 500 } })),
        responses: { 200: shown(ref), ...refused(404, 409, 422) },
      },
    },
    '/restorations/{number}/supplies': {
      parameters: inPath('number'),
      post: {
        description: 'Only while the restoration is under way. 409 if there is not enough of it, 422 for an unknown SKU.',
        ...asked(object({ sku: text, quantity: { type: 'integer', minimum: 1, maximum: 50 } })),
        responses: { 201: shown(object({ sku: text, quantity: { type: 'integer' } })), ...refused(404, 409, 422) },
      },
    },
    '/restorations/{number}/steps/{stepId}': {
      parameters: inPath('number', 'stepId'),
      patch: {
        description: 'Only while the restoration is under way. What is left out stays.',
        ...asked(object({ done: { type: 'boolean' } }, [])),
        responses: { 200: shown(step), ...refused(404, 409, 422) },
      },
    },
  },
};

type Way = 'as documented' | 'takes any step' | 'takes any hours' | 'takes any quantity';

type Work = { number: string; title: string; status: string; steps: { id: string; label: string; done: unknown }[]; hours: unknown };

const judged = async (way: Way) => {
  const works = new Map<string, Work>();
  const slots: (readonly [number, number])[] = [];
  const stock = new Map([
    ['GOLD-01', 0],
    ['GLUE-02', 900],
    ['WAX-03', 20],
  ]);
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const [, root = '', number = '', verb = '', stepId = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const { method = 'GET' } = incoming;
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const show = (value: unknown, status = 200): void => give(status, { data: value, meta: { request: 'r' } });
    const refuse = (status: number): void => give(status, { message: 'no' });
    if (root === 'supplies' && method === 'GET')
      return give(
        200,
        [...stock].map(([sku, left]) => ({ sku, name: sku, stock: left })),
      );
    if (root !== 'restorations') return refuse(404);
    const isCount = (value: unknown, most: number): boolean => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
    if (number === '') {
      const labels = body?.['steps'] ?? [];
      const isRight = Array.isArray(labels) && labels.every((one: { label?: unknown } | null) => typeof one?.label === 'string');
      if (method !== 'POST' || typeof body?.['title'] !== 'string' || !isRight) return refuse(method === 'POST' ? 422 : 405);
      const made: Work = {
        number: `R-${works.size + 1}`,
        title: body['title'],
        status: 'new',
        steps: (labels as { label: string }[]).map(({ label }, n) => ({ id: `s${works.size + 1}-${n}`, label, done: false })),
        hours: null,
      };
      works.set(made.number, made);
      return show(made, 201);
    }
    const own = works.get(number);
    if (!own) return refuse(404);
    if (verb === '' && method === 'GET') return show(own);
    if (verb === 'steps' && method === 'PATCH') {
      const one = own.steps.find(({ id }) => id === stepId);
      if (!one) return refuse(404);
      const done = body?.['done'];
      if (!body || (way !== 'takes any step' && done !== undefined && typeof done !== 'boolean')) return refuse(422);
      if (own.status !== 'under_way') return refuse(409);
      if (typeof done === 'boolean') one.done = done;
      return show(one);
    }
    if (method !== 'POST') return refuse(405);
    if (verb === 'workshop') {
      const slot = body?.['slot'] as { start?: unknown; end?: unknown } | undefined;
      const [from, to] = [slot?.start, slot?.end].map((one) => (typeof one === 'string' ? Date.parse(one) : Number.NaN));
      if (from === undefined || to === undefined || !(from < to)) return refuse(422);
      if (own.status !== 'new' || slots.some(([begin, end]) => begin < to && from < end)) return refuse(409);
      slots.push([from, to]);
      own.status = 'planned';
      return show(own);
    }
    if (verb === 'begin') {
      if (own.status !== 'planned') return refuse(409);
      own.status = 'under_way';
      return show(own);
    }
    if (verb === 'finish') {
      if (way === 'takes any hours' ? body?.['hours'] === undefined : !isCount(body?.['hours'], 500)) return refuse(422);
      if (own.status !== 'under_way') return refuse(409);
      own.status = 'done';
      own.hours = isCount(body?.['hours'], 500) ? body?.['hours'] : 1;
      return show(own);
    }
    if (verb !== 'supplies') return refuse(404);
    const [sku, quantity] = [body?.['sku'], body?.['quantity']];
    const left = stock.get(String(sku));
    if (left === undefined || (way === 'takes any quantity' ? quantity === undefined : !isCount(quantity, 50))) return refuse(422);
    if (own.status !== 'under_way' || left < Number(quantity)) return refuse(409);
    const used = isCount(quantity, 50) ? Number(quantity) : 1;
    stock.set(String(sku), left - used);
    return show({ sku, quantity: used }, 201);
  });
  const { verdicts, ended } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 80,
    selection: { only: ['status/documented-call', 'body/breach-refused', 'body/wrong-type-refused'], skip: [] },
  });
  return {
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.operation] : [])),
    unexercised: (ended.coverage?.unexercised ?? []).flatMap(({ operations }) => operations),
  };
};

test('resources are brought along the order that the introduction draws, so that everything on them is tried', async () => {
  expect(await judged('as documented')).toEqual({ told: [], unexercised: [] });
});

test.each<readonly [Way, string]>([
  ['takes any step', 'PATCH /restorations/{number}/steps/{stepId}'],
  ['takes any hours', 'POST /restorations/{number}/finish'],
  ['takes any quantity', 'POST /restorations/{number}/supplies'],
])('what is wrong there is told: %s', async (way, operation) => {
  expect(new Set((await judged(way)).told)).toEqual(new Set([operation]));
});
