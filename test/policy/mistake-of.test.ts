import { describe, expect, test } from 'vitest';

import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { mistakeOf } from '../../src/policy/compare/behaviour/mistake-of.ts';
import { type Mistake, mistakes } from '../../src/policy/compare/behaviour/situations.ts';
import { writeBooks } from '../worlds/every-paging-style-contract.ts';
import { greenhouse, writeDocument } from '../worlds/without-x-assay-document.ts';

const books = (): Promise<Contract> => loadContract(writeBooks());

const planned = (more: Partial<PlannedRequest>): PlannedRequest => ({
  operation: 'GET /books',
  method: 'GET',
  path: '/books',
  pathValues: {},
  query: [],
  headers: [],
  credential: { kind: 'valid', name: 'key' },
  faults: [],
  ...more,
});

const json = (value: unknown): NonNullable<PlannedRequest['body']> => ({ kind: 'json', value });
const last = (name: string, value: string): Pick<PlannedRequest, 'query'> => ({
  query: [
    ['mark', 'm'],
    [name, value],
  ],
});

const made: readonly (readonly [Mistake | undefined, Partial<PlannedRequest>])[] = [
  [undefined, {}],
  ['mistake.credential-missing', { credential: { kind: 'none' }, faults: ['credential-missing'] }],
  ['mistake.credential-blank', { credential: { kind: 'blank' }, faults: ['credential-missing'] }],
  ['mistake.credential-unknown', { credential: { kind: 'made-up', value: 'x' }, faults: ['credential-invalid'] }],
  [
    'mistake.credential-altered',
    { credential: { kind: 'altered', name: 'key', form: 'character-appended' }, faults: ['credential-invalid'] },
  ],
  [
    'mistake.credential-letter-case',
    { credential: { kind: 'altered', name: 'key', form: 'one-letter-case-swapped' }, faults: ['credential-invalid'] },
  ],
  ['mistake.credential-ended', { credential: { kind: 'valid', name: 'revoked' }, faults: ['credential-invalid'] }],
  ['mistake.credential-environment', { credential: { kind: 'valid', name: 'test' }, faults: ['credential-invalid'] }],
  [
    'mistake.credential-misplaced',
    { credential: { kind: 'misplaced', name: 'key', form: 'api-key-query' }, faults: ['credential-misplaced'] },
  ],
  [
    'mistake.scheme-letter-case',
    { credential: { kind: 'misplaced', name: 'key', form: 'upper-case-scheme' }, faults: ['credential-misplaced'] },
  ],
  ['mistake.permission-missing', { credential: { kind: 'valid', name: 'restricted' }, faults: ['credential-forbidden'] }],
  ['mistake.exhausted', { credential: { kind: 'valid', name: 'exhausted' }, faults: ['credential-forbidden'] }],
  ['mistake.foreign-thing', { credential: { kind: 'valid', name: 'other' }, faults: ['credential-forbidden'] }],
  ['mistake.unknown-path', { operation: null, path: '/ct-nowhere', faults: ['unknown-path'] }],
  ['mistake.undocumented-read', { operation: null, path: '/books/{id}', faults: ['unknown-path'] }],
  ['mistake.method', { operation: null, method: 'PUT' }],
  [undefined, { operation: null, method: 'PUT', path: '/elsewhere' }],
  ['mistake.unknown-id', { pathValues: { id: 'b_01f' }, faults: ['unknown-id'] }],
  ['mistake.malformed-id', { pathValues: { id: 'not-an-id' }, faults: ['unknown-id'] }],
  ['mistake.malformed-id', { pathValues: { id: `ct/"'-odd1` }, faults: ['unknown-id'] }],
  ['mistake.unknown-removal', { method: 'DELETE', pathValues: { id: 'b_01f' }, faults: ['unknown-id'] }],
  ['mistake.body-unparsable', { faults: ['body-unparsable'] }],
  ['mistake.body-unparsable', { body: { kind: 'text', text: '{"a":', mediaType: 'application/json' }, faults: ['body-unparsable'] }],
  [undefined, { body: { kind: 'text', text: '{"a":1,"a":2}', mediaType: 'application/json' }, faults: ['body-unparsable'] }],
  ['mistake.body-empty', { faults: ['body-empty'] }],
  ['mistake.body-no-object', { body: json([]), faults: ['body-wrong-type'] }],
  ['mistake.body-no-object', { body: json(null), faults: ['body-wrong-type'] }],
  ['mistake.member-type', { body: json({ title: 1 }), faults: ['body-wrong-type'] }],
  ['mistake.media-type', { operation: 'POST /books', method: 'POST', body: { kind: 'text', text: '{}', mediaType: 'text/plain' } }],
  ['mistake.member-missing', { faults: ['member-missing'] }],
  ['mistake.member-value', { faults: ['value-unusable'] }],
  ['mistake.duplicate', { faults: ['duplicate'] }],
  ['mistake.query-unreadable', { ...last('take', 'abc'), faults: ['query-unparsable'] }],
  ['mistake.query-empty', { ...last('take', ''), faults: ['query-unparsable'] }],
  ['mistake.query-unknown-value', { ...last('shelf', 'nowhere'), faults: ['query-unknown-value'] }],
  ['mistake.query-undeclared', { ...last('ct_unknown', '1'), faults: ['query-unknown-value'] }],
  ['mistake.page-size-above', { ...last('take', '51'), faults: ['query-out-of-range'] }],
  ['mistake.page-size-below', { ...last('height', '0'), faults: ['query-out-of-range'] }],
  ['mistake.page-beyond', { ...last('sheet', '1000000'), faults: ['query-out-of-range'] }],
  ['mistake.page-below', { ...last('sheet', '-1'), faults: ['query-out-of-range'] }],
  ['mistake.query-range', { ...last('take', '1.5'), faults: ['query-out-of-range'] }],
  ['mistake.cursor-made-up', { ...last('mark', '!!'), faults: ['cursor-made-up'] }],
  // With several mistakes a server may answer any of them. Another address is another service.
  [undefined, { credential: { kind: 'none' }, faults: ['credential-missing', 'member-missing'] }],
  [undefined, { credential: { kind: 'none' }, faults: ['credential-missing'], base: { kind: 'named', name: 'plain' } }],
];

describe('the mistake of a request', () => {
  test.each(made)('%s', async (mistake, request) => {
    expect(mistakeOf(planned(request), await books())).toBe(mistake);
  });

  test('is a malformed id where the document says that ids are whole numbers', async () => {
    const contract = await loadContract(writeDocument(greenhouse));
    const read = (id: string) =>
      planned({ operation: 'GET /plants/{plantId}', path: '/plants/{plantId}', pathValues: { plantId: id }, faults: ['unknown-id'] });
    expect(mistakeOf(read('3ct'), contract)).toBe('mistake.malformed-id');
    expect(mistakeOf(read('1234567'), contract)).toBe('mistake.unknown-id');
    expect(mistakeOf(read('3ct'), undefined)).toBe('mistake.unknown-id');
  });

  test('has an example for every row', () => {
    expect(Object.keys(mistakes).filter((id) => !made.some(([mistake]) => mistake === id))).toEqual([]);
  });

  test('is not guessed without the contract', () => {
    expect(mistakeOf(planned({ ...last('take', '51'), faults: ['query-out-of-range'] }), undefined)).toBeUndefined();
    expect(mistakeOf(planned({ ...last('take', 'x'), faults: ['query-unparsable'] }), undefined)).toBe('mistake.query-unreadable');
  });
});
