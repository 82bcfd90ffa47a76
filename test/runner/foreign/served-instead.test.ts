import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const hives = Array.from({ length: 3 }, (_, n) => ({ id: `h-${n}`, frames: n + 4 }));
const isNumber = (sent: string): boolean => /^-?\d+$/u.test(sent);

/** Which numeric parameters of a list of hives are told where the service takes the default for what is no number. */
const told = async (said: { readonly size: string; readonly frames?: string }) => {
  const parameter = (name: string, description: string): object => ({ name, in: 'query', description, schema: { type: 'integer' } });
  const hive = { type: 'object', required: ['id', 'frames'], properties: { id: { type: 'string' }, frames: { type: 'integer' } } };
  const document = {
    openapi: '3.0.3',
    info: { title: 'Hives', version: '1' },
    paths: {
      '/hives': {
        get: {
          parameters: [parameter('per_page', said.size), parameter('frames', said.frames ?? 'Hives with so many frames.')],
          responses: {
            200: { description: 'hives', content: { 'application/json': { schema: { type: 'array', items: hive } } } },
            400: { description: 'A mistake' },
          },
        },
      },
    },
  };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/hives') return outgoing.writeHead(404).end();
    const frames = searchParams.get('frames');
    const isRefused = said.frames === undefined && frames !== null && !isNumber(frames);
    outgoing.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' });
    return outgoing.end(JSON.stringify(isRefused ? {} : hives.filter((one) => !isNumber(frames ?? '') || one.frames === Number(frames))));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    selection: { only: ['query/unparsable-refused', 'query/breach-refused', 'properties/any-word-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.where] : [])).toSorted();
};

describe('a text in the place of a number', () => {
  test('is told to nobody where the document says what is taken instead', async () => {
    expect(await told({ size: 'Hives per page. What is not a positive whole number counts as not sent.' })).toEqual([]);
  });

  test('is told where it says nothing, or only of numbers that are too large', async () => {
    expect(await told({ size: 'Hives per page.' })).toContain('query per_page');
    expect(await told({ size: 'Hives per page, more than 50 counts as 50.' })).toContain('query per_page');
  });

  test('is told of the parameters of which it does not say so', async () => {
    const found = await told({ size: 'Hives per page, anything else is read as 20.', frames: 'Hives with so many frames.' });
    expect(new Set(found)).toEqual(new Set(['query frames']));
  });
});
