import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const properties = {
  name: { type: 'string', minLength: 1, maxLength: 90 },
  email: { type: 'string', format: 'email' },
  phone: { type: 'string', nullable: true },
};
const member = { type: 'object', required: ['id', 'name', 'email'], properties: { id: { type: 'string', readOnly: true }, ...properties } };
const missing = { 404: { description: 'None' } };

/** Members of a choir, who have a mail address. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Choir', version: '1' },
  paths: {
    '/members': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: member }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name', 'email'], properties }) },
        responses: { 201: { description: 'New', ...json(member) }, 422: { description: 'Wrong' } },
      },
    },
    '/members/{memberId}': {
      parameters: [{ name: 'memberId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(member) }, ...missing } },
      patch: {
        requestBody: { required: true, ...json({ type: 'object', properties }) },
        responses: { 200: { description: 'It', ...json(member) }, 422: { description: 'Wrong' }, ...missing },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
  },
};

const judged = async (storesAddress: boolean) => {
  const all = new Map<string, Json>();
  const addresses: unknown[] = [];
  const phones: unknown[] = [];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = new URL(incoming.url ?? '/', 'http://localhost').pathname.split('/');
    if (root !== 'members' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (body['email'] !== undefined) addresses.push(body['email']);
      if (typeof body['phone'] === 'string') phones.push(body['phone']);
      const before = all.get(id ?? '') ?? {};
      const whole: Json = { ...before, ...body };
      if (typeof whole['name'] !== 'string' || whole['name'] === '' || !String(whole['email']).includes('@')) return give(422);
      const made: Json = { ...whole, id: id ?? `m-${next++}` };
      all.set(String(made['id']), storesAddress || id === undefined ? made : { ...made, email: before['email'] });
      return give(id === undefined ? 201 : 200, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/change-shown'], skip: [] },
  });
  const said = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.where}`] : verdict.kind === 'pass' ? ['pass'] : [],
  );
  return { said, addresses, phones };
};

describe.concurrent('a mail address that the run gave', () => {
  test(
    'is changed to another one, which is told where it is not stored',
    besideOthers(async () => {
      expect((await judged(false)).said).toEqual([expect.stringContaining('/email')]);
    }),
  );

  test(
    'is never one that reaches somebody',
    besideOthers(async () => {
      const { said, addresses, phones } = await judged(true);
      expect(said).toEqual(['pass']);
      expect(new Set(addresses).size).toBeGreaterThan(1);
      expect(addresses.every((one) => typeof one === 'string' && /@example\.(?:com|net|org)$/u.test(one))).toBe(true);
      expect(phones).toEqual([]);
    }),
  );
});
