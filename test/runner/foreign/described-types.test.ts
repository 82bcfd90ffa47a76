import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const schema = { type: 'object', properties: { name: { type: 'string', maxLength: 40 } } };
const kite = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
const shows = { description: 'd', content: { 'application/json': { schema: kite } } };
const refused = { 404: { description: 'none' }, 415: { description: 'another type' } };

/** Kites that are changed by a merge patch, in either of two types. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: { ...schema, required: ['name'] } } } },
        responses: { 201: shows, ...refused },
      },
    },
    '/kites/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows, ...refused } },
      patch: {
        requestBody: { required: true, content: { 'application/merge-patch+json': { schema }, 'application/json': { schema } } },
        responses: { 200: shows, ...refused },
      },
      delete: { responses: { 204: { description: 'd' }, ...refused } },
    },
  },
};

/** Is a body of a type read by a method. */
type Reads = (type: string, method: string) => boolean;

const told = async (reads: Reads, about: object = document): Promise<readonly string[]> => {
  const kites = new Map<string, object>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const id = /^\/kites\/(.+)$/u.exec(path)?.[1] ?? '';
    const end = (status: number, body?: object): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const text: Buffer[] = [];
    incoming.on('data', (part: Buffer) => text.push(part));
    incoming.on('end', () => {
      if (id !== '' && !kites.has(id)) return end(404);
      if (method === 'DELETE') kites.delete(id);
      if (method === 'DELETE') return end(204);
      if (method === 'GET') return end(id === '' ? 405 : 200, kites.get(id));
      if (!reads(headers['content-type'] ?? '', method)) return end(415);
      const body = Object(JSON.parse(Buffer.concat(text).toString())) as object;
      const own = method === 'POST' ? `k${next++}` : id;
      kites.set(own, { ...kites.get(own), ...body, id: own });
      return end(method === 'POST' ? 201 : 200, kites.get(own));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(about), url, {
    allow: ['mutation'],
    selection: { only: ['body/described-types-accepted'], skip: [] },
  });
  expect(kites.size).toBe(0);
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.operation}`] : [],
  );
};

const essence = (type: string): string => type.split(';')[0]?.trim() ?? '';

describe('described types', () => {
  test.each<readonly [string, Reads]>([
    ['are all read', (type, method) => essence(type).endsWith('json') && (method === 'PATCH' || essence(type) === 'application/json')],
    ['are all refused', () => false],
  ])('that %s accuse nobody', async (_what, reads) => {
    expect(await told(reads)).toEqual([]);
  });

  const ofOwnType: unknown = JSON.parse(
    JSON.stringify(document).replaceAll(/application\/(?:merge-patch\+)?json/gu, 'application/vnd.kites+json'),
  );

  test.each([
    ['of a type of its own', ofOwnType],
    [
      'that the introduction speaks of',
      { ...document, info: { ...document.info, description: 'A body with any parameter beside its type is answered `415`.' } },
    ],
  ] as const)('that are refused with a charset, %s, accuse nobody', async (_what, about) => {
    expect(await told((type) => !type.includes(';'), Object(about))).toEqual([]);
  });

  test.each<readonly [string, Reads, readonly string[]]>([
    ['have no charset', (type) => !type.includes(';'), ['OAS-62 should POST /kites', 'OAS-62 should PATCH /kites/{id}']],
    ['are plain JSON alone', (type) => essence(type) === 'application/json', ['OAS-62 should PATCH /kites/{id}']],
    [
      'are no plain JSON for a patch',
      (type, method) => essence(type) === (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'),
      ['OAS-62 should PATCH /kites/{id}'],
    ],
  ])('that are read only where they %s are told', async (_what, reads, findings) => {
    expect((await told(reads)).toSorted()).toEqual([...findings].toSorted());
  });
});
