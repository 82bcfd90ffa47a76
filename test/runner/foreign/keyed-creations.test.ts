import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const ticket = { type: 'object', properties: { id: { type: 'string' }, seat: { type: 'string' } } };

/** Tickets, and other things like them, that a run may create and remove. */
const document = (header: object, things: readonly string[] = ['ticket']) => ({
  openapi: '3.1.0',
  info: { title: 'Tickets', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  'x-assay': {
    resources: Object.fromEntries(
      things.map((thing) => [thing, { create: `buy ${thing}`, list: `list ${thing}`, remove: `give back ${thing}`, id: '/id' }]),
    ),
  },
  paths: Object.fromEntries(things.flatMap((thing) => pathsOf(thing, header))),
});

/** The id of a badge is chosen by who creates it. */
const bodyOf = (thing: string): object =>
  thing === 'badge'
    ? { type: 'object', required: ['id'], properties: { id: { type: 'string' }, seat: { type: 'string' } } }
    : { type: 'object', properties: { seat: { type: 'string' } } };

const pathsOf = (thing: string, header: object) => [
  [
    `/${thing}s`,
    {
      get: {
        operationId: `list ${thing}`,
        'x-assay': { collection: { items: '$response.body', id: '/id' } },
        responses: {
          200: {
            ...json({ type: 'array', items: ticket }),
            links: { one: { operationId: `give back ${thing}`, parameters: { id: '$response.body#/0/id' } } },
          },
        },
      },
      post: {
        operationId: `buy ${thing}`,
        parameters: [{ in: 'header', schema: { type: 'string' }, ...header }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: bodyOf(thing) } },
        },
        responses: { 201: json(ticket) },
      },
    },
  ],
  [
    `/${thing}s/{id}`,
    {
      delete: {
        operationId: `give back ${thing}`,
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 204: { description: 'gone' } },
      },
    },
  ],
];

type Honours =
  | 'the key'
  | 'the key for one path'
  | 'nothing'
  | 'the key with 409'
  | 'the key after a while'
  | 'the key of anybody'
  | 'the key, and ids that are sent';

/** What is told of a service that does with repeated keys what `honours` says, and what is left there. */
const judged = async (header: object, honours: Honours, check = 'idempotency/keyed-creation-once', things = ['ticket']) => {
  const tickets = new Map<string, object>();
  const keys = new Map<string, string>();
  const paths = new Map<string, string>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const { method, url: path = '' } = incoming;
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', named = ''] = path.split('/');
    if (!things.includes(root.slice(0, -1))) return end(404);
    if (named === '' && method === 'GET') return end(200, [...tickets.values()]);
    if (method === 'DELETE') return end(tickets.delete(named) ? 204 : 404);
    if (named !== '' || method !== 'POST') return end(404);
    const by = honours === 'the key of anybody' ? '' : (incoming.headers.authorization ?? '');
    const sent = [incoming.headers['idempotency-key']].flat()[0];
    const key = sent === undefined ? undefined : `${by} ${sent}`;
    const known = key === undefined || honours === 'nothing' ? undefined : keys.get(key);
    if (known !== undefined && honours === 'the key with 409') return end(409);
    if (known !== undefined && honours === 'the key for one path' && paths.get(known) !== path) return end(409);
    if (honours === 'the key after a while') await new Promise((resolve) => setTimeout(resolve, 30));
    const sentId = honours === 'the key, and ids that are sent' ? (await objectBody(incoming))?.['id'] : undefined;
    const id = known ?? (typeof sentId === 'string' ? sentId : `t-${next++}`);
    if (key !== undefined) keys.set(key, id);
    tickets.set(id, { id, seat: 'a' });
    paths.set(id, path);
    return end(201, { id, seat: 'a' });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(header, things)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 50,
    credentials: ['key', 'other'],
    secrets: { other: 'other-key-0123456789' },
    selection: { only: [check], skip: [] },
  });
  const own = verdicts.filter(({ id }) => id.startsWith(check));
  return { own: own.map(({ verdict, case: { level } }) => `${level} ${verdict.kind}`), left: tickets.size };
};

test.each<readonly [string, object, Parameters<typeof judged>[1], readonly string[]]>([
  ['passes where the key is honoured', { name: 'Idempotency-Key' }, 'the key', ['should pass']],
  ['passes where the key is required', { name: 'Idempotency-Key', required: true }, 'the key', ['should pass']],
  ['is left open where the repetition is refused', { name: 'idempotency-key' }, 'the key with 409', ['should inconclusive']],
  ['fails where two are created', { name: 'Idempotency-Key' }, 'nothing', ['should fail']],
  ['is not judged of another header', { name: 'X-Request-Id' }, 'nothing', []],
])('a creation with an idempotency key %s, and nothing stays', async (_what, header, honours, expected) => {
  expect(await judged(header, honours)).toEqual({ own: expected, left: 0 });
});

const key = { name: 'Idempotency-Key' };

test.each<readonly [string, string, object, Honours, string]>([
  ['at once pass where the key is reserved', 'keyed-creations-at-once', key, 'the key', 'pass'],
  ['at once pass where the second is refused', 'keyed-creations-at-once', key, 'the key with 409', 'pass'],
  ['at once fail where both are created', 'keyed-creations-at-once', key, 'the key after a while', 'fail'],
  ['of two accounts pass where each has its own', 'key-of-another-account', key, 'the key', 'pass'],
  ['of two accounts fail where the second gets what the first made', 'key-of-another-account', key, 'the key of anybody', 'fail'],
  [
    'once more are left open where they are refused, and the document says "The same key returns the first result in the details of a problem document."',
    'keyed-creation-once',
    { ...key, description: 'The same key returns the first result in the details of a problem document.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where they are refused, and the document says "The same key gives the first answer again if the header `Replay: true` is sent."',
    'keyed-creation-once',
    { ...key, description: 'The same key gives the first answer again if the header `Replay: true` is sent.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where they are refused, and the document says "A retry with the same key waits until the first has returned."',
    'keyed-creation-once',
    { ...key, description: 'A retry with the same key waits until the first has returned.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more fail where they are refused although the document promises the first answer',
    'keyed-creation-once',
    { ...key, description: 'The same key with the same body gives the first answer again.' },
    'the key with 409',
    'fail',
  ],
  [
    'once more fail where they are refused although the document promises what was made first',
    'keyed-creation-once',
    { ...key, description: 'Repeating a request with this key gives the same ticket again and makes no second one.' },
    'the key with 409',
    'fail',
  ],
  [
    'once more fail where they are refused although the document says that the first ticket is answered',
    'keyed-creation-once',
    { ...key, description: 'A request that is sent again with its key is answered with the first ticket.' },
    'the key with 409',
    'fail',
  ],
  [
    'once more fail where they are refused although the same request can be repeated with a key',
    'keyed-creation-once',
    { ...key, description: 'With an `Idempotency-Key` the same request can be repeated: the answer is that of the first one (`201`).' },
    'the key with 409',
    'fail',
  ],
  [
    'once more are left open where a request can be repeated with a key and another body',
    'keyed-creation-once',
    { ...key, description: 'With a key a request can be repeated with another body, and the first answer is returned for that.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where nothing says what a repetition gets',
    'keyed-creation-once',
    { ...key, description: 'With a key the same request can be repeated. The first answer tells for how long.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where the document says that they may be refused',
    'keyed-creation-once',
    { ...key, description: 'A request repeated with its key may be answered with the first ticket.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where the first result stands in an error',
    'keyed-creation-once',
    { ...key, description: 'The same key sent twice is an error that names the first result.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where the key is used up',
    'keyed-creation-once',
    { ...key, description: 'Once the first answer was sent, the same key is used up.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where the key is never taken again',
    'keyed-creation-once',
    { ...key, description: 'The same key is not accepted again after the first answer.' },
    'the key with 409',
    'inconclusive',
  ],
  [
    'once more are left open where the document says that they are refused',
    'keyed-creation-once',
    { ...key, description: 'The same key is refused with 409; the first one stays.' },
    'the key with 409',
    'inconclusive',
  ],
])('creations with one key %s, and nothing stays', async (_what, check, header, honours, expected) => {
  expect(await judged(header, honours, `idempotency/${check}`)).toEqual({ own: [`should ${expected}`], left: 0 });
});

test('creations of several operations have a key each, because a service may refuse one that came with another path', async () => {
  const pair = await judged(key, 'the key for one path', 'idempotency/keyed-creation-once', ['ticket', 'pass']);
  expect(pair).toEqual({ own: ['should pass', 'should pass'], left: 0 });
});

test('of two accounts may have one id where the request itself names it', async () => {
  const badges = await judged(key, 'the key, and ids that are sent', 'idempotency/key-of-another-account', ['badge']);
  expect(badges).toEqual({ own: ['should inconclusive'], left: 0 });
});
