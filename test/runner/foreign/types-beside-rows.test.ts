import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const none = { description: 'None' };
const row = { type: 'object', required: ['mail'], properties: { mail: { ...text, minLength: 3, maxLength: 60 } } };
const report = { type: 'object', required: ['added'], properties: { added: { type: 'integer' } } };
const rows = { type: 'object', required: ['rows'], properties: { rows: { type: 'array', minItems: 1, items: row } } };

/** An import of JSON or of comma-separated values. */
const document = (more: object) => ({
  openapi: '3.0.3',
  info: { title: 'Guests', version: '1', description: '`415` for a media type that we do not take.' },
  paths: {
    '/guests/import': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: rows, example: { rows: [{ mail: 'jo@example.com' }] } },
            'text/csv': { schema: text, example: 'mail\njo@example.com' },
            ...more,
          },
        },
        responses: { 200: { description: 'd', content: { 'application/json': { schema: report } } }, 400: none, 415: none, 422: none },
      },
    },
  },
});

type Habit = 'looks at the type' | 'takes all for JSON' | 'takes a plain text for rows';

const judged = async (habit: Habit, more: object = {}): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const give = (status: number, value: unknown): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      if (incoming.url !== '/guests/import') return give(404, {});
      if (incoming.method !== 'POST') return give(405, {});
      const type = (incoming.headers['content-type'] ?? '').split(';')[0] ?? '';
      const sent = Buffer.concat(chunks).toString();
      const isRows = type === 'text/csv' || (habit === 'takes a plain text for rows' && type === 'text/plain');
      if (isRows) return sent.startsWith('mail') ? give(200, { added: 1 }) : give(422, {});
      if (type !== 'application/json' && habit !== 'takes all for JSON') return give(415, {});
      try {
        const given = JSON.parse(sent) as { readonly rows?: unknown };
        return Array.isArray(given.rows) && given.rows.length > 0 ? give(200, { added: given.rows.length }) : give(422, {});
      } catch {
        return give(400, {});
      }
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(more)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    selection: { only: ['body/other-media-type-refused'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('body/other-media-type-refused@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('JSON that is announced as another notation is told where it is taken', async () => {
  expect(await judged('takes all for JSON')).toEqual(['other-media-type-accepted']);
});

test.each<Habit>(['looks at the type', 'takes a plain text for rows'])('a server is not accused that %s', async (habit) => {
  expect(await judged(habit)).toEqual(['pass']);
});

test('nothing is judged where XML is described as well, or any text', async () => {
  expect(await judged('takes all for JSON', { 'application/xml': { schema: rows } })).toEqual([]);
  expect(await judged('takes all for JSON', { 'text/plain': { schema: text } })).toEqual([]);
});
