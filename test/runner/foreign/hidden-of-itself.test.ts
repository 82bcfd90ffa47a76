import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));

/** Singers of a choir, who see their own record alone. */
const documentOf = (description: string) => {
  const written = { name: { type: 'string', minLength: 1, maxLength: 60 }, remark: { type: 'string', description } };
  const singer = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, ...written } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Choir',
      version: '1',
      description: 'Tokens have a role. A *conductor* may do everything. A *singer* sees the own record; any other one is `404`.',
    },
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Singer: singer, NewSinger: { type: 'object', required: ['name'], properties: written } },
    },
    paths: {
      '/me': {
        get: {
          responses: {
            200: { description: 'd', ...json({ type: 'object', properties: { id: { type: 'string' }, role: { type: 'string' } } }) },
            ...refusals(401),
          },
        },
      },
      '/singers': {
        get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: singer }) }, ...refusals(401, 403) } },
        post: {
          requestBody: { required: true, ...json({ $ref: '#/components/schemas/NewSinger' }) },
          responses: { 201: { description: 'd', ...json(singer) }, ...refusals(401, 403, 422) },
        },
      },
      '/singers/{singerId}': {
        parameters: [{ name: 'singerId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'd', ...json(singer) }, ...refusals(401, 404) } },
        delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 403, 404) } },
      },
    },
  };
};

const keys = { key: 'conductor-0123456789', restricted: 'singer-0123456789', other: 'other-0123456789' };

const judged = async (description: string, shows: boolean) => {
  const own = { id: 's-7f3a91c2', name: 'Ana', remark: 'Sings too low' };
  const rows = new Map<string, Readonly<Record<string, unknown>>>([[own.id, own]]);
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    const body = await objectBody(incoming);
    if (who === undefined) return give(401, {});
    const isSinger = who === 'restricted';
    const [, collection, id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (collection === 'me') return give(200, isSinger ? { id: own.id, role: 'singer' } : { id: 'boss', role: 'conductor' });
    if (collection !== 'singers') return give(404, {});
    if (who === 'other') return id === undefined && incoming.method === 'GET' ? give(200, []) : give(404, {});
    if (isSinger && (id === undefined || incoming.method !== 'GET')) return give(403, {});
    if (id === undefined && incoming.method === 'GET') return give(200, [...rows.values()]);
    if (id === undefined) {
      if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(422, {});
      const made = { ...body, id: `s-${(last += 1)}b5d02e${last}` };
      rows.set(made.id, made);
      return give(201, made);
    }
    const row = rows.get(id);
    if (!row || (isSinger && id !== own.id)) return give(404, {});
    if (incoming.method === 'DELETE') return give(rows.delete(id) ? 204 : 404);
    const { remark, ...rest } = row;
    return give(200, isSinger && !shows ? rest : { ...rest, remark });
  });
  return judgeWithCallers(documentOf(description), url, keys, { only: ['auth/hidden-*'], maxCreates: 12 });
};

const never = 'For the conductor. Never part of an answer to a singer.';

test(
  'what no answer to a role may hold is looked for in what that role sees of itself',
  besideOthers(async () => {
    expect((await judged(never, true)).told).toContain('OAS-126 hidden-member-shown GET /singers/{singerId}');
    const kept = await judged(never, false);
    expect(kept.told).toEqual([]);
    expect([...kept.passed]).toEqual(['auth/hidden-member-left-out']);
  }),
);

test.for(['For the conductor.', 'Hidden from singers.', 'Never part of an answer to another singer.', 'Singers never see it of others.'])(
  'what one may see of oneself is not told: %s',
  besideOthers(async (description: string) => {
    expect((await judged(description, true)).told).toEqual([]);
  }),
);
