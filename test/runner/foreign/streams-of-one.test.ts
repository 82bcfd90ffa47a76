import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const shows = (schema: object, type = 'application/json') => ({ description: 'd', content: { [type]: { schema } } });
const refused = { 401: { description: 'No' }, 404: { description: 'None' } };
const kiln = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const inPath = { name: 'kilnId', in: 'path', required: true, schema: text };

/** Kilns, each with a stream of what is measured in it. */
const document = (promise: string) => ({
  openapi: '3.0.3',
  info: { title: 'Kilns', version: '1', description: promise },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/kilns': { get: { responses: { 200: shows({ type: 'array', items: kiln }), 401: { description: 'No' } } } },
    '/kilns/{kilnId}': { parameters: [inPath], get: { responses: { 200: shows(kiln), ...refused } } },
    '/kilns/{kilnId}/heat': { parameters: [inPath], get: { responses: { 200: shows(text, 'text/event-stream'), ...refused } } },
  },
});

const keys = { key: 'foreign-key-0123456789', other: 'other-key-0123456789' };

type Habit = 'keeps apart' | 'lets others listen' | 'shares the kilns' | 'greets everybody';

const judged = async (habit: Habit, promise = 'Kilns of another pottery do not exist for you (`404`).'): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const caller = incoming.headers.authorization?.replace('Bearer ', '');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (caller !== keys.key && caller !== keys.other) return give(401, {});
    const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const isOwn = caller === keys.key || habit === 'shares the kilns';
    const [, , id, below] = pathname.split('/');
    if (id === undefined) return give(200, isOwn ? [{ id: 'kiln-1', name: 'The old one' }] : []);
    if (id !== 'kiln-1' || (!isOwn && below === undefined)) return give(404, {});
    if (below === undefined) return give(200, { id, name: 'The old one' });
    if (!isOwn && habit === 'keeps apart') return give(404, {});
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    if (habit === 'greets everybody') return outgoing.end('id: 1\ndata: hello\n\n');
    return outgoing.end([1, 2, 3].map((n) => `id: ${n}\ndata: {"degrees": ${900 + n}, "at": "point ${n}"}\n\n`).join(''));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise)), url, {
    allow: ['mutation'],
    credentials: ['key', 'other'],
    secrets: keys,
    durations: { 'stream.open': 1 },
    selection: { only: ['streaming/kept-from-others'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('streaming/kept-from-others'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('a stream of what another account cannot read is told where that account hears it', async () => {
  expect(await judged('lets others listen')).toEqual(['foreign-event']);
});

test.each<Habit>(['keeps apart', 'shares the kilns', 'greets everybody'])('a server is not accused that %s', async (habit) => {
  expect(await judged(habit)).toEqual(['inconclusive']);
});

test('nothing is told where the document keeps nothing apart', async () => {
  expect(await judged('lets others listen', 'Kilns and their heat.')).not.toContain('foreign-event');
});
