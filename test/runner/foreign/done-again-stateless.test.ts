import { expect, test } from 'vitest';
import { doneOnce } from '../../../src/checks/subjects/done-once.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const ticket = object({ id: text, guest: text, checkedInAt: { type: 'string', format: 'date-time', nullable: true } });
const inPath = { parameters: [{ name: 'ticketId', in: 'path', required: true, schema: text }] };

/** Tickets that show no state, but when their guests came. */
const documentOf = (description: string, conflict = 'Conflict'): object => ({
  openapi: '3.0.3',
  info: { title: 'Tickets', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/tickets': {
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: object({ guest: text }) } } },
        responses: { '201': shows(ticket), '422': none },
      },
    },
    '/tickets/{ticketId}': {
      ...inPath,
      get: { responses: { '200': shows(ticket), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/tickets/{ticketId}/check-in': {
      ...inPath,
      post: { description, responses: { '200': shows(ticket), '404': none, '409': { description: conflict } } },
    },
  },
});

type Ticket = { readonly id: string; readonly guest: unknown; checkedInAt: string | null };

const judged = async (again: number, first = 200): Promise<readonly string[]> => {
  const tickets = new Map<string, Ticket>();
  const answer = (method: string, [root, id, verb]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    if (root !== 'tickets') return [404];
    if (id === undefined) {
      if (method !== 'POST') return [405];
      if (typeof given['guest'] !== 'string' || given['guest'] === '') return [422];
      const made: Ticket = { id: `t${tickets.size + 1}`, guest: given['guest'], checkedInAt: null };
      tickets.set(made.id, made);
      return [201, made];
    }
    const found = tickets.get(id);
    if (!found) return [404];
    if (verb === undefined && method === 'DELETE') tickets.delete(id);
    if (verb === undefined) return method === 'DELETE' ? [204] : method === 'GET' ? [200, found] : [405];
    if (verb !== 'check-in' || method !== 'POST') return [404];
    const status = found.checkedInAt === null ? first : again;
    if (status < 300) found.checkedInAt = '2026-03-01T10:00:00Z';
    return status < 300 ? [status, found] : [status];
  };
  const document = documentOf('Checks the guest in. `409` when the ticket has been checked in already.');
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/done-again-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

test.concurrent.for<readonly [string, number, number, readonly string[]]>([
  ['refused', 409, 200, ['pass']],
  ['done again', 200, 200, ['done-again']],
  ['only accepted again', 202, 200, ['inconclusive']],
  ['never done', 409, 409, ['inconclusive']],
  ['only accepted at first', 200, 202, ['inconclusive']],
])(
  'an action on what shows no state is %s',
  besideOthers(async ([, again, first, expected]) => {
    expect(await judged(again, first)).toEqual(expected);
  }),
);

const told = async (description: string, conflict?: string): Promise<number> =>
  doneOnce(await loadContract(writeDocument(documentOf(description, conflict)))).length;

test.each<readonly [string, string]>([
  ['`409` when the ticket has been checked in already.', 'Conflict'],
  ['Checks a guest in. `409` if the ticket is already checked in or the hall is closed.', 'Conflict'],
  ['`404` when unknown, `409` when the ticket was checked in before.', 'Conflict'],
  ['Checking in twice is a `409`.', 'Conflict'],
  ['A ticket can be checked in only once (`409`).', 'Conflict'],
  ['A second call is answered `409`.', 'Conflict'],
  ['Checks in.', 'Already checked in'],
  ['Checks in.', 'The ticket has already been checked in'],
])('it is tried where the text says so: %s %s', async (description, conflict) => {
  expect(await told(description, conflict)).toBe(1);
});

test.each([
  'Checks in.',
  '`409` when the ticket has not been checked in.',
  '`409` when the guest has been checked in already.',
  '`409` when the ticket has been checked in already by another guest.',
  '`409` when the ticket has been checked in already today.',
  '`409` when the ticket has been checked in already and not checked out.',
  '`409` when the ticket has been checked out already.',
  '`409` when the ticket has been checked in already, unless `force` is sent.',
  'Checking in again changes nothing. `409` when the hall is closed.',
  'A ticket may be checked in twice, no `409`.',
  'May be `409` when the ticket has been checked in already.',
])('and nowhere else: %s', async (description) => {
  expect(await told(description)).toBe(0);
});
