import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const written = { title: { type: 'string', minLength: 1, maxLength: 80 }, sealed: { type: 'boolean' } };
const loan = { type: 'object', required: ['id', 'title', 'sealed'], properties: { id: { type: 'string' }, ...written } };

/** Loans of a museum. */
const document = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Loans', version: '1', description: 'A **curator key** may do everything. A **porter key** may add and change loans.' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/loans': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: written.title } }) },
        responses: { 201: { description: 'd', ...json(loan) }, ...refusals(401, 422) },
      },
    },
    '/loans/{loanId}': {
      parameters: [{ name: 'loanId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(loan) }, ...refusals(401, 404) } },
      patch: {
        description: said,
        requestBody: { required: true, ...json({ type: 'object', properties: written }) },
        responses: { 200: { description: 'd', ...json(loan) }, ...refusals(401, 403, 404, 422) },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 404) } },
    },
  },
});

const keys = { key: 'curator-key-0123456789', restricted: 'porter-key-0123456789', other: 'another-key-0123456789' };

type Habit = 'refuses' | 'leaves it' | 'sets it';

const judged = async (habit: Habit, said: string) => {
  const rows = new Map<string, { id: string; title: unknown; sealed: unknown }>();
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const id = new URL(incoming.url ?? '/', 'http://museum').pathname.split('/')[2];
    if (incoming.method === 'POST') {
      if (typeof body?.['title'] !== 'string') return give(422, { title: 'No title' });
      const made = { id: `l${rows.size + 1}x${(rows.size + 3) * 7919}`, title: body['title'], sealed: false };
      rows.set(made.id, made);
      return give(201, made);
    }
    const row = rows.get(id ?? '');
    if (!row || who === 'other') return give(404, { title: 'Nothing' });
    if (incoming.method === 'GET') return give(200, row);
    if (incoming.method === 'DELETE') rows.delete(row.id);
    if (incoming.method === 'DELETE') return give(204);
    const { title, sealed } = body ?? {};
    if (sealed !== undefined && who === 'restricted' && habit === 'refuses') return give(403, { title: 'Curators' });
    if (title !== undefined) row.title = title;
    if (sealed !== undefined && (who === 'key' || habit === 'sets it')) row.sealed = sealed;
    return give(200, row);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  return judgeWithCallers(document(said), url, keys, { only: ['auth/member-of-roles-kept'], maxCreates: 12 });
};

const refusing = 'Members left out stay. Only curators may change `sealed` (403).';
const leaving = '`sealed` can be changed by curators only.';

describe.concurrent('a member that is left to some roles', () => {
  test.for<readonly [Habit, string, string]>([
    ['sets it', refusing, 'OAS-231 member-of-roles-set PATCH /loans/{loanId}'],
    ['sets it', leaving, 'OAS-231 member-of-roles-set PATCH /loans/{loanId}'],
    ['leaves it', refusing, 'OAS-231 member-of-roles-not-refused PATCH /loans/{loanId}'],
  ])(
    'is told of a service that %s: %s',
    besideOthers(async ([habit, said, finding]) => {
      expect((await judged(habit, said)).told).toEqual([finding]);
    }),
  );

  test.for<readonly [Habit, string, boolean]>([
    ['refuses', refusing, true],
    ['refuses', leaving, true],
    ['leaves it', leaving, true],
    ['sets it', 'Only curators may change `sealed` of a loan that is out.', false],
  ])(
    'is not told of a service that %s: %s',
    besideOthers(async ([habit, said, isJudged]) => {
      const { told, passed } = await judged(habit, said);
      expect([told, passed.has('auth/member-of-roles-kept')]).toEqual([[], isJudged]);
    }),
  );
});
