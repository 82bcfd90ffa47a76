import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

const text = { type: 'string', minLength: 1 };
const item = { type: 'object', properties: { id: { type: 'string' } } };
const page = { type: 'object', properties: { data: { type: 'array', items: item }, hasMore: { type: 'boolean' } } };
const ok = { description: 'A page', content: { 'application/json': { schema: page } } };

/** The refusal of a cursor that is read in a document with these texts. */
const refusal = async (
  introduction: string,
  description: string,
  refuses = true,
): Promise<{ readonly hasPages: boolean; readonly refused: unknown; readonly query: unknown }> => {
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1', description: introduction },
    paths: {
      '/kites': {
        get: {
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
            { name: 'startingAfter', in: 'query', description, schema: text },
          ],
          responses: { 200: ok, ...(refuses ? { 400: { description: 'Wrong' } } : {}) },
        },
      },
    },
  });
  const conventions = (await loadContract(file)).operations[0]?.conventions;
  return { hasPages: conventions?.pagination !== undefined, refused: conventions?.refusals?.cursor, query: conventions?.refusals?.query };
};

const last = 'Id of the last entry of the page before.';

describe('a cursor that is the id of an item', () => {
  test.each([
    ['`startingAfter` is the id of the last entry. An id that is not in the list is answered `400`.', last],
    ['', `${last} An unknown id is refused.`],
    ['', `${last} Answered 400 where the id does not exist.`],
  ])('is refused where the document says so: %s %s', async (introduction, description) => {
    expect(await refusal(introduction, description)).toMatchObject({ hasPages: true, refused: { status: '4XX' } });
  });

  test.each([
    ['', last],
    ['An unknown id is answered 404.', last],
    ['`startingAfter` is the id of the last entry.', last],
  ])('may be taken for the first page where the document says nothing of it: %s %s', async (introduction, description) => {
    expect(await refusal(introduction, description)).toMatchObject({ hasPages: true, refused: undefined });
  });

  test('may be taken for the first page where no refusal is described', async () => {
    expect(await refusal('', `${last} An unknown id is refused.`, false)).toMatchObject({ hasPages: true, refused: undefined });
  });
});

describe('values of parameters that break a rule', () => {
  test.each([
    'A body that breaks its schema is `400`. Page with `startingAfter`; an unknown cursor is `400`.',
    'An unknown id inside a body is `400`. `400` where `startingAfter` is not in the list.',
  ])('may be taken no notice of where the document says what else a refusal is for: %s', async (introduction) => {
    expect((await refusal(introduction, last)).query).toBeUndefined();
  });

  test.each([
    '',
    'A body that breaks its schema is `400`.',
    'Requests that break a rule are `400`. An unknown cursor is `400`.',
    'An unknown cursor is `400`, and so is a filter that is not known.',
    'Values that are not allowed are `400`; an unknown cursor is `400` as well.',
  ])('are refused else: %s', async (introduction) => {
    expect((await refusal(introduction, last)).query).toMatchObject({ status: '4XX' });
  });
});
