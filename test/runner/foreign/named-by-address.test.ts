import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const asked = ['lifecycle/sent-is-shown', 'lifecycle/change-shown', 'query/documented-value-accepted'];
const kinds = { ...text, enum: ['leaf', 'book'] };
const leaf = {
  type: 'object',
  required: ['title', 'kind', 'path', 'ink'],
  properties: {
    path: text,
    title: { ...text, description: 'The last part of the address' },
    kind: { ...kinds, readOnly: true },
    ink: { ...text, description: 'What is written on it; null in an answer without it' },
    margin: { ...text },
    created: { ...text, format: 'date-time', readOnly: true },
  },
};
const json = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Leaf' } } } };
const shown = { description: 'a leaf', ...json };
const none = { description: 'none' };

/** Leaves that their address names, whatever their title says; a write shows them without what is written on them. */
const documentOf = (created: string) => ({
  openapi: '3.0.3',
  info: { title: 'Leaves', version: '1' },
  paths: {
    '/leaves': {
      get: { responses: { 200: { description: 'leaves', content: { 'application/json': { schema: { type: 'array', items: leaf } } } } } },
    },
    '/leaves/{path}': {
      parameters: [{ name: 'path', in: 'path', required: true, schema: text }],
      get: {
        parameters: [{ name: 'kind', in: 'query', description: 'What it has to be', schema: kinds }],
        responses: { 200: shown, 400: none, 404: none },
      },
      put: { requestBody: { required: true, ...json }, responses: { 200: shown, 201: shown, 400: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
  components: {
    schemas: { Leaf: { ...leaf, properties: { ...leaf.properties, created: { ...leaf.properties.created, description: created } } } },
  },
});

type Fault = 'none' | 'another-title' | 'ink-lost' | 'margin-unshown' | 'own-kind-refused' | 'begun-anew';

/** What a run says of the leaves as they are, or with a fault. */
const judged = async (fault: Fault, created = 'When it was written'): Promise<Record<string, string>> => {
  const leaves = new Map<string, Record<string, unknown>>();
  let minutes = 0;
  const now = (): string => new Date(Date.UTC(2026, 0, 1, 0, minutes++)).toISOString();
  const url = await serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown) =>
        outgoing
          .writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' })
          .end(value === undefined ? undefined : JSON.stringify(value));
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const name = decodeURIComponent(pathname.split('/')[2] ?? '');
      const old = leaves.get(name);
      if (pathname === '/leaves') return give(200, [...leaves.values()]);
      if (!pathname.startsWith('/leaves/')) return give(404);
      if (incoming.method === 'PUT') {
        if (!body.startsWith('{')) return give(400);
        const sent = JSON.parse(body) as Record<string, unknown>;
        const kept = { ...sent, path: name, title: fault === 'another-title' ? 'A leaf' : name, kind: 'leaf' };
        const begun = fault === 'begun-anew' ? now() : (old?.['created'] ?? now());
        leaves.set(name, { ...kept, created: begun, ...(fault === 'ink-lost' ? { ink: null } : {}) });
        const lost = fault === 'margin-unshown' ? { margin: null } : {};
        return give(old === undefined ? 201 : 200, { ...kept, ink: null, ...lost });
      }
      if (old === undefined) return give(404);
      if (incoming.method === 'DELETE') return give(leaves.delete(name) ? 204 : 404);
      const kind = searchParams.get('kind');
      const refuses = fault === 'own-kind-refused' ? kind === 'leaf' : kind === 'book';
      return refuses ? give(400) : give(200, old);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(created)), url, {
    allow: ['mutation'],
    values: { 'PUT /leaves/{path}': { body: { title: 'first', kind: 'leaf', ink: 'words', margin: 'wide' } } },
    selection: { only: asked, skip: [] },
  });
  return Object.fromEntries(
    verdicts
      .filter(({ case: { check } }) => asked.includes(check))
      .map(({ case: { check }, verdict }) => [check, verdict.kind === 'fail' ? verdict.finding.where : verdict.kind]),
  );
};

describe.concurrent('what the address names', () => {
  test(
    'gives way to it in the body, and a write may leave out what its description says',
    besideOthers(async () => {
      expect(await judged('none')).toEqual({
        'lifecycle/sent-is-shown': 'pass',
        'lifecycle/change-shown': 'pass',
        'query/documented-value-accepted': 'pass',
      });
    }),
  );

  test.for<readonly [Fault, string, string]>([
    ['another-title', 'lifecycle/sent-is-shown', '/title, answer'],
    ['ink-lost', 'lifecycle/sent-is-shown', '/ink, answer'],
    ['margin-unshown', 'lifecycle/sent-is-shown', '/margin, answer'],
    ['own-kind-refused', 'query/documented-value-accepted', 'query kind'],
  ])(
    '%s is told',
    besideOthers(async ([fault, check, where]) => {
      expect((await judged(fault))[check]).toBe(where);
    }),
  );

  test.for<readonly [string, string]>([
    ['When it was written', 'pass'],
    ['When it was first written', '/created'],
  ])(
    'may count from the PUT that replaces it, unless the document says otherwise: %s',
    besideOthers(async ([created, expected]) => {
      expect((await judged('begun-anew', created))['lifecycle/change-shown']).toBe(expected);
    }),
  );
});
