import { expect, test } from 'vitest';
import { countedOtherwise, countsByOutcome } from '../../../src/checks/subjects/counts-by-outcome.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

type Json = Readonly<Record<string, unknown>>;

const whole = { type: 'integer' };
const object = (properties: Json): Json => ({ type: 'object', properties });
const list = (properties: Json): Json => ({ type: 'array', items: object(properties) });
const result = { type: 'string', enum: ['updated', 'unchanged', 'not_found'] };

const countsOf = async (schema: Json, method = 'post') => {
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Tags', version: '1' },
      paths: { '/bulk': { [method]: { responses: { '200': { description: 'Done', content: { 'application/json': { schema } } } } } } },
    }),
  );
  const [operation] = contract.operations;
  return operation ? countsByOutcome(contract, operation) : [];
};

const answer = object({ data: list({ id: whole, result }), meta: object({ updated: whole, unchanged: whole, notFound: whole }) });

const entries = ['updated', 'updated', 'unchanged'].map((one, id) => ({ id, result: one }));

test('numbers that are called as what became of the entries count them', async () => {
  const [counts] = await countsOf(answer);
  expect(counts?.counts.size).toBe(3);
  const judged = (meta: Json, data: unknown = entries): unknown => {
    const found = counts && countedOtherwise(counts, { data, meta });
    return typeof found === 'object' ? found.where : found;
  };
  expect(judged({ updated: 2, unchanged: 1, notFound: 0 })).toBeUndefined();
  expect(judged({ updated: 3, unchanged: 0, notFound: 0 })).toBe('/meta/updated');
  expect(judged({ updated: 1, unchanged: 1, notFound: 1 })).toBe('/meta/updated');
  // Only those that failed are listed.
  expect(judged({ updated: 5, unchanged: 0, notFound: 1 }, [{ id: 1, result: 'not_found' }])).toBe('unknown');
  expect(judged({ updated: 2, unchanged: 1 })).toBe('unknown');
  expect(judged({ updated: 2, unchanged: 1, notFound: 0 }, [])).toBe('unknown');
  expect(judged({ updated: 2, unchanged: 1, notFound: 0 }, [{ id: 1 }])).toBe('unknown');
});

test.for<readonly [string, Json, string?]>([
  ['of one number', object({ data: list({ result }), updated: whole })],
  ['of the page of a list', answer, 'get'],
  ['of entries with two outcomes', object({ data: list({ result, status: result }), meta: object({ updated: whole, unchanged: whole }) })],
  ['of other members', object({ data: list({ kind: result }), meta: object({ updated: whole, unchanged: whole }) })],
])('nothing is read %s', async ([, schema, method]) => {
  expect(await countsOf(schema, method)).toEqual([]);
});

const told = (description: string): Json => ({ ...whole, description });
const outcome = { type: 'string', enum: ['done', 'failed'] };
const ofBooks = object({
  results: list({ id: whole, outcome }),
  bound: told('How many are `done`.'),
  torn: told('How many are `failed`.'),
});
const ofStatuses = object({
  results: list({ id: whole, status: { type: 'integer', enum: [201, 409, 422] } }),
  made: told('Number of rows with status 201'),
  left: told('Number of the others'),
});

test('numbers count what their descriptions say, whatever they are called', async () => {
  const [books] = await countsOf(ofBooks);
  const [rows] = await countsOf(ofStatuses);
  const judged = (counts: typeof books, body: Json, sent?: number): unknown => {
    const found = counts && countedOtherwise(counts, body, sent);
    return typeof found === 'object' ? `${found.where} ${found.told} for ${found.entries}` : found;
  };
  const results = ['done', 'failed', 'done'].map((one, id) => ({ id, outcome: one }));
  expect(judged(books, { results, bound: 2, torn: 1 })).toBeUndefined();
  expect(judged(books, { results, bound: 3, torn: 0 })).toBe('/bound 3 for 2');
  // As many results as entries were sent: none is left out.
  expect(judged(books, { results, bound: 2, torn: 0 }, 3)).toBe('/torn 0 for 1');
  expect(judged(books, { results, bound: 2, torn: 0 }, 5)).toBe('unknown');
  const statuses = [201, 409, 422].map((status, id) => ({ id, status }));
  expect(judged(rows, { results: statuses, made: 1, left: 2 })).toBeUndefined();
  expect(judged(rows, { results: statuses, made: 2, left: 1 })).toBe('/made 2 for 1');
});

test.for([
  ['How many are not `done`.', 'How many are `failed`.'],
  ['How many were `done` before.', 'How many are `failed`.'],
  ['How many are `done` or `failed`.', 'How many are `failed`.'],
  ['Books that are `done`.', 'Books that are `failed`.'],
] as const)('nothing is read of such a description: %s', async ([first, second]) => {
  expect(await countsOf(object({ results: list({ outcome }), bound: told(first), torn: told(second) }))).toEqual([]);
});
