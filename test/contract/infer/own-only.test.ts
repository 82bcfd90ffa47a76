import { expect, test } from 'vitest';
import { isOwnOnlyWrite } from '../../../src/contract/infer/roles/own-only.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const isOwnOnly = async (description: string): Promise<Readonly<Record<string, boolean>>> => {
  const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
  const { document, operations } = await bayContract(
    bayDocument({
      '/notes': { post: does({ description }) },
      '/notes/{noteId}': { parameters: [id], get: does({ description }), delete: does({ description }) },
    }),
  );
  return Object.fromEntries(operations.map((one) => [one.key, isOwnOnlyWrite(document, one)]));
};

test.each([
  'Authors can change their own comments, admins all of their organisation.',
  'Users may only delete their own notes. Managers may delete all.',
  'Only the author and managers may delete it.',
  'Only its creator can edit or delete a note.',
  'A note can be deleted by its author only.',
  'A note may only be removed by the creator.',
])('%s', async (description) => {
  expect(await isOwnOnly(description)).toMatchObject({
    'POST /notes': false,
    'GET /notes/{noteId}': false,
    'DELETE /notes/{noteId}': true,
  });
});

test.each([
  'Removes a note.',
  'Deletes the note with all its own attachments.',
  'Users may delete their own notes unless they are shared.',
  'Everybody can delete notes, also those of others, not only their own.',
  'A note can be deleted by its author, by managers and by readers.',
  'Only drafts can be deleted.',
])('nothing is read from: %s', async (description) => {
  expect((await isOwnOnly(description))['DELETE /notes/{noteId}']).toBe(false);
});
