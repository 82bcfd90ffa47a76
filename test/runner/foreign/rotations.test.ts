import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const bell = { id: { type: 'string' }, label: text };
const refused = { 401: { description: 'Not known' }, 404: { description: 'None' } };
const withId = { parameters: [{ name: 'bellId', in: 'path', required: true, schema: { type: 'string' } }] };

/** Where the secret is shown: by the answers that make one, by no creation, or by reads alone. */
type Shown = 'with the answer' | 'by the rotation alone' | 'by reads';

/** Bells that ring with a secret, which is replaced by a new one. */
const documentOf = (action: string, saying: string, shown: Shown, opens: boolean) => {
  const secretly = object({ ...bell, secret: { type: 'string' } }, ['id', 'label', 'secret']);
  const plainly = object(bell, ['id', 'label']);
  return {
    openapi: '3.0.3',
    info: { title: 'Bells', version: '1' },
    security: [{ ringers: [] }],
    components: { securitySchemes: { ringers: { type: 'http', scheme: 'bearer' } } },
    paths: {
      ...(opens
        ? { '/towers': { get: { responses: { 200: json({ type: 'array', items: object({ name: text }, ['name']) }), ...refused } } } }
        : {}),
      '/bells': {
        get: { responses: { 200: json({ type: 'array', items: plainly }), ...refused } },
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: object({ label: text }, ['label']) } } },
          responses: { 201: json(shown === 'with the answer' ? secretly : plainly), 400: { description: 'No' }, ...refused },
        },
      },
      '/bells/{bellId}': {
        ...withId,
        get: { responses: { 200: json(shown === 'by reads' ? secretly : plainly), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      [`/bells/{bellId}/${action}`]: {
        ...withId,
        post: {
          description: saying,
          responses: { 200: json(shown === 'by reads' ? plainly : secretly), ...refused },
        },
      },
    },
  };
};

type Way = 'draws a new one' | 'keeps the old one' | 'shows a mask' | 'shows the new one later' | 'takes the old one';

const key = 'ringer_0123456789abcdef';

const judged = async (
  way: Way,
  {
    action = 'rotate-secret',
    saying = '',
    shown = 'with the answer',
    check = 'auth/rotated-secret-differs',
  }: {
    readonly action?: string;
    readonly saying?: string;
    readonly shown?: Shown;
    readonly check?: string;
  } = {},
): Promise<readonly string[]> => {
  const opens = check === 'auth/ended-token-refused';
  const bells = new Map<string, { readonly id: string; readonly label: string; secret: string; stale?: string; until: number }>();
  const old = new Set<string>();
  let last = 0;
  const drawn = (): string =>
    `rs_${Buffer.from(`${(last += 1)}-${Math.random()}`)
      .toString('hex')
      .slice(0, 40)}`;
  const isKnown = (header: string): boolean =>
    header === `Bearer ${key}` ||
    (opens &&
      ([...bells.values()].some(({ secret }) => header === `Bearer ${secret}`) ||
        (way === 'takes the old one' && old.has(header.replace('Bearer ', '')))));
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const reply = (status: number, answer?: unknown): void => {
      outgoing.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 401 ? { 'www-authenticate': 'Bearer realm="bells"' } : {}),
      });
      outgoing.end(answer === undefined ? '' : JSON.stringify(answer));
    };
    if (!isKnown(incoming.headers.authorization ?? '')) return reply(401, {});
    const [, root, id, tail, ...more] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const { method } = incoming;
    if (more.length > 0) return reply(404, {});
    if (root === 'towers' && id === undefined && opens) return method === 'GET' ? reply(200, [{ name: 'North' }]) : reply(405, {});
    if (root !== 'bells') return reply(404, {});
    const plainly = (one: { readonly id: string; readonly label: string }) => ({ id: one.id, label: one.label });
    const maskedIn = (secret: string): string => (way === 'shows a mask' ? '****************' : secret);
    if (id === undefined) {
      if (method === 'GET') return reply(200, [...bells.values()].map(plainly));
      if (method !== 'POST') return reply(405, {});
      const label = body?.['label'];
      if (typeof label !== 'string' || label === '' || label.length > 60) return reply(400, {});
      const made = { id: `bell-${(last += 1)}-of-the-tower`, label, secret: drawn(), until: 0 };
      bells.set(made.id, made);
      return reply(201, { ...plainly(made), ...(shown === 'with the answer' ? { secret: maskedIn(made.secret) } : {}) });
    }
    const found = bells.get(id);
    if (!found) return reply(404, {});
    if (tail === undefined) {
      if (method === 'DELETE') {
        bells.delete(id);
        return reply(204);
      }
      const secret = Date.now() < found.until ? found.stale : found.secret;
      return method === 'GET'
        ? reply(200, { ...plainly(found), ...(shown === 'by reads' ? { secret: maskedIn(secret ?? '') } : {}) })
        : reply(405, {});
    }
    if (tail !== action) return reply(404, {});
    if (method !== 'POST') return reply(405, {});
    old.add(found.secret);
    found.stale = found.secret;
    if (way === 'shows the new one later') found.until = Date.now() + 400;
    if (way !== 'keeps the old one') found.secret = drawn();
    return reply(200, { ...plainly(found), ...(shown === 'by reads' ? {} : { secret: maskedIn(found.secret) }) });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(action, saying, shown, opens)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    key,
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => {
      if (verdict.kind === 'fail') return verdict.finding.code;
      return verdict.kind === 'inconclusive' ? verdict.reason : verdict.kind;
    });
};

test.concurrent.for<readonly [string, NonNullable<Parameters<typeof judged>[1]>]>([
  ['by its path', {}],
  ['by its text', { action: 'secret', saying: 'Replace the secret by a new one.' }],
  ['where the creation shows none', { shown: 'by the rotation alone' }],
  ['where only reads show it', { shown: 'by reads' }],
])(
  'a secret that a rotation keeps is told: %s',
  besideOthers(async ([, around]) => {
    expect(await judged('keeps the old one', around)).toEqual(['secret-not-rotated']);
    expect(await judged('draws a new one', around)).toEqual(['pass']);
  }),
);

test.concurrent(
  'a read may show the new secret a moment later, and a mask is no secret',
  besideOthers(async () => {
    expect(await judged('shows the new one later', { shown: 'by reads' })).toEqual(['pass']);
    expect(await judged('shows a mask')).toEqual([expect.stringContaining('No two answers show the secret')]);
  }),
);

test.concurrent(
  'a rotation that may give the same secret, or none, is not judged',
  besideOthers(async () => {
    expect(await judged('keeps the old one', { saying: 'Called twice within a minute, it gives the same secret.' })).toEqual([]);
    expect(await judged('keeps the old one', { action: 'renew', saying: 'Lengthens the time of the secret by a year.' })).toEqual([]);
  }),
);

test.concurrent(
  'the old secret is refused after the rotation where the text says so',
  besideOthers(async () => {
    const check = 'auth/ended-token-refused';
    const saying = 'The old secret stops working at once.';
    expect(await judged('takes the old one', { check, saying })).toEqual(['ended-token-accepted']);
    expect(await judged('draws a new one', { check, saying })).toEqual(['pass']);
    expect(await judged('takes the old one', { check, saying: 'The old secret stops working after a day.' })).toEqual([]);
  }),
);
