import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const whole = { type: 'integer' };
const told = (schema: Json, description: string): Json => ({ ...schema, description });
const object = (properties: Json): Json => ({ type: 'object', properties });
const money = object({ amount: whole, currency: { type: 'string' } });
const euro = (amount: number): Json => ({ amount, currency: 'EUR' });

/** What the descriptions of a report say. */
type Said = { readonly failed?: string; readonly of_states?: string; readonly total?: string; readonly worth?: string };

const documentWith = (said: Said): Json => {
  const report = object({
    state: { type: 'string', enum: ['running', 'finished'] },
    all: whole,
    done: whole,
    failed: told(whole, said.failed ?? 'In a finished run, done and failed add up to all.'),
    states: object({ open: whole, closed: whole, lost: whole }),
    sides: object({ left: whole, right: whole, upper: whole, both: told(whole, 'The sum of the above.') }),
    of_states: told(whole, said.of_states ?? 'Sum of the three.'),
    price: money,
    late_fee: money,
    total: told(money, said.total ?? 'Price plus late fee.'),
    rows: { type: 'array', items: object({ row_worth: whole, size: whole }) },
    worth: told(whole, said.worth ?? 'Sum of the row worths.'),
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Reports', version: '1' },
    paths: { '/report': { get: { responses: { 200: { description: 'it', content: { 'application/json': { schema: report } } } } } } },
  };
};

const honest: Json = {
  state: 'finished',
  all: 5,
  done: 3,
  failed: 2,
  states: { open: 1, closed: 2, lost: 4 },
  of_states: 7,
  sides: { left: 2, right: 3, upper: 0, both: 5 },
  price: euro(250),
  late_fee: euro(30),
  total: euro(280),
  rows: [
    { row_worth: 2, size: 9 },
    { row_worth: 5, size: 9 },
  ],
  worth: 7,
};

const findings = async (answer: Json, said: Said = {}): Promise<readonly string[]> => {
  const url = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...honest, ...answer }));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(said)), url, {
    selection: { only: ['schema/sums-agree', 'status/declared', 'status/documented-call'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.where} ${verdict.finding.expected}, not ${verdict.finding.actual}`] : [],
  );
};

describe('numbers that are made of others beside them', () => {
  test.each<readonly [string, Json]>([
    ['all of them are right', {}],
    ['a run that goes on has done less', { state: 'running', done: 1, failed: 0 }],
    ['a count is missing', { states: { open: 1, closed: 2 }, of_states: 9 }],
    ['money is missing', { late_fee: null, total: euro(250) }],
  ])('are not accused where %s', async (_why, answer) => {
    expect(await findings(answer)).toEqual([]);
  });

  test.each<readonly [Json, string]>([
    [{ all: 6 }, '#/all 5, which is done + failed, not 6'],
    [{ of_states: 3 }, '#/of_states 7, which is the sum of open, closed, lost in states, not 3'],
    [{ total: euro(250) }, '#/total 280, which is price + late_fee, not 250'],
    [{ sides: { left: 2, right: 3, upper: 0, both: 4 } }, '#/sides/both 5, which is the sum of left, right, upper, not 4'],
    [{ worth: 2 }, '#/worth 7, which is the sum of row_worth of rows, not 2'],
  ])('are told where they are wrong: %o', async (answer, expected) => {
    expect(await findings(answer)).toEqual([expected]);
  });

  test.each<readonly [Json, Said]>([
    [{ all: 6 }, { failed: 'done and failed may add up to all.' }],
    [{ all: 6 }, { failed: 'In a cancelled run, done and failed add up to all.' }],
    [{ all: 6 }, { failed: 'done, skipped and failed add up to all.' }],
    [{ all: 6 }, { failed: 'done and failed add up to less than all.' }],
    [{ of_states: 3 }, { of_states: 'Sum of the five.' }],
    [{ of_states: 3 }, { of_states: 'Sum of the three of last week.' }],
    [{ total: euro(250) }, { total: 'Price plus late fee, less what was paid.' }],
    [{ worth: 2 }, { worth: 'Sum of the row worths that are paid.' }],
  ])('are not judged where a sentence says something else: %o, %o', async (answer, said) => {
    expect(await findings(answer, said)).toEqual([]);
  });
});
