import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const none = { description: 'No' };
const crate = { type: 'object', required: ['code', 'fruit'], properties: { code: { ...text, readOnly: true }, fruit: text } };
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { ...text, pattern: '^[a-z0-9-]{3,40}$' } });

/** Barns, and crates in them, whose codes clients choose in the path of a PUT. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Barns', version: '1' },
  paths: {
    '/barns': {
      get: { responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/Barn' } }) } },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
        },
        responses: { 201: json({ $ref: '#/components/schemas/Barn' }), 400: none },
      },
    },
    '/barns/{barnId}': {
      parameters: [{ ...inPath('barnId'), schema: text }],
      get: { responses: { 200: json({ $ref: '#/components/schemas/Barn' }), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/barns/{barnId}/crates': {
      parameters: [{ ...inPath('barnId'), schema: text }],
      get: { responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/Crate' } }), 404: none } },
    },
    '/barns/{barnId}/crates/{code}': {
      parameters: [{ ...inPath('barnId'), schema: text }, inPath('code')],
      get: { responses: { 200: json({ $ref: '#/components/schemas/Crate' }), 404: none } },
      put: {
        description: 'Creates the crate, or replaces it.',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Crate' } } } },
        responses: {
          200: json({ $ref: '#/components/schemas/Crate' }),
          201: json({ $ref: '#/components/schemas/Crate' }),
          400: none,
          404: none,
        },
      },
      delete: { responses: { 204: none, 404: none } },
    },
  },
  components: {
    schemas: {
      Barn: { type: 'object', required: ['id', 'name'], properties: { id: { ...text, readOnly: true }, name: text } },
      Crate: crate,
    },
  },
};

type Defect = 'lists no new one' | 'lists removed ones' | 'lists those of all barns' | 'none';

const judged = async (defect: Defect) => {
  const barns = new Map<string, string>();
  const crates = new Map<string, { code: string; fruit: string; barn: string }>();
  const removed: { code: string; fruit: string; barn: string }[] = [];
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, body?: unknown): void => {
      if (body === undefined) outgoing.writeHead(status).end();
      else outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { method } = incoming;
    const [, root, barn, below, code, more] = new URL(incoming.url ?? '/', 'http://barns.example').pathname.split('/');
    const answer = async (): Promise<void> => {
      if (root !== 'barns' || more !== undefined || (below !== undefined && below !== 'crates')) return give(404);
      if (barn === undefined) {
        if (method === 'GET')
          return give(
            200,
            [...barns].map(([id, name]) => ({ id, name })),
          );
        if (method !== 'POST') return give(405);
        const name = (await objectBody(incoming))?.['name'];
        if (typeof name !== 'string') return give(400);
        const id = `barn-${++last}`;
        barns.set(id, name);
        return give(201, { id, name });
      }
      if (!barns.has(barn)) return give(404);
      if (below === undefined) {
        if (method === 'DELETE') return barns.delete(barn) ? give(204) : give(404);
        return method === 'GET' ? give(200, { id: barn, name: barns.get(barn) }) : give(405);
      }
      const key = `${barn} ${code}`;
      const shown = ({ code: own, fruit }: { code: string; fruit: string }) => ({ code: own, fruit });
      if (code === undefined) {
        if (method !== 'GET') return give(405);
        const all = [...(defect === 'lists no new one' ? [] : crates.values()), ...(defect === 'lists removed ones' ? removed : [])];
        return give(200, all.filter((one) => one.barn === barn || defect === 'lists those of all barns').map(shown));
      }
      const found = crates.get(key);
      if (method === 'PUT') {
        const fruit = (await objectBody(incoming))?.['fruit'];
        if (typeof fruit !== 'string' || !/^[a-z0-9-]{3,40}$/u.test(code)) return give(400);
        const made = { code, fruit, barn };
        crates.set(key, made);
        return give(found ? 200 : 201, shown(made));
      }
      if (!found) return give(404);
      if (method === 'DELETE') {
        crates.delete(key);
        removed.push(found);
        return give(204);
      }
      return method === 'GET' ? give(200, shown(found)) : give(405);
    };
    void answer();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/created-is-listed', 'lifecycle/removed-is-unlisted'], skip: [] },
  });
  const ofCrates = verdicts.filter(({ case: { id }, verdict }) => id.includes('crates') && verdict.kind !== 'skipped');
  return ofCrates.map(({ case: { check }, verdict }) => `${check} ${verdict.kind === 'fail' ? verdict.finding.code : verdict.kind}`).sort();
};

test.for<readonly [Defect, readonly string[]]>([
  ['none', ['lifecycle/created-is-listed pass', 'lifecycle/removed-is-unlisted pass']],
  ['lists those of all barns', ['lifecycle/created-is-listed pass', 'lifecycle/removed-is-unlisted pass']],
  ['lists no new one', ['lifecycle/created-is-listed created-not-listed', 'lifecycle/removed-is-unlisted inconclusive']],
  ['lists removed ones', ['lifecycle/created-is-listed pass', 'lifecycle/removed-is-unlisted removed-still-listed']],
])('what a PUT creates is looked for in its list, defect: %s', async ([defect, expected]) => {
  expect(await judged(defect)).toEqual(expected);
});
