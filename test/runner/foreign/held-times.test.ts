import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 409: { description: 'In conflict' } };
const sheetId = { name: 'sheetId', in: 'path', required: true, schema: text };

/** Sheets for periods that never overlap, with entries in the period, which are handed in by an action in the path. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Sheets', version: '1' },
  components: {
    schemas: {
      Period: object({ id: text, firstDay: day, lastDay: day }),
      Entry: object({ id: text, start: moment, end: moment }),
      Sheet: object({
        id: text,
        periodId: text,
        status: { enum: ['draft', 'submitted', 'withdrawn'] },
        entries: { type: 'array', items: ref('Entry') },
      }),
    },
  },
  paths: {
    '/periods': {
      get: { responses: shows({ type: 'array', items: ref('Period') }) },
      post: {
        description: 'Two periods never overlap.',
        requestBody: {
          required: true,
          ...json(object({ firstDay: day, lastDay: day }), { example: { firstDay: '2031-04-01', lastDay: '2031-04-30' } }),
        },
        responses: { ...shows(ref('Period'), '201'), ...refused, 409: { description: 'Overlaps another period' } },
      },
    },
    '/sheets': {
      post: {
        requestBody: { required: true, ...json(object({ periodId: text })) },
        responses: { ...shows(ref('Sheet'), '201'), ...refused },
      },
    },
    '/sheets/{sheetId}': { parameters: [sheetId], get: { responses: { ...shows(ref('Sheet')), ...refused } } },
    '/sheets/{sheetId}/entries': {
      parameters: [sheetId],
      post: {
        description: 'An entry has to lie within the period of its sheet.',
        requestBody: {
          required: true,
          ...json(object({ start: moment, end: moment }), { example: { start: '2031-09-01T08:00:00Z', end: '2031-09-01T12:00:00Z' } }),
        },
        responses: { ...shows(ref('Entry'), '201'), ...refused },
      },
    },
    '/sheets/{sheetId}/{action}': {
      parameters: [sheetId, { name: 'action', in: 'path', required: true, schema: { type: 'string', enum: ['submit', 'withdraw'] } }],
      post: { responses: { ...shows(ref('Sheet')), ...refused, 409: { description: 'The sheet has no entries' } } },
    },
  },
};

type Flaw = 'none' | 'entries without an end' | 'sheets without a status';

const judged = async (flaw: Flaw) => {
  const [periods, sheets] = [new Map<string, Json>(), new Map<string, Json>()];
  let next = 1;
  let asked = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const all = root === 'periods' ? periods : root === 'sheets' ? sheets : undefined;
    const found = all?.get(id ?? '');
    if (!all || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return give(200, found ?? [...all.values()]);
    if (incoming.method !== 'POST') return give(405);
    const add = (value: Json): void => {
      const own = `${root ?? ''}-${next++}`;
      all.set(own, { id: own, ...value });
      give(201, all.get(own));
    };
    if (action === 'submit' || action === 'withdraw') {
      const entries = found?.['entries'];
      if (!Array.isArray(entries) || entries.length === 0) return give(409, { error: 'no entries' });
      const { status: _, ...rest } = found ?? {};
      return give(200, flaw === 'sheets without a status' ? rest : { ...rest, status: action === 'submit' ? 'submitted' : 'withdrawn' });
    }
    void objectBody(incoming).then((body = {}) => {
      const [from, to] = [body['firstDay'] ?? body['start'], body['lastDay'] ?? body['end']].map((one) => Date.parse(String(one)));
      const isTime = from !== undefined && to !== undefined && from <= to;
      if (root === 'periods') {
        asked += 1;
        if (!isTime) return give(400);
        // The first one meets what was there before.
        return asked === 1
          ? give(409, { error: 'overlaps another period' })
          : add({ firstDay: body['firstDay'], lastDay: body['lastDay'] });
      }
      if (id === undefined) {
        const { periodId } = body;
        return periods.has(String(periodId)) ? add({ periodId, status: 'draft', entries: [] }) : give(400);
      }
      const period = periods.get(String(found?.['periodId']));
      const [first, last] = [String(period?.['firstDay']), String(period?.['lastDay'])];
      const isIn = isTime && new Date(from).toISOString().slice(0, 10) >= first && new Date(to).toISOString().slice(0, 10) <= last;
      if (action !== 'entries' || !isIn) return give(400);
      const entry = { id: `e-${next++}`, start: body['start'], end: body['end'] };
      const { entries } = found ?? {};
      sheets.set(id, { ...found, entries: [...(Array.isArray(entries) ? (entries as unknown[]) : []), entry] });
      const { end: _, ...rest } = entry;
      return give(201, flaw === 'entries without an end' ? rest : entry);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['schema/response-body', 'status/documented-call'], skip: [] },
  });
  const kindAt = (path: string) => verdicts.find(({ id }) => id === `schema/response-body@#/paths/${path}/post`)?.verdict.kind;
  return { entry: kindAt('~1sheets~1{sheetId}~1entries'), action: kindAt('~1sheets~1{sheetId}~1{action}') };
};

test.each<readonly [Flaw, string, string]>([
  ['none', 'pass', 'pass'],
  ['entries without an end', 'fail', 'pass'],
  ['sheets without a status', 'pass', 'fail'],
])(
  'entries in the time of what their sheet names, and an action named in the path, are accepted and judged: %s',
  async (flaw, entry, action) => {
    expect(await judged(flaw)).toEqual({ entry, action });
  },
);
