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
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});
const none = { description: 'None' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const listed = { get: { responses: { '200': shows({ type: 'array', items: ref('Bill') }), '404': none } } };
const settle = { responses: { '200': shows(ref('Bill')), '404': none, '409': none, '422': none } };

/** Tables of an inn, whose bills are paid in parts, and which are cleared once nobody owes anything. */
const documentWith = (clear: string, isAdded: boolean): object => ({
  openapi: '3.0.3',
  info: { title: 'Inn', version: '1' },
  security: [{ key: [] }],
  components: {
    schemas: {
      Table: object({ id: text, name: text, cleared: { type: 'boolean' } }, ['id']),
      Bill: object({ id: text, amount: whole, outstanding: whole }, ['id']),
    },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/tables': { post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(ref('Table')), '422': none } } },
    '/tables/{table_id}': {
      ...inPath('table_id'),
      get: { responses: { '200': shows(ref('Table')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/tables/{table_id}/clear': {
      ...inPath('table_id'),
      post: { description: clear, responses: { '200': shows(ref('Table')), '404': none, '409': none } },
    },
    '/tables/{table_id}/bills': {
      ...inPath('table_id'),
      ...listed,
      ...(isAdded
        ? {
            post: {
              requestBody: asks(object({ amount: { type: 'integer', minimum: 1 } }, ['amount'])),
              responses: { '201': shows(ref('Bill')), '404': none, '422': none },
            },
          }
        : {}),
    },
    '/tables/{table_id}/bills/{bill_id}/pay': {
      ...inPath('table_id', 'bill_id'),
      post: { requestBody: asks(object({ amount: { type: 'integer', minimum: 1 } }, ['amount'])), ...settle },
    },
  },
});

type Table = { readonly id: string; readonly name: string; cleared: boolean };
type Bill = { readonly id: string; readonly amount: number; outstanding: number };
type Habit = 'keeps to it' | 'clears anyway' | 'never clears';

/** What is judged of the inn, and what stays there. Where nothing adds bills, each table has one from the start. */
const judged = async (clear: string, habit: Habit, isAdded: boolean) => {
  const tables = new Map<string, Table>();
  const bills = new Map<string, Bill[]>();
  let last = 0;
  const add = (table: string, amount: number): Bill => {
    const bill = { id: `b${(last += 1)}`, amount, outstanding: amount };
    bills.set(table, [...(bills.get(table) ?? []), bill]);
    return bill;
  };
  const isOpen = (table: string): boolean => (bills.get(table) ?? []).some(({ outstanding }) => outstanding > 0);
  const onOne = (method: string, table: Table, [kind, id, action]: readonly string[], given: Readonly<Record<string, unknown>>): Answer => {
    const { amount } = given;
    const isAmount = typeof amount === 'number' && amount > 0;
    if (kind === undefined && method === 'DELETE') return tables.delete(table.id) ? [204] : [404];
    if (kind === undefined) return method === 'GET' ? [200, table] : [405];
    if (kind === 'clear') {
      if (habit === 'never clears' || (isOpen(table.id) && habit !== 'clears anyway')) return [409];
      table.cleared = true;
      return [200, table];
    }
    if (id === undefined && method === 'GET') return [200, bills.get(table.id) ?? []];
    if (id === undefined) return isAdded && method === 'POST' ? (isAmount ? [201, add(table.id, amount)] : [422]) : [405];
    const bill = bills.get(table.id)?.find((one) => one.id === id);
    if (!bill || action !== 'pay') return [404];
    if (!isAmount) return [422];
    if (amount > bill.outstanding) return [409];
    bill.outstanding -= amount;
    return [200, bill];
  };
  const url = await serveAnswers((method, [root = '', id, ...rest], given) => {
    if (root !== 'tables') return [404];
    if (id === undefined) {
      const { name } = given;
      if (method !== 'POST') return [405];
      if (typeof name !== 'string') return [422];
      const table = { id: `t${(last += 1)}`, name, cleared: false };
      tables.set(table.id, table);
      if (!isAdded) add(table.id, 40);
      return [201, table];
    }
    const table = tables.get(id);
    return table ? onOne(method, table, rest, given) : [404];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(clear, isAdded)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/refused-while-open'], skip: [] },
  });
  const told = verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, left: tables.size };
};

const said = 'Clears a table. Not while any bill of it is unpaid (`409`).';

describe('an action that is refused as long as something is not settled', () => {
  test.concurrent.for<readonly [string, Habit, boolean, readonly string[]]>([
    [said, 'keeps to it', true, ['pass']],
    [said, 'keeps to it', false, ['pass']],
    [said, 'clears anyway', true, ['done-while-open']],
    [said, 'clears anyway', false, ['done-while-open']],
    [said, 'never clears', true, ['inconclusive']],
    ['Clears a table. Unpaid bills stay on the account of the guest.', 'clears anyway', true, []],
    ['Clears a table. Not while any bill is unpaid for a week.', 'clears anyway', true, []],
  ])(
    'is tried before that: %s %s %s',
    besideOthers(async ([clear, habit, isAdded, expected]) => {
      expect(await judged(clear, habit, isAdded)).toEqual({ told: expected, left: 0 });
    }),
  );
});
