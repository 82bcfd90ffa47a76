import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from '../foreign/json-body.ts';
import { judgeForeign, serve } from '../foreign/judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: Readonly<Record<string, object>>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Contradicts the present state' }, 422: { description: 'Wrong' } };
const tripId = { name: 'tripId', in: 'path', required: true, schema: text };

type Form = {
  /** What the answer to the creation of a trip shows, besides its id and title. */
  readonly shown: Readonly<Record<string, object>>;
  /** The values of that. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Is it a member of the body of the creation, too. */
  readonly isSent?: true;
  /** Where the things that the run did not create are. */
  readonly at?: string;
  readonly parameter?: string;
  readonly said?: string;
};

const documentOf = ({ shown, isSent, at = 'harbours', parameter = 'code', said }: Form) => {
  const trip = object({ id: text, title: text, ...shown });
  const inPath = { name: parameter, in: 'path', required: true, schema: text, ...(said === undefined ? {} : { description: said }) };
  const sent = { required: true, ...json(object({ title: text, ...(isSent ? shown : {}) })) };
  return {
    openapi: '3.1.0',
    info: { title: 'Trips', version: '1' },
    paths: {
      '/trips': {
        get: { responses: shows({ type: 'array', items: trip }) },
        post: { requestBody: sent, responses: { ...shows(trip, '201'), ...refused } },
      },
      '/trips/{tripId}': {
        parameters: [tripId],
        get: { responses: { ...shows(trip), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      [`/${at}/{${parameter}}`]: { parameters: [inPath], get: { responses: { ...shows(object({ name: text })), ...refused } } },
      [`/${at}/{${parameter}}/close`]: { parameters: [inPath], post: { responses: { ...shows(object({ name: text })), ...refused } } },
      [`/${at}/{${parameter}}/notes`]: {
        parameters: [inPath],
        get: { responses: shows({ type: 'array', items: object({ id: text, note: text }) }) },
        post: {
          requestBody: { required: true, ...json(object({ note: text })) },
          responses: { ...shows(object({ id: text, note: text }), '201'), ...refused },
        },
      },
    },
  };
};

/** What a run sends to the things that it did not create, and what it tells; each thing is there whose name is not that of a trip. */
const reached = async (form: Form) => {
  const { values, at = 'harbours' } = form;
  const trips = new Map<string, Readonly<Record<string, unknown>>>();
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing
        .writeHead(status, { 'content-type': 'application/json' })
        .end(value === undefined && status === 204 ? undefined : JSON.stringify(value ?? {}));
    };
    const { method = '' } = incoming;
    const [, root = '', id = '', below = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const part = below === '' ? '' : `/${below}`;
    if (root === at) {
      if (!id.includes('ct') && !id.includes('nothing')) asked.push(`${method} ${decodeURIComponent(id)}${part}`);
      return give(404);
    }
    const found = trips.get(id);
    if (root !== 'trips' || (id !== '' && !found)) return give(404);
    if (id === '' && method === 'GET') return give(200, [...trips.values()]);
    if (id !== '') return method === 'DELETE' ? give(trips.delete(id) ? 204 : 404) : give(method === 'GET' ? 200 : 405, found);
    void objectBody(incoming).then((body) => {
      if (typeof body?.['title'] !== 'string') return give(422);
      const made = { ...values, ...body, id: `t-${trips.size + 1}` };
      trips.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    selection: { only: ['status', 'schema', 'body'], skip: [] },
  });
  return {
    asked: [...new Set(asked)],
    told: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' && !id.startsWith('http/') ? [id] : [])),
  };
};

test.each<readonly [string, Form]>([
  [
    'a part of what it created shows',
    { shown: { harbour: object({ code: text, name: text }) }, values: { harbour: { code: 'HAM', name: 'H' } } },
  ],
  ['it sent itself', { shown: { code: { type: 'string', enum: ['HAM', 'LEH'] } }, values: {}, isSent: true }],
  ['one of several kinds of what it created has', { shown: { code: { type: 'string', enum: ['HAM', 'LEH'] } }, values: { code: 'HAM' } }],
  ['names a part of what it created', { shown: { code: text }, values: { code: 'q7f2k9' }, said: 'Code of the harbour of a trip' }],
  ['something else is called', { shown: { code: text }, values: { code: 'q7f2k9' } }],
  ['tells where something is', { shown: { harbourCode: text }, values: { harbourCode: 'HAM' }, parameter: 'harbourCode' }],
])('nothing is asked for by a key that %s', async (_what, form) => {
  expect(await reached(form)).toEqual({ asked: [], told: [] });
});

const trip = { shown: { code: text }, values: { code: 'q7f2k9' } };

test.each<readonly [string, Form]>([
  ['by its text', { ...trip, at: 'public', said: 'The code of a trip' }],
  ['by its path', { ...trip, at: 'public-trips' }],
  ['by its own name', { shown: { tripCode: text }, values: { tripCode: 'q7f2k9' }, at: 'public', parameter: 'tripCode' }],
])('what the run created is asked for by its key, which is told %s', async (_where, form) => {
  expect((await reached(form)).asked).toContain('POST q7f2k9/close');
});
