import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { saysLocked } from '../../../../src/checks/subjects/locked-names.ts';
import { serve } from '../judge-foreign.ts';
import { judgeConfigured } from './judge-configured.ts';

const env = { PAIR: 'potter:glaze-71b3cc5e' };

const kiln = {
  type: 'object',
  required: ['id', 'label'],
  properties: { id: { type: 'string', readOnly: true }, label: { type: 'string', minLength: 1, maxLength: 40 } },
};
const sent = { required: true, content: { 'application/json': { schema: kiln } } };
const shown = (description: string, schema: object = kiln) => ({ description, content: { 'application/json': { schema } } });
const failed = Object.fromEntries(['400', '401', '404', '415', '422'].map((status) => [status, { description: 'Refused' }]));
const id = { name: 'kilnId', in: 'path', required: true, schema: { type: 'string' } };

const document = {
  openapi: '3.1.0',
  info: { title: 'Kilns', version: '1' },
  components: { securitySchemes: { account: { type: 'http', scheme: 'basic' } } },
  security: [{ account: [] }],
  paths: {
    '/kilns': {
      get: { responses: { '200': shown('All', { type: 'array', items: kiln }), ...failed } },
      post: { requestBody: sent, responses: { '201': shown('Built'), ...failed } },
    },
    '/kilns/{kilnId}': {
      parameters: [id],
      get: { responses: { '200': shown('One'), ...failed } },
      patch: { requestBody: sent, responses: { '200': shown('Changed'), ...failed } },
      delete: { responses: { '204': { description: 'Gone' }, ...failed } },
    },
  },
};

type Pair = { readonly user: string; readonly password: string };

/** Kilns of one account. `admits` is asked for each call with the method, whether one kiln is named, and the pair of the caller. */
const kilnService = (admits: (method: string, isOne: boolean, pair: Pair) => boolean) => {
  const kilns = new Map<string, { id: string; label: string }>([['kiln-1', { id: 'kiln-1', label: 'North' }]]);
  let count = 1;
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const answer = (status: number, value?: unknown): void => {
        const fields = status === 401 ? { 'www-authenticate': 'Basic realm="kilns"' } : {};
        outgoing.writeHead(status, value === undefined ? fields : { ...fields, 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, name] = /^\/kilns\/([^/?]+)/u.exec(incoming.url ?? '') ?? [];
      const text = Buffer.from((incoming.headers.authorization ?? '').replace(/^Basic /u, ''), 'base64').toString();
      const [user = '', password = ''] = text.split(/:(.*)/su);
      const method = incoming.method ?? '';
      if (!admits(method, name !== undefined, { user, password })) return answer(401);
      const known = name === undefined ? undefined : kilns.get(name);
      if (name !== undefined && !known) return answer(404);
      if (method === 'GET') return answer(200, known ?? [...kilns.values()]);
      if (method === 'DELETE' && known) return kilns.delete(known.id) ? answer(204) : answer(404);
      if (!/^application\/json\b/u.test(incoming.headers['content-type'] ?? '')) return answer(415);
      let body: unknown;
      try {
        body = JSON.parse(Buffer.concat(parts).toString());
      } catch {
        return answer(400);
      }
      const { label } = Object(body) as { label?: unknown };
      if (typeof label !== 'string' || label.length === 0 || label.length > 40) return answer(422);
      const kept = { id: known?.id ?? `kiln-${(count += 1)}`, label };
      kilns.set(kept.id, kept);
      return answer(known ? 200 : 201, kept);
    });
  };
};

const isKnown = ({ user, password }: Pair): boolean => `${user}:${password}` === env.PAIR;
const isNamed = ({ user, password }: Pair): boolean => user === 'potter' && password !== '';

const judge = async (admits: (method: string, isOne: boolean, pair: Pair) => boolean, description = '') => {
  const baseUrl = await serve(kilnService(admits));
  const allow = ['mutation', 'destructive'];
  return judgeConfigured(
    { ...document, info: { ...document.info, description } },
    { baseUrl, allow, credentials: { key: 'env:PAIR' } },
    env,
  );
};

const isAboutPassword = (one: string): boolean => one.startsWith('auth/unknown-credential-refused altered-credential-accepted');

describe('a known name with another password', () => {
  test('a service that compares the password everywhere is accused of nothing about credentials, and one kiln sees no two wrong ones in a row', async () => {
    let [row, longest] = [0, 0];
    const { accused, outcomes } = await judge((_method, isOne, pair) => {
      if (isKnown(pair)) row = 0;
      else if (isOne && isNamed(pair)) longest = Math.max(longest, (row += 1));
      return isKnown(pair);
    });
    expect(accused.filter((one) => one.startsWith('auth/'))).toEqual([]);
    expect(Object.values(outcomes('auth/unknown-credential-refused'))).toContain('pass');
    expect(longest).toBe(1);
  });

  test.for(['GET', 'PATCH'])('a service that takes it only for %s of one kiln is told there', async (open) => {
    const { accused, text } = await judge((method, isOne, pair) => (method === open && isOne ? isNamed(pair) : isKnown(pair)));
    expect(accused.filter(isAboutPassword)).toHaveLength(1);
    expect(text).toContain(`${open} /kilns/{kilnId} with the name of the valid credential and another password`);
    expect(text).not.toContain('glaze-71b3cc5e');
  });

  test('is never sent where the document says that wrong passwords lock the account', async () => {
    let wrong = 0;
    const { accused, outcomes } = await judge((_method, _isOne, pair) => {
      if (!isKnown(pair) && isNamed(pair)) wrong += 1;
      return isKnown(pair);
    }, 'An account is locked for an hour after three wrong passwords.');
    expect(wrong).toBe(0);
    expect(accused.filter((one) => one.startsWith('auth/'))).toEqual([]);
    expect(Object.values(outcomes('auth/unknown-credential-refused'))).toContain('pass');
  });
});

test.each([
  'An account is locked for an hour after three wrong passwords.',
  'Locks a user for 15 minutes after 5 failed attempts.',
  'Too many failed log-ins: the address is blocked.',
  'The account is locked.',
  'Blocked after ten 401s.',
  'Repeated failures lead to a temporary ban.',
  'A user is disabled after ten wrong secrets.',
])('wrong passwords lock an account: %s', (said) => {
  expect(saysLocked(said)).toBe(true);
});

test.each([
  'A wrong password never locks an account.',
  'The kiln is locked while it burns.',
  'A wrong password is a 401.',
  'Locked kilns are shown to potters alone.',
])('nothing says that wrong passwords lock an account: %s', (said) => {
  expect(saysLocked(said)).toBe(false);
});
