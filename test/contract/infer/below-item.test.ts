import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

/** What is inferred of an unknown id for the reads of a document about masts and their flags, by path. */
const unknownIds = async (status: string): Promise<Readonly<Record<string, unknown>>> => {
  const list = (...more: readonly string[]) => ({
    get: {
      responses: Object.fromEntries(
        ['200', ...more].map((one) => [
          one,
          { description: 'masts', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
        ]),
      ),
    },
  });
  const named = (path: object) => ({ ...path, parameters: [{ name: 'mast', in: 'path', required: true, schema: { type: 'string' } }] });
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Masts', version: '1' },
    paths: {
      '/masts': list(),
      '/masts/{mast}': named(list('404')),
      '/masts/{mast}/flags': named(list(status)),
      '/ports/{mast}/flags': named(list('404')),
    },
  });
  const { operations } = await loadContract(file);
  return Object.fromEntries(operations.map(({ path, conventions }) => [path, conventions.unknown?.id]));
};

test('a list below a resource refuses the id of an unknown one, where it describes 404', async () => {
  const expected = { status: [404, 410], 'x-inferred': true };
  expect((await unknownIds('404'))['/masts/{mast}/flags']).toMatchObject(expected);
  expect((await unknownIds('400'))['/masts/{mast}/flags']).toBeUndefined();
});

test('a path below something that no operation reads says nothing of it', async () => {
  expect((await unknownIds('404'))['/ports/{mast}/flags']).toBeUndefined();
});
