import { expect, test } from 'vitest';
import { inSightAlong, isInSight } from '../../../src/checks/subjects/open-in-state.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const states = ['draft', 'published', 'archived'];
const post = { type: 'object', properties: { id: text, status: { type: 'string', enum: states }, isListed: { type: 'boolean' } } };
const shows = (schema: object) => ({ 200: { description: 'd', content: { 'application/json': { schema } } } });
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });

/** The states of a post in which others see it, and what is below it, by a sentence. */
const seenIn = async (at: 'read' | 'introduction', sentence: string): Promise<readonly string[]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Posts', version: '1', ...(at === 'introduction' && { description: sentence }) },
      paths: {
        '/posts': { post: { responses: shows(post) } },
        '/posts/{id}': { ...inPath('id'), get: { responses: shows(post), ...(at === 'read' && { description: sentence }) } },
        '/posts/{id}/notes/{noteId}': {
          ...inPath('id', 'noteId'),
          get: { responses: shows({ type: 'object', properties: { id: text } }) },
        },
      },
    }),
  );
  const below = contract.operations.find(({ key }) => key === 'GET /posts/{id}/notes/{noteId}');
  const sights = below ? inSightAlong(contract, below) : [];
  return states.filter((status) => sights.some((sight) => isInSight(sight, { id: '1', status, isListed: false })));
};

test.each<readonly [string, readonly string[]]>([
  ['Drafts and archived posts are visible to their author only, for others they (and all below them) are 404.', ['published']],
  ['Only the author can see drafts and archived posts.', ['published']],
  ['Drafts are private.', ['published', 'archived']],
  ['Draft posts are hidden from other users.', ['published', 'archived']],
  ['Drafts are not shown to others.', ['published', 'archived']],
  ['Others get 404 for drafts.', ['published', 'archived']],
  ['Nobody else sees a draft.', ['published', 'archived']],
  ['Published posts are visible to everybody.', ['published']],
  ['Published posts can be read by every user, drafts only by their author.', ['published', 'archived']],
  ['Other users see published posts only.', ['published']],
  ['Only published posts are visible to others.', ['published']],
  ['Unpublished posts are private.', ['published']],
  ['A post that is not yet published is visible to its owner only.', ['published']],
])('"%s" of a read lets others see %j', async (sentence, expected) => {
  expect(await seenIn('read', sentence)).toEqual(expected);
});

test.each([
  'Posts are visible to their author only.',
  'Only the author can change a draft.',
  'Drafts can be published by their author only.',
  'Archived is final.',
  'A draft has no `publishedAt`.',
  'Reads one post.',
  'Those of others are 404.',
])('"%s" says nothing of that', async (sentence) => {
  expect(await seenIn('read', sentence)).toEqual([]);
});

test('the introduction has to name the resource', async () => {
  expect(await seenIn('introduction', 'Draft posts are visible to their author only.')).toEqual(['published', 'archived']);
  expect(await seenIn('introduction', 'Draft menus are visible to their author only.')).toEqual([]);
});
