import { expect, test } from 'vitest';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const named = (name: string) => ({ name, in: 'path', required: true, schema: text });
const crate = { $ref: '#/components/schemas/Crate' };

/** What a member of the body of a trip names, where crates have an id and a tag of their own. */
const namedBy = async (member: string, schema: object, said = 'Tags are unique over all depots.') => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Crates', version: '1' },
      components: { schemas: { Crate: { type: 'object', properties: { id: text, tag: text, colour: text } } } },
      paths: {
        '/crates': {
          get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: crate }) } } },
          post: {
            description: said,
            requestBody: json({ type: 'object', required: ['tag'], properties: { tag: text, colour: text } }),
            responses: { 201: { description: 'd', ...json(crate) }, 409: { description: 'Not now' } },
          },
        },
        '/crates/{crateId}': { parameters: [named('crateId')], get: { responses: { 200: { description: 'd', ...json(crate) } } } },
        '/trips': {
          post: {
            requestBody: json({ type: 'object', required: [member], properties: { [member]: schema } }),
            responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text } }) } },
          },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /trips');
  const found = operation && referenceAt(contract, operation, [member]);
  return found && [found.resourceType?.name, found.inside];
};

test.each([
  ['tag', { ...text, description: 'of the crate' }],
  ['tag', { ...text, description: 'Tag of the crate that is driven' }],
  ['tag', { ...text, description: "The crate's tag" }],
  ['crateTag', text],
  ['crate_tag', text],
])('a member names a thing by its own key that no path takes: %s %o', async (member, schema) => {
  expect(await namedBy(member, schema)).toEqual(['/crates', '/tag']);
});

test.each([
  // The same name may be that of anything.
  ['tag', text, undefined],
  ['tag', { ...text, description: 'of the trip' }, undefined],
  // What is not said to be unique names nothing.
  ['crateTag', text, 'Tags need not be unique.'],
  ['crateColour', text, undefined],
  ['crateTag', { ...text, enum: ['a', 'b'] }, undefined],
  ['crateTag', { ...text, readOnly: true }, undefined],
])('a member names nothing so: %s %o %s', async (member, schema, said) => {
  expect(await namedBy(member, schema, said)).toBeUndefined();
});
