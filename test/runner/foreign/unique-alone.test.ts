import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const boat = { type: 'object', required: ['sign', 'title'], properties: { sign: text, title: text } };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

const documentOf = (description: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/boats': {
      get: { responses: { 200: shows({ type: 'array', items: { ...boat, properties: { ...boat.properties, id: text } } }) } },
      post: {
        description,
        requestBody: { required: true, content: { 'application/json': { schema: boat } } },
        responses: {
          201: shows({ ...boat, properties: { ...boat.properties, id: text } }),
          409: { description: 'Conflict' },
          422: { description: 'Wrong' },
        },
      },
    },
    '/boats/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: shows({ ...boat, properties: { ...boat.properties, id: text } }), 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

/** Serves boats that are compared with each other by some way. */
const boats = (isTaken: (one: Json, other: Json) => boolean) => {
  const all = new Map<string, Json>();
  let last = 0;
  return (method: string, [root, id]: readonly string[], body: Json): Answer => {
    if (root !== 'boats') return [404];
    if (id !== undefined) {
      const found = all.get(id);
      if (method === 'DELETE') all.delete(id);
      return found ? (method === 'DELETE' ? [204] : [200, found]) : [404];
    }
    if (method === 'GET') return [200, [...all.values()]];
    if (typeof body['sign'] !== 'string' || typeof body['title'] !== 'string') return [422];
    if ([...all.values()].some((one) => isTaken(one, body))) return [409];
    const made = { id: `b-${(last += 1)}`, sign: body['sign'], title: body['title'] };
    all.set(made.id, made);
    return [201, made];
  };
};

const bySign = (one: Json, other: Json): boolean => one['sign'] === other['sign'];
const byTitle = (one: Json, other: Json): boolean => one['title'] === other['title'];
const byEither = (one: Json, other: Json): boolean => bySign(one, other) || byTitle(one, other);
const byBoth = (one: Json, other: Json): boolean => bySign(one, other) && byTitle(one, other);
const each = 'Sign and title must both be new within the fleet (409).';
const together = 'Sign and title must be new within the fleet (409).';

test.concurrent.for<readonly [said: string, isTaken: typeof byBoth, expected: 'pass' | 'fail']>([
  [each, byEither, 'pass'],
  [each, bySign, 'fail'],
  [each, byTitle, 'fail'],
  [each, byBoth, 'fail'],
  // It is not said that each alone has to be new.
  [together, byBoth, 'pass'],
  [together, byEither, 'pass'],
  [together, () => false, 'fail'],
])(
  'of texts that must be new each one is compared by itself where the document says so: %s',
  besideOthers(async ([said, isTaken, expected]) => {
    const { verdicts } = await judgeForeign(writeDocument(documentOf(said)), await serveAnswers(boats(isTaken)), {
      allow: ['mutation'],
      maxCreates: 20,
      selection: { only: ['body/duplicate-refused'], skip: [] },
    });
    expect(verdicts.map(({ verdict }) => verdict.kind).filter((kind) => kind !== 'skipped')).toEqual([expected]);
  }),
);
