import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { placeholdersIn } from '../../src/generators/placeholder.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const shows = (schema: object, status = 200) => ({ responses: { [status]: { description: 'd', ...json(schema) } } });

/** How the key of a link, which its creation and a list of all links show, is had for the path of what the link leads to. */
const useOf = async (key: string): Promise<string | undefined> => {
  const paper = object({ id: text, title: text });
  const link = { $ref: '#/components/schemas/Link' };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Papers', version: '1' },
      components: { schemas: { Link: object({ id: text, paperId: text, [key]: text }) } },
      paths: {
        '/papers': { post: { requestBody: { required: true, ...json(object({ title: text })) }, ...shows(paper, 201) } },
        '/papers/{paperId}': { ...inPath('paperId'), get: shows(paper), delete: { responses: { 204: { description: 'd' } } } },
        '/papers/{paperId}/links': {
          ...inPath('paperId'),
          post: { requestBody: { required: true, ...json(object({ note: text })) }, ...shows(link, 201) },
        },
        '/links/{linkId}': { ...inPath('linkId'), delete: { responses: { 204: { description: 'd' } } } },
        '/links': { get: shows({ type: 'array', items: link }) },
        [`/public/{${key}}`]: { ...inPath(key), get: { summary: 'Read what a link leads to', ...shows(paper) } },
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.startsWith('/public'));
  const target = madeTarget({
    name: 't',
    contract: 'papers.json',
    baseUrl: 'http://127.0.0.1:1',
    allow: ['mutation', 'permanent', 'destructive'],
  });
  const made = operation && validRequest(operation, { contract, target, fresh: (one: string) => one });
  return made?.kind === 'request' ? placeholdersIn(made.request.pathValues[key] ?? '')[0]?.use : undefined;
};

test('a read takes the secret of what the run created, and a key that is none from a list', async () => {
  expect(await useOf('token')).toBe('known');
  expect(await useOf('reference')).toBe('listed');
});
