import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const refused = { 401: { description: 'Not known' }, 403: { description: 'Not with this key' }, 404: { description: 'None' } };

const scopes = ['kilns:fire', 'glazes:mix', 'admin'];

/** A pottery whose machines have keys for the kilns or for the glazes. */
const documentOf = (introduction: string, kilns: string, glazes: string) => {
  const withId = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
  const key = { id: { type: 'string' }, name: text, scopes: { type: 'array', items: { type: 'string', enum: scopes } } };
  const named = object({ id: { type: 'string' }, name: text }, ['id', 'name']);
  const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
  const collection = (description: string) => ({
    get: { description, responses: { 200: json({ type: 'array', items: named }), ...refused } },
    post: {
      description,
      requestBody: body(object({ name: text }, ['name'])),
      responses: { 201: json(named), 400: { description: 'No' }, ...refused },
    },
  });
  const item = {
    ...withId('id'),
    get: { responses: { 200: json(named), ...refused } },
    delete: { responses: { 204: { description: 'Gone' }, ...refused } },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Pottery', version: '1', description: introduction },
    security: [{ machines: [] }],
    components: { securitySchemes: { machines: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/kilns': collection(kilns),
      '/kilns/{id}': item,
      '/glazes': collection(glazes),
      '/glazes/{id}': item,
      '/keys': {
        get: { responses: { 200: json({ type: 'array', items: object(key, ['id']) }), ...refused } },
        post: {
          requestBody: body(object({ name: text, scopes: key.scopes }, ['name', 'scopes'])),
          responses: {
            201: json(object({ ...key, secret: { type: 'string' } }, ['id', 'secret'])),
            400: { description: 'No' },
            ...refused,
          },
        },
      },
      '/keys/{keyId}': { ...withId('keyId'), delete: { responses: { 204: { description: 'Gone' }, ...refused } } },
    },
  };
};

type Way = 'keeps to them' | 'hides what is closed' | 'lets all make glazes' | 'lets all read glazes' | 'knows no new key';

const owner = 'potter_0123456789abcdef';

const judged = async (way: Way, introduction: string, kilns: string, glazes: string): Promise<readonly string[]> => {
  const keys = new Map<string, { readonly secret: string; readonly scopes: readonly string[] }>();
  const things = new Map<string, { readonly id: string; readonly name: string }>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const reply = (status: number, answer?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}) });
      outgoing.end(answer === undefined ? '' : JSON.stringify(answer));
    };
    const given = incoming.headers.authorization ?? '';
    const found = [...keys.values()].find(({ secret }) => given === `Bearer ${secret}`);
    if (given !== `Bearer ${owner}` && (!found || way === 'knows no new key')) return reply(401, {});
    const own = found?.scopes ?? ['admin'];
    const [, root = '', id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const { method } = incoming;
    const needed = { kilns: 'kilns:fire', glazes: 'glazes:mix', keys: 'admin' }[root];
    if (needed === undefined) return reply(404, {});
    const isOpen =
      root === 'glazes' && ((way === 'lets all make glazes' && method === 'POST') || (way === 'lets all read glazes' && method === 'GET'));
    if (!own.includes(needed) && !own.includes('admin') && !isOpen) return reply(way === 'hides what is closed' ? 404 : 403, {});
    if (id !== undefined) {
      const kept = root === 'keys' ? keys : things;
      if (!kept.has(id)) return reply(404, {});
      if (method === 'GET' && root !== 'keys') return reply(200, things.get(id));
      if (method !== 'DELETE') return reply(405, {});
      kept.delete(id);
      return reply(204);
    }
    if (method === 'GET')
      return reply(
        200,
        root === 'keys' ? [...keys.keys()].map((one) => ({ id: one })) : [...things.values()].filter((one) => one.id.startsWith(root)),
      );
    if (method !== 'POST') return reply(405, {});
    const name = body?.['name'];
    if (typeof name !== 'string' || name === '' || name.length > 60) return reply(400, {});
    const made = `${root}-${(last += 1)}-of-the-pottery`;
    if (root !== 'keys') {
      things.set(made, { id: made, name });
      return reply(201, { id: made, name });
    }
    const asked = body?.['scopes'];
    if (!Array.isArray(asked) || !asked.every((one) => scopes.includes(String(one)))) return reply(400, {});
    const secret = `pk_${Buffer.from(`${last}-${name}-${Math.random()}`).toString('hex').slice(0, 40)}`;
    keys.set(made, { secret, scopes: asked.map(String) });
    return reply(201, { id: made, name, scopes: asked, secret });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(introduction, kilns, glazes)), url, {
    allow: ['mutation', 'permanent', 'destructive', 'issue-credential'],
    maxCreates: 40,
    key: owner,
    selection: { only: ['auth/issued-scope-kept'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'auth/issued-scope-kept')
    .map(({ verdict }) =>
      verdict.kind === 'fail' ? `${verdict.finding.code}: ${verdict.finding.expected.split(' with')[0]}` : verdict.kind,
    );
};

const [kilns, glazes] = ['Scope `kilns:fire`.', 'Requires the scope `glazes:mix`.'];
const apart = 'Apart from `admin` no scope includes another.';
const unscoped = 'All of them.';

test.for<[Way, string, string, string, readonly string[]]>([
  ['keeps to them', apart, kilns, glazes, ['pass']],
  ['keeps to them', '', kilns, glazes, ['pass']],
  ['hides what is closed', '', kilns, glazes, ['pass']],
  ['lets all make glazes', apart, kilns, glazes, ['scope-not-needed: 403 to POST /glazes']],
  ['lets all read glazes', '', kilns, glazes, ['scope-not-needed: 403 to GET /glazes']],
  ['knows no new key', apart, kilns, glazes, ['inconclusive']],
  // What a scope brings along, or a call needs only at times, is not wrong.
  ['lets all make glazes', '`kilns:fire` includes `glazes:mix`.', kilns, glazes, []],
  ['lets all make glazes', '', kilns, 'Scope `glazes:mix` or `kilns:fire`.', ['pass']],
  ['lets all make glazes', '', kilns, 'With the scope `glazes:mix` the recipes are shown as well, if there are any.', ['pass']],
  ['lets all make glazes', '', unscoped, 'No scope such as `glazes:mix` is needed.', []],
])(
  'a service that %s, told "%s", "%s" and "%s"',
  besideOthers(async ([way, introduction, first, second, verdicts]) => {
    expect(await judged(way, introduction, first, second)).toEqual(verdicts);
  }),
);
