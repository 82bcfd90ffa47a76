import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const states = ['moored', 'loaded', 'sailing', 'aground', 'arrived'];
const next: Readonly<Record<string, readonly string[]>> = {
  moored: ['loaded'],
  loaded: ['sailing'],
  sailing: ['aground', 'arrived'],
  aground: ['sailing'],
};
const text = { type: 'string' };
const moment = { ...text, format: 'date-time', nullable: true };
const boat = {
  type: 'object',
  required: ['id', 'name', 'status', 'arrived_at'],
  properties: {
    id: text,
    name: { ...text, minLength: 1 },
    status: { ...text, enum: states },
    arrived_at: { ...moment, description: 'When it arrived, null before' },
  },
};
const reported = {
  status: { ...text, enum: states.slice(1) },
  remark: { ...text, nullable: true, maxLength: 500 },
  pilot: { ...text, nullable: true, description: 'Needed for `arrived` (422 without)' },
};
const report = { type: 'object', required: ['id', 'status'], properties: { id: text, ...reported } };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const none = { description: 'None' };
const boatId = { name: 'boatId', in: 'path', required: true, schema: text };

const table = `**Life of a boat.**

| from | to |
|---|---|
| \`moored\` | \`loaded\` |
| \`loaded\` | \`sailing\` |
| \`sailing\` | \`aground\`, \`arrived\` |
| \`aground\` | \`sailing\` |

\`arrived\` is final.

**Limits.** Be kind.`;

const said = 'The boat takes over the status of the report. A step that the table at the top does not have is a 409.';

const document = (description = said) => ({
  openapi: '3.0.3',
  info: { title: 'Boats', version: '1', description: table },
  paths: {
    '/boats': {
      get: { responses: { 200: json({ type: 'array', items: boat }) } },
      post: { requestBody: takes(['name'], { name: boat.properties.name }), responses: { 201: json(boat), 400: none } },
    },
    '/boats/{boatId}': {
      parameters: [boatId],
      get: { responses: { 200: json(boat), 404: none } },
      delete: { responses: { 204: { description: 'Gone' }, 404: none } },
    },
    '/boats/{boatId}/reports': {
      parameters: [boatId],
      get: { responses: { 200: json({ type: 'array', items: report }), 404: none } },
      post: {
        description,
        requestBody: takes(['status'], reported),
        responses: { 201: json(report), 404: none, 409: none, 422: none },
      },
    },
    '/boats/{boatId}/reports/{reportId}': {
      parameters: [boatId, { name: 'reportId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: json(report), 404: none } },
    },
  },
});

type Flaw =
  | 'none'
  | 'repeats are taken'
  | 'sails on from the end'
  | 'any step'
  | 'status stays'
  | 'no moment'
  | 'fails at a kite'
  | 'no pilot';

type Boat = { id: string; name: string; status: string; arrived_at: string | null };

const checks = [
  ...['other-moves-refused', 'leads-to-state', 'moments-with-states', 'unusual-text-kept'].map((one) => `lifecycle/${one}`),
  'body/told-condition-refused',
];

const failed = async (flaw: Flaw, description = said): Promise<readonly string[]> => {
  const boats = new Map<string, Boat & { reports: { id: string; status: unknown }[] }>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, own, below, reportId] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'boats') return give(404);
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string | null>);
    const shown = ({ id, name, status, arrived_at }: Boat): Boat => ({ id, name, status, arrived_at });
    if (own === undefined && incoming.method === 'GET') return give(200, [...boats.values()].map(shown));
    if (own === undefined) {
      last += 1;
      const made = { id: `b-${last}`, name: body['name'] ?? '', status: 'moored', arrived_at: null, reports: [] };
      boats.set(made.id, made);
      return give(201, shown(made));
    }
    const found = boats.get(own);
    if (!found) return give(404);
    if (below === undefined) return incoming.method === 'DELETE' ? give(boats.delete(own) ? 204 : 404) : give(200, shown(found));
    if (incoming.method === 'GET') {
      const one = found.reports.find(({ id }) => id === reportId);
      return reportId === undefined ? give(200, found.reports) : one ? give(200, one) : give(404);
    }
    const { status, remark = null, pilot = null } = body;
    if (typeof status !== 'string' || !states.slice(1).includes(status)) return give(422);
    const isEnd = flaw === 'sails on from the end' && found.status === 'arrived' && status === 'sailing';
    const isSame = flaw === 'repeats are taken' && status === found.status;
    if (next[found.status]?.includes(status) !== true && flaw !== 'any step' && !isEnd && !isSame) return give(409);
    if (status === 'arrived' && pilot === null && flaw !== 'no pilot') return give(422);
    if (flaw === 'fails at a kite' && /[\u{10000}-\u{10ffff}]/u.test(remark ?? '')) return give(500);
    last += 1;
    const made = { id: `r-${last}`, status, remark, pilot };
    found.reports.push(made);
    if (flaw !== 'status stays') found.status = status;
    if (status === 'arrived' && flaw !== 'no moment') found.arrived_at = '2026-03-01T08:00:00Z';
    return give(201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(description)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 60,
    selection: { only: checks, skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.expected}, got ${verdict.finding.actual}`] : []));
};

test.each<readonly [Flaw, string]>([
  ['any step', 'a refusal of "sailing" by POST /boats/{boatId}/reports, because the state is "moored", got 201'],
  ['sails on from the end', 'a refusal of "sailing" by POST /boats/{boatId}/reports, because the state is "arrived", got 201'],
  ['status stays', '"loaded" after POST /boats/{boatId}/reports with "loaded" as "status" was answered 201, got "moored"'],
  ['no pilot', 'a refusal of POST /boats/{boatId}/reports with "pilot" left out beside "status" with "arrived", got status 201'],
  ['no moment', 'a moment, because it is "arrived", got null'],
])('a service whose boats take over the status of a report below them is told: %s', async (flaw, expected) => {
  expect(await failed(flaw)).toEqual([expected]);
});

test('a report is sent about a boat of its own, so that one says nothing of the next', async () => {
  expect(await failed('fails at a kite')).toEqual([expect.stringContaining(', got 500')]);
});

test.each<readonly [flaw: Flaw, description: string]>([
  ['none', said],
  ['repeats are taken', said],
  ['none', 'Sets the status of the boat. 409 for a move that is not in the table in the introduction.'],
  // What is not said to be all may be some.
  ['any step', 'The boat takes over the status of the report. The table at the top shows the usual steps.'],
  ['any step', 'The boat takes over the status of the report. A step that the table at the top does not have is logged.'],
  // A report that says nothing of its boat is only a report.
  ['status stays', 'Files a report.'],
  ['status stays', 'If it is signed, the boat takes over the status of the report.'],
])('nobody is accused who does what the document says, or of what it leaves open: %s %s', async (flaw, description) => {
  expect(await failed(flaw, description)).toEqual([]);
});
