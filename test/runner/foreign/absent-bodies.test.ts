import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';
import { isObject } from '../../../src/contract/pointer.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const lamp = {
  type: 'object',
  required: ['id', 'label'],
  properties: { id: { type: 'string', readOnly: true }, label: { type: 'string', minLength: 1, maxLength: 80 } },
};
const idParameter = { name: 'lampId', in: 'path', required: true, schema: { type: 'string' } };

type Has = {
  readonly on: 'post' | 'patch' | 'light' | 'all';
  readonly isRequired?: false;
  readonly status?: number;
  readonly says?: string;
  readonly bodySays?: string;
  /** A member of the body by which it may name the lamp itself. */
  readonly names?: string;
};

/** Lamps, of which one operation takes a body without a required member. */
const documentOf = ({ on, isRequired, status = 422, says, bodySays, names }: Has) => {
  const wrong = { [status]: { description: 'Wrong' } };
  const missing = { 404: { description: 'None' } };
  const text = (one: Has['on']) => (one === on && says !== undefined ? { description: says } : {});
  const named = names === undefined ? {} : { [names]: { type: 'string' } };
  const loose = { type: 'object', properties: { label: lamp.properties.label, ...named } };
  const body = (one: Has['on'], schema: object) => ({
    requestBody: {
      required: one !== on || isRequired !== false,
      ...(one === on && bodySays !== undefined ? { description: bodySays } : {}),
      ...json(schema),
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Lamps', version: '1' },
    paths: {
      '/lamps': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: lamp }) } } },
        post: {
          ...text('post'),
          ...body('post', on === 'post' ? loose : lamp),
          responses: { 201: { description: 'Made', ...json(lamp) }, ...wrong },
        },
        ...(on === 'all' ? { patch: { ...body('all', loose), responses: { 200: { description: 'Changed' }, ...wrong } } } : {}),
      },
      '/lamps/{lampId}': {
        parameters: [idParameter],
        get: { responses: { 200: { description: 'It', ...json(lamp) }, ...missing } },
        patch: {
          ...text('patch'),
          ...(on === 'patch' ? body('patch', loose) : body('patch', { ...loose, required: ['label'] })),
          responses: { 200: { description: 'Changed', ...json(lamp) }, ...missing, ...wrong },
        },
        delete: { responses: { 204: { description: 'Gone' }, ...missing } },
      },
      ...(on === 'light'
        ? {
            '/lamps/{lampId}/light': {
              parameters: [idParameter],
              post: {
                ...text('light'),
                ...body('light', { type: 'object', properties: { minutes: { type: 'integer', minimum: 1, maximum: 90 } } }),
                responses: { 200: { description: 'It shines', ...json(lamp) }, ...missing, ...wrong },
              },
            },
          }
        : {}),
    },
  };
};

const told = async (has: Has, demands: boolean) => {
  const all = new Map<string, object>();
  let next = 1;
  const empty: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, action] = (incoming.url ?? '/').split('/');
    const { method = '' } = incoming;
    void jsonBody(incoming).then((body) => {
      const isNone = incoming.headers['content-length'] === undefined || incoming.headers['content-length'] === '0';
      if (isNone && ['POST', 'PATCH'].includes(method)) empty.push(`${method} ${action ?? (id === undefined ? 'list' : 'one')}`);
      if (root !== 'lamps' || (id !== undefined && !all.has(id))) return give(404);
      if (method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
      if (method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
      const given = isNone && !demands ? {} : body;
      if (!isObject(given) || (given['label'] !== undefined && typeof given['label'] !== 'string')) return give(has.status ?? 422);
      if (action !== undefined) return give(200, all.get(id ?? ''));
      if (method === 'PATCH') {
        const changed = { ...all.get(id ?? ''), ...given, id };
        all.set(id ?? '', changed);
        return give(200, changed);
      }
      const made = { label: 'a lamp', ...given, id: `l-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(has)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['body/absent-refused'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    empty: [...new Set(empty)],
  };
};

const judged: readonly (readonly [Has, string])[] = [
  [{ on: 'patch' }, 'PATCH one'],
  [{ on: 'patch', status: 400, says: 'Changes what is given. An empty body is refused with 400.' }, 'PATCH one'],
  [{ on: 'patch', says: 'Only what is sent is changed.' }, 'PATCH one'],
  [{ on: 'post', status: 400, bodySays: 'The label of the new lamp.' }, 'POST list'],
  [{ on: 'light' }, 'POST light'],
];

const unjudged: readonly (readonly [string, Has])[] = [
  ['it is optional', { on: 'patch', isRequired: false }],
  ['no refusal is described', { on: 'patch', status: 409 }],
  ['its text says what no body does', { on: 'patch', says: 'Without a body nothing is changed.' }],
  ['its text takes an empty one', { on: 'post', says: 'A request with an empty body makes a lamp of the usual kind.' }],
  ['its text says that it may come without content', { on: 'patch', says: 'Sent without content it is only marked as seen.' }],
  ['its text says that nothing has to be sent', { on: 'patch', says: 'Nothing has to be sent.' }],
  ['its text takes an empty request', { on: 'light', says: 'Send an empty request to light it for an hour.' }],
  ['its own text lets it be absent', { on: 'light', bodySays: 'May be left out to light it for an hour.' }],
  ['its own text calls it optional', { on: 'light', bodySays: 'Optional settings.' }],
  ['it changes everything', { on: 'all' }],
  ['it may name what is changed by its id', { on: 'patch', names: 'id' }],
  ['it may name what is changed as the path does', { on: 'patch', names: 'lampId' }],
];

describe.concurrent('a body that is required and has no required member', () => {
  test.for(judged)(
    'is told where it is not demanded: $0.on',
    besideOthers(async ([has, where]: readonly [Has, string]) => {
      expect(await told(has, false)).toEqual({ failed: ['OAS-221 should'], passed: 0, empty: [where] });
    }),
  );

  test.for(judged)(
    'is demanded by a service that refuses nothing else: $0.on',
    besideOthers(async ([has, where]: readonly [Has, string]) => {
      expect(await told(has, true)).toEqual({ failed: [], passed: 1, empty: [where] });
    }),
  );

  test.for(unjudged)(
    'is not judged where %s',
    besideOthers(async ([, has]: readonly [string, Has]) => {
      expect(await told(has, false)).toEqual({ failed: [], passed: 0, empty: [] });
    }),
  );
});
