import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** Notices on a board, each of which may come down by itself. */
const documentOf = (patch: string, ends: string, printed?: object) => {
  const end = { type: ['string', 'null'], format: 'date-time', description: ends };
  const text = { type: 'string', minLength: 1, maxLength: 80 };
  const notice = { type: 'object', required: ['id', 'text'], properties: { id: { type: 'string' }, text, expiresAt: end } };
  const answer = { description: 'd', ...json(notice) };
  const none = { 404: { description: 'None' }, 422: { description: 'Not valid' } };
  const changed = { schema: { type: 'object', properties: { text, expiresAt: end } }, ...(printed ? { example: printed } : {}) };
  return {
    openapi: '3.1.0',
    info: { title: 'Board', version: '1' },
    paths: {
      '/notices': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['text'], properties: { text } }) },
          responses: { 201: answer, 422: none[422] },
        },
      },
      '/notices/{noticeId}': {
        parameters: [{ name: 'noticeId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: answer, 404: none[404] } },
        patch: {
          description: patch,
          requestBody: { required: true, content: { 'application/json': changed } },
          responses: { 200: answer, ...none },
        },
        delete: { responses: { 204: { description: 'Gone' }, 404: none[404] } },
      },
    },
  };
};

type Way = 'takes it away' | 'leaves it out' | 'goes back to its usual one' | 'ignores null' | 'takes no time';

const judged = async (way: Way, patch: string, ends: string, printed?: object): Promise<readonly string[]> => {
  const notices = new Map<string, Record<string, unknown>>();
  let last = 0;
  const usual = way === 'goes back to its usual one' ? '2099-01-01T00:00:00Z' : null;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const reply = (status: number, answer?: Record<string, unknown>): void => {
      const { expiresAt, ...rest } = answer ?? {};
      const shown = way === 'leaves it out' && expiresAt === null ? rest : answer;
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(shown === undefined ? '' : JSON.stringify(shown));
    };
    const [, root, id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (root !== 'notices') return reply(404);
    const isWrong = body !== undefined && 'text' in body && (typeof body['text'] !== 'string' || body['text'] === '');
    if (id === undefined) {
      if (!body || isWrong || !('text' in body)) return reply(422);
      const made = { id: `n${(last += 1)}`, text: body['text'], expiresAt: usual };
      notices.set(made.id, made);
      return reply(201, made);
    }
    const found = notices.get(id);
    if (!found) return reply(404);
    if (incoming.method === 'GET') return reply(200, found);
    if (incoming.method === 'DELETE') {
      notices.delete(id);
      return reply(204);
    }
    if (!body || isWrong) return reply(422);
    const end = body['expiresAt'];
    if (typeof end === 'string' && way === 'takes no time') return reply(422);
    if (typeof end === 'string' && Number.isNaN(Date.parse(end))) return reply(422);
    if ('text' in body) found['text'] = body['text'];
    // What is shown may be written otherwise than it was sent.
    if (typeof end === 'string') found['expiresAt'] = new Date(end).toISOString();
    if (end === null && way !== 'ignores null') found['expiresAt'] = usual;
    return reply(200, found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(patch, ends, printed)), url, {
    allow: ['mutation'],
    credentials: [],
    maxCreates: 20,
    selection: { only: ['lifecycle/end-taken-away'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/end-taken-away')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const broken = ['end-not-taken-away /expiresAt'];
const changes = 'Changes a notice.';

test.for<[Way, string, string, object | undefined, readonly string[]]>([
  ['takes it away', '`null` takes a value away.', '', undefined, ['pass']],
  ['leaves it out', 'Send `null` to clear a member.', '', undefined, ['pass']],
  ['goes back to its usual one', '`null` takes a value away.', '', undefined, ['pass']],
  ['takes no time', '`null` takes a value away.', '', undefined, ['inconclusive']],
  ['ignores null', '`null` takes a value away, where the schema allows null.', '', undefined, broken],
  ['ignores null', changes, 'When it comes down. Can be removed by sending null.', undefined, broken],
  ['ignores null', changes, '', { text: 'Sale', expiresAt: null }, broken],
  // Nothing says what null does, or it says something else.
  ['ignores null', changes, 'When it comes down, or null.', undefined, []],
  ['ignores null', 'Members that are `null` are ignored.', '', undefined, []],
  ['ignores null', '`null` does not clear a value.', '', undefined, []],
  ['ignores null', '`null` takes a value away.', 'Once set, null is ignored.', undefined, []],
])(
  'a service that %s, told by "%s", "%s" and %j',
  besideOthers(async ([way, patch, ends, printed, verdicts]) => {
    expect(await judged(way, patch, ends, printed)).toEqual(verdicts);
  }),
);
