import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { serve } from '../judge-foreign.ts';
import { judgeConfigured } from './judge-configured.ts';

const env = { TOKEN: 'loom-5d0c7ea1f2' };

const loom = {
  type: 'object',
  required: ['id', 'label'],
  properties: { id: { type: 'string', readOnly: true }, label: { type: 'string', minLength: 1, maxLength: 40 } },
};
const sent = { required: true, content: { 'application/json': { schema: loom } } };
const shown = (description: string, schema: object = loom) => ({ description, content: { 'application/json': { schema } } });
const failed = Object.fromEntries(['400', '401', '404', '415', '422'].map((status) => [status, { description: 'Refused' }]));
const id = { name: 'loomId', in: 'path', required: true, schema: { type: 'string' } };

const documentWith = (scheme: object) => ({
  openapi: '3.1.0',
  info: { title: 'Looms', version: '1' },
  components: { securitySchemes: { account: scheme } },
  security: [{ account: [] }],
  paths: {
    '/looms': {
      get: { responses: { '200': shown('All', { type: 'array', items: loom }), ...failed } },
      post: { requestBody: sent, responses: { '201': shown('Built'), ...failed } },
    },
    '/looms/{loomId}': {
      parameters: [id],
      get: { responses: { '200': shown('One'), ...failed } },
      patch: { requestBody: sent, responses: { '200': shown('Changed'), ...failed } },
      delete: { responses: { '204': { description: 'Gone' }, ...failed } },
    },
  },
});

/** Looms of one account. `admits` is asked for each call with the method, whether one loom is named, and the token. */
const loomService = (field: string, admits: (method: string, isOne: boolean, token: string) => boolean) => {
  const looms = new Map<string, { id: string; label: string }>();
  let count = 0;
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const answer = (status: number, value?: unknown): void => {
        const fields = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
        outgoing.writeHead(status, value === undefined ? fields : { ...fields, 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, name] = /^\/looms\/([^/?]+)/u.exec(incoming.url ?? '') ?? [];
      const method = incoming.method ?? '';
      const prefix = field === 'authorization' ? 'Bearer ' : '';
      const given = String(incoming.headers[field] ?? '');
      const token = given.startsWith(prefix) ? given.slice(prefix.length) : '';
      if (!admits(method, name !== undefined, token)) return answer(401);
      const known = name === undefined ? undefined : looms.get(name);
      if (name !== undefined && !known) return answer(404);
      if (method === 'GET') return answer(200, known ?? [...looms.values()]);
      if (method === 'DELETE' && known) return looms.delete(known.id) ? answer(204) : answer(404);
      if (!/^application\/json\b/u.test(incoming.headers['content-type'] ?? '')) return answer(415);
      let body: unknown;
      try {
        body = JSON.parse(Buffer.concat(parts).toString());
      } catch {
        return answer(400);
      }
      const { label } = Object(body) as { label?: unknown };
      if (typeof label !== 'string' || label.length === 0 || label.length > 40) return answer(422);
      const kept = { id: known?.id ?? `loom-${(count += 1)}-${'k'.repeat(20)}`, label };
      looms.set(kept.id, kept);
      return answer(known ? 200 : 201, kept);
    });
  };
};

const schemes = {
  authorization: { type: 'http', scheme: 'bearer' },
  'x-loom-key': { type: 'apiKey', in: 'header', name: 'X-Loom-Key' },
} as const;

const judge = async (field: keyof typeof schemes, admits: (method: string, isOne: boolean, token: string) => boolean) => {
  const baseUrl = await serve(loomService(field, admits));
  const allow = ['mutation', 'destructive'];
  return judgeConfigured(documentWith(schemes[field]), { baseUrl, allow, credentials: { key: 'env:TOKEN' } }, env);
};

const isKnown = (token: string): boolean => token === env.TOKEN;

describe('a valid token with more behind it', () => {
  test('a service that compares the whole token everywhere is accused of nothing about credentials', async () => {
    const { accused, outcomes } = await judge('authorization', (_method, _isOne, token) => isKnown(token));
    expect(accused.filter((one) => one.startsWith('auth/'))).toEqual([]);
    expect(Object.values(outcomes('auth/unknown-credential-refused'))).toContain('pass');
  });

  test.for([
    ['authorization', 'GET'],
    ['x-loom-key', 'GET'],
    ['authorization', 'PATCH'],
  ] as const)('a service that compares the beginning of %s only for %s of one loom is told there', async ([field, open]) => {
    const { accused, text } = await judge(field, (method, isOne, token) =>
      method === open && isOne ? token.startsWith(env.TOKEN) : isKnown(token),
    );
    expect(accused.filter((one) => one.startsWith('auth/unknown-credential-refused altered-credential-accepted'))).toHaveLength(1);
    expect(text).toContain(`${open} /looms/{loomId} with the valid credential and a character behind it`);
    expect(text).not.toContain(env.TOKEN);
  });

  test('a service that compares as many characters as it was sent for one read is told there', async () => {
    const { accused, text } = await judge('authorization', (method, isOne, token) =>
      method === 'GET' && isOne ? token.length > 7 && env.TOKEN.startsWith(token) : isKnown(token),
    );
    expect(accused.filter((one) => one.startsWith('auth/unknown-credential-refused altered-credential-accepted'))).toHaveLength(1);
    expect(text).toContain('GET /looms/{loomId} with the valid credential without its last character');
  });
});
