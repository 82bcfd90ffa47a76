import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object, example?: object) => ({ content: { 'application/json': { schema, ...(example && { example }) } } });
const members = {
  label: { ...text, minLength: 1 },
  kind: { ...text, enum: ['share', 'sum'] },
  share: { type: 'integer', minimum: 1, maximum: 100 },
  sum: { type: 'integer', minimum: 1 },
};
const shown = {
  type: 'object',
  required: ['id', ...Object.keys(members)],
  properties: { ...members, id: text, share: { type: ['integer', 'null'] }, sum: { type: ['integer', 'null'] } },
};
const it = { description: 'It', ...json(shown) };
const problem = { description: 'No', ...json({ type: 'object', properties: { errors: { type: 'array', items: { type: 'object' } } } }) };

/** Rebates of two kinds, each with a member that the other one must not have. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Rebates', version: '1' },
  paths: {
    '/rebates': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: shown }) } } },
      post: {
        description: 'Adds a rebate.',
        requestBody: {
          required: true,
          ...json({ type: 'object', required: ['label', 'kind'], properties: members }, { label: 'Spring', kind: 'share', share: 15 }),
        },
        responses: { 201: it, 422: problem },
      },
    },
    '/rebates/{rebateId}': {
      parameters: [{ name: 'rebateId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: it, 404: { description: 'No' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'No' } } },
    },
  },
};

const judged = async (losesSums: boolean) => {
  const all = new Map<string, Json>();
  const made: string[] = [];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'rebates' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const { label, kind, share, sum } = body;
      const refuse = (pointer: string, message: string): void => give(422, { errors: [{ pointer, message }] });
      if (typeof label !== 'string' || label === '') return refuse('/label', 'has to be a text');
      if (kind !== 'share' && kind !== 'sum') return refuse('/kind', 'is unknown');
      const [own, other] = kind === 'share' ? ([share, 'sum'] as const) : ([sum, 'share'] as const);
      if (body[other] !== undefined) return refuse(`/${other}`, `does not go with kind ${kind}`);
      if (!Number.isInteger(own) || Number(own) < 1 || (kind === 'share' && Number(own) > 100)) return refuse(`/${kind}`, 'is no number');
      const one = { id: `r${next++}`, label, kind, share: share ?? null, sum: losesSums ? null : (sum ?? null) };
      all.set(one.id, one);
      made.push(kind);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 30,
    selection: { only: ['lifecycle/sent-is-shown'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.where] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    kinds: new Set(made),
  };
};

test('a member that was left out because it does not go with a kind is not expected to be shown', async () => {
  const { failed, passed, kinds } = await judged(false);
  expect(failed).toEqual([]);
  expect(passed).toBe(1);
  expect(kinds).toEqual(new Set(['share', 'sum']));
});

test('a service that loses what one kind has is told', async () => {
  expect((await judged(true)).failed).toEqual([expect.stringContaining('/sum')]);
});
