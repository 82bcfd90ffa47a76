import { expect, test } from 'vitest';
import { neededFlags } from '../../../src/contract/infer/needed-flags.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = { parameters: [{ name: 'courseId', in: 'path', required: true, schema: text }] };

type Said = {
  readonly own?: string;
  readonly section?: string;
  readonly creation?: string;
  readonly flag?: object;
  readonly required?: readonly string[];
};

/** Courses that learners join. */
const flagsFor = async ({ own = '', section = '', creation = '', flag = {}, required = ['name'] }: Said): Promise<readonly string[]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'School', version: '1' },
      tags: [{ name: 'Courses', description: section }],
      paths: {
        '/courses': {
          post: {
            description: creation,
            requestBody: {
              required: true,
              ...json({
                type: 'object',
                required,
                properties: { name: text, published: { type: 'boolean', ...flag }, isRemote: { type: 'boolean' } },
              }),
            },
            responses: { 201: { description: 'Made', ...json({ type: 'object', properties: { id: text } }) } },
          },
        },
        '/courses/{courseId}': { ...inPath, delete: { responses: { 204: { description: 'Gone' } } } },
        '/courses/{courseId}/learners': {
          ...inPath,
          post: {
            tags: ['Courses'],
            operationId: 'joinCourse',
            summary: 'Join a course',
            description: own,
            requestBody: { required: true, ...json({ type: 'object', properties: { learner: text } }) },
            responses: { 201: { description: 'Joined' } },
          },
        },
      },
    }),
  );
  const [type] = contract.inferredResourceTypes;
  const operation = contract.operations.find(({ operationId }) => operationId === 'joinCourse');
  if (!type || !operation) throw new Error('there is no such operation');
  return neededFlags(contract, type, operation);
};

const drafts = 'A course starts as a draft unless it is created as published. ';

test.each<Said>([
  { own: 'Only published courses can be joined.' },
  { own: 'Only possible while the course is published.' },
  { own: 'The course must be `published` (else 409).' },
  { own: 'A course that is not published is a 409.' },
  { own: 'Unpublished courses take no learners.' },
  { own: 'Adds a learner to a published course.' },
  { section: `${drafts}Nobody can join a draft.` },
  { section: `${drafts}Drafts are the business of teachers: a learner does not see one, and nobody can join it (409).` },
  { own: 'Drafts cannot be joined.', creation: 'The course is a draft until `published` is set.' },
  { own: 'A hidden course is a 409.', flag: { description: 'The course remains hidden as long as it is not published.' } },
])('a resource is created with a flag that an operation below it needs: %o', async (said) => {
  expect(await flagsFor(said)).toEqual(['published']);
});

test.each<Said>([
  { own: 'Adds a learner.' },
  { own: 'Learners of published courses are told by mail.' },
  { own: 'Also possible for courses that are not published.' },
  { own: 'Only courses that are not published can be joined.' },
  { section: 'Only published courses are listed.' },
  { section: `${drafts}A draft cannot be removed.` },
  { section: 'A draft cannot be joined.' },
  { own: '409 in a published course.' },
  { own: 'Refused for a published course.' },
  { own: 'Nobody is added to a published course.' },
  { own: 'Only published courses can be joined.', flag: { default: true } },
  { own: 'Only published courses can be joined.', required: ['name', 'published'] },
])('and with none where nothing says so: %o', async (said) => {
  expect(await flagsFor(said)).toEqual([]);
});
