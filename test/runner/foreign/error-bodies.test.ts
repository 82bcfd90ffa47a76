import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });

const error = json({
  type: 'object',
  properties: { status: { type: 'integer' }, code: { type: 'string' }, message: { type: 'string' } },
});

/** A list of bells, whose error responses repeat their status. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Bells', version: '1' },
  paths: {
    '/bells': {
      get: {
        operationId: 'bells',
        parameters: [{ name: 'tower', in: 'query', schema: { type: 'integer' } }],
        responses: {
          200: json({
            type: 'object',
            properties: { bells: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } },
          }),
          400: error,
        },
      },
    },
    '/bells/{id}': {
      get: {
        operationId: 'bell',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: json({ type: 'object' }), 404: error },
      },
    },
  },
};

type Habits = {
  /** The body of an error response. */
  readonly body?: (status: number) => unknown;
  /** The status of an answer to a path that nothing has, with its body. */
  readonly nowhere?: readonly [number, string];
  /** The status with which a query that is no number is refused. */
  readonly refuses?: number;
};

const failures = async ({
  body = (status) => ({ status, code: 'x', message: 'No' }),
  nowhere,
  refuses = 400,
}: Habits): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const end = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname === '/bells') {
      const isRead = /^\d*$/u.test(searchParams.get('tower') ?? '');
      return isRead ? end(200, { bells: [{ id: 'b1' }, { id: 'b2' }] }) : end(refuses, body(refuses === 200 ? 400 : refuses));
    }
    if (/^\/bells\/b[12]$/u.test(pathname)) return end(200, { id: pathname.slice(7) });
    if (pathname.startsWith('/bells/') || nowhere === undefined) return end(404, body(404));
    outgoing.writeHead(nowhere[0], { 'content-type': 'application/json' }).end(nowhere[1]);
    return undefined;
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ id, case: { level, requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${id.split('@')[0] ?? ''}`] : [],
  );
};

describe('error responses', () => {
  test.each<readonly [string, Habits]>([
    ['that repeat their status', {}],
    ['without the status', { body: () => ({ message: 'No' }) }],
    ['with the status as a text', { body: (status) => ({ message: `${status}` }) }],
    ['with an empty body outside of the document', { nowhere: [404, ''] }],
    ['of another form outside of the document', { nowhere: [404, '{"status":0}'] }],
  ])('%s are accused of nothing', async (_what, habits) => {
    expect(await failures(habits)).toEqual([]);
  });

  test.each<readonly [string, Habits, string]>([
    [
      'with another status in the body',
      { body: () => ({ status: 500, message: 'No' }) },
      'CONV-78-INFERRED should errors/code-equals-status',
    ],
    ['that are a success', { refuses: 200 }, 'CONV-82-INFERRED should errors/shown-by-status'],
  ])('%s are told', async (_what, habits, finding) => {
    expect(await failures(habits)).toContain(finding);
  });
});
