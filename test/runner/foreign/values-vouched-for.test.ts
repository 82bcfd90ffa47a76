import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';
import { targetOf } from '../../generators/support.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { seed } from '../../seed.ts';

type Json = Readonly<Record<string, unknown>>;

/** Serves one status for everything. */
const serve = async (status: number): Promise<{ readonly url: string; readonly asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      asked.push(`${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString()}`.trim());
      outgoing.writeHead(incoming.url === '/ready' ? 200 : status).end();
    });
  });
  const url = await onLoopback(server);
  return { url, asked };
};

/** The results of the two requirements about statuses for one operation whose every call gets the same status. */
const judged = async (
  status: number,
  method: string,
  operation: Json,
  { path = '/boats', ...target }: Partial<Target> & { readonly path?: string } = {},
) => {
  const { url, asked } = await serve(status);
  const contract = await bayContract(bayDocument({ [path]: { [method]: does(operation) }, '/ready': { get: does({}) } }));
  const whole = targetOf({ name: 'bay', contract: 'bay', baseUrl: url, allow: ['mutation', 'permanent', 'destructive'], ...target });
  const looking = checks.filter(({ id }) => id.startsWith('status/'));
  const plan = makePlan({ contract, target: whole, checks: looking, seed });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target: whole, secrets: { key: 'sk_bay_0123456789abcdef' }, options: { seed, nonce: 'n', concurrency: 2 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const key = `${method.toUpperCase()} ${path}`;
  const reported = (requirement: string): string | undefined => {
    const found = events.find(
      (event) =>
        event.type === 'verdict' &&
        event.case.requirement === requirement &&
        event.case.places.some((location) => location.operation === key),
    );
    if (found?.type !== 'verdict') return undefined;
    const { verdict } = found;
    return verdict.kind === 'fail'
      ? `fail ${verdict.finding.actual}`
      : verdict.kind === 'inconclusive'
        ? `inconclusive: ${verdict.reason}`
        : verdict.kind;
  };
  return { declared: reported('OAS-1'), recorded: reported('OAS-6'), asked };
};

const query = (schema: Json): Json => ({ parameters: [{ name: 'n', in: 'query', required: true, schema }] });
const body = (media: Json): Json => ({ requestBody: { required: true, content: { 'application/json': media } } });

describe('an error response', () => {
  test.for<readonly [status: number, what: string, schema: Json]>([
    [400, 'an example', { type: 'integer', example: 7 }],
    [422, 'a default', { type: 'integer', default: 7 }],
    [422, 'a listed value', { enum: ['a', 'b'] }],
    [400, 'a constant', { const: 7 }],
    [405, 'an example', { type: 'integer', example: 7 }],
    [409, 'an example', { type: 'integer', example: 7 }],
    [410, 'an example', { type: 'integer', example: 7 }],
  ])('with %i to %s of the document is a fail', async ([status, , schema]) => {
    const { declared, recorded } = await judged(status, 'get', query(schema));
    expect(declared).toBe(`fail ${status}`);
    expect(recorded).toBe('observed');
  });

  test.for([400, 404, 405, 409, 422])('with %i to a made-up value is inconclusive, and advises what to do', async (status) => {
    const { declared, recorded, asked } = await judged(status, 'get', query({ type: 'integer' }));
    expect(asked).toContain('GET /boats?n=1');
    expect(declared).toMatch(/^inconclusive/);
    expect(recorded).toMatch(
      /^inconclusive: GET \/boats\?n=1 was answered .* nothing vouches for what assay sent as n: give usable values of GET \/boats/,
    );
  });

  test('to a value that the operator gives is a fail', async () => {
    const { declared } = await judged(422, 'get', query({ type: 'integer' }), { values: { 'GET /boats': { n: 4 } } });
    expect(declared).toBe('fail 422');
  });

  test('to a form that OpenAPI leaves open is inconclusive', async () => {
    const deep = {
      parameters: [{ name: 'f', in: 'query', required: true, style: 'deepObject', example: { a: { b: 1 } }, schema: { type: 'object' } }],
    };
    expect((await judged(400, 'get', deep)).declared).toMatch(/^inconclusive/);
    const flat = { parameters: [{ ...deep.parameters[0], example: { a: 1 } }] };
    expect((await judged(400, 'get', flat)).declared).toBe('fail 400');
  });

  test('that is documented keeps the requirement', async () => {
    const operation = {
      ...query({ type: 'integer', example: 7 }),
      responses: { '200': { description: 'Boats' }, '4XX': { description: 'No' } },
    };
    expect((await judged(400, 'get', operation)).declared).toBe('pass');
  });

  test.for([401, 403, 404, 408, 423, 429, 451])('with %i is about the caller', async (status) => {
    expect((await judged(status, 'get', query({ type: 'integer', example: 7 }))).declared).toMatch(/^inconclusive/);
  });

  test('with 410 for a resource that a path names is about the resource', async () => {
    const operation = { parameters: [{ name: 'id', in: 'path', required: true, example: 7, schema: { type: 'integer' } }] };
    const { declared, asked } = await judged(410, 'get', operation, { path: '/boats/{id}' });
    expect(asked).toContain('GET /boats/7');
    expect(declared).toMatch(/^inconclusive/);
  });

  test('to an example of the whole is a fail, unless it is a conflict with an earlier request', async () => {
    const media = { schema: { type: 'object' }, example: { length: 9 } };
    expect((await judged(422, 'post', body(media))).declared).toBe('fail 422');
    expect((await judged(409, 'post', body(media))).declared).toMatch(/^inconclusive/);
  });

  test('to an example with a made-up name is inconclusive', async () => {
    const media = { schema: { type: 'object' }, example: { name: 'Albatros' } };
    const { declared, asked } = await judged(422, 'post', { ...body(media), responses: { '201': { description: 'Made' } } });
    expect(asked).toContain('POST /boats {"name":"ct-n-plain-post-boats-name"}');
    expect(declared).toMatch(/^inconclusive/);
  });
});

test.for([202, 302])('an undocumented %i is a fail whatever was sent', async (status) => {
  expect((await judged(status, 'get', query({ type: 'integer' }))).declared).toBe(`fail ${status}`);
});
