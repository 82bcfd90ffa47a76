import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const price = { type: 'object', required: ['from', 'cents'], properties: { from: day, cents: { type: 'integer', minimum: 1 } } };
const ticket = {
  type: 'object',
  required: ['id', 'prices'],
  properties: { id: text, name: text, prices: { type: 'array', items: price } },
};
const id = { parameters: [{ name: 'id', in: 'path', required: true, schema: text }] };

const key = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same body is answered like the first time, and adds nothing; with another body it is a 409.',
  schema: { type: 'string', minLength: 8, maxLength: 80 },
};

const document = (isKeyed: boolean) => ({
  openapi: '3.1.0',
  info: { title: 'Tickets', version: '1' },
  paths: {
    '/tickets': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name', 'first'], properties: { name: text, first: price } }) },
        responses: { 201: { description: 'd', ...json(ticket) }, 422: { description: 'Wrong' } },
      },
    },
    '/tickets/{id}': {
      ...id,
      get: { responses: { 200: { description: 'd', ...json(ticket) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
    },
    '/tickets/{id}/prices': {
      ...id,
      post: {
        ...(isKeyed && { parameters: [key] }),
        description: '`from` must be later than that of the latest price (409 otherwise).',
        requestBody: { required: true, ...json(price) },
        responses: { 201: { description: 'd', ...json(ticket) }, 409: { description: 'No' }, 404: { description: 'None' } },
      },
    },
    '/tickets/{id}/withdrawal': {
      ...id,
      post: {
        description: 'Withdraws a ticket. Its last amount is recorded as a price under the same rules as any other price.',
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['until', 'last_cents'],
            properties: { until: day, last_cents: { type: 'integer', minimum: 1 } },
          }),
        },
        responses: { 200: { description: 'd', ...json(ticket) }, 409: { description: 'No' }, 404: { description: 'None' } },
      },
    },
  },
});

/** Tickets with prices: their address, and how additions of prices were answered. */
const serveTickets = async () => {
  const tickets = new Map<string, { readonly id: string; readonly prices: { readonly from: string }[] }>();
  const answers: number[] = [];
  const withdrawals: number[] = [];
  const kept = new Map<string, { readonly text: string; readonly found: unknown }>();
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const [, , own = '', prices] = (incoming.url ?? '').split('/');
      const send = (status: number, body?: unknown): void => {
        if (prices !== undefined) (prices === 'withdrawal' ? withdrawals : answers).push(status);
        outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const bytes = Buffer.concat(parts).toString();
      const sent = JSON.parse(bytes || '{}') as {
        readonly name?: string;
        readonly first?: { from: string };
        readonly from?: string;
        readonly until?: string;
      };
      if (incoming.method === 'POST' && own === '') {
        const made = { id: `t${tickets.size + 1}`, name: sent.name, prices: [sent.first ?? { from: '' }] };
        tickets.set(made.id, made);
        return send(201, made);
      }
      const found = tickets.get(own);
      if (!found) return send(404, {});
      if (incoming.method === 'DELETE') tickets.delete(own);
      if (prices === undefined) return incoming.method === 'DELETE' ? send(204) : send(200, found);
      const keyed = incoming.headers['idempotency-key'];
      const earlier = kept.get(`${own} ${String(keyed)}`);
      if (keyed !== undefined && earlier) return earlier.text === bytes ? send(201, earlier.found) : send(409, {});
      const last = found.prices.at(-1)?.from ?? '';
      const from = prices === 'withdrawal' ? sent.until : sent.from;
      if (from === undefined || from <= last) return send(409, {});
      if (prices === 'withdrawal') return send(200, found);
      found.prices.push({ ...sent, from });
      const shown = structuredClone(found);
      if (keyed !== undefined) kept.set(`${own} ${String(keyed)}`, { text: bytes, found: shown });
      return send(201, shown);
    });
  });
  return { url, answers, withdrawals };
};

test('an addition that has to be later than the last one is', async () => {
  const { url, answers, withdrawals } = await serveTickets();
  await judgeForeign(writeToolDocument(document(false)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  expect(answers).toContain(201);
  expect(answers).not.toContain(409);
  expect(withdrawals).toContain(200);
  expect(withdrawals).not.toContain(409);
});

test('a repetition with the same key has the same day', async () => {
  const { url, answers } = await serveTickets();
  const { verdicts } = await judgeForeign(writeToolDocument(document(true)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    selection: { only: ['idempotency/**'], skip: [] },
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail').map(({ case: { check } }) => check)).toEqual([]);
  expect(answers.filter((one) => one === 201).length).toBeGreaterThan(1);
});
