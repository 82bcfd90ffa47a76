import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const binary = { schema: { ...text, format: 'binary' } };
const chart = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const none = { description: 'None' };

/** Uploads whose body is the file, a plain text too, and whose name stands in the query. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Charts', version: '1' },
  paths: {
    '/charts': {
      post: {
        parameters: [
          { name: 'name', in: 'query', required: true, schema: { ...text, minLength: 1, maxLength: 120 }, example: 'north.png' },
        ],
        requestBody: {
          required: true,
          content: { 'application/octet-stream': binary, 'image/png': binary, 'text/plain': { schema: text } },
        },
        responses: { 201: { description: 'd', content: { 'application/json': { schema: chart } } }, 400: none, 422: none },
      },
    },
    '/charts/{chartId}': {
      parameters: [{ name: 'chartId', in: 'path', required: true, schema: text }],
      get: {
        responses: {
          200: { description: 'd', headers: { 'Content-Disposition': { required: true, schema: text } }, content: { '*/*': binary } },
          404: none,
        },
      },
      delete: { responses: { 204: none, 404: none } },
    },
  },
};

type Habit = 'encodes the name' | 'fails at the name' | 'refuses such names';

const judged = async (habit: Habit): Promise<{ readonly told: readonly string[]; readonly names: readonly string[] }> => {
  const charts = new Map<string, { readonly name: string; readonly type: string; readonly body: Buffer }>();
  const names: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const [, root, id] = pathname.split('/');
      const found = charts.get(id ?? '');
      if (root !== 'charts' || (id !== undefined && !found)) return give(404, {});
      if (found && incoming.method === 'DELETE') return give(charts.delete(id ?? '') ? 204 : 404);
      if (found) {
        const isPlain = /^[\x20-\x7E]*$/u.test(found.name);
        if (!isPlain && habit === 'fails at the name') return give(500, {});
        outgoing.writeHead(200, {
          'content-type': found.type,
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
        });
        return outgoing.end(found.body);
      }
      const name = searchParams.get('name') ?? '';
      names.push(name);
      const body = Buffer.concat(chunks);
      if (name === '' || name.length > 120 || body.length === 0) return give(422, {});
      if (habit === 'refuses such names' && /[^\x20-\x7E]/u.test(name)) return give(422, {});
      const made = `chart-${charts.size + 1}-a1b2c3`;
      charts.set(made, { name, type: incoming.headers['content-type'] ?? 'application/octet-stream', body });
      return give(201, { id: made, name });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 30,
    selection: { only: ['lifecycle/*', 'errors/no-failure'], skip: [] },
  });
  return { told: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : [])), names };
};

test('a download that fails at the name of a file, which its upload took, is told', async () => {
  const { told, names } = await judged('fails at the name');
  expect(told).toEqual(['errors/no-failure']);
  expect(names.some((one) => /[^\x20-\x7E]/u.test(one))).toBe(true);
});

test.each<Habit>(['encodes the name', 'refuses such names'])('a server is not accused that %s', async (habit) => {
  expect((await judged(habit)).told).toEqual([]);
});
