import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (name: string): object => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const none = { description: 'None' };
const inPath = { parameters: [{ name: 'binder', in: 'path', required: true, schema: text }] };

/** Binders that no operation reads one of, and the leaves in them. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Herbarium', version: '1' },
  security: [{ key: [] }],
  components: {
    schemas: {
      Binder: { type: 'object', required: ['title'], properties: { id: { ...text, readOnly: true }, title: text } },
      Leaf: {
        type: 'object',
        required: ['plant'],
        properties: { id: { ...text, readOnly: true }, binderId: { ...text, readOnly: true }, plant: text },
      },
    },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/binders': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Binder') }) } },
      post: { requestBody: asks('Binder'), responses: { '201': shows(ref('Binder')), '422': none } },
    },
    '/binders/{binder}': { ...inPath, delete: { responses: { '204': none, '404': none } } },
    '/binders/{binder}/leaves': {
      ...inPath,
      get: { responses: { '200': shows({ type: 'array', items: ref('Leaf') }), '404': none } },
      post: { requestBody: asks('Leaf'), responses: { '201': shows(ref('Leaf')), '404': none, '422': none } },
    },
  },
};

type Habit = 'keeps apart' | 'lets others add' | 'counts for each account';

type Binder = { readonly id: string; readonly title: unknown; readonly of: string; readonly leaves: object[] };

const tried = async (habit: Habit) => {
  const binders: Binder[] = [];
  let last = 0;
  const isEach = habit === 'counts for each account';
  for (let n = 1; n <= 30; n += 1) if (isEach) binders.push({ id: `bin_${n}`, title: 'theirs', of: 'two', leaves: [] });
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const who = ['one', 'two'].find((name) => incoming.headers.authorization === `Bearer ${name}-key-0123456789`);
    if (who === undefined) return give(401);
    const { method = '' } = incoming;
    const [root, id, below] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    if (root !== 'binders') return give(404);
    void objectBody(incoming).then((body = {}) => {
      const shown = ({ id: own, title }: Binder): object => ({ id: own, title });
      if (id === undefined) {
        if (method === 'GET') return give(200, binders.filter(({ of }) => of === who).map(shown));
        if (typeof body['title'] !== 'string') return give(422);
        const made = { id: `bin_${(last += 1)}`, title: body['title'], of: who, leaves: [] };
        binders.push(made);
        return give(201, shown(made));
      }
      const isOpen = habit === 'lets others add' && method === 'POST';
      const found = binders.find((one) => one.id === id && (one.of === who || isOpen));
      if (!found) return give(404);
      if (below === undefined) {
        if (method !== 'DELETE') return give(405);
        binders.splice(binders.indexOf(found), 1);
        return give(204);
      }
      if (method === 'GET') return give(200, found.leaves);
      if (typeof body['plant'] !== 'string') return give(422);
      const leaf = { id: `leaf_${(last += 1)}`, binderId: found.id, plant: body['plant'] };
      found.leaves.push(leaf);
      return give(201, leaf);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 30,
    key: 'one-key-0123456789',
    credentials: ['key', 'other'],
    secrets: { other: 'two-key-0123456789' },
    selection: { only: ['auth/kept-from-other-accounts'], skip: [] },
  });
  const findings = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.operation] : []));
  return { findings, theirs: binders.filter(({ of, leaves }) => of === 'two' && leaves.length === 0).length };
};

describe.concurrent('what is below something that no operation reads', () => {
  test(
    'tells whether the other account may change it',
    besideOthers(async () => {
      expect((await tried('lets others add')).findings).toEqual(['POST /binders/{binder}/leaves']);
    }),
  );

  test(
    'is kept apart',
    besideOthers(async () => {
      expect((await tried('keeps apart')).findings).toEqual([]);
    }),
  );

  test(
    'may be something of the other account, and stays as it is',
    besideOthers(async () => {
      expect(await tried('counts for each account')).toEqual({ findings: [], theirs: 30 });
    }),
  );
});
