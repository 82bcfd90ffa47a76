import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const scan = {
  type: 'object',
  required: ['id', 'scannedOn'],
  properties: { id: text, title: text, scannedOn: { ...day, nullable: true } },
};
const shows = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const filter = (name: string, description: string) => ({ name, in: 'query', description, schema: day });

/** Scans that a form uploads with the day of each, which may not lie ahead. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Scans', version: '1' },
  paths: {
    '/scans': {
      get: {
        parameters: [
          filter('scannedFrom', 'Scanned on this day or later.'),
          filter('scannedTo', 'Scanned on this day or earlier (the day itself counts).'),
        ],
        responses: { 200: shows({ type: 'array', items: scan }), 400: none },
      },
      post: {
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: {
                  file: { type: 'string', format: 'binary', description: 'A PNG or JPEG file' },
                  title: { ...text, maxLength: 60 },
                  scannedOn: { ...day, description: 'Not later than today (UTC)' },
                },
              },
            },
          },
        },
        responses: { 201: shows(scan), 422: none },
      },
    },
    '/scans/{scanId}': {
      parameters: [{ name: 'scanId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: shows(scan), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
};

const memberIn = (form: string, name: string): string | undefined =>
  new RegExp(`name="${name}"[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`, 'u').exec(form)?.[1];

const formOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('latin1');
};

const judged = async (isIncluded: boolean) => {
  const scans = new Map<string, { readonly id: string; readonly title: string; readonly scannedOn: string | null }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const [, root, id = ''] = pathname.split('/');
    if (root !== 'scans') return end(404);
    const add = async (): Promise<void> => {
      const form = await formOf(incoming);
      const scannedOn = memberIn(form, 'scannedOn') ?? null;
      const isDay = scannedOn === null || (/^\d{4}-\d\d-\d\d$/u.test(scannedOn) && Date.parse(scannedOn) <= Date.now());
      if (!form.includes('name="file"') || !isDay) return end(422);
      const made = { id: `s${(last += 1)}`, title: memberIn(form, 'title') ?? '', scannedOn };
      scans.set(made.id, made);
      return end(201, made);
    };
    if (id === '' && incoming.method === 'POST') return void add();
    if (id === '') {
      const [from, to] = [searchParams.get('scannedFrom'), searchParams.get('scannedTo')];
      const isIn = (one: string | null): boolean =>
        (from === null || (one !== null && one >= from)) && (to === null || (one !== null && (isIncluded ? one <= to : one < to)));
      return end(
        200,
        [...scans.values()].filter(({ scannedOn }) => isIn(scannedOn)),
      );
    }
    const found = scans.get(id);
    if (!found) return end(404);
    if (incoming.method === 'DELETE') scans.delete(id);
    return incoming.method === 'DELETE' ? end(204) : end(200, found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['filtering/bound-itself'], skip: [] },
  });
  return {
    told: verdicts.flatMap(({ id, verdict }) => (id.startsWith('filtering/bound-itself@') ? [verdict.kind] : [])),
    left: scans.size,
  };
};

test('a list of uploads is filled with days of their own, by which its filters are judged', async () => {
  expect(await judged(true)).toEqual({ told: ['pass'], left: 0 });
  expect(await judged(false)).toEqual({ told: ['fail'], left: 0 });
});
