import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (name: string) => ({ description: 'It', content: { 'application/json': { schema: ref(name) } } });
const refused = {
  401: { description: 'Who' },
  400: { description: 'Wrong' },
  404: { description: 'None' },
  409: { description: 'A conflict' },
};
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: { type: 'string' } }];
const members = {
  quay: { type: 'string', minLength: 1, maxLength: 60 },
  tonnes: { type: 'integer', minimum: 1, maximum: 90, default: 1 },
  remark: { type: 'string', maxLength: 80 },
};

/** Landings that no operation removes, and stays at a quay that one does; both take a key. */
const document = {
  openapi: '3.0.3',
  info: {
    title: 'Quays',
    version: '1',
    description:
      'Send an Idempotency-Key with every POST. The same key with the same body gives the first answer again.\nThe same key with another body is answered with 409.',
  },
  security: [{ token: [] }],
  paths: Object.fromEntries(
    ['landing', 'stay'].flatMap((one) => [
      [
        `/${one}s`,
        {
          get: {
            responses: {
              401: { description: 'Who' },
              200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: ref('Entry') } } } },
            },
          },
          post: {
            parameters: [
              {
                name: 'Idempotency-Key',
                in: 'header',
                required: one === 'landing',
                schema: { type: 'string', minLength: 8, maxLength: 64 },
              },
            ],
            requestBody: { required: true, content: { 'application/json': { schema: ref('Asked') } } },
            responses: { 201: shows('Entry'), ...refused },
          },
        },
      ],
      [
        `/${one}s/{${one}Id}`,
        {
          parameters: inPath(`${one}Id`),
          get: { responses: { 200: shows('Entry'), ...refused } },
          patch: {
            requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: members } } } },
            responses: { 200: shows('Entry'), ...refused },
          },
          ...(one === 'stay' ? { delete: { responses: { 204: { description: 'Gone' }, ...refused } } } : {}),
        },
      ],
    ]),
  ),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Asked: { type: 'object', required: ['quay'], properties: members },
      Entry: { type: 'object', required: ['id', 'quay'], properties: { id: { type: 'string' }, ...members } },
    },
  },
};

type Honours = 'keys' | 'nothing' | 'keys alone' | 'keys and body' | 'keys after a while' | 'keys of anybody';

const isRight = ({ quay, tonnes = 1, remark = '' }: Json): boolean =>
  typeof quay === 'string' &&
  quay.trim() !== '' &&
  quay.length <= 60 &&
  Number.isInteger(tonnes) &&
  Number(tonnes) > 0 &&
  Number(tonnes) <= 90 &&
  typeof remark === 'string' &&
  remark.length <= 80;

const judged = async (honours: Honours, only: readonly string[]) => {
  const entries = new Map<string, Json>();
  const answers = new Map<string, { readonly body: string; readonly value: Json }>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', headers, url: path = '' } = incoming;
    const [, kind = '', id = ''] = path.split(/[/?]/u);
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const by = headers.authorization ?? '';
    const own = (): [string, Json][] => [...entries].filter(([at, one]) => at.startsWith(`${kind}/`) && one['by'] === by);
    const shown = ({ by: _by, ...entry }: Json): Json => entry;
    const write = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const at = `${kind}/${id}`;
      const found = entries.get(at);
      if (method === 'PATCH') {
        if (found?.['by'] !== by) return end(404);
        if (!body || !isRight({ ...found, ...body })) return end(400);
        const sent = Object.fromEntries(Object.entries(body).filter(([name]) => name in members));
        entries.set(at, { ...found, ...sent });
        return end(200, shown({ ...found, ...sent }));
      }
      const sent = [headers['idempotency-key']].flat()[0];
      if (!body || !isRight(body) || (kind === 'landings' && (sent === undefined || sent.length < 8))) return end(400);
      const key = `${honours === 'keys of anybody' ? '' : by} ${kind} ${sent}${honours === 'keys and body' ? JSON.stringify(body) : ''}`;
      const known = sent === undefined || honours === 'nothing' ? undefined : answers.get(key);
      if (known !== undefined && known.body !== JSON.stringify(body) && honours !== 'keys alone') return end(409);
      if (known !== undefined) return end(201, known.value);
      if (honours === 'keys after a while') await new Promise((resolve) => setTimeout(resolve, 30));
      const made = { id: `${kind[0]}${next++}`, tonnes: 1, ...body };
      entries.set(`${kind}/${made.id}`, { ...made, by });
      answers.set(key, { body: JSON.stringify(body), value: made });
      return end(201, made);
    };
    if (by === '') return end(401);
    if (kind !== 'landings' && kind !== 'stays') return end(404);
    if (method === 'POST' || method === 'PATCH') return void write();
    const found = entries.get(`${kind}/${id}`);
    if (id === '')
      return end(
        200,
        own().map(([, one]) => shown(one)),
      );
    if (found?.['by'] !== by) return end(404);
    if (method === 'GET') return end(200, shown(found));
    entries.delete(`${kind}/${id}`);
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 10,
    credentials: ['key', 'other'],
    secrets: { other: 'other-key-0123456789' },
    selection: { only, skip: [] },
  });
  const kept = [...entries.keys()];
  return {
    verdicts,
    failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])),
    passed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'pass' ? [id] : [])),
    landings: kept.filter((at) => at.startsWith('landings')).length,
    stays: kept.filter((at) => at.startsWith('stays')).length,
  };
};

const ofKeys = [
  'idempotency/keyed-creation-once',
  'idempotency/other-body-not-taken-for-the-first',
  'idempotency/keyed-creations-at-once',
  'idempotency/key-of-another-account',
];

test('keys are judged beside all that is created besides, where nothing is removed, and what one key made is removed once', async () => {
  const { failed, passed, landings, stays, verdicts } = await judged('keys', [
    'lifecycle',
    'body',
    'idempotency',
    'filtering',
    'pagination',
  ]);
  expect(failed).toEqual([]);
  expect(verdicts.filter(({ id, verdict }) => id.startsWith('idempotency') && verdict.kind === 'skipped')).toEqual([]);
  for (const check of ofKeys)
    for (const kind of ['landings', 'stays']) expect(passed.some((id) => id.startsWith(check) && id.includes(`~1${kind}/post`))).toBe(true);
  expect({ stays, isFew: landings <= 11 }).toEqual({ stays: 0, isFew: true });
});

test.each<readonly [Honours, string]>([
  ['nothing', 'idempotency/keyed-creation-once'],
  ['nothing', 'idempotency/other-body-not-taken-for-the-first'],
  ['keys alone', 'idempotency/other-body-not-taken-for-the-first'],
  ['keys and body', 'idempotency/other-body-not-taken-for-the-first'],
  ['keys after a while', 'idempotency/keyed-creations-at-once'],
  ['keys of anybody', 'idempotency/key-of-another-account'],
])('a service that honours %s is told by %s', async (honours, check) => {
  const { failed, stays } = await judged(honours, ['idempotency']);
  for (const kind of ['landings', 'stays']) expect(failed.some((id) => id.startsWith(check) && id.includes(`~1${kind}/post`))).toBe(true);
  expect(stays).toBe(0);
});
