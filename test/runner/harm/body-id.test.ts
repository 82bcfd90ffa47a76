import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { seed } from '../../seed.ts';

/** A shelf whose examples contain ids, in the members that authors use for them. */
const shelf = (idSchema: object, ids: Readonly<Record<string, unknown>>) => {
  const jar = {
    type: 'object',
    properties: { ...Object.fromEntries(Object.keys(ids).map((name) => [name, {}])), label: { type: 'string' } },
  };
  const body = { required: true, content: { 'application/json': { schema: jar, example: { ...ids, label: 'Plum' } } } };
  const id = { name: 'jarId', in: 'path', required: true, schema: idSchema };
  const answer = { description: 'A jar', content: { 'application/json': { schema: { type: 'object' } } } };
  return {
    openapi: '3.0.3',
    info: { title: 'Shelf', version: '1' },
    paths: {
      '/jars': {
        get: { responses: { 200: { description: 'Jars' } } },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { type: 'object', required: ['label'], properties: { label: { type: 'string' } } } } },
          },
          responses: { 201: answer },
        },
      },
      '/jars/{jarId}': {
        parameters: [id],
        get: { responses: { 200: answer, 404: { description: 'None' } } },
        put: { requestBody: body, responses: { 200: answer } },
        patch: { requestBody: body, responses: { 200: answer } },
        delete: { responses: { 204: { description: 'Gone' } } },
      },
    },
  };
};

/** A service that stores by the first id in the body, whatever the path says, as object-relational mappers do. */
const startShelf = async (idMembers: readonly string[], idOf: (count: number) => string | number) => {
  const jars = new Map<string, unknown>(['1', '2', '3'].map((id) => [id, { jarId: Number(id), label: 'of the house' }]));
  const bodies: { readonly path: string; readonly body: Readonly<Record<string, unknown>> }[] = [];
  let made = 3;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const say = (status: number, value?: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, , id] = (request.url ?? '').split('/');
      let read: unknown;
      try {
        read = text === '' ? {} : JSON.parse(text);
      } catch {
        return say(400);
      }
      if (typeof read !== 'object' || read === null || Array.isArray(read)) return say(400);
      const body = read as Record<string, unknown>;
      if (request.method === 'POST') {
        const fresh = idOf((made += 1));
        jars.set(String(fresh), { jarId: fresh, label: body['label'] });
        return say(201, { jarId: fresh, label: body['label'] });
      }
      if (id === undefined) return say(200, [...jars.values()]);
      if (request.method === 'HEAD') return say(jars.has(id) ? 200 : 404);
      if (request.method === 'DELETE') return say(jars.delete(id) ? 204 : 404);
      if (request.method === 'GET') return jars.has(id) ? say(200, jars.get(id)) : say(404);
      bodies.push({ path: request.url ?? '', body });
      const reported = idMembers.map((name) => body[name]).find((one) => typeof one === 'string' || typeof one === 'number') ?? id;
      jars.set(String(reported), body);
      return say(200, body);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, jars, bodies };
};

test.each<[string, object, Readonly<Record<string, unknown>>, (count: number) => string | number]>([
  ['id, a number', { type: 'integer' }, { id: 1 }, (count) => count],
  ['the name of the parameter', { type: 'integer' }, { jarId: 2 }, (count) => count],
  ['the noun and Id', { type: 'string' }, { jar_id: '3' }, (count) => `j-${count}`],
  ['id, a number where the path takes a text', {}, { id: 1 }, (count) => `j-${count}`],
])('a change never names another resource in its body: %s', async (_, schema, ids, idOf) => {
  const service = await startShelf(Object.keys(ids), idOf);
  const contract = await loadContract(writeDocument(shelf(schema, ids)));
  const target: Target = {
    name: 'shelf',
    contract: 'shelf',
    baseUrl: service.url,
    urls: {},
    credentials: [],
    flood: { maxRequests: 10 },
    maxCreates: 2,
    allow: ['mutation'],
    fixtures: {},
    durations: {},
    values: {},
    http: { timeoutMs: 2000, headers: {} },
  };
  const directory = mkdtempSync(join(tmpdir(), 'assay-body-id-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  await runPlan(
    {
      contract,
      plan: makePlan({ contract, target, checks, seed }),
      target,
      secrets: {},
      options: { seed, nonce: 'n1', concurrency: 1 },
      directory,
    },
    () => undefined,
    new AbortController().signal,
  );
  const [member = ''] = Object.keys(ids);
  expect(service.bodies.length).toBeGreaterThanOrEqual(2);
  for (const { path, body } of service.bodies) expect(String(body[member])).toBe(path.split('/')[2]);
  expect([...service.jars]).toEqual(['1', '2', '3'].map((id) => [id, { jarId: Number(id), label: 'of the house' }]));
});
