import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { csvText } from '../../../src/contract/wire/csv.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 80 };
const loan = {
  type: 'object',
  required: ['id', 'reference', 'state'],
  properties: { id: { type: 'string' }, reference: text, notes: text, state: { type: 'string', enum: ['open', 'ended'] } },
};
const none = { description: 'None' };

/** Loans that a file shows by their reference, as comma-separated values or as lines of JSON. */
const documentOf = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Loans', version: '1' },
  paths: {
    '/loans': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: loan }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['reference'], properties: { reference: text, notes: text } }) },
        responses: { 201: { description: 'It', ...json(loan) }, 422: none },
      },
    },
    '/loans/{loanId}': {
      parameters: [{ name: 'loanId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(loan) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/loans/export': {
      get: {
        description,
        parameters: [{ name: 'format', in: 'query', schema: { type: 'string', enum: ['ndjson', 'csv'], default: 'ndjson' } }],
        responses: {
          200: {
            description: 'The file',
            content: { 'application/x-ndjson': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } },
          },
        },
      },
    },
  },
});

const allLoans = 'All loans. NDJSON has one loan on each line; CSV begins with the header line `id,reference,state`.';

type Habit = 'plain' | 'fewer members in each line' | 'quotes nothing' | 'one array' | 'without the last' | 'an envelope' | 'each twice';

const judged = async (habit: Habit, description = allLoans): Promise<readonly string[]> => {
  const loans = new Map<string, Json>([
    ['l1', { id: 'l1', reference: 'First', state: 'open' }],
    ['l2', { id: 'l2', reference: 'Second', state: 'ended' }],
  ]);
  let next = 3;
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://loans.example');
    const [, root, id = ''] = pathname.split('/');
    const give = (status: number, body?: string, type = 'application/json'): void => {
      outgoing.writeHead(status, { 'content-type': type }).end(body);
    };
    const write = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const { reference, notes } = body ?? {};
      const isText = (one: unknown): boolean => typeof one === 'string' && one.length > 0 && [...one].length <= 80;
      if (!isText(reference) || (notes !== undefined && !isText(notes))) return give(422);
      const made = { id: `l${next++}`, reference, ...(notes === undefined ? {} : { notes }), state: 'open' };
      loans.set(made.id, made);
      return give(201, JSON.stringify(made));
    };
    if (root !== 'loans') return give(404);
    if (incoming.method === 'POST') return void write();
    const all = [...loans.values()];
    if (id === '') return give(200, JSON.stringify(all));
    if (id === 'export') {
      const rows = habit === 'without the last' ? all.slice(0, -1) : habit === 'each twice' ? all.flatMap((one) => [one, one]) : all;
      if (searchParams.get('format') === 'csv') {
        const cells = [['id', 'reference', 'state'], ...rows.map((one) => [one['id'], one['reference'], one['state']].map(String))];
        const plain = cells.map((row) => row.join(',')).join('\r\n');
        return give(200, habit === 'quotes nothing' ? plain : csvText(cells), 'text/csv');
      }
      const shown = rows.map((one) => (habit === 'fewer members in each line' ? { id: one['id'] } : one));
      const lines = habit === 'an envelope' ? shown.map((one) => JSON.stringify([one])) : shown.map((one) => JSON.stringify(one));
      return give(200, habit === 'one array' ? JSON.stringify(shown) : lines.join('\n'), 'application/x-ndjson');
    }
    const found = loans.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') loans.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, JSON.stringify(found));
  });
  const check = 'headers/export-as-list';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(description)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.concurrent.for<readonly [Habit, string]>([
  ['plain', 'pass'],
  ['fewer members in each line', 'pass'],
  ['quotes nothing', 'csv-unreadable'],
  ['one array', 'line-no-record'],
  ['an envelope', 'line-no-record'],
  ['without the last', 'row-missing'],
])(
  'a list as a file in the notation that a parameter asks for: %s, %s',
  besideOthers(async ([habit, expected]) => {
    expect(await judged(habit)).toEqual([expected]);
  }),
);

test.concurrent.for<readonly [Habit, string]>([
  ['without the last', 'Only loans that are due are in it; CSV begins with the header line `id,reference,state`.'],
  ['without the last', 'One line for each payment; CSV begins with the header line `id,reference,state`.'],
  ['each twice', 'One line for each payment; CSV begins with the header line `id,reference,state`.'],
  ['each twice', 'Archived loans too; CSV begins with the header line `id,reference,state`.'],
])(
  'a file that may have other rows than the list is not accused: %s, %s',
  besideOthers(async ([habit, description]) => {
    expect(await judged(habit, description)).not.toContainEqual(expect.stringMatching(/^row/u));
  }),
);
