import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

type Texts = { readonly action?: string; readonly member?: string };

/** Bills of an inn, of which each is settled by one payment. */
const documentWith = ({ action, member }: Texts): object => {
  const parameters = [{ name: 'bill_id', in: 'path', required: true, schema: text }];
  const amount = { ...whole, ...(member === undefined ? {} : { description: member }) };
  return {
    openapi: '3.0.3',
    info: { title: 'Inn', version: '1' },
    security: [{ key: [] }],
    components: {
      schemas: {
        Bill: object({ id: text, guest: text, total: whole, tip: whole, status: { type: 'string', enum: ['open', 'paid'] } }, ['id']),
      },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/bills': { post: { requestBody: asks(object({ guest: text }, ['guest'])), responses: { '201': shows(ref('Bill')), '422': none } } },
      '/bills/{bill_id}': {
        parameters,
        get: { responses: { '200': shows(ref('Bill')), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/bills/{bill_id}/payment': {
        parameters,
        post: {
          ...(action === undefined ? {} : { description: action }),
          requestBody: asks(object({ amount }, ['amount'])),
          responses: { '200': shows(ref('Bill')), '404': none, '409': none, '422': none },
        },
      },
    },
  };
};

type Bill = { readonly id: string; readonly guest: string; readonly total: number; readonly tip: number; status: string };
type Habit = 'keeps to it' | 'takes more' | 'takes less' | 'takes nothing';

const judged = async (texts: Texts, habit: Habit) => {
  const bills = new Map<string, Bill>();
  let last = 0;
  const isTaken = (amount: number, total: number): boolean =>
    habit !== 'takes nothing' &&
    (amount === total || (habit === 'takes more' && amount > total) || (habit === 'takes less' && amount < total));
  const onOne = (method: string, bill: Bill, action: string | undefined, { amount }: Readonly<Record<string, unknown>>): Answer => {
    if (action === undefined && method === 'DELETE') return bills.delete(bill.id) ? [204] : [404];
    if (action === undefined) return method === 'GET' ? [200, bill] : [405];
    if (typeof amount !== 'number') return [422];
    if (bill.status === 'paid' || !isTaken(amount, bill.total)) return [409];
    bill.status = 'paid';
    return [200, bill];
  };
  const url = await serveAnswers((method, [root = '', id, action], given) => {
    if (root !== 'bills') return [404];
    const { guest } = given;
    if (id !== undefined) {
      const bill = bills.get(id);
      return bill ? onOne(method, bill, action, given) : [404];
    }
    if (method !== 'POST') return [405];
    if (typeof guest !== 'string') return [422];
    const bill = { id: `b${(last += 1)}`, guest, total: 1200 + last * 50, tip: 0, status: 'open' };
    bills.set(bill.id, bill);
    return [201, bill];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(texts)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/other-value-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('an action whose body has to repeat what its resource shows', () => {
  test.concurrent.for<readonly [Texts, Habit, readonly string[]]>([
    [{ action: '`409` if it is not open or if `amount` is not its `total`.' }, 'keeps to it', ['pass']],
    [{ action: '`409` if it is not open or if `amount` is not its `total`.' }, 'takes more', ['other-value-accepted']],
    [{ action: '`409` if it is not open or if `amount` is not its `total`.' }, 'takes less', ['other-value-accepted']],
    [{ action: 'The amount must equal the total of the bill, otherwise `409`.' }, 'takes less', ['other-value-accepted']],
    [{ action: 'An amount that differs from the total is a `409`.' }, 'takes more', ['other-value-accepted']],
    [{ member: 'Must be exactly the total of the bill.' }, 'takes more', ['other-value-accepted']],
    [{ member: 'Must be exactly the total of the bill.' }, 'keeps to it', ['pass']],
    [{ member: 'Has to match its `total`.' }, 'takes nothing', ['inconclusive']],
  ])(
    'is tried with another value: %j %s',
    besideOthers(async ([texts, habit, expected]) => {
      expect(await judged(texts, habit)).toEqual(expected);
    }),
  );

  test.concurrent.for<Texts>([
    { action: 'The amount may be other than the total of the bill.' },
    { action: 'The amount must be at least the total.' },
    { action: 'The amount must be the total plus the tip.' },
    { action: 'The amount must be the total of all bills.' },
    { action: 'The amount must be the total, unless the guest pays in parts.' },
    { action: 'The bill is open if the amount paid is not its total.' },
    { member: 'Usually the total.' },
    { member: 'Must be the sum of what is paid.' },
    {},
  ])(
    'nothing is read from %j',
    besideOthers(async (texts) => {
      expect(await judged(texts, 'takes more')).toEqual([]);
    }),
  );
});
