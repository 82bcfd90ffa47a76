import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const rounds = { type: 'integer', minimum: 0, maximum: 9, default: 0, description: 'How often it is all done once more.' };
const exercise = (inner: object): object => ({
  type: 'object',
  required: ['pause_seconds'],
  properties: { pause_seconds: { type: 'integer', minimum: 0, maximum: 120 }, ...inner },
});

/** Trainings, with the time that their pauses take. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Trainings', version: '1' },
  paths: {
    '/trainings': {
      post: {
        description: 'The first exercise starts at once: its `pause_seconds` is 0. Every later one waits for at least one second.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['title', 'exercises'],
                properties: { title: text, rounds, exercises: { type: 'array', minItems: 1, maxItems: 8, items: exercise({}) } },
              },
            },
          },
        },
        responses: { '201': shows({ $ref: '#/components/schemas/Training' }), '422': none },
      },
    },
    '/trainings/{trainingId}': {
      parameters: [{ name: 'trainingId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows({ $ref: '#/components/schemas/Training' }), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
  components: {
    schemas: {
      Training: {
        type: 'object',
        properties: {
          id: text,
          title: text,
          rounds,
          exercises: { type: 'array', items: exercise({ position: { type: 'integer' } }) },
          total_seconds: {
            type: 'integer',
            description: 'How long one rests in all: the sum of all pauses, times one more than `rounds`.',
          },
        },
      },
    },
  },
};

type Training = { readonly id: string; readonly total_seconds: number };

const judged = async (leavesRoundsOut: boolean): Promise<readonly string[]> => {
  const trainings = new Map<string, Training>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const id = (incoming.url ?? '').split('/')[2];
    void objectBody(incoming).then((body = {}) => {
      const known = id === undefined ? undefined : trainings.get(id);
      if (id !== undefined && !known) return give(404);
      if (method === 'GET') return give(200, known);
      if (method === 'DELETE') return give(trainings.delete(id ?? '') ? 204 : 404);
      const { title, exercises, rounds: more = 0 } = body;
      const pauses = Array.isArray(exercises) ? exercises.map((one: { readonly pause_seconds?: unknown }) => one.pause_seconds) : [];
      const isRight = pauses.length > 0 && pauses.every((one, n) => Number.isInteger(one) && (n === 0 ? one === 0 : Number(one) > 0));
      if (typeof title !== 'string' || !isRight || !Number.isInteger(more)) return give(422);
      const sum = pauses.reduce<number>((all, one) => all + Number(one), 0);
      const made = {
        id: `training-number-${trainings.size + 1}`,
        title,
        rounds: more,
        exercises: pauses.map((one, n) => ({ position: n + 1, pause_seconds: one })),
        total_seconds: sum * (leavesRoundsOut ? 1 : Number(more) + 1),
      };
      trainings.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    selection: { only: ['schema/sums-agree', 'lifecycle/sent-is-shown'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('schema/sums-agree') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

describe.concurrent('a sum with a factor', () => {
  test.for<readonly [boolean, string]>([
    [false, 'pass'],
    [true, 'sum-otherwise'],
  ])(
    'that is left out: %s',
    besideOthers(async ([leavesOut, expected]: readonly [boolean, string]) => {
      expect(new Set(await judged(leavesOut))).toEqual(new Set([expected]));
    }),
  );
});
