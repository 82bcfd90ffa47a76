import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

/** What an upload of a map sends as its edition, with what its text says and what is declared of the edition. */
const editionFor = async (description: string, turn: string, edition: object = {}): Promise<string | undefined> => {
  const text = { type: 'string' };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Maps', version: '1' },
      paths: {
        '/maps': {
          post: {
            description,
            parameters: [
              {
                name: 'edition',
                in: 'query',
                required: true,
                schema: { ...text, pattern: '^[0-9]{1,4}[.][0-9]{1,4}$', ...edition },
                example: '4.1',
              },
            ],
            requestBody: { required: true, content: { 'application/octet-stream': { schema: { ...text, format: 'binary' } } } },
            responses: {
              201: { description: 'Kept', content: { 'application/json': { schema: { type: 'object', properties: { mapId: text } } } } },
              409: { description: 'No' },
            },
          },
        },
        '/maps/{mapId}': {
          parameters: [{ name: 'mapId', in: 'path', required: true, schema: text }],
          get: { responses: { 200: { description: 'd' } } },
        },
      },
    }),
  );
  const post = contract.operations.find(({ method }) => method === 'POST');
  const target = madeTarget({ name: 'maps', contract: 'maps', baseUrl: 'http://127.0.0.1:1' });
  const made = post && validRequest(post, { contract, target, fresh: (label) => `ct-${turn}-${label}` });
  return made?.kind === 'request' ? made.request.query.find(([name]) => name === 'edition')?.[1] : undefined;
};

test.each(['An edition can be uploaded once per region; again is a 409.', 'The edition is unique.'])(
  'what a query says once of what is uploaded is new in each request: %s',
  async (said) => {
    const [one, other] = [await editionFor(said, '1'), await editionFor(said, '2')];
    expect(one).toMatch(/^\d{1,4}\.\d{1,4}$/u);
    expect(one).not.toBe('4.1');
    expect(other).not.toBe(one);
  },
);

test.each<readonly [string, object]>([
  ['Uploads a map.', {}],
  ['An edition can be uploaded once per day.', {}],
  ['An edition is unique.', { enum: ['4.1'] }],
])('anything else is what the document prints: %s %o', async (said, edition) => {
  expect(await editionFor(said, '1', edition)).toBe('4.1');
});
