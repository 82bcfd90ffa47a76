import { describe, expect, test } from 'vitest';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const answer = (schema: object) => ({ description: 'done', ...content(schema) });
const of = (properties: object) => ({ type: 'object', properties });

const collection = (path: string, item: string, body: object, made: object, description = '') => ({
  [path]: {
    get: { responses: { 200: answer({ type: 'array', items: made }) } },
    post: { description, requestBody: content(body), responses: { 201: answer(made) } },
  },
  [`${path}/{${item}}`]: {
    parameters: [{ name: item, in: 'path', required: true, schema: text }],
    get: { responses: { 200: answer(made) } },
    delete: { responses: { 204: { description: 'gone' } } },
  },
});

const named = of({ id: text, name: text });
const boat = of({ sailNumber: text, name: text });

const referenceOf = async (member: string, schema: object, description: string): Promise<string | undefined> => {
  const paths = {
    ...collection('/boats', 'sailNumber', boat, boat),
    ...collection('/harbours', 'harbourId', named, named),
    ...collection('/crews', 'crewId', named, named),
    ...collection('/passages', 'passageId', of({ [member]: schema }), of({ id: text, [member]: schema }), description),
  };
  const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Sailing', version: '1' }, paths }));
  const create = contract.operations.find(({ key }) => key === 'POST /passages');
  return create && referenceAt(contract, create, [member])?.resourceType?.name;
};

describe('a member that is called as the parameter of a path', () => {
  test.each([
    ['Boat and crew must exist, else 422.'],
    ['Plans a passage. An unknown boat is answered with 422.'],
    ['For one of your boats, by its sail number.'],
  ])('names what that path is of, where the operation says that it has to be there: %s', async (description) => {
    expect(await referenceOf('sailNumber', text, description)).toBe('/boats');
  });

  test.each([['A `boat` must exist and be afloat (422).'], ['An unknown boat is answered with 422.']])(
    'so does one that is called as the thing itself: %s',
    async (description) => {
      expect(await referenceOf('boat', text, description)).toBe('/boats');
      expect(await referenceOf('boatwright', text, description)).toBeUndefined();
    },
  );

  test('a text that is called as the thing itself may be of something new', async () => {
    expect(await referenceOf('boat', text, 'Plans a passage with a boat.')).toBeUndefined();
    expect(await referenceOf('boat', { ...text, enum: ['sloop', 'ketch'] }, 'The boat must exist.')).toBeUndefined();
  });

  test.each([
    ['where it need not be there', text, 'Plans a passage with a boat, also a new one.'],
    ['where something else has to be there', text, 'The crew must exist. The boat need not be yours.'],
    ['where it has few values', { ...text, enum: ['GBR 1'] }, 'The boat must exist.'],
    ['where it has a form of its own', { ...text, format: 'email' }, 'The boat must exist.'],
    ['where it is of another type', { type: 'boolean' }, 'The boat must exist.'],
  ])('names nothing %s', async (_, schema, description) => {
    expect(await referenceOf('sailNumber', schema, description)).toBeUndefined();
  });
});

describe('an id whose operation says what it has to be', () => {
  const uuid = { type: 'string', format: 'uuid' };

  test.each([
    ['Start and finish have to be two different harbours of yours.'],
    ['Plans a passage. The start must be one of your harbours.'],
    ['The start is a harbour that takes visitors.'],
    ['The start has to be chosen from the harbours of the club.'],
    ['The start must refer to a harbour.'],
  ])('%s', async (description) => {
    expect(await referenceOf('start_id', uuid, description)).toBe('/harbours');
  });

  test.each([
    ['Start and finish must differ.'],
    ['The start is not above the `max_per_harbour` of the day.'],
    ['The start has to be a harbour or a boat.'],
    ['The finish must be a harbour.'],
    ['A harbour must be open before the start.'],
    ['The start is assigned to the harbour by this.'],
    ['Each start is sent to the harbour, and shown to the crew.'],
    ['The start must be in a harbour.'],
    ['The start must belong to a harbour of the club.'],
  ])('names nothing that is not said of it: %s', async (description) => {
    expect(await referenceOf('start_id', uuid, description)).toBeUndefined();
  });
});
