import { describe, expect, test } from 'vitest';
import { exportedLists } from '../../../src/checks/subjects/exports.ts';
import { replacesLists } from '../../../src/checks/subjects/replaced-lists.ts';
import { softDeletions } from '../../../src/checks/subjects/soft-deletions.ts';
import { keptInState } from '../../../src/checks/subjects/kept-removals.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const keg = { $ref: '#/components/schemas/Keg' };
const shows = { description: 'It', ...json(keg) };
const takes = { required: true, ...json({ type: 'object', properties: { name: text, labels: { type: 'array', items: text } } }) };
const refusals = { 404: none, 409: { description: 'Conflict' } };
const inPath = [{ name: 'kegId', in: 'path', required: true, schema: text }];

type Words = { readonly info?: string; readonly patch?: string; readonly remove?: string; readonly file?: string };

/** Kegs of a brewery, with some words. */
const kegs = async ({ info = '', patch = '', remove = '', file = '' }: Words): Promise<Contract> =>
  loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Kegs', version: '1', description: info },
      components: {
        schemas: {
          Keg: {
            type: 'object',
            properties: {
              id: text,
              name: text,
              labels: { type: 'array', items: text },
              status: { ...text, enum: ['full', 'tapped', 'scrapped'] },
            },
          },
        },
      },
      paths: {
        '/kegs': {
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: keg }) } } },
          post: { requestBody: takes, responses: { 201: shows } },
        },
        '/kegs/export': {
          get: { description: file, responses: { 200: { description: 'File', content: { 'text/csv': { schema: text } } } } },
        },
        '/kegs/{kegId}': {
          parameters: inPath,
          get: { responses: { 200: shows, 404: none } },
          patch: { description: patch, requestBody: takes, responses: { 200: shows, ...refusals } },
          delete: { description: remove, responses: { 204: none, ...refusals } },
        },
        '/kegs/{kegId}/restore': { parameters: inPath, post: { responses: { 200: shows, ...refusals } } },
      },
    }),
  );

const operationIn = (contract: Contract, wanted: string) => {
  const found = contract.operations.find(({ method, path }) => method === wanted && path === '/kegs/{kegId}');
  if (!found) throw new Error(`There is no ${wanted}`);
  return found;
};

describe('the state that a removal leads to', () => {
  const states = ['full', 'tapped', 'scrapped'].map((value) => ({ name: value, member: 'status', value }));
  const stateBy = async (remove: string) => {
    const contract = await kegs({ remove });
    return keptInState(contract, operationIn(contract, 'DELETE'), states, 'keg')?.name;
  };

  test.each([
    'Soft delete: the record stays, with status scrapped.',
    'Its status becomes scrapped.',
    'The record stays, in status scrapped, and is read as before.',
  ])('is told by "%s"', async (remove) => {
    expect(await stateBy(remove)).toBe('scrapped');
  });

  test.each([
    'Soft delete: the record stays, with status scrapped for empty ones.',
    'The status becomes scrapped in the ledger.',
    'The status becomes scrapped after approval.',
    'Its status becomes scrapped; the row is removed at night.',
    'Never really deleted: the deposit stays with status scrapped.',
    'The status is set to scrapped and the keg is no longer accessible.',
    'The status becomes scrapped. Afterwards reads answer 404.',
    'Soft delete; status scrapped. After 30 days it is erased.',
  ])('is not told by "%s"', async (remove) => {
    expect(await stateBy(remove)).toBeUndefined();
  });
});

describe('what is refused of something removed', () => {
  const refusedBy = async (words: Words) =>
    softDeletions(await kegs(words)).flatMap(({ refused }) => refused.map(({ operation }) => operation.method));

  test.each<readonly [Words, readonly string[]]>([
    [{ patch: 'While a keg is deleted, changes are refused (409).' }, ['PATCH']],
    [{ remove: 'Removes it. A second attempt is a 409.' }, ['DELETE']],
    [{ patch: 'Deleted kegs cannot be changed by guests (409).' }, []],
    [{ patch: 'When the brewery is deleted, changes are refused (409).' }, []],
    [{ patch: 'While deleted, changes to the name are refused (409).' }, []],
    [{ remove: 'Removes it. Removing it twice within a minute is a conflict (409).' }, []],
    [{ remove: 'Removes it. Try again on 409.' }, []],
  ])('is read from %o', async (words, expected) => {
    expect(await refusedBy(words)).toEqual(expected);
  });
});

describe('lists that a change replaces as a whole', () => {
  const isReplaced = async (words: Words) => {
    const contract = await kegs(words);
    return replacesLists(contract, operationIn(contract, 'PATCH'));
  };

  test.each<Words>([
    { patch: 'Lists are replaced as a whole.' },
    { patch: 'The list of labels is replaced by the one in the body.' },
    { info: 'Arrays are overwritten.' },
  ])('are told of by %o', async (words) => {
    expect(await isReplaced(words)).toBe(true);
  });

  test.each<Words>([
    { patch: 'The list of labels is replaced only if `replace=true`.' },
    { patch: 'Lists other than labels are replaced.' },
    { patch: 'Lists of more than ten entries are replaced as a whole.' },
    { patch: 'An array item is replaced by index.' },
    { patch: 'Arrays are replaced when empty.' },
    { patch: 'The whole collection cannot be replaced.' },
    { info: 'Lists in PUT requests are replaced as a whole.' },
    { info: 'Our price list replaces the old one.' },
    { info: 'In v1 lists were replaced as a whole.' },
  ])('are not told of by %o', async (words) => {
    expect(await isReplaced(words)).toBe(false);
  });
});

describe('the rows of a file beside a list', () => {
  const rowsBy = async (file: string) =>
    exportedLists(await kegs({ file })).map(({ holdsEach, holdsNoMore, mayLack }) => ({ holdsEach, holdsNoMore, mayLack }));

  test('are those of the list', async () => {
    expect(await rowsBy('One row per keg.')).toEqual([{ holdsEach: true, holdsNoMore: true, mayLack: false }]);
  });

  test.each([
    'One row for each keg that is full.',
    'One row per keg of the current month.',
    'One row per keg. Tapped ones do not appear.',
    'One row per keg, not for tapped ones.',
    'One row per keg and month.',
    'One row per keg. The file is made nightly.',
    'One row per keg. Cached for ten minutes.',
  ])('may lack some by "%s"', async (file) => {
    const [found] = await rowsBy(file);
    expect(found?.holdsEach).toBe(false);
    expect(found?.mayLack).toBe(true);
  });

  test.each(['All tapped kegs as CSV.', 'Exports every full keg.', 'Tapped kegs, one row per keg.'])(
    'are those of some by "%s"',
    async (file) => {
      expect((await rowsBy(file)).map(({ holdsEach, mayLack }) => ({ holdsEach, mayLack }))).toEqual([{ holdsEach: false, mayLack: true }]);
    },
  );

  test.each(['All kegs as CSV.', 'All of your kegs, one row each.', 'Every matching keg.'])(
    'are not those of some by "%s"',
    async (file) => {
      expect((await rowsBy(file)).map(({ mayLack }) => mayLack)).toEqual([false]);
    },
  );

  test.each(['One row per keg and month.', 'One row per keg, followed by a summary.', 'One row per keg. Cached for ten minutes.'])(
    'may be more by "%s"',
    async (file) => {
      expect((await rowsBy(file)).map(({ holdsNoMore }) => holdsNoMore)).toEqual([false]);
    },
  );
});
