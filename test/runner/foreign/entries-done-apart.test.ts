import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const none = { description: 'None' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const lantern = {
  type: 'object',
  required: ['name', 'hours'],
  properties: { id: { ...text, readOnly: true }, name: text, hours: { ...count, example: 700 } },
};
const change = { type: 'object', required: ['lantern_id', 'hours'], properties: { lantern_id: text, hours: count } };
const result = { type: 'object', properties: { lantern_id: text, status: { ...text, enum: ['updated', 'failed'] } } };

/** Lanterns, and changes of several of them by one request. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Lanterns', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/lanterns': {
      get: { responses: { '200': shows({ type: 'array', items: lantern }) } },
      post: { requestBody: takes(lantern), responses: { '201': shows(lantern), '422': none } },
    },
    '/lanterns/{lanternId}': {
      parameters: [{ name: 'lanternId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(lantern), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/bulk/lanterns': {
      post: {
        description:
          'A change of an unknown lantern fails, the others are done all the same. `results` has one entry for each change, in the order of the request.',
        requestBody: takes({
          type: 'object',
          required: ['changes'],
          properties: { changes: { type: 'array', minItems: 1, maxItems: 20, items: change } },
        }),
        responses: { '200': shows({ type: 'object', properties: { results: { type: 'array', items: result } } }), '422': none },
      },
    },
  },
};

type Habit = 'goes on' | 'only tells the rest' | 'writes later' | 'adds to it' | 'keeps its own' | 'cuts high values';

const judged = async (habit: Habit) => {
  const lanterns = new Map<string, Json>();
  let last = 0;
  const url = await serveAnswers((method, [root, id], given): Answer => {
    if (root === 'bulk') {
      const list = (Array.isArray(given['changes']) ? given['changes'] : []) as readonly Json[];
      if (list.length === 0) return [422];
      let isEnded = false;
      const results = list.map(({ lantern_id: own, hours }) => {
        const found = lanterns.get(String(own));
        isEnded ||= habit === 'only tells the rest' && !found;
        const write = (): void => {
          if (found)
            lanterns.set(String(own), {
              ...found,
              hours:
                habit === 'adds to it'
                  ? Number(found['hours']) + Number(hours)
                  : habit === 'cuts high values'
                    ? Math.min(Number(hours), 1000)
                    : hours,
            });
        };
        if (habit === 'writes later') setTimeout(write, 300);
        else if (!isEnded && habit !== 'keeps its own') write();
        return { lantern_id: own, status: found ? 'updated' : 'failed' };
      });
      return [200, { results }];
    }
    if (root !== 'lanterns' || (id !== undefined && !lanterns.has(id))) return [404];
    if (id !== undefined) return method === 'DELETE' ? [lanterns.delete(id) ? 204 : 404] : [200, lanterns.get(id)];
    if (method === 'GET') return [200, [...lanterns.values()]];
    if (typeof given['name'] !== 'string' || !Number.isInteger(given['hours'])) return [422];
    const made = { id: `lantern-${(last += 1)}`, name: given['name'], hours: given['hours'] };
    lanterns.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/entries-judged-apart'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'lifecycle/entries-judged-apart' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

test('what is told as done behind a bad entry, and is not done, is told', async () => {
  expect(await judged('only tells the rest')).toEqual(['entry-not-done']);
});

test.concurrent.for(['goes on', 'writes later', 'adds to it', 'keeps its own', 'cuts high values'] as const)(
  'what entries write is accused of nothing where a service %s',
  besideOthers(async (habit: Habit) => {
    expect(await judged(habit)).toEqual(['pass']);
  }),
);
