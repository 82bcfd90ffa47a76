import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { ownOnlySentence } from '../../../src/contract/infer/roles/own-only.ts';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refusals = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const written = { title: { type: 'string', minLength: 1, maxLength: 80 } };
const report = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, ...written } };
const job = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id: { type: 'string' }, status: { type: 'string', enum: ['running', 'succeeded', 'failed'] } },
};
const named = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const document = (about: string, ofJob = '') => ({
  openapi: '3.1.0',
  info: {
    title: 'Reports',
    version: '1',
    description: `A **manager key** may do everything. A **clerk key** may read and write reports. ${about}`,
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: { Job: job } },
  paths: {
    '/reports': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: report }) }, ...refusals(401) } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: written }) },
        responses: { 201: { description: 'd', ...json(report) }, ...refusals(401, 422) },
      },
    },
    '/reports/{reportId}': {
      parameters: [named('reportId')],
      get: { responses: { 200: { description: 'd', ...json(report) }, ...refusals(401, 404) } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals(401, 404) } },
    },
    '/reports/{reportId}/notes': {
      parameters: [named('reportId')],
      get: {
        description: 'Clerks see only their own notes.',
        responses: { 200: { description: 'd', ...json({ type: 'array', items: report }) }, ...refusals(401, 404) },
      },
    },
    '/exports': {
      post: {
        responses: {
          202: {
            description: 'Begun',
            headers: { Location: { required: true, schema: { type: 'string' } } },
            ...json({ $ref: '#/components/schemas/Job' }),
          },
          ...refusals(401),
        },
      },
    },
    '/exports/{jobId}': {
      parameters: [named('jobId')],
      get: {
        description: ofJob,
        responses: { 200: { description: 'd', ...json({ $ref: '#/components/schemas/Job' }) }, ...refusals(401, 404) },
      },
    },
  },
});

const readOfReport = {
  path: '/reports/{reportId}',
  location: { operation: 'GET /reports/{reportId}', way: ['#', '#/paths/~1reports~1{reportId}/get'] },
};

test.each<readonly [string, boolean | string]>([
  ['Clerks see only their own reports.', true],
  ['A clerk can only read their own reports; all others are `404`.', true],
  ['Clerks only see reports they created.', true],
  ['Clerks see only the reports that they have made themselves.', true],
  ['The reports of a manager are not shown to clerks (`404`).', true],
  ['Reports made by managers are hidden from clerk keys.', true],
  // Of something else, in some cases only, or of everybody.
  ['Clerks see only their own exports.', false],
  ['Clerks see only their own reports unless a report is shared.', false],
  ['Clerks see only their own and public reports.', false],
  ['Everybody sees only their own reports.', false],
  ['Clerks may change only their own reports.', false],
  ['Managers see only their own reports.', false],
  ['The reports of a clerk are not shown to managers.', false],
  // Of one of several roles.
  ['A **porter key** may read reports. Clerks see only their own reports.', 'clerk'],
])('what a role sees of others: %s', (text, expected) => {
  const whom = ownOnlySentence(document(text), readOfReport)?.whom;
  expect(typeof whom === 'object' ? [...whom].join(' and ') : whom === 'all').toBe(expected);
});

type Flaw = 'copies titles' | 'shows reports' | 'lists reports' | 'shows jobs' | 'forbids' | 'shows all';

const keys = { key: 'manager-key-0123456789', restricted: 'clerk-key-0123456789', other: 'another-key-0123456789' };

type Row = { readonly id: string; readonly by: string; readonly title?: unknown };

const judged = async (flaw: Flaw | undefined, about: string, ofJob = '') => {
  const reports = new Map<string, Row>();
  const jobs = new Map<string, Row>();
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown, headers: Record<string, string> = {}): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    if (who === undefined) return give(401, { title: 'Who?' });
    const [, collection, id, below] = new URL(incoming.url ?? '/', 'http://reports').pathname.split('/');
    const sees = ({ by }: Row, flawed: Flaw): boolean =>
      by === who ||
      (who === 'key' && by === 'restricted') ||
      (who === 'restricted' && by === 'key' && [flawed, 'shows all'].includes(flaw ?? ''));
    const fresh = (prefix: string): string => `${prefix}_${(reports.size + jobs.size + 1) * 7919}abcdefgh`;
    const shown = ({ by: _by, ...one }: Row): object => one;
    if (collection === 'exports') {
      if (incoming.method === 'POST') {
        const made = { id: fresh('job'), by: who };
        jobs.set(made.id, made);
        return give(202, { id: made.id, status: 'running' }, { Location: `/exports/${made.id}` });
      }
      const found = jobs.get(id ?? '');
      return found && sees(found, 'shows jobs') ? give(200, { id: found.id, status: 'succeeded' }) : give(404, { title: 'None' });
    }
    if (incoming.method === 'POST') {
      if (typeof body?.['title'] !== 'string') return give(422, { title: 'No title' });
      const made = { id: fresh('report'), by: who, title: body['title'] };
      reports.set(made.id, made);
      // What the clerk has may be called the same.
      if (flaw === 'copies titles') reports.set(`${made.id}copy`, { ...made, id: `${made.id}copy`, by: 'restricted' });
      return give(201, shown(made));
    }
    if (id === undefined) return give(200, [...reports.values()].filter((one) => sees(one, 'lists reports')).map(shown));
    const found = reports.get(id);
    // The notes of a report that belongs to another one are there, and whose they are decides.
    if (below === 'notes') return give(200, [{ id: `note-of-${who}-abcdefgh`, title: `What ${who} has noted of the report` }]);
    if (!found || !sees(found, 'shows reports'))
      return found && flaw === 'forbids' ? give(403, { title: 'No' }) : give(404, { title: 'None' });
    if (incoming.method === 'DELETE') reports.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, shown(found));
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  return judgeWithCallers(document(about, ofJob), url, keys, { only: ['auth/own-only-shown'], maxCreates: 12 });
};

const own = 'Clerks see only their own reports.';
const kept = 'The jobs of a manager are not shown to clerks (`404`).';

describe.concurrent('a role that sees only what it made', () => {
  test.for<readonly [Flaw | undefined, string, string, boolean]>([
    [undefined, own, '', true],
    ['forbids', own, '', true],
    ['copies titles', own, '', true],
    [undefined, '', kept, true],
    ['shows all', 'Clerks see all reports.', '', false],
  ])(
    'is not told (%s) of "%s%s"',
    besideOthers(async ([flaw, about, ofJob, isJudged]) => {
      const { told, passed } = await judged(flaw, about, ofJob);
      expect(told).toEqual([]);
      expect(passed.size > 0).toBe(isJudged);
    }),
  );

  test.for<readonly [Flaw, string, string, string]>([
    ['shows reports', own, '', 'GET /reports/{reportId}'],
    ['lists reports', own, '', 'GET /reports'],
    ['shows jobs', '', kept, 'GET /exports/{jobId}'],
  ])(
    'is told where a service %s',
    besideOthers(async ([flaw, about, ofJob, operation]) => {
      expect((await judged(flaw, about, ofJob)).told).toEqual([`OAS-146 foreign-shown ${operation}`]);
    }),
  );
});
