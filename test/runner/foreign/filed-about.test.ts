import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 90 };
const flag = { type: 'boolean' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const shows = (schema: object, status = 200) => ({ [status]: { description: 'It', ...json(schema) } });
const refused = Object.fromEntries([400, 404, 409].map((status) => [status, { description: 'Refused' }]));
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const lift = object({ id: text, label: text });
const notice = object({ id: text, about: text, read: flag });

const document = {
  openapi: '3.1.0',
  info: { title: 'Lifts', version: '1' },
  paths: {
    '/lifts': {
      post: {
        summary: 'Add a lift',
        requestBody: { required: true, ...json(object({ label: text })) },
        responses: { ...shows(lift, 201), ...refused },
      },
    },
    '/lifts/{liftId}': {
      ...inPath('liftId'),
      get: { responses: { ...shows(lift), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/lifts/{liftId}/park': {
      ...inPath('liftId'),
      post: { description: 'The house gets one notice each time.', responses: { ...shows(lift), ...refused } },
    },
    '/notices': { get: { responses: { ...shows(object({ notices: { type: 'array', items: notice } })), ...refused } } },
    '/notices/{noticeId}/state': {
      ...inPath('noticeId'),
      put: { requestBody: { required: true, ...json(object({ read: flag })) }, responses: { ...shows(notice), ...refused } },
    },
  },
};

const bodyOf = async (incoming: IncomingMessage): Promise<Json> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as Json;
  } catch {
    return {};
  }
};

type Flaw = 'none' | 'counts what is read' | 'files nothing';

const judged = async (flaw: Flaw, allow: readonly ('mutation' | 'destructive')[]) => {
  const lifts = new Map<string, Json>();
  const notices: { id: string; about: string; read: boolean }[] = [{ id: 'n0', about: 'somebody', read: false }];
  const marked = new Set<string>();
  let next = 0;
  const answer = (method: string, path: string, body: Json): readonly [status: number, value?: unknown] => {
    const [, root, id = '', tail] = path.split('/');
    if (root === 'notices') {
      if (id === '') return method === 'GET' ? [200, { notices }] : [405, {}];
      const one = notices.find((each) => each.id === id);
      if (!one || tail !== 'state') return [404, {}];
      if (method !== 'PUT') return [405, {}];
      if (typeof body['read'] !== 'boolean') return [400, {}];
      one.read = body['read'];
      marked.add(one.about);
      return [200, flaw === 'counts what is read' ? { ...one, read: 1 } : one];
    }
    if (root !== 'lifts') return [404, {}];
    if (id === '') {
      if (method !== 'POST') return [405, {}];
      if (typeof body['label'] !== 'string' || body['label'] === '') return [400, {}];
      const made = { id: `l${(next += 1)}`, label: body['label'] };
      lifts.set(made.id, made);
      return [201, made];
    }
    const one = lifts.get(id);
    if (!one) return [404, {}];
    if (tail === 'park') {
      if (method !== 'POST') return [405, {}];
      if (flaw !== 'files nothing') notices.unshift({ id: `n${notices.length}`, about: id, read: false });
      return [200, one];
    }
    if (method === 'GET') return [200, one];
    if (method !== 'DELETE') return [405, {}];
    lifts.delete(id);
    return [204];
  };
  const url = await serve((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const { method = 'GET', url: target = '' } = incoming;
      const isHead = method === 'HEAD';
      const [status, value] = answer(isHead ? 'GET' : method, decodeURIComponent(target.split('?')[0] ?? ''), body);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined || isHead ? undefined : JSON.stringify(value));
    })();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: [...allow],
    selection: { only: ['status/documented-call', 'schema/response-body'], skip: [] },
  });
  const fails = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code}`] : [],
  );
  return { marked: [...marked], fails };
};

describe('what a service files about a resource of the run is changed', () => {
  test('a house that keeps to its document', async () => {
    const { marked, fails } = await judged('none', ['mutation', 'destructive']);
    expect(fails).toEqual([]);
    expect(marked.length).toBeGreaterThan(0);
    expect(marked).not.toContain('somebody');
  });

  test('a house that shows another type is told', async () => {
    const { fails } = await judged('counts what is read', ['mutation', 'destructive']);
    expect(fails.some((one) => one.startsWith('PUT /notices/{noticeId}/state'))).toBe(true);
  });

  test.each<readonly [string, Flaw, readonly ('mutation' | 'destructive')[]]>([
    ['where nothing was filed about it', 'files nothing', ['mutation', 'destructive']],
    ['without the permission', 'none', ['mutation']],
  ])('nothing of others is changed: %s', async (_, flaw, allow) => {
    expect((await judged(flaw, allow)).marked).toEqual([]);
  });
});
