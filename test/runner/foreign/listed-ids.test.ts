import { missingValues } from '../../../src/cli/missing-values.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../src/model/target.ts';
import { everything, type Selection } from '../../../src/plan/selection.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const answers = (schema: object, status = '200') => ({ [status]: { description: 'It', content: { 'application/json': { schema } } } });
const object = (properties: Record<string, object>) => ({ type: 'object', properties });
const listOf = (properties: Record<string, object>) => ({ responses: answers({ type: 'array', items: object(properties) }) });
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });
const body = { required: true, content: { 'application/json': { schema: { ...object({ text }), required: ['text'] } } } };

/** An API of a harbour: quays with berths, boats of owners, and notes that are added to a berth and removed again. */
const harbour = {
  openapi: '3.0.3',
  info: { title: 'Harbour', version: '1' },
  paths: {
    '/quays': { get: { responses: answers(object({ found: { type: 'array', items: object({ code: text, quayId: whole }) } })) } },
    '/quays/{quay_id}/berths': { parameters: [inPath('quay_id', whole)], get: listOf({ number: whole, depth: whole }) },
    '/quays/{quay_id}/berths/{berth_number}': {
      parameters: [inPath('quay_id', whole), inPath('berth_number', whole)],
      get: { responses: answers(object({ number: whole })) },
      put: { requestBody: body, responses: answers(object({})) },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
    '/quays/{quay_id}/notes': {
      parameters: [inPath('quay_id', whole)],
      post: { requestBody: body, responses: answers(object({ id: whole, text }), '201') },
    },
    '/quays/{quay_id}/notes/{id}': {
      parameters: [inPath('quay_id', whole), inPath('id', whole)],
      delete: { responses: { '204': { description: 'Gone' } } },
    },
    '/my/boats': { get: listOf({ id: whole, name: text, owner: object({ id: whole, login: text }) }) },
    '/boats/{owner}/{boat}': { parameters: [inPath('owner'), inPath('boat')], get: { responses: answers(object({ name: text })) } },
    '/cranes': { get: listOf({ id: text }) },
    '/cranes/{id}/log': { parameters: [inPath('id')], get: { responses: answers(object({})) } },
    '/ropes/{rope}': { parameters: [inPath('rope')], get: { responses: answers(object({})) } },
  },
};

const shown: Readonly<Record<string, unknown>> = {
  '/quays': {
    found: [
      { code: 'n', quayId: 7 },
      { code: 's', quayId: 8 },
    ],
  },
  '/quays/7/berths': [{ number: 31, depth: 4 }],
  '/quays/7/berths/31': { number: 31 },
  '/my/boats': [{ id: 5, name: 'seal', owner: { id: 9, login: 'ada' } }],
  '/boats/ada/seal': { name: 'seal' },
  '/cranes': [],
};

const onlyCalls = { only: ['status/documented-call'], skip: [] };

const run = async (allow: Target['allow'] = [], over: Readonly<Record<string, unknown>> = {}, selection: Selection = onlyCalls) => {
  const asked: string[] = [];
  const kept = { ...shown, ...over };
  const notes = new Map<number, string>();
  let added = 1000;
  const url = await serve((incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    asked.push(`${incoming.method} ${path}`);
    const answer = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, quay, note] = /^\/quays\/(\d+)\/notes(?:\/(\d+))?$/.exec(path) ?? [];
    if (quay !== undefined && incoming.method === 'POST') {
      added += 1;
      notes.set(added, quay);
      return answer(201, { id: added, text: 'x' });
    }
    if (note !== undefined && incoming.method === 'DELETE') return answer(notes.delete(Number(note)) ? 204 : 404);
    if (incoming.method !== 'GET') return answer(405);
    return path in kept ? answer(200, kept[path]) : answer(404, { message: 'none' });
  });
  const { verdicts } = await judgeForeign(writeDocument(harbour), url, { allow, credentials: [], selection });
  const verdictOf = (key: string): string => {
    const [method = '', path = ''] = key.split(' ');
    const id = `status/documented-call@#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`;
    const found = verdicts.find((one) => one.id === id)?.verdict;
    return found === undefined ? 'none' : 'reason' in found ? `${found.kind}: ${found.reason}` : found.kind;
  };
  return { asked, verdictOf };
};

describe('an operation that changes nothing', () => {
  test('takes the id in its path from the list that the document describes, parents first', async () => {
    const { asked, verdictOf } = await run();
    expect(verdictOf('GET /quays/{quay_id}/berths')).toBe('observed');
    expect(verdictOf('GET /quays/{quay_id}/berths/{berth_number}')).toBe('observed');
    expect(asked).toContain('GET /quays/7/berths/31');
    expect(asked.filter((line) => line === 'GET /quays')).toHaveLength(1);
  });

  test('takes the ids of one resource from one item, of the type that the path takes', async () => {
    const { asked } = await run();
    expect(asked).toContain('GET /boats/ada/seal');
  });

  test('is left out with a plain reason where the list is empty, or none shows the id', async () => {
    const { verdictOf } = await run();
    expect(verdictOf('GET /cranes/{id}/log')).toBe('skipped: GET /cranes lists nothing, so that GET /cranes/{id}/log has nothing to name');
    expect(verdictOf('GET /ropes/{rope}')).toMatch(/^skipped: .*"rope".* it names something that has to exist$/);
  });

  test('is not blamed for what a list shows and a read does not', async () => {
    const { verdictOf } = await run([], { '/quays': { found: [{ code: 'x', quayId: 9 }] } });
    expect(verdictOf('GET /quays/{quay_id}/berths')).toMatch(/^inconclusive: .* nothing vouches for what assay sent as quay_id/);
  });

  test('says so where a list cannot be read, or shows nothing that the path takes', async () => {
    const { verdictOf } = await run([], {
      '/quays': {
        found: [
          { code: 'x', quayId: 'nine' },
          { code: 'y', quayId: null },
        ],
      },
    });
    expect(verdictOf('GET /quays/{quay_id}/berths')).toMatch(/^skipped: GET \/quays lists nothing with a usable "quay_id"/);
  });
});

/** Ferries, of which the document prints one, and which nobody can add at the moment. */
const ferries = {
  openapi: '3.0.3',
  info: { title: 'Ferries', version: '1' },
  paths: {
    '/ferries': { post: { requestBody: body, responses: { ...answers(object({ id: text }), '201'), '422': { description: 'No' } } } },
    '/ferries/{id}': {
      parameters: [{ ...inPath('id'), example: 'blue-1' }],
      get: { responses: answers(object({ id: text })) },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
  },
};

test('a read falls back on what the document prints where the run can create nothing, and a removal does not', async () => {
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    outgoing.writeHead(incoming.method === 'GET' ? 200 : 422, { 'content-type': 'application/json' }).end('{"id":"blue-1"}');
  });
  await judgeForeign(writeDocument(ferries), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    selection: onlyCalls,
  });
  expect(asked).toContain('GET /ferries/blue-1');
  expect(asked.filter((line) => line.startsWith('DELETE '))).toEqual([]);
});

describe('an operation that changes something', () => {
  test.each<[Target['allow']]>([[['mutation', 'permanent']], [['mutation', 'permanent', 'destructive']]])(
    'never takes an id from a list, with %j',
    async (allow) => {
      const { asked } = await run(allow, {}, everything);
      expect(asked.filter((line) => /^(?:PUT|DELETE) .*\/(?:7|8|31)$/.test(line))).toEqual([]);
    },
  );

  test('adds nothing to a listed resource without the permission for it', async () => {
    const { asked, verdictOf } = await run(['mutation', 'permanent']);
    expect(asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
    expect(verdictOf('POST /quays/{quay_id}/notes')).toBe('skipped: needs the permission "destructive" (--allow destructive)');
  });

  test('adds to a listed resource with that permission, and removes what it added', async () => {
    const { asked, verdictOf } = await run(['mutation', 'destructive']);
    expect(verdictOf('POST /quays/{quay_id}/notes')).toBe('observed');
    expect(verdictOf('DELETE /quays/{quay_id}/notes/{id}')).toBe('observed');
    const added = asked.filter((line) => line === 'POST /quays/7/notes').length;
    expect(added).toBeGreaterThan(0);
    expect(new Set(asked.filter((line) => line.startsWith('DELETE '))).size).toBe(added);
  });
});

test('two lists that show the ids of each other are asked once each, beginning at a third', async () => {
  const member = { id: whole };
  const regatta = {
    openapi: '3.0.3',
    info: { title: 'Regatta', version: '1' },
    paths: {
      '/boats/{boat_id}/owners': { parameters: [inPath('boat_id', whole)], get: listOf(member) },
      '/owners/{owner_id}/boats': { parameters: [inPath('owner_id', whole)], get: listOf(member) },
      '/races': { get: listOf({ boat_id: whole, owner_id: whole }) },
    },
  };
  const answered: Readonly<Record<string, unknown>> = {
    '/boats/5/owners': [{ id: 9 }],
    '/owners/9/boats': [{ id: 5 }],
    '/races': [{ boat_id: 5, owner_id: 9 }],
  };
  const url = await serve(({ url: asked = '' }, outgoing) => {
    const found = answered[asked.split('?')[0] ?? ''];
    outgoing.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  const { verdicts, ended } = await judgeForeign(writeDocument(regatta), url);
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  expect(ended.coverage?.unexercised).toEqual([]);
});

test('lists that show the ids of each other end, where one of them is also that of the resources of the run', async () => {
  const box = { id: text, name: text, shelf: text, row: text };
  const printed = { ...inPath('shelf', text), example: 's-1' };
  const done = { responses: { '200': { description: 'Done' } } };
  const content = { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } };
  const paths = {
    '/shelves/{shelf}/rows': {
      get: { ...listOf(box), parameters: [printed] },
      post: { ...done, parameters: [inPath('shelf', text)], requestBody: { required: true, content } },
    },
    '/shelves/{shelf}/rows/{row}': { delete: { ...done, parameters: [printed, inPath('row', text)] } },
    '/shelves/{shelf}/rows/{row}/boxes': { get: { ...listOf(box), parameters: [printed, inPath('row', text)] } },
  };
  const contract = await loadContract(writeDocument({ openapi: '3.0.3', info: { title: 'Shelves', version: '1' }, paths }));
  expect(missingValues(contract).map(({ name }) => name)).not.toContain('name');
});
