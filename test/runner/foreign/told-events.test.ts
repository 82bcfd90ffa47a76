import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const kite = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: text, name: text, status: { type: 'string', enum: ['ready', 'flown', 'grounded'] } },
};
const named = {
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
};

/** Kites, and a stream of what happens to them. */
const document = (said: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      get: { responses: { '200': shows({ type: 'array', items: kite }) } },
      post: { requestBody: named, responses: { '201': shows(kite), '422': none } },
    },
    '/kites/feed': { get: { description: said, responses: { '200': { description: 'Events', content: { 'text/event-stream': {} } } } } },
    '/kites/{kiteId}': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(kite), '404': none } },
      patch: { requestBody: named, responses: { '200': shows(kite), '404': none, '422': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/kites/{kiteId}/ground': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: text }],
      post: { responses: { '200': shows(kite), '404': none, '409': none } },
    },
  },
});

type Habits = {
  /** The events that are never sent. */
  readonly lacks?: readonly string[];
  /** The name of an event stands in its data, and not in a field of its own. */
  readonly inData?: boolean;
  /** Events come so many milliseconds later. */
  readonly lateMs?: number;
  /** The stream ends after so many events. */
  readonly endsAfter?: number;
  readonly refusesToGround?: boolean;
};

const judged = async (said: string, habits: Habits): Promise<readonly string[]> => {
  const kites = new Map<string, { readonly id: string; name: unknown; status: string }>();
  const listeners = new Map<ServerResponse, number>();
  let next = 0;
  const tell = (event: string, one: object): void => {
    if (habits.lacks?.includes(event) === true) return;
    const data = JSON.stringify(habits.inData === true ? { type: event, kite: one } : one);
    const send = (): void => {
      for (const [listener, sent] of listeners) {
        listener.write(habits.inData === true ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`);
        listeners.set(listener, sent + 1);
        if (sent + 1 === habits.endsAfter) {
          listener.end();
          listeners.delete(listener);
        }
      }
    };
    if (habits.lateMs === undefined) send();
    else setTimeout(send, habits.lateMs);
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root, id, action] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    if (root !== 'kites') return give(404);
    if (id === 'feed') {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write(': welcome\n\n');
      listeners.set(outgoing, 0);
      outgoing.on('close', () => listeners.delete(outgoing));
      return undefined;
    }
    void objectBody(incoming).then((body = {}) => {
      if (id === undefined) {
        if (method === 'GET') return give(200, [...kites.values()]);
        if (typeof body['name'] !== 'string') return give(422);
        const made = { id: `kite-${(next += 1)}-of-the-hill`, name: body['name'], status: 'ready' };
        kites.set(made.id, made);
        tell('kite.created', made);
        return give(201, made);
      }
      const found = kites.get(id);
      if (!found) return give(404);
      if (action === 'ground') {
        if (habits.refusesToGround === true) return give(409);
        found.status = 'grounded';
        tell('kite.grounded', found);
        return give(200, found);
      }
      if (method === 'DELETE') {
        kites.delete(id);
        tell('kite.deleted', found);
        return give(204);
      }
      if (method === 'PATCH') {
        if (typeof body['name'] !== 'string') return give(422);
        found.name = body['name'];
        tell('kite.updated', found);
      }
      return give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said)), url, {
    allow: ['mutation', 'destructive'],
    durations: { 'stream.listened': 4, 'stream.open': 1 },
    selection: { only: ['streaming/told-events-sent'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('streaming/told-events-sent') ? [verdict.kind === 'fail' ? verdict.finding.where : verdict.kind] : [],
  );
};

const told = 'The events are `kite.created`, `kite.updated`, `kite.grounded` and `kite.deleted`, each with the kite as it is then.';

describe.concurrent('events that the text of a stream names', () => {
  test.for<readonly [string, string, Habits, readonly string[]]>([
    ['all come', told, {}, ['pass']],
    ['all come, with their name in the data', told, { inData: true }, ['pass']],
    ['all come a little later', told, { lateMs: 200 }, ['pass']],
    ['one is refused', told, { refusesToGround: true }, ['pass']],
    ['the one of an action is missing', told, { lacks: ['kite.grounded'] }, ['event kite.grounded']],
    ['the one of an action is missing, with names in the data', told, { lacks: ['kite.grounded'], inData: true }, ['event kite.grounded']],
    ['that of the removal is missing', told, { lacks: ['kite.deleted'] }, ['event kite.deleted']],
    ['that of the change is missing', told, { lacks: ['kite.updated'] }, ['event kite.updated']],
    ['none comes', told, { lacks: ['kite.created', 'kite.updated', 'kite.grounded', 'kite.deleted'] }, ['inconclusive']],
    ['the stream ends early', told, { endsAfter: 1 }, ['pass']],
    ['one is not named', 'The events are `kite.created` and `kite.deleted`.', { lacks: ['kite.grounded'] }, ['pass']],
    [
      'one is left open',
      'Sends `kite.created` and `kite.deleted`. `kite.updated` is only sent for new names.',
      { lacks: ['kite.updated'] },
      ['pass'],
    ],
    ['nothing is named', 'What happens to kites.', { lacks: ['kite.deleted'] }, []],
  ])(
    '%s: %s',
    besideOthers(async ([, said, habits, expected]: readonly [string, string, Habits, readonly string[]]) => {
      expect(await judged(said, habits)).toEqual(expected);
    }),
  );
});
