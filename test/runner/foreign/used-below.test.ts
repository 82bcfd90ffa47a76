import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const sketch = { type: 'object', required: ['id', 'title'], properties: { id: text, title: text } };
const lines = { type: 'object', required: ['lines'], properties: { lines: { type: 'array', items: text } } };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });

/** Sketches that nothing reads or lists; only their outline has a path. */
const document = (parameter: string, shown: object) => ({
  openapi: '3.1.0',
  info: { title: 'Sketches', version: '1' },
  paths: {
    '/sketches': {
      post: {
        summary: 'Add a sketch',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['title'], properties: { title: text } } } },
        },
        responses: { 201: json(shown), 400: none },
      },
    },
    [`/sketches/{${parameter}}/outline`]: {
      parameters: [{ name: parameter, in: 'path', required: true, schema: text }],
      get: { summary: 'Read the outline', responses: { 200: json(lines), 404: none } },
    },
  },
});

type Service = {
  readonly parameter?: string;
  /** The schema of what the creation answers. */
  readonly shown?: object;
  readonly outline?: unknown;
};

const judged = async ({ parameter = 'sketchId', shown = sketch, outline = { lines: ['one'] } }: Service) => {
  const sketches = new Set<string>();
  let reads = 0;
  const url = await serve(async (incoming, outgoing) => {
    const [, , id = '', below] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (id === '' && incoming.method === 'POST') {
      const { title } = (await objectBody(incoming)) ?? {};
      if (typeof title !== 'string' || title === '' || [...title].length > 60) return give(400);
      const made = crypto.randomUUID();
      sketches.add(made);
      return give(201, { id: made, title });
    }
    if (below !== 'outline' || !sketches.has(id)) return give(404);
    reads += 1;
    return give(200, outline);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(parameter, shown)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 20,
    selection: { only: ['status/*', 'schema/*', 'lifecycle/*'], skip: [] },
  });
  return {
    reads,
    found: [...new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.where] : [])))],
  };
};

describe('what is created is read only below its own path', () => {
  test.each<readonly [string, Service]>([
    ['by a parameter that is called after it', {}],
    ['by a plain id', { parameter: 'id' }],
  ])('%s', async (_what, service) => {
    const { reads, found } = await judged(service);
    expect(found).toEqual([]);
    expect(reads).toBeGreaterThan(0);
  });

  test('and a wrong answer there is told', async () => {
    const { found } = await judged({ outline: { lines: [1] } });
    expect(found).toEqual(['#/lines/0']);
  });

  test.each<readonly [string, Service]>([
    ['the parameter names something else', { parameter: 'language' }],
    ['the answer to the creation shows no id', { shown: { type: 'object', required: ['title'], properties: { title: text } } }],
  ])('nothing is read where %s', async (_what, service) => {
    const { reads, found } = await judged(service);
    expect(found).toEqual([]);
    expect(reads).toBe(0);
  });
});
