import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };

type Told = { readonly introduction?: string; readonly removal?: string; readonly member?: string; readonly id?: string };

const documentOf = ({ introduction, removal, member, id }: Told) => {
  const said = (description: string | undefined) => (description === undefined ? {} : { description });
  const bill = {
    type: 'object',
    required: ['id', 'number', 'title'],
    properties: { id: { type: 'string', ...said(id) }, number: { type: 'integer', ...said(member) }, title: text },
  };
  const none = { 404: { description: 'None' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Bills', version: '1', ...said(introduction) },
    paths: {
      '/bills': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
          responses: { 201: { description: 'd', ...json(bill) }, 422: { description: 'Wrong' } },
        },
      },
      '/bills/{billId}': {
        parameters: [{ name: 'billId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'd', ...json(bill) }, ...none } },
        delete: { ...said(removal), responses: { 204: { description: 'Gone' }, ...none } },
      },
    },
  };
};

/** Which number, and id, a new bill gets. */
type Habit = 'from a counter' | 'one more than there are' | 'at random';

const judged = async (told: Told, habit: Habit) => {
  const bills = new Map<string, { id: string; number: number; title: unknown }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const [, root, id] = new URL(incoming.url ?? '/', 'http://bills').pathname.split('/');
      if (root !== 'bills') return give(404);
      if (id !== undefined) {
        if (!bills.has(id)) return give(404);
        return incoming.method === 'DELETE' ? give(bills.delete(id) ? 204 : 404) : give(200, bills.get(id));
      }
      if (typeof body?.['title'] !== 'string' || body['title'] === '') return give(422);
      last += 1;
      const number = { 'from a counter': last, 'one more than there are': bills.size + 1, 'at random': Math.floor(Math.random() * 1e9) }[
        habit
      ];
      const made = { id: `bill-${number}`, number, title: body['title'] };
      bills.set(made.id, made);
      return give(201, made);
    });
  });
  const check = 'lifecycle/number-not-given-again';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 12,
    selection: { only: [check], skip: [] },
  });
  expect(bills.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const again = ['number-given-again /number'];

/** Tests of numbers that are given once. */
export const testNumbersForGood = (): void => {
  describe.concurrent('a number that is given once', () => {
    test.for<readonly [Told, Habit, readonly string[]]>([
      [{ member: 'Never reused.' }, 'from a counter', ['pass']],
      [{ member: 'Never reused.' }, 'at random', ['pass']],
      [{ member: 'Never reused.' }, 'one more than there are', again],
      [{ member: 'Is not given out again, not even after a deletion.' }, 'one more than there are', again],
      [{ introduction: 'The number of a bill is never used again.' }, 'one more than there are', again],
      [{ removal: 'The number stays used up.' }, 'one more than there are', again],
      [{ introduction: 'Bill numbers are not recycled.' }, 'one more than there are', again],
      [{ id: 'Ids are never reused.' }, 'one more than there are', ['number-given-again /id']],
      [{ introduction: 'Idempotency keys are never reused.' }, 'one more than there are', []],
      [{ introduction: 'Ids of requests are never reused.' }, 'one more than there are', []],
      [{ introduction: 'The number of an offer is never used again.' }, 'one more than there are', []],
      [{ removal: 'The number is not given again for 30 days.' }, 'one more than there are', []],
      [{}, 'one more than there are', []],
    ])(
      'told by %j is judged of a service that takes it %s',
      besideOthers(async ([told, habit, expected]) => {
        expect(await judged(told, habit)).toEqual(expected);
      }),
    );
  });
};
