import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const garden = { type: 'object', required: ['name'], properties: { id: { ...text, readOnly: true }, name: text } };
const mark = {
  type: 'object',
  required: ['plot'],
  properties: { plot: { type: 'integer', minimum: 1 }, label: { ...text, maxLength: 20 } },
};

/** Gardens whose plots are marked, several with one request. */
const documentOf = (says: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Gardens', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/gardens': {
      get: { responses: { '200': shows({ type: 'array', items: garden }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: garden } } },
        responses: { '201': shows(garden), '422': none },
      },
    },
    '/gardens/{gardenId}': {
      parameters: [{ name: 'gardenId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(garden), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/gardens/{gardenId}/marks': {
      parameters: [{ name: 'gardenId', in: 'path', required: true, schema: text }],
      patch: {
        description: says,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['marks'],
                properties: { marks: { type: 'array', minItems: 1, maxItems: 9, items: mark } },
              },
            },
          },
        },
        responses: { '200': shows({ type: 'object' }), '404': none, '422': none },
      },
    },
  },
});

/** The checks that accuse a service which answers for each mark, and refuses a body as a whole or not. */
const failed = async (says: string, isWholeRefused = true): Promise<readonly string[]> => {
  const gardens = new Map<string, Json>();
  let last = 0;
  const url = await serveAnswers((method, [root, id, below], given): Answer => {
    if (root !== 'gardens' || (id !== undefined && !gardens.has(id))) return [404];
    if (below === 'marks') {
      const { marks } = given;
      const isWhole = Array.isArray(marks) && marks.length >= 1 && marks.length <= 9;
      if (!isWhole) return isWholeRefused ? [422] : [200, { results: [] }];
      return [200, { results: marks.map(() => ({ result: 'updated or failed' })) }];
    }
    if (id !== undefined) return method === 'DELETE' ? [gardens.delete(id) ? 204 : 404] : [200, gardens.get(id)];
    if (method === 'GET') return [200, [...gardens.values()]];
    if (typeof given['name'] !== 'string') return [422];
    const made = { id: `g${(last += 1)}`, name: given['name'] };
    gardens.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(says)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['body/breach-refused'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
};

const byEntry = 'Marks plots. Each mark is treated on its own; one that fails does not keep the others from being stored.';

test.concurrent(
  'a mistake in an entry may be told in the answer to it, where each is judged on its own',
  besideOthers(async () => {
    expect(await failed(byEntry)).toEqual([]);
  }),
);

test.concurrent.for([
  [byEntry, false],
  ['Marks plots.', true],
] as const)(
  'a body that is wrong as a whole is refused all the same, and so is a mistake in an entry elsewhere: %s',
  besideOthers(async ([says, isWholeRefused]: readonly [string, boolean]) => {
    expect(await failed(says, isWholeRefused)).toEqual(['body/breach-refused']);
  }),
);
