import { expect, test } from 'vitest';
import { textWithin, type WithinParent, withinParent } from '../../../src/contract/infer/within-parent.ts';
import { contractIn } from '../last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const answer = (status: number, schema: object) => ({ [status]: { description: 'd', content: { 'application/json': { schema } } } });
const object = (properties: object) => ({ type: 'object', properties });
const sent = (properties: object) => ({ required: true, content: { 'application/json': { schema: object(properties) } } });

/** Folders with shelves below them, whose label has to do with that of the folder. */
const found = async (
  said: string,
  { label = text, own = text, member = 'label' }: { label?: object; own?: object; member?: string } = {},
) => {
  const folder = object({ id: text, label: own, place: text });
  const shelf = object({ id: text, label });
  const byId = (name: string) => ({ name, in: 'path', required: true, schema: text });
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Folders', version: '1' },
      paths: {
        '/folders': { post: { requestBody: sent({ label: own }), responses: answer(201, folder) } },
        '/folders/{folderId}': {
          parameters: [byId('folderId')],
          get: { responses: answer(200, folder) },
          delete: { responses: { 204: { description: 'd' } } },
        },
        '/folders/{folderId}/shelves': {
          parameters: [byId('folderId')],
          post: {
            description: said,
            requestBody: sent({ [member]: label, note: text }),
            responses: answer(201, shelf),
          },
        },
        '/folders/{folderId}/shelves/{shelfId}': {
          parameters: [byId('folderId'), byId('shelfId')],
          get: { responses: answer(200, shelf) },
          delete: { responses: { 204: { description: 'd' } } },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /folders/{folderId}/shelves');
  return operation && withinParent(contract, operation);
};

const dotted = { label: { ...text, example: 'top.hall.house' }, own: { ...text, example: 'hall.house' } };
const slashed = { label: { ...text, example: '/house/hall/top' }, own: { ...text, example: '/house/hall' } };
const atEnd: WithinParent = { member: 'label', shown: 'label', side: 'end', between: '.' };
const atBegin: WithinParent = { member: 'label', shown: 'label', side: 'begin', between: '/' };

test.each([
  'The label has to be the folder label or below it (422).',
  "The label must be the folder's label or something below it.",
  'The label must lie within the folder.',
  'A label must end with the label of the folder.',
  'Labels outside of the folder are refused with 422.',
  'A label outside the folder is a 422.',
  'The label has to be a subdomain of the folder label.',
])('"%s": a text that ends in that of what it is below', async (said) => {
  expect(await found(said, dotted)).toEqual([atEnd]);
});

test.each(['The label has to be below the label of the folder.', 'The label must start with the label of the folder.'])(
  '"%s": a text that begins with that of what it is below',
  async (said) => {
    expect(await found(said, slashed)).toEqual([atBegin]);
  },
);

test.each(['Must be inside the folder.', 'Always full, ends with the label of the folder'])(
  'by its own description: "%s"',
  async (description) => {
    expect(await found('', { ...dotted, label: { ...dotted.label, description } })).toEqual(description.startsWith('Must') ? [atEnd] : []);
  },
);

test('the side that the sentence tells is enough, and what stands between is open then', async () => {
  expect(await found('The label must start with the place of the folder.')).toEqual([
    { member: 'label', shown: 'place', side: 'begin', between: undefined },
  ]);
});

test.each([
  ['The label must lie within the folder.', {}],
  ['The label may lie within the folder.', dotted],
  ['The label must not be that of the folder.', dotted],
  ['The label must lie within the house.', dotted],
  ['The note must lie within the folder.', dotted],
  ['The label must start with the label of the folder.', dotted],
  ['The label must lie within the folder.', { ...dotted, member: 'title' }],
] as const)('nothing is read from "%s" with %o', async (said, printed) => {
  expect(await found(said, printed)).toEqual([]);
});

test.each<readonly [WithinParent, string, string, string]>([
  [atEnd, 'hall.house', 'top', 'top.hall.house'],
  [atEnd, 'hall.house.', 'top.', 'top.hall.house.'],
  [atEnd, 'hall.house', 'top.hall.house', 'top.hall.house'],
  [atBegin, '/house/hall', '/top/', '/house/hall/top'],
  [{ ...atBegin, between: undefined }, 'HALL', 'top', 'HALLtop'],
])('%o of %s and %s', (way, above, made, expected) => {
  expect(textWithin(way, above, made, () => true)).toBe(expected);
});

test('the longest part alone, where there is no room for all of it; none, where that is too long as well', () => {
  expect(textWithin(atEnd, 'hall.house', 'a.bbbbb.cc', (one) => one.length < 18)).toBe('bbbbb.hall.house');
  expect(textWithin(atEnd, 'hall.house', 'a.bbbbb.cc', () => false)).toBeUndefined();
});

test('another separator, where a text with the usual one may not be sent', () => {
  const way = { member: 'label', shown: 'label', side: 'begin', between: undefined } as const;
  expect(textWithin(way, 'HALL', 'top', (one) => one.includes('-'))).toBe('HALL-top');
});
