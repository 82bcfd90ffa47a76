import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { bodyLimitOf } from '../../../src/checks/subjects/body-limits.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: { type: 'string', maxLength: 40 } } };
const asked = { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 40 } } };

type Said = { readonly info?: string; readonly operation?: string; readonly answer?: string };

/** Kites, of whose size a document says something somewhere. */
const document = ({ info, operation, answer = 'Too large' }: Said, describes = true) => ({
  openapi: '3.1.0',
  info: { title: 'Kites', version: '1', ...(info === undefined ? {} : { description: info }) },
  paths: {
    '/kites': {
      post: {
        ...(operation === undefined ? {} : { description: operation }),
        requestBody: { required: true, content: json(asked) },
        responses: {
          201: { description: 'd', content: json(kite) },
          400: { description: 'wrong' },
          ...(describes ? { 413: { description: answer } } : {}),
        },
      },
    },
    '/kites/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', content: json(kite) }, 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'none' } } },
    },
  },
});

test.each<readonly [Said, number | undefined]>([
  [{ info: 'A body of more than 64 KiB is answered with 413.' }, 65_536],
  [{ info: 'Bodies are limited to 256 KiB (262144 bytes); larger ones are answered with 413.' }, 262_144],
  [{ info: 'Bodies are limited to 1 MB.', operation: 'A request has at most 2,048 bytes.' }, 2048],
  [{ answer: 'The body is larger than 10 kilobytes.' }, 10_240],
  [{ info: 'A file may have up to 5 MB.' }, undefined],
  [{ operation: 'A file can have up to 32 KiB (32768 bytes; `413`).' }, undefined],
  [{ info: 'Bodies above 1 MB are refused with `413`.', operation: 'A file can have up to 32 KiB.' }, 1_048_576],
  [{ info: 'Answers have at most 5 MB.' }, undefined],
  [{ info: 'Ids have 12 bytes.' }, undefined],
])('of %j the limit is %s', async (said, limit) => {
  const contract = await loadContract(writeToolDocument(document(said)));
  const [create] = contract.operations.filter(({ method }) => method === 'POST');
  expect(create && bodyLimitOf(contract, create, false)).toBe(limit);
});

/** What is told of a service with a limit of its own, and how many kites stay. */
const judged = async (most: number, said: Said, describes = true) => {
  const kites = new Map<string, string>();
  let next = 1;
  const sizes: number[] = [];
  const url = await serve((incoming, outgoing) => {
    const id = /^\/kites\/(.+)$/u.exec(incoming.url ?? '')?.[1];
    const end = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const text: Buffer[] = [];
    incoming.on('data', (part: Buffer) => text.push(part));
    incoming.on('end', () => {
      const whole = Buffer.concat(text);
      if (incoming.method === 'POST' && incoming.url === '/kites') {
        sizes.push(whole.length);
        if (whole.length > most) return end(413);
        try {
          const { name } = Object(JSON.parse(whole.toString())) as { name?: unknown };
          if (typeof name !== 'string' || [...name].length > 40) return end(400);
          kites.set(`k${next}`, name);
          return end(201, { id: `k${next++}`, name });
        } catch {
          return end(400);
        }
      }
      const name = id === undefined ? undefined : kites.get(id);
      if (id === undefined || name === undefined) return end(404);
      if (incoming.method === 'DELETE') kites.delete(id);
      return incoming.method === 'DELETE' ? end(204) : end(200, { id, name });
    });
  });
  const selection = { only: ['body/too-large-refused'], skip: [] };
  const { verdicts } = await judgeForeign(writeToolDocument(document(said, describes)), url, { allow: ['mutation'], selection });
  const told = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.actual}`] : [],
  );
  return { told, left: kites.size, largest: Math.max(0, ...sizes) };
};

const said = { info: 'A body of more than 8 KiB is answered with 413.' };

test('a service that keeps its limit is accused of nothing', async () => {
  expect(await judged(8192, said)).toEqual({ told: [], left: 0, largest: 12_288 });
});

test('one without a documented limit, or without a described 413, gets no large body', async () => {
  expect(await judged(1e9, {})).toEqual({ told: [], left: 0, largest: 0 });
  expect(await judged(1e9, said, false)).toEqual({ told: [], left: 0, largest: 0 });
});

test('one that takes more than it says is told, and what it made is removed', async () => {
  expect(await judged(1e9, said)).toEqual({ told: ['HTTP-44 should status 201 to 12288 octets'], left: 0, largest: 12_288 });
});
