import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const asked = { type: 'object', required: ['motif'], properties: { motif: { type: 'string', minLength: 1, maxLength: 60 } } };
const stamp = {
  allOf: [
    asked,
    {
      type: 'object',
      required: ['id', 'prints'],
      properties: { id: { type: 'string', readOnly: true }, prints: { type: 'integer', minimum: 0, readOnly: true } },
    },
  ],
};
const shows = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });

/** Stamps that only their list shows, and that no operation removes. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Stamps', version: '1' },
  paths: {
    '/stamps': {
      get: { responses: { 200: shows('All', { type: 'array', items: stamp }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: asked } } },
        responses: { 201: shows('New', stamp), 400: { description: 'Wrong' } },
      },
    },
  },
};

type Json = Readonly<Record<string, unknown>>;
type Way = 'ignores' | 'refuses' | 'repeats' | 'takes';

/** What is told of a service that ignores or refuses prints in a body, repeats them in its answer alone, or takes them over. */
const told = async (way: Way) => {
  const stamps: Json[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    if ((incoming.url ?? '').split('?')[0] !== '/stamps') return give(404);
    if (incoming.method === 'GET') return give(200, stamps);
    const sent = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Json;
    if (typeof sent['motif'] !== 'string' || (way === 'refuses' && Object.keys(sent).length > 1)) return give(400);
    const made = { id: `s-${stamps.length + 1}`, motif: sent['motif'], prints: 0 };
    const taken = { ...made, prints: sent['prints'] ?? 0 };
    stamps.push(way === 'takes' ? taken : made);
    return give(201, way === 'takes' || way === 'repeats' ? taken : made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 30,
    selection: { only: ['lifecycle/undescribed-member-ignored'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.where] : []));
};

test.concurrent.for<readonly [Way, readonly string[]]>([
  ['takes', ['/prints']],
  ['ignores', []],
  ['refuses', []],
  ['repeats', []],
])(
  'a creation whose result only a list shows, by a service that %s a read-only member',
  besideOthers(async ([way, failed]) => {
    expect(await told(way)).toEqual(failed);
  }),
);
