import { describe, expect, test } from 'vitest';
import { keptWhileUsed } from '../../../src/checks/subjects/kept-while-used.ts';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const states = ['draft', 'filed', 'granted', 'revoked'];
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const takes = (properties: object) => ({ required: true, ...json({ type: 'object', properties }) });
const permit = { type: 'object', properties: { id: text, holder: text, status: { ...text, enum: states } } };
const shows = { description: 'It', ...json(permit) };
const visit = { description: 'It', ...json({ type: 'object', properties: { id: text, note: text } }) };

type Words = {
  readonly description?: string;
  /** The refusals that the operation describes, with what each says. */
  readonly refusals: Readonly<Record<number, string>>;
  readonly tag?: string;
};

/** Permits of which one operation says something. */
const permitsWith = async (where: 'grant' | 'patch' | 'delete' | 'visits' | 'plan', { description = '', refusals, tag = '' }: Words) => {
  const parameters = [{ name: 'permitId', in: 'path', required: true, schema: text }];
  const described = Object.fromEntries(Object.entries(refusals).map(([status, said]) => [status, { description: said }]));
  const said = (one: typeof where, responses: object) => ({
    tags: ['permits'],
    ...(one === where ? { description } : {}),
    responses: { ...responses, 404: { description: 'None' }, ...(one === where ? described : {}) },
  });
  return loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Permits', version: '1' },
      tags: [{ name: 'permits', description: tag }],
      paths: {
        '/permits': {
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: permit }) } } },
          post: { requestBody: takes({ holder: text }), responses: { 201: shows } },
        },
        '/permits/{permitId}': {
          parameters,
          get: { responses: { 200: shows, 404: { description: 'None' } } },
          patch: { requestBody: takes({ holder: text, status: { ...text, enum: states } }), ...said('patch', { 200: shows }) },
          delete: said('delete', { 204: { description: 'Gone' } }),
        },
        '/permits/{permitId}/grant': { parameters, post: said('grant', { 200: shows }) },
        '/permits/{permitId}/plan': {
          parameters,
          get: said('plan', { 200: { description: 'It', ...json({ type: 'object', properties: { text } }) } }),
        },
        '/permits/{permitId}/visits': {
          parameters,
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: { type: 'object' } }) } } },
          post: { requestBody: takes({ note: text }), ...said('visits', { 201: visit }) },
        },
        '/permits/{permitId}/visits/{visitId}': {
          parameters: [...parameters, { name: 'visitId', in: 'path', required: true, schema: text }],
          get: { responses: { 200: visit, 404: { description: 'None' } } },
        },
      },
    }),
  );
};

const refusedIn = async (where: Parameters<typeof permitsWith>[0], words: Words): Promise<readonly string[]> => {
  const [life] = lives(await permitsWith(where, words));
  return life?.refusing.flatMap(({ refused }) => refused.map(({ name }) => name)) ?? [];
};

const wrong = { 422: 'The body is not valid' };
const bad = { 400: 'Bad request' };

describe('a refusal by the state is read where the operation describes another status than 409', () => {
  test.each<readonly [Parameters<typeof permitsWith>[0], Words, readonly string[]]>([
    ['grant', { description: 'Only filed permits can be granted (422).', refusals: wrong }, ['draft', 'granted', 'revoked']],
    ['grant', { description: 'Only filed permits can be granted.', refusals: wrong }, ['draft', 'granted', 'revoked']],
    ['grant', { description: '400 if the permit is already revoked.', refusals: bad }, ['revoked']],
    ['grant', { description: 'Responds with `422` when the permit is a draft.', refusals: wrong }, ['draft']],
    ['grant', { description: 'Grants a filed permit; any other status is a 400.', refusals: bad }, ['draft', 'granted', 'revoked']],
    ['grant', { description: '423 while the permit is revoked.', refusals: { 423: 'Locked' } }, ['revoked']],
    ['grant', { refusals: { 422: 'The permit is already revoked' } }, ['revoked']],
    ['grant', { description: 'A revoked permit cannot be granted.', refusals: { 403: 'Not yours', 422: 'Refused' } }, ['revoked']],
    // A conflict that is described for something else leaves the other refusals what they are.
    ['grant', { description: '422 if the permit is revoked.', refusals: { 409: 'Changed meanwhile', ...wrong } }, ['revoked']],
    [
      'patch',
      { description: 'Members that are not sent keep their value. A revoked permit can no longer be changed (400).', refusals: bad },
      ['revoked'],
    ],
    ['delete', { description: 'Granted permits cannot be deleted (`400`).', refusals: bad }, ['granted']],
    [
      'visits',
      { description: 'The permit must be granted (422). A note has 1 to 400 letters.', refusals: wrong },
      ['draft', 'filed', 'revoked'],
    ],
    ['plan', { description: '400 unless the permit is granted.', refusals: bad }, ['draft', 'filed', 'revoked']],
    ['delete', { description: 'Other permits than drafts are `400`.', refusals: bad }, ['filed', 'granted', 'revoked']],
    ['delete', { description: 'Permits other than drafts or filed ones are refused (400).', refusals: bad }, ['granted', 'revoked']],
    ['grant', { description: '400 for any permit other than a filed one.', refusals: bad }, ['draft', 'granted', 'revoked']],
    ['grant', { description: 'A permit that is revoked is older than others and refused (400).', refusals: bad }, ['revoked']],
    ['delete', { tag: 'Only drafts can be deleted.', refusals: wrong }, ['filed', 'granted', 'revoked']],
    // Sentences about a body, and numbers that are none of an answer.
    ['patch', { description: '`status` must be `draft` or `filed` (422).', refusals: wrong }, []],
    ['patch', { description: 'An unknown status, such as `filed`, is refused (422).', refusals: wrong }, []],
    ['patch', { refusals: { 422: 'Only valid values: draft or filed' } }, []],
    ['visits', { description: 'The note must be 1 to 20 letters (422), also of a revoked permit.', refusals: wrong }, []],
    ['visits', { description: 'A granted permit has at most 400 visits.', refusals: bad }, []],
    ['visits', { description: 'A visit of a granted permit weighs more than 422 others.', refusals: wrong }, []],
    ['grant', { description: 'Grants the permit, 422 or not if it is revoked.', refusals: { 404: 'None' } }, []],
    ['grant', { description: '422 if the permit is revoked.', refusals: { 404: 'None' } }, []],
    ['grant', { description: 'Granting a granted permit again changes nothing. 400 for a malformed id.', refusals: bad }, []],
    // With no status named, what it works for may be no limit.
    ['grant', { description: 'Works while the permit is filed.', refusals: wrong }, []],
    ['plan', { description: 'Only for granted permits.', refusals: bad }, []],
  ])('%s: %j', async (where, words, refused) => {
    expect(await refusedIn(where, words)).toEqual(refused);
  });

  test.each([
    ['A permit with visits cannot be deleted (422).', wrong, 1],
    ['400 as long as the permit has visits.', bad, 1],
    ['Its visits go with it; 400 for a malformed id.', bad, 0],
  ] as const)('the removal %j', async (description, refusals, uses) => {
    expect(keptWhileUsed(await permitsWith('delete', { description, refusals }))).toHaveLength(uses);
  });
});
