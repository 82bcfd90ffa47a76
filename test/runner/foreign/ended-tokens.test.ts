import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const badge = { id: { type: 'string' }, label: text };
const refused = { 401: { description: 'Not known' }, 404: { description: 'None' } };
const withId = { parameters: [{ name: 'badgeId', in: 'path', required: true, schema: { type: 'string' } }] };

/** Gates that machines read with badges, which people hand out. */
const documentOf = (saying: string, by: 'removal' | 'action', scheme: 'bearer' | 'header' | 'beside basic', shown: string) => {
  const end = { description: saying, responses: { 204: { description: 'Done' }, ...refused } };
  return {
    openapi: '3.0.3',
    info: { title: 'Gates', version: '1' },
    security: scheme === 'beside basic' ? [{ people: [] }, { machines: [] }] : [{ machines: [] }],
    components: {
      securitySchemes: {
        people: { type: 'http', scheme: 'basic' },
        machines: scheme === 'header' ? { type: 'apiKey', in: 'header', name: 'X-Gate-Key' } : { type: 'http', scheme: 'bearer' },
      },
    },
    paths: {
      '/gates': { get: { responses: { 200: json({ type: 'array', items: object({ name: text }, ['name']) }), ...refused } } },
      '/badges': {
        get: { responses: { 200: json({ type: 'array', items: object(badge, ['id', 'label']) }), ...refused } },
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: object({ label: text }, ['label']) } } },
          responses: {
            201: json(object({ ...badge, [shown]: { type: 'string' } }, ['id', 'label', shown])),
            400: { description: 'No' },
            ...refused,
          },
        },
      },
      '/badges/{badgeId}': { ...withId, delete: by === 'removal' ? end : { responses: end.responses } },
      ...(by === 'action' ? { '/badges/{badgeId}/disable': { ...withId, post: end } } : {}),
    },
  };
};

type Way = 'refuses it' | 'refuses it late' | 'takes it' | 'takes any' | 'opens nothing';

const key = 'gatekeeper_0123456789abcdef';

const judged = async (
  way: Way,
  saying: string,
  {
    by = 'removal',
    scheme = 'bearer',
    shown = 'secret',
  }: {
    readonly by?: 'removal' | 'action';
    readonly scheme?: Parameters<typeof documentOf>[2];
    /** The member of the answer to a creation that shows what opens the gates. */
    readonly shown?: string;
  } = {},
): Promise<readonly string[]> => {
  const badges = new Map<string, { readonly id: string; readonly label: string; readonly secret: string; endedAt?: number }>();
  let last = 0;
  const basic = `Basic ${Buffer.from(`${key}:pw`).toString('base64')}`;
  const isKnown = (header: string): boolean => {
    if (header === (scheme === 'beside basic' ? basic : scheme === 'header' ? key : `Bearer ${key}`)) return true;
    if (way === 'takes any') return header !== '';
    const found = [...badges.values()].find(({ secret }) => header === (scheme === 'header' ? secret : `Bearer ${secret}`));
    if (!found || way === 'opens nothing') return false;
    return found.endedAt === undefined || way === 'takes it' || (way === 'refuses it late' && Date.now() - found.endedAt < 300);
  };
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const reply = (status: number, answer?: unknown): void => {
      outgoing.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 401 ? { 'www-authenticate': 'Bearer realm="gates"' } : {}),
      });
      outgoing.end(answer === undefined ? '' : JSON.stringify(answer));
    };
    const given = incoming.headers[scheme === 'header' ? 'x-gate-key' : 'authorization'];
    if (!isKnown(String(given ?? ''))) return reply(401, {});
    const [path = ''] = (incoming.url ?? '').split('?');
    const [, root, id, action, ...more] = path.split('/');
    const { method } = incoming;
    if (more.length > 0) return reply(404, {});
    if (root === 'gates' && id === undefined) return method === 'GET' ? reply(200, [{ name: 'North' }]) : reply(405, {});
    if (root !== 'badges') return reply(404, {});
    const live = [...badges.values()].filter(({ endedAt }) => endedAt === undefined);
    if (id === undefined) {
      if (method === 'GET')
        return reply(
          200,
          live.map((one) => ({ id: one.id, label: one.label })),
        );
      if (method !== 'POST') return reply(405, {});
      const label = body?.['label'];
      if (typeof label !== 'string' || label === '' || label.length > 60) return reply(400, {});
      const made = {
        id: `badge-${(last += 1)}-of-the-gates`,
        label,
        secret: `gk_${Buffer.from(`${last}-${label}-${Math.random()}`).toString('hex').slice(0, 40)}`,
      };
      badges.set(made.id, made);
      const { secret, ...rest } = made;
      return reply(201, { ...rest, [shown]: secret });
    }
    const found = live.find((one) => one.id === id);
    if (!found) return reply(404, {});
    const isEnd = (method === 'DELETE' && action === undefined) || (method === 'POST' && action === 'disable' && by === 'action');
    if (!isEnd) return reply(action === undefined || action === 'disable' ? 405 : 404, {});
    found.endedAt = Date.now();
    return reply(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(saying, by, scheme, shown)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    key: scheme === 'beside basic' ? `${key}:pw` : key,
    selection: { only: ['auth/ended-token-refused'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'auth/ended-token-refused');
  return own.map(({ verdict }) =>
    verdict.kind === 'fail'
      ? `${verdict.finding.operation}: ${verdict.finding.code}`
      : verdict.kind === 'inconclusive'
        ? verdict.reason
        : verdict.kind,
  );
};

const once = 'From then on it is not accepted.';
const told = ['GET /gates: ended-token-accepted'];

test.concurrent.for<readonly [string, string, NonNullable<Parameters<typeof judged>[2]>]>([
  ['a bearer token that a removal ends', once, {}],
  ['a key in a header field of its own', 'Revoked keys stop working at once.', { scheme: 'header' }],
  ['a token beside the password of the caller', once, { scheme: 'beside basic' }],
  ['a token that an action ends', once, { by: 'action' }],
  ['a token that is shown as a key', once, { shown: 'key' }],
  ['a token that is shown as the key of a badge', once, { shown: 'badgeKey' }],
])(
  'a credential that goes on working is told: %s',
  besideOthers(async ([, saying, around]) => {
    expect(await judged('takes it', saying, around)).toEqual(told);
  }),
);

test.concurrent(
  'a credential that is refused, at once or a moment later, is fine',
  besideOthers(async () => {
    expect(await judged('refuses it', once)).toEqual(['pass']);
    expect(await judged('refuses it late', once)).toEqual(['pass']);
    expect(await judged('refuses it', once, { scheme: 'beside basic' })).toEqual(['pass']);
  }),
);

test.concurrent(
  'nothing is judged where nothing is told, or the secret opens nothing',
  besideOthers(async () => {
    expect(await judged('takes it', 'Removes a badge.')).toEqual([]);
    expect(await judged('takes any', once)).toEqual(['The read takes any credential']);
    expect(await judged('opens nothing', once)).toEqual(['No text of the answer to the creation opened a read as a credential']);
  }),
);
