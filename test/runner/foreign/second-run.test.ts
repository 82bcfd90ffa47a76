import { isObject } from '../../../src/contract/pointer.ts';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';
import { targetOf } from '../../generators/support.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { seed } from '../../seed.ts';

const text = { type: 'string' };
const json = (media: Readonly<Record<string, unknown>>) => ({ requestBody: { required: true, content: { 'application/json': media } } });
const made = { responses: { '201': { description: 'Made', headers: { Location: { schema: text } } } } };

const document = bayDocument({
  '/quays': { post: { ...json({ schema: { type: 'object', required: ['name'], properties: { name: text } } }), ...made } },
  '/boats': { post: { ...json({ schema: { type: 'object' }, example: { name: 'Albatros', sku: 'BOAT-2041', length: 9 } }), ...made } },
  '/crew': {
    post: {
      ...json({
        schema: {
          type: 'object',
          required: ['email', 'badge'],
          properties: { email: { type: 'string', example: 'mate@bay.example' }, badge: { type: 'string', format: 'uuid' } },
        },
      }),
      ...made,
    },
  },
  '/ready': { get: does({}) },
});

/** The object that a body is; undefined where it is none. */
const objectIn = (body: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Accepts every text once, as a service with unique names, numbers and addresses. */
const startStrict = async () => {
  const taken = new Set<string>();
  const answered: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.method !== 'POST') return void outgoing.writeHead(200).end();
      const sent = objectIn(Buffer.concat(chunks).toString());
      if (sent === undefined) return void outgoing.writeHead(400).end();
      const texts = Object.values(sent).filter((one) => typeof one === 'string');
      const status = texts.some((one) => taken.has(one)) ? 409 : 201;
      for (const one of texts) taken.add(one);
      answered.push(`${incoming.url} ${status}`);
      return void outgoing.writeHead(status, status === 201 ? { location: `${incoming.url}/${taken.size}` } : {}).end();
    });
  });
  const url = await onLoopback(server);
  return { url, answered };
};

test('a second run with another nonce meets no conflict of the first', async () => {
  const { url, answered } = await startStrict();
  const contract = await bayContract(document);
  const target = targetOf({ name: 'bay', contract: 'bay', baseUrl: url, allow: ['mutation', 'permanent'] });
  const plan = makePlan({ contract, target, checks, seed });
  for (const nonce of ['n1', 'n2']) {
    const events: RunEvent[] = [];
    await runPlan(
      { contract, plan, target, secrets: { key: 'sk_bay_0123456789abcdef' }, options: { seed, nonce, concurrency: 2 } },
      (event) => events.push(event),
      new AbortController().signal,
    );
    expect(events.filter((event) => event.type === 'verdict' && event.verdict.kind === 'fail')).toEqual([]);
  }
  expect([...new Set(answered)].toSorted()).toEqual(['/boats 201', '/crew 201', '/quays 201']);
});
