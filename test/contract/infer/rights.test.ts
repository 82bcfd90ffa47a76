import { expect, test } from 'vitest';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
const refused = { responses: { 200: { description: 'x' }, 403: { description: 'Not with this role' } } };

/** What a reporter may do by the introduction of a document about notes: each operation with "may", "may-not" or nothing. */
const rightsBy = async (description: string, ofList: Readonly<Record<string, unknown>> = {}): Promise<Readonly<Record<string, string>>> => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes': { get: does(ofList), post: does(refused) },
      '/notes/{noteId}': { parameters: [id], get: does({}), patch: does(refused), delete: does(refused) },
      '/notes/{noteId}/return': { parameters: [id], post: does({ operationId: 'returnNote', summary: 'Send a note back', ...refused }) },
    }),
    info: { title: 'Notes', version: '1', description },
  });
  return Object.fromEntries(
    operations.flatMap((one) => {
      const rights = rightsIn(document, one, []);
      return rights ? [[one.key, rights.may.has('reporter') ? 'may' : rights.mayNot.has('reporter') ? 'may-not' : 'open']] : [];
    }),
  );
};

const chief = 'Each token has one of two roles.\n\n- The **chief** may do everything.\n';

test('who writes notes adds them, and neither removes nor changes those that are there', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read everything and may write notes. Everything else gives \`403\`.`);
  expect(rights['POST /notes']).toBe('may');
  expect(rights['DELETE /notes/{noteId}']).not.toBe('may');
  expect(rights['POST /notes/{noteId}/return']).not.toBe('may');
});

test('who reads and writes notes may do all with them', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read and write notes. Everything else gives \`403\`.`);
  expect(rights['DELETE /notes/{noteId}']).toBe('may');
});

test('to send requests is no act that sends something', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may send every \`GET\`, and may create notes. Everything else gives \`403\`.`);
  expect(rights['POST /notes']).toBe('may');
  expect(rights['POST /notes/{noteId}/return']).not.toBe('may');
});

test('what is said of a role holds for no single caller where an operation is for some of those with it', async () => {
  const general = `${chief}- A **reporter** may read everything. Everything else gives \`403\`.`;
  expect((await rightsBy(general, { description: 'All notes.' }))['GET /notes']).toBe('may');
  const some = { ...refused, description: 'For chiefs, and for reporters with an active desk; others get `403`.' };
  expect((await rightsBy(general, some))['GET /notes']).toBeUndefined();
});

test('what follows an exception with "and may" is granted', async () => {
  const rights = await rightsBy(`${chief}- A **reporter** may read everything but photos, and may record notes.`);
  expect(rights).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may' });
  const closed = await rightsBy(`${chief}- A **reporter** may create photos but notes, and may read everything.`);
  expect(closed).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
});

test('who changes nothing still reads', async () => {
  const rights = await rightsBy(
    `${chief}- A **reporter** may read everything except notes, and change nothing: whatever they try to change is answered with \`403\`.`,
  );
  expect(rights).toMatchObject({ 'GET /notes': 'may-not', 'POST /notes': 'may-not', 'DELETE /notes/{noteId}': 'may-not' });
  const all = await rightsBy(`${chief}- A **reporter** may read everything and change nothing.`);
  expect(all).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not', 'DELETE /notes/{noteId}': 'may-not' });
});

test('a list of roles introduces each of them at the beginning of its line', async () => {
  const rights = await rightsBy(
    'Each key has one role:\n- **boss** may do everything.\n- **reporter** may read notes. Everything else is `403`.',
  );
  expect(rights).toMatchObject({ 'GET /notes': 'may', 'POST /notes': 'may-not' });
});
