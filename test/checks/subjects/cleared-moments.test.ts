import { expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** What clears the moment at which a dispute was settled, by its description, or by that of the action that leads back. */
const clearing = async (description: string, ofAction = ''): Promise<readonly string[]> => {
  const dispute = {
    type: 'object',
    properties: {
      id: text,
      about: text,
      status: { ...text, enum: ['open', 'active', 'settled', 'shelved'] },
      settled_at: { ...text, format: 'date-time', nullable: true, description },
    },
  };
  const shows = { description: 'It', ...json(dispute) };
  const parameters = [{ name: 'disputeId', in: 'path', required: true, schema: text }];
  const act = (said = '') => ({ post: { description: said, responses: { 200: shows, 404: { description: 'None' } } }, parameters });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Disputes', version: '1' },
      paths: {
        '/disputes': {
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: dispute }) } } },
          post: {
            requestBody: { required: true, ...json({ type: 'object', properties: { about: text } }) },
            responses: { 201: shows },
          },
        },
        '/disputes/{disputeId}': {
          parameters,
          get: { responses: { 200: shows, 404: { description: 'None' } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/disputes/{disputeId}/settle': act(),
        '/disputes/{disputeId}/resume': act(ofAction),
      },
    }),
  );
  const cleared = lives(contract)[0]?.dated[0]?.cleared;
  return [
    ...(cleared?.states.map(({ name }) => name) ?? []),
    ...(cleared?.operations.map(({ path }) => path.split('/').at(-1) ?? '') ?? []),
  ];
};

test.each<readonly [string, string, readonly string[]]>([
  ['Set when the dispute is settled, cleared when it is reopened', '', ['open']],
  ['When it was settled. Reset once the dispute is open again.', '', ['open']],
  ['Set on settling and cleared on resuming.', '', ['resume']],
  ['The moment of the settlement; `null` again when it leaves that state.', '', ['open', 'active', 'shelved']],
  ['Emptied as soon as the dispute is reactivated', '', ['active']],
  ['When a settled dispute is reopened, this is set back to null.', '', ['open']],
  ['Filled by settling', 'Takes it up again and clears `settled_at`.', ['resume']],
  ['Filled by settling', 'Takes it up again; `settled_at` is then null.', ['resume']],
  // No clearing, or none that is told for certain.
  ['Set when the dispute is settled', '', []],
  ['`null` until the dispute is settled', '', []],
  ['Stays when it is reopened, cleared never', '', []],
  ['Cleared when the dispute is handed over', '', []],
  ['May be cleared when it is reopened', '', []],
  ['Cleared when it is settled once more', '', []],
  ['Set when it is settled. In earlier versions cleared when it is reopened.', '', []],
  ['Need not be cleared when it is reopened', '', []],
  ['For premium accounts cleared when it is reopened', '', []],
  ['Filled by settling', 'Takes it up again and clears `settled_at` if nobody agreed.', []],
  ['Filled by settling', 'Takes it up again and never clears `settled_at`.', []],
])('the moment says %j, the action %j', async (description, ofAction, states) => {
  expect(await clearing(description, ofAction)).toEqual(states);
});
