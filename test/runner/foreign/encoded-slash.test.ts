import { describe, expect, test } from 'vitest';
import { decoded } from '../../worlds/decoded.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const kite = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };

const answered = (schema: object) => ({ description: 'a kite', content: { 'application/json': { schema } } });

const document = {
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': { get: { responses: { 200: answered({ type: 'array', items: kite }) } } },
    '/kites/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: answered(kite), 400: answered({ type: 'object' }), 404: { description: 'no such kite' } },
      },
    },
  },
};

type Answer = readonly [status: number, type: string, body: string];

const page: Answer = [200, 'text/html', '<!doctype html><title>Kites</title>'];

/** A service that decodes a path before it routes it, as many frameworks do, and has one answer for every path that it does not know. */
const judged = async (elsewhere: Answer, unknown: Answer, undecodable?: Answer) => {
  const url = await serve((incoming, outgoing) => {
    const isUndecodable = /%(?:00|zz)/u.test(incoming.url ?? '');
    const path = decoded(new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname);
    const id = /^\/kites\/([^/]+)$/u.exec(path)?.[1];
    const known = (): Answer => (id === 'k1' ? [200, 'application/json', '{"id":"k1"}'] : unknown);
    const [status, type, body]: Answer =
      isUndecodable && undecodable !== undefined
        ? undecodable
        : path === '/kites'
          ? [200, 'application/json', '[{"id":"k1"}]']
          : id === undefined
            ? elsewhere
            : known();
    // What cannot read a request has no clock either.
    outgoing.sendDate = !isUndecodable || undecodable === undefined;
    outgoing.writeHead(status, { 'content-type': type }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' && /^(?:OAS-|HTTP-21$)/u.test(requirement)
      ? [`${requirement} ${verdict.finding.operation}: ${verdict.finding.code}`]
      : [],
  );
};

describe('an id with an encoded slash', () => {
  test('that reaches a page for unknown paths shows nothing about the operation', async () => {
    expect(await judged(page, [404, 'text/plain', 'no such kite'])).toEqual([]);
  });

  test('that is refused with a page before it is routed shows nothing about the operation', async () => {
    const refused: Answer = [400, 'text/html;charset=utf-8', '<h1>Bad Request</h1>'];
    expect(await judged(refused, [404, 'text/plain', 'no such kite'])).toEqual([]);
    expect(await judged(page, refused)).toEqual(['OAS-2 GET /kites/{id}: media-type-undeclared']);
  });

  test('a path that cannot be decoded may be refused before it is routed, by a page or in words', async () => {
    const none: Answer = [404, 'text/plain', 'no such kite'];
    expect(await judged(page, none, [400, 'text/html', '<h1>Bad Request</h1>'])).toEqual([]);
    expect(await judged(page, none, [400, 'text/plain; charset=utf-8', '400 Bad Request'])).toEqual([]);
    expect(await judged(page, none, [400, 'application/json', '[]'])).toEqual([
      'OAS-3 GET /kites/{id}: schema-type',
      'HTTP-21 GET /kites/{id}: date-absent',
    ]);
  });

  test('hides no fault of the operation itself', async () => {
    expect(await judged(page, page)).toEqual(
      expect.arrayContaining(['OAS-2 GET /kites/{id}: media-type-undeclared', expect.stringMatching(/^OAS-3 GET \/kites\/\{id\}/u)]),
    );
  });
});
