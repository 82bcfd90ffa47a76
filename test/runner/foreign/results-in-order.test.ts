import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ content: { 'application/json': { schema } } });
const usual = 'Results appear when it has finished, one for each name and in the order of the request.';

const documentWith = (words: string): object => {
  const result = { type: 'object', required: ['nameId', 'outcome'], properties: { nameId: text, outcome: text } };
  const batch = {
    type: 'object',
    required: ['id', 'status', 'results'],
    properties: { id: text, status: { ...text, enum: ['running', 'finished'] }, results: { type: 'array', items: result } },
  };
  const names = { type: 'array', minItems: 3, items: text };
  const asked = { type: 'object', required: ['names'], properties: { names }, example: { names: ['ann', 'bob', 'cyd'] } };
  return {
    openapi: '3.1.0',
    info: { title: 'Batches', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/batches': {
        post: {
          requestBody: { required: true, ...shows(asked) },
          responses: { 202: { description: 'Accepted', headers: { Location: { schema: text } }, ...shows(batch) } },
        },
      },
      '/batches/{batchId}': {
        get: {
          description: words,
          parameters: [{ name: 'batchId', in: 'path', required: true, schema: text }],
          responses: { 200: { description: 'It', ...shows(batch) }, 404: { description: 'None' } },
        },
      },
    },
  };
};

type Habit = 'keeps the order' | 'turns it round' | 'forgets the last' | 'names nothing';

const judged = async (habit: Habit, words = usual): Promise<readonly string[]> => {
  const all: { readonly names: readonly unknown[]; reads: number }[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value: unknown, headers = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    };
    const [, , id] = (incoming.url ?? '').split('/');
    if (id !== undefined) {
      const found = all[Number(id)];
      if (!found) return give(404, {});
      found.reads += 1;
      const done = found.names.map((name) => ({ nameId: habit === 'names nothing' ? 'x' : name, outcome: 'done' }));
      const kept = habit === 'turns it round' ? done.toReversed() : habit === 'forgets the last' ? done.slice(0, -1) : done;
      return give(200, found.reads < 2 ? { id, status: 'running', results: [] } : { id, status: 'finished', results: kept });
    }
    void objectBody(incoming).then((body = {}) => {
      const { names } = body;
      if (!Array.isArray(names)) return give(422, {});
      all.push({ names, reads: 0 });
      const own = String(all.length - 1);
      return give(202, { id: own, status: 'running', results: [] }, { location: `/batches/${own}` });
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(words)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/task-followed'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

describe('results of a task, one for each of what was sent', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['keeps the order', 'pass'],
    ['names nothing', 'pass'],
    ['turns it round', 'results-otherwise /results/0'],
    ['forgets the last', 'results-otherwise /results'],
  ])(
    'a service that %s is judged so: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );

  test.concurrent.for<readonly [Habit, string]>([
    ['turns it round', 'Results appear when it has finished, one for each name.'],
    ['forgets the last', 'Results appear in the order of the request.'],
    ['forgets the last', 'Results appear when it has finished, one for each valid name and in the order of the request.'],
    ['forgets the last', 'Results appear when it has finished, one for each different name and in the order of the request.'],
    ['forgets the last', 'Results may have one for each name, in the order of the request.'],
  ])(
    'a service that %s is not accused where the text says no more than: %s',
    besideOthers(async ([habit, words]) => {
      expect(await judged(habit, words)).toEqual(['pass']);
    }),
  );
});
