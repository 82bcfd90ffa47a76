import { expect, test } from 'vitest';
import { filedAbout } from '../../../src/contract/infer/filed-about.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const one = { type: 'object', properties: { id: text, about: text, read: { type: 'boolean' } } };
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const change = {
  requestBody: json({ type: 'object', properties: { read: { type: 'boolean' } } }),
  responses: { 200: { description: 'd', ...json(one) } },
};

/** The operations by which notices of a house about its lifts are filed. */
const filedBy = async (said: string, more: object = {}, path = '/notices/{noticeId}/state') => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Lifts', version: '1' },
      paths: {
        '/lifts': {
          post: {
            requestBody: json({ type: 'object', properties: { label: text } }),
            responses: { 201: { description: 'd', ...json(one) } },
          },
        },
        '/lifts/{liftId}': { ...inPath('liftId'), delete: { responses: { 204: { description: 'gone' } } } },
        '/lifts/{liftId}/park': {
          ...inPath('liftId'),
          post: { description: said, responses: { 200: { description: 'd', ...json(one) } } },
        },
        '/notices': {
          get: {
            responses: { 200: { description: 'd', ...json({ type: 'object', properties: { notices: { type: 'array', items: one } } }) } },
          },
        },
        [path]: { ...inPath('noticeId'), ...(path.endsWith('state') ? { put: change } : { patch: change }) },
        ...more,
      },
    }),
  );
  const operation = contract.operations.find(({ path: its }) => its === path);
  return (operation && filedAbout(contract, operation)?.by.map(({ operation: by }) => by.key)) ?? [];
};

test.each([
  ['The house gets one notice each time.'],
  ['Parks it. A notice is sent to the house.'],
  ['Each time it creates a notice.'],
  ['Files notices about what was found.'],
  ['Parks it; there is a notice about it then.'],
])('an action says that it files one: "%s"', async (said) => {
  expect(await filedBy(said)).toEqual(['POST /lifts/{liftId}/park']);
  expect(await filedBy(said, {}, '/notices/{noticeId}')).toEqual(['POST /lifts/{liftId}/park']);
});

test.each([['Parks it.'], ['No notice is sent.'], ['A notice is sent if something was found.'], ['Needs a notice to the tenants.']])(
  'an action says nothing of that for certain: "%s"',
  async (said) => {
    expect(await filedBy(said)).toEqual([]);
  },
);

test('what somebody creates is not filed by the service', async () => {
  const create = { post: { requestBody: json({ type: 'object' }), responses: { 201: { description: 'd', ...json(one) } } } };
  const said = 'The house gets one notice each time.';
  expect(await filedBy(said, { '/houses/notices': create })).toEqual([]);
  expect(
    await filedBy(said, { '/notices/{noticeId}': { ...inPath('noticeId'), delete: { responses: { 204: { description: 'gone' } } } } }),
  ).toEqual([]);
});
