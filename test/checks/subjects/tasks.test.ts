import { expect, test } from 'vitest';
import { tasks } from '../../../src/checks/subjects/tasks.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

/** The states in which the transfer of a fund is done, that is accepted with 202 and shown at a path of its own. */
const doneOf = async (states: readonly string[]): Promise<readonly string[]> => {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Transfer' } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Funds', version: '1' },
      components: { schemas: { Transfer: { type: 'object', properties: { id: text, status: { ...text, enum: states } } } } },
      paths: {
        '/funds/{fundId}/transfer': {
          ...inPath('fundId'),
          post: { responses: { 202: { description: 'd', headers: { Location: { schema: text } }, content } } },
        },
        '/transfers/{transferId}': { ...inPath('transferId'), get: { responses: { 200: { description: 'd', content } } } },
      },
    }),
  );
  return tasks(contract).flatMap(({ done, monitor }) => (monitor.path === '/transfers/{transferId}' ? [...done] : []));
};

test.each<readonly [readonly string[], readonly string[]]>([
  [['processing', 'paid'], ['paid']],
  [['booked', 'in_progress'], ['booked']],
  [['processing', 'done', 'paid'], ['done']],
  [['processing', 'failed'], []],
  [['processing', 'cancelled'], []],
  [['pending', 'active'], []],
  [['processing', 'pending'], []],
  [['processing', 'paid', 'returned'], []],
  [['draft', 'paid'], []],
])('what is accepted is done in the other state than that of the work, where there are two: %j', async (states, done) => {
  expect(await doneOf(states)).toEqual(done);
});
