import { expect, test } from 'vitest';
import { kindsNeeded } from '../../../src/contract/infer/kinds-needed.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type World = {
  readonly below: string;
  readonly member: string;
  readonly kinds: readonly string[];
  readonly says: string;
  readonly tag?: string;
};

/** People with something of several kinds below them, of which an action elsewhere says which they need. */
const kindsIn = async ({ below, member, kinds, says, tag = '' }: World) => {
  const person = { type: 'object', properties: { id: text, name: text } };
  const entry = { type: 'object', required: [member], properties: { [member]: { ...text, enum: kinds } } };
  const path = { name: 'personId', in: 'path', required: true, schema: text };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'People', version: '1' },
      tags: [{ name: 'Entries', description: tag }],
      paths: {
        '/people': {
          post: { requestBody: { required: true, ...json(person) }, responses: { 201: { description: 'It', ...json(person) } } },
        },
        '/people/{personId}': { parameters: [path], get: { responses: { 200: { description: 'It', ...json(person) } } } },
        [`/people/{personId}/${below}`]: {
          parameters: [path],
          post: {
            tags: ['Entries'],
            requestBody: { required: true, ...json(entry) },
            responses: { 201: { description: 'Made', ...json(entry) } },
          },
        },
        '/people/{personId}/admit': {
          parameters: [path],
          post: { description: says, responses: { 200: { description: 'It', ...json(person) }, 409: { description: 'Conflict' } } },
        },
      },
    }),
  );
  const addition = contract.operations.find((one) => one.path.endsWith(below));
  return addition && kindsNeeded(contract, addition)?.values.join();
};

const certificates = { below: 'certificates', member: 'kind', kinds: ['belay', 'fall', 'rescue'] };

test.each<readonly [World, string | undefined]>([
  [
    {
      ...certificates,
      says: 'Both basic certificates of the climber must be there, otherwise `409`.',
      tag: '`belay` and `fall` are the basic certificates.',
    },
    'belay,fall',
  ],
  [{ ...certificates, says: 'Every certificate is required (409).' }, 'belay,fall,rescue'],
  [
    {
      below: 'papers',
      member: 'document',
      kinds: ['passport', 'visa', 'photo'],
      says: 'All mandatory documents (`passport`, `visa`) have to be uploaded first.',
    },
    'passport,visa',
  ],
  [{ below: 'signatures', member: 'role', kinds: ['buyer', 'seller'], says: 'Needs each of the signatures.' }, 'buyer,seller'],
  [{ below: 'checks', member: 'checkType', kinds: ['engine', 'hull'], says: 'Refused until all checks are done.' }, 'engine,hull'],
  // One is enough, nothing is said, and there are too many of them.
  [{ ...certificates, says: 'Needs a certificate, otherwise 409.' }, undefined],
  [{ ...certificates, says: 'All certificates are printed.' }, undefined],
  [{ ...certificates, kinds: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'], says: 'All certificates are required.' }, undefined],
])('the kinds of an addition that are needed together: %o', async (world, expected) => {
  expect(await kindsIn(world)).toBe(expected);
});
