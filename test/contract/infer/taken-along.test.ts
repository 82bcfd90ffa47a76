import { expect, test } from 'vitest';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const id = { name: 'shelfId', in: 'path', required: true, schema: { type: 'string' } };

const boxes = does({
  responses: { 200: { description: 'x', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } } },
});

/** Whether what is added below a shelf goes with it, where the removal of shelves says a text. */
const goesWith = async (text: string): Promise<boolean> => {
  const { operations } = await bayContract(
    bayDocument({
      '/shelves': { post: does({}) },
      '/shelves/{shelfId}': { parameters: [id], delete: does({ description: text }) },
      '/shelves/{shelfId}/boxes': { parameters: [id], get: boxes, post: does({}) },
    }),
  );
  return operations.find(({ key }) => key === 'POST /shelves/{shelfId}/boxes')?.inferred?.goesWithParent === true;
};

test.each([
  'Removes the shelf together with its boxes.',
  'Deletes a shelf and all its boxes.',
  'Empty and cancelled shelves can be deleted, together with their boxes.',
  'The shelf is gone, the boxes go too.',
  'Refused with 409 while a box is open. Otherwise the shelf is answered with 404, and its boxes are deleted as well.',
])('what is below goes with its parent: "%s"', async (text) => {
  expect(await goesWith(text)).toBe(true);
});

test.each([
  'Removes the shelf.',
  'The boxes are kept.',
  'Its open boxes are deleted too.',
  'Shelves can be deleted, together with their open boxes.',
  'The boxes go too, unless they are full.',
  'Removes the shelf. Its lids go too.',
])('what is below may stay: "%s"', async (text) => {
  expect(await goesWith(text)).toBe(false);
});
