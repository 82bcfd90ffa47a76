import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const day = { type: 'string', format: 'date' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const title = { type: 'string', minLength: 1, maxLength: 60 };

type Says = {
  /** Of the end of a new one. */
  readonly end?: string;
  /** Of the body of a change. */
  readonly change?: string;
  /** Of the day of the return, in the body of the action. */
  readonly returned?: string;
};

const documentOf = ({ end = 'The last day', change = 'What changes', returned = 'The day' }: Says) => {
  const days = { startsOn: day, endsOn: { ...day, description: end } };
  const loan = object(
    { id: { type: 'string', readOnly: true }, title, startsOn: day, endsOn: day, returnedOn: { type: ['string', 'null'], format: 'date' } },
    ['id', 'title'],
  );
  const shows = (description: string) => ({ description, ...json(loan) });
  const refusals = { 404: { description: 'None' }, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };
  const parameters = [{ name: 'loanId', in: 'path', required: true, schema: { type: 'string' } }];
  return {
    openapi: '3.1.0',
    info: { title: 'Loans', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/loans': {
        post: {
          requestBody: { required: true, ...json(object({ title, ...days }, ['title', 'startsOn', 'endsOn'])) },
          responses: { 201: shows('New'), ...refusals },
        },
      },
      '/loans/{loanId}': {
        parameters,
        get: { responses: { 200: shows('It'), ...refusals } },
        patch: {
          requestBody: { required: true, ...json({ ...object({ title, startsOn: day, endsOn: day }), description: change }) },
          responses: { 200: shows('It'), ...refusals },
        },
        delete: { responses: { 204: { description: 'Gone' }, ...refusals } },
      },
      '/loans/{loanId}/return': {
        parameters,
        post: {
          requestBody: { required: true, ...json(object({ returnedOn: { ...day, description: returned } }, ['returnedOn'])) },
          responses: { 200: shows('It'), ...refusals },
        },
      },
    },
  };
};

/** What a service does at a change, and at the return, with days in the wrong order. */
type Doing = 'refuses' | 'takes' | 'moves' | 'takes-equal';

const told = async (says: Says, atChange: Doing, atReturn: Doing = 'refuses') => {
  const loans = new Map<string, Json>();
  let last = 0;
  const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value);
  const isStrict = says.end?.startsWith('After') === true;
  const inOrder = ({ startsOn, endsOn }: Json, doing: Doing): boolean =>
    String(startsOn) < String(endsOn) || (startsOn === endsOn && (!isStrict || doing === 'takes-equal'));
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, act, ...more] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = loans.get(id ?? '');
    if (root !== 'loans' || more.length > 0 || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return found ? give(200, found) : give(405);
    if (incoming.method === 'DELETE') return give(loans.delete(id ?? '') ? 204 : 404);
    const body = await objectBody(incoming);
    if (!body || ['startsOn', 'endsOn', 'returnedOn'].some((name) => body[name] !== undefined && !isDay(body[name]))) return give(422);
    if (found && act === 'return') {
      if (!isDay(body['returnedOn'])) return give(422);
      if (atReturn === 'refuses' && body['returnedOn'] < String(found['startsOn'])) return give(422);
      loans.set(id ?? '', { ...found, returnedOn: body['returnedOn'] });
      return give(200, loans.get(id ?? ''));
    }
    const name = body['title'] ?? found?.['title'];
    if (typeof name !== 'string' || name === '' || name.length > 60 || act !== undefined) return give(422);
    const made = { returnedOn: null, ...found, ...body, id: id ?? `l${(last += 1)}` } as Json & { readonly id: string };
    if (!isDay(made['startsOn']) || !isDay(made['endsOn'])) return give(422);
    if (!inOrder(made, found ? atChange : 'refuses') && (!found || !['takes', 'moves'].includes(atChange))) return give(422);
    const isMoved = found && atChange === 'moves' && !inOrder(made, 'refuses');
    const moved = body['endsOn'] === undefined ? { endsOn: '2099-01-01' } : { startsOn: '1999-01-01' };
    loans.set(made.id, isMoved ? { ...made, ...moved } : made);
    return give(found ? 200 : 201, loans.get(made.id));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(says)), url, {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/stored-bound-refused'], skip: [] },
  });
  expect(loans.size).toBe(0);
  return verdicts.flatMap(({ verdict }) => {
    if (verdict.kind === 'fail') return [`fail ${verdict.finding.where}`];
    return verdict.kind === 'skipped' ? [] : [verdict.kind];
  });
};

const same = 'The members of a new loan, none of them required.';
const returned = 'Today if left out. Neither before `startsOn` nor after today.';

describe.concurrent('a value on the wrong side of a stored one', () => {
  test.for<readonly [string, Says, Doing, Doing, readonly string[]]>([
    ['one end, in a change', { end: 'Not before `startsOn`.', change: same }, 'refuses', 'refuses', ['pass']],
    ['one end, in a change', { end: 'Not before `startsOn`.', change: same }, 'takes', 'refuses', ['fail request body /endsOn']],
    ['one end, and the other one moves along', { end: 'Not before `startsOn`.', change: same }, 'moves', 'refuses', ['inconclusive']],
    ['an equal end', { end: 'After `startsOn`.', change: same }, 'takes-equal', 'refuses', ['fail request body /endsOn']],
    ['an equal end that is allowed', { end: 'Not before `startsOn`.', change: same }, 'takes-equal', 'refuses', ['pass']],
    ['an end of which a change says nothing', { end: 'Not before `startsOn`.' }, 'takes', 'refuses', []],
    ['the day of an action', { returned }, 'refuses', 'refuses', ['pass']],
    ['the day of an action', { returned }, 'refuses', 'takes', ['fail request body /returnedOn']],
    ['the day of an action of which nothing is said', {}, 'refuses', 'takes', []],
  ])(
    '%s: %s, %s, %s',
    besideOthers(async ([, says, atChange, atReturn, expected]) => {
      expect(await told(says, atChange, atReturn)).toEqual(expected);
    }),
  );
});
