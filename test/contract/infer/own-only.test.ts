import { expect, test } from 'vitest';
import { ownOnlySentence, ownOnlyWriters } from '../../../src/contract/infer/roles/own-only.ts';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const isOwnOnly = async (description: string): Promise<Readonly<Record<string, boolean>>> => {
  const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
  const { document, operations } = await bayContract(
    bayDocument({
      '/notes': { post: does({ description }) },
      '/notes/{noteId}': { parameters: [id], get: does({ description }), delete: does({ description }) },
    }),
  );
  return Object.fromEntries(operations.map((one) => [one.key, ownOnlyWriters(document, one) === 'all']));
};

test.each([
  'Authors can change their own comments, admins all of their organisation.',
  'Users may only delete their own notes. Managers may delete all.',
  'Only the author and managers may delete it.',
  'Only its creator can edit or delete a note.',
  'Only the requester and managers can delete a note.',
  'A note can be deleted by its author only.',
  'A note may only be removed by the creator.',
  'Readers can delete the notes they own and no others (`403`).',
  'Readers may remove notes that they have created, and no others.',
  'A reader may delete only the notes that he or she created (403).',
  'A reader may only delete notes she made.',
  'Readers may only remove notes that were created by them.',
  'A reader may delete only notes of their own.',
  'A reader may only delete what it created.',
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
  'Only users with a verified address can delete notes.',
  'Only the owner of the workspace can delete it for good.',
  'Only one user can edit it at a time.',
  'Members can delete their own notes too.',
  "Authors can delete their own and their team's notes.",
  'Readers can delete the notes they own and those of others.',
  'Readers can delete the notes they own.',
  'Readers may delete only the notes that the owner made.',
  'A reader may delete only notes that he or she may see.',
  'A reader may delete only the notes that he or she created and those of the same shelf.',
  'A reader may delete only the notes that he or she created or that are shared.',
  'A reader may only delete notes that were archived.',
  'Readers can delete the notes they own, and no others unless they are shared.',
])('nothing is read from: %s', async (description) => {
  expect((await isOwnOnly(description))['DELETE /notes/{noteId}']).toBe(false);
});

test.each([
  ['Readers see only their own notes.', true],
  ['Readers can see only their own name on notes.', false],
  ['Readers see only their own notes in the app.', false],
  ['Readers see only their own notes on the free plan.', false],
])('who reads what, by "%s"', async (sentence, isSaid) => {
  const { document, operations } = await bayContract({
    ...bayDocument({ '/notes': { get: does({}) } }),
    info: { title: 'Notes', version: '1', description: `Tokens have roles: \`owner\`, \`editor\` and \`reader\`. ${sentence}` },
  });
  expect(ownOnlySentence(document, operations[0]!)?.sentence).toBe(isSaid ? sentence : undefined);
});

test('who else may do it is named beside whoever made it', async () => {
  const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes/{noteId}': { parameters: [id], delete: does({ description: 'Only the author or an editor may delete it.' }) },
    }),
    info: { title: 'Notes', version: '1', description: 'Tokens have roles: `owner`, `editor` and `reader`.' },
  });
  expect(ownOnlyWriters(document, operations[0]!)).toBeUndefined();
});

test('what is said of one role who may change only what it made is not said of another one', async () => {
  const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes/{noteId}': {
        parameters: [id],
        patch: does({ description: 'A reader may change only the notes that he or she created (403).' }),
      },
    }),
    info: {
      title: 'Notes',
      version: '1',
      description:
        'Tokens have roles: `owner`, `editor` and `reader`. An `owner` may do everything. An `editor` may change notes. A `reader` may change notes.',
    },
  });
  const [patch] = operations;
  expect(patch && ownOnlyWriters(document, patch)).toEqual(new Set(['reader']));
  const rights = patch && rightsIn(document, patch, []);
  expect([...(rights?.may ?? [])]).toEqual(['editor']);
  expect([...(rights?.open ?? [])]).toEqual(['reader']);
});
