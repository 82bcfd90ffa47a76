import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { decoded } from '../../worlds/decoded.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const map = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'integer' }, title: { type: 'string' } } };
const asked = { type: 'object', required: ['title'], properties: { title: { type: 'string' } } };
const refusals = { 400: { description: 'Wrong' }, 404: { description: 'None' } };
const inPath = (name: string, schema: object) => ({ name, in: 'path', required: true, schema });

/** Numbered maps, and the maps of a few kinds. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: {
    '/maps': {
      get: {
        parameters: ['If-Match', 'If-None-Match'].map((name) => ({ name, in: 'header', schema: { type: 'string' } })),
        responses: { 200: { description: 'd', ...json({ type: 'array', items: map }) } },
      },
      post: { requestBody: { required: true, ...json(asked) }, responses: { 201: { description: 'd', ...json(map) }, ...refusals } },
    },
    '/maps/{id}': {
      parameters: [inPath('id', { type: 'integer' })],
      get: { responses: { 200: { description: 'd', ...json(map) }, ...refusals } },
      delete: { responses: { 204: { description: 'd' }, ...refusals } },
    },
    '/kinds/{kind}': {
      parameters: [inPath('kind', { type: 'string', enum: ['town', 'sea'] })],
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: map }) }, ...refusals } },
    },
  },
};

type Call = {
  readonly method: string;
  readonly url: URL;
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly type: string;
  readonly condition: string;
};

/** The findings about odd requests, and the maps that are left, for a service that answers some of them so. */
const judged = async (odd: (call: Call) => number | undefined) => {
  const maps = new Map([['1', 'An old map']]);
  let last = 1;
  const url = await serve((incoming, outgoing) => {
    const at = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const id = decoded(/^\/maps\/(.+)$/u.exec(at.pathname)?.[1] ?? '');
    const kind = decoded(/^\/kinds\/(.+)$/u.exec(at.pathname)?.[1] ?? '');
    const parts: Buffer[] = [];
    const send = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const list = (): unknown[] => [...maps].map(([one, title]) => ({ id: Number(one), title }));
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const { method = '' } = incoming;
      const text = Buffer.concat(parts).toString();
      const status = odd({
        method,
        url: at,
        id,
        kind,
        text,
        type: incoming.headers['content-type'] ?? '',
        condition: incoming.headers['if-none-match'] ?? incoming.headers['if-match'] ?? '',
      });
      if (status === 299) return send(200, { id: parseInt(id, 10), title: maps.get(String(parseInt(id, 10))) ?? 'An old map' });
      if (status !== undefined) return send(status, status === 200 ? [] : {});
      if (kind !== '') return ['town', 'sea'].includes(kind) ? send(200, list()) : send(404, {});
      if (method === 'POST') {
        let title: unknown;
        try {
          ({ title } = Object(JSON.parse(text)) as { title?: unknown });
        } catch {
          return send(400, {});
        }
        if (typeof title !== 'string') return send(400, {});
        last += 1;
        maps.set(String(last), title);
        return send(201, { id: last, title });
      }
      if (id === '') return send(200, list());
      const title = maps.get(id);
      if (title === undefined) return send(404, {});
      if (method === 'GET') return send(200, { id: Number(id), title });
      maps.delete(id);
      return send(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    http: { timeoutMs: 20_000, headers: {} },
    selection: { only: ['errors/no-server-error', 'errors/malformed-id-refused'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.operation} ${verdict.finding.where}`] : [],
  );
  return { told, left: [...maps.keys()] };
};

const isTwice = (text: string): boolean => text.split('"title"').length > 2;

describe.concurrent('an odd request', () => {
  test.for<readonly [string, (call: Call) => number | undefined]>([
    ['is refused, or taken', () => undefined],
    ['is too large', ({ text }) => (text.length > 100_000 ? 413 : undefined)],
    ['is refused for a parameter that nobody declared', ({ url }) => (url.searchParams.has('ct_unknown') ? 400 : undefined)],
    ['has a condition that is no tag', ({ condition }) => (condition === '' ? undefined : 400)],
    ['is announced as no JSON', ({ method, type }) => (method === 'POST' && type !== 'application/json' ? 415 : undefined)],
    ['is refused for its long path', ({ url }) => (url.href.length > 1000 ? 414 : undefined)],
    ['is wrong for a number', ({ id }) => (/^\d*$/u.test(id) ? undefined : 422)],
  ])(
    'that %s is not accused',
    besideOthers(async ([_what, odd]) => {
      expect(await judged(odd)).toEqual({ told: [], left: ['1'] });
    }),
  );

  test.for<readonly [string, (call: Call) => number | undefined, string]>([
    [
      'text behind its JSON fails',
      ({ text }) => (text.endsWith('ct-trailing') ? 500 : undefined),
      'OAS-9 should POST /maps body-unparsable',
    ],
    ['a name twice fails', ({ text }) => (isTwice(text) ? 500 : undefined), 'OAS-9 should POST /maps body-unparsable'],
    ['a huge body fails', ({ text }) => (text.length > 100_000 ? 500 : undefined), 'OAS-9 should POST /maps body-unparsable'],
    ['a condition that is no tag fails', ({ condition }) => (condition === '' ? undefined : 500), 'OAS-9 should GET /maps value-unusable'],
    ['null fails', ({ text }) => (text === 'null' ? 500 : undefined), 'OAS-9 should POST /maps body-wrong-type'],
    ['a text for an object fails', ({ text }) => (text === '"text"' ? 500 : undefined), 'OAS-9 should POST /maps body-wrong-type'],
    [
      'an octet that no text has fails',
      ({ text }) => (text.includes('\ufffd') ? 500 : undefined),
      'OAS-9 should POST /maps body-unparsable',
    ],
    ['JSON as a text fails', ({ type }) => (type === 'text/plain' ? 500 : undefined), 'OAS-9 should POST /maps body-unparsable'],
    [
      'parts without a boundary fail',
      ({ type }) => (type === 'multipart/form-data' ? 500 : undefined),
      'OAS-9 should POST /maps body-unparsable',
    ],
    [
      'an undeclared parameter fails',
      ({ url }) => (url.searchParams.has('ct_unknown') ? 500 : undefined),
      'OAS-9 should GET /maps query-unknown-value',
    ],
    ['a broken percent sign fails', ({ url }) => (url.href.includes('%zz') ? 500 : undefined), 'OAS-9 should GET /maps/{id} unknown-id'],
    ['a character that ends texts fails', ({ id }) => (id.includes('\u0000') ? 500 : undefined), 'OAS-9 should GET /maps/{id} unknown-id'],
    ['an id of more than 32 bits fails', ({ id }) => (id === '2147483648' ? 500 : undefined), 'OAS-9 should GET /maps/{id} unknown-id'],
    ['an id of more than 64 bits fails', ({ id }) => (Number(id) > 2 ** 64 ? 500 : undefined), 'OAS-9 should GET /maps/{id} unknown-id'],
    ['a long id fails', ({ id }) => (id.length > 1000 ? 500 : undefined), 'OAS-9 should GET /maps/{id} unknown-id'],
    ['a text for a number succeeds', ({ id }) => (id === 'ct-no-such' ? 200 : undefined), 'OAS-37 should GET /maps/{id} path id'],
    [
      'letters behind a number are not looked at',
      ({ id }) => (/^\d+ct$/u.test(id) ? 299 : undefined),
      'OAS-37 should GET /maps/{id} path id',
    ],
    ['an unlisted kind succeeds', ({ kind }) => (kind === 'ct-no-such' ? 200 : undefined), 'OAS-37 should GET /kinds/{kind} path kind'],
  ])(
    'for which %s is told',
    besideOthers(async ([_what, odd, finding]) => {
      const { told, left } = await judged(odd);
      expect(told).toEqual([finding]);
      expect(left).toEqual(['1']);
    }),
  );
});
