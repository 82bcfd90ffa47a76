import { expect, test } from 'vitest';
import { keyOfNeed } from '../../../src/contract/infer/additions.ts';
import { neededAbove, neededBelow, neededInPath } from '../../../src/contract/infer/needed-below.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const id = { type: 'string', format: 'uuid' };
const body = (...members: readonly string[]) => ({
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', properties: Object.fromEntries(members.map((one) => [one, id])) } } },
  },
});
const made = (members: readonly string[], said = 'Adds one.') => ({
  description: said,
  ...body(...members),
  responses: { 201: { description: 'Made', content: { 'application/json': { schema: { type: 'object', properties: { id } } } } } },
});
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: id }] });
const gone = { delete: { responses: { 204: { description: 'Gone' } } } };

/** Wares of a shop, of which each may have stock and prices, and orders of baskets, which hold wares. */
const needs = async (said: string, more: { readonly movement?: readonly string[]; readonly basket?: string } = {}) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shop', version: '1' },
      paths: {
        '/wares': { post: made(['label']) },
        '/wares/{wareId}': { ...inPath('wareId'), ...gone },
        '/wares/{wareId}/stock-movements': { ...inPath('wareId'), post: made(more.movement ?? ['quantity']) },
        '/prices': { post: made(['wareId']) },
        '/prices/{priceId}': { ...inPath('priceId'), ...gone },
        '/baskets': { post: made(['wareId'], more.basket) },
        '/baskets/{basketId}': { ...inPath('basketId'), ...gone },
        '/orders': { post: made(['basketId'], said) },
        '/orders/{orderId}': { ...inPath('orderId'), ...gone },
      },
    }),
  );
  return Object.fromEntries([...neededBelow(contract)].map(([type, operations]) => [type, operations.map(keyOfNeed)]));
};

const stock = { '/wares': ['POST /wares/{wareId}/stock-movements'] };

test.each([
  ['over what the body names', 'Not enough stock is `409` (`out_of_stock`).', stock],
  ['by a creation elsewhere whose body names it', 'Each ware needs a price.', { '/wares': ['POST /prices'] }],
  ['not where it is made anyway', 'Each order needs a basket, and a basket without wares is refused.', {}],
  ['not where nothing is lacking', 'Moves the stock of all wares.', {}],
])('what is referred to is completed %s', async (_what, said, expected) => {
  expect(await needs(said)).toEqual(expected);
});

test('what itself needs the resource is not added to it', async () => {
  const said = 'Not enough stock is `409`.';
  expect(await needs(said, { movement: ['basketId'] })).toEqual({});
  expect(await needs(said, { movement: ['orderId'] })).toEqual({});
  expect(await needs(said, { movement: ['wareId'] })).toEqual({});
  expect(await needs(said, { movement: ['priceId'] })).toEqual({});
});

test('two needs that would wait for each other are not both met', async () => {
  expect(await needs('Not enough stock is `409`. Each ware needs a price.', { movement: ['priceId'] })).toEqual({
    '/wares': ['POST /prices'],
  });
});

/** Sailors, who may have a boat of their own, and races that they enter. */
const needsOfEntry = async (said: string, required: readonly string[] = []): Promise<object> => {
  const sailor = { type: 'object', required, properties: { label: { type: 'string' }, boatId: id } };
  const content = { 'application/json': { schema: sailor } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Races', version: '1' },
      paths: {
        '/boats': { post: made(['label']) },
        '/boats/{boatId}': { ...inPath('boatId'), ...gone },
        '/sailors': { post: { ...made([]), requestBody: { required: true, content } } },
        '/sailors/{sailorId}': {
          ...inPath('sailorId'),
          ...gone,
          patch: { requestBody: { content }, responses: { 200: { description: 'Changed', content } } },
        },
        '/entries': { post: made(['sailorId'], said) },
        '/entries/{entryId}': { ...inPath('entryId'), ...gone },
      },
    }),
  );
  return Object.fromEntries([...neededBelow(contract)].map(([type, operations]) => [type, operations.map(keyOfNeed)]));
};

test.each([
  ['Only sailors who are fit and have a boat; else `409`.', { '/sailors': ['PATCH /sailors/{sailorId} boatId='] }],
  ['A sailor without a boat is refused with `409`.', { '/sailors': ['PATCH /sailors/{sailorId} boatId='] }],
  ['Each sailor sees the boat in the answer.', {}],
])('what a change names is needed by "%s"', async (said, expected) => {
  expect(await needsOfEntry(said)).toEqual(expected);
});

test('what each creation names already is not named once more', async () => {
  expect(await needsOfEntry('A sailor without a boat is refused with `409`.', ['boatId'])).toEqual({});
});

/** What bills of a basket need, which are made below it. */
const needsOfBill = async (said: string): Promise<object> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shop', version: '1' },
      paths: {
        '/baskets': { post: made(['label']) },
        '/baskets/{basketId}': { ...inPath('basketId'), ...gone },
        '/baskets/{basketId}/lines': { ...inPath('basketId'), post: made(['quantity']) },
        '/baskets/{basketId}/bills': { ...inPath('basketId'), post: made(['note'], said) },
      },
    }),
  );
  return Object.fromEntries([...neededInPath(contract)].map(([key, operations]) => [key, operations.map(keyOfNeed)]));
};

test.each([
  'The basket must be `open` (`409` `closed`) with at least one line (`409` `no_lines`).',
  'The basket needs a line.',
  'The basket must have at least one line.',
])('what is below a resource may need that this is completed: "%s"', async (said) => {
  expect(await needsOfBill(said)).toEqual({ 'POST /baskets/{basketId}/bills': ['POST /baskets/{basketId}/lines'] });
});

test.each([
  'A basket without lines has a bill of 0.',
  'Only a basket without lines can be billed (`409`).',
  'The basket must have no lines.',
  'Keeps the lines as they are now.',
])('what is below a resource needs nothing by "%s"', async (said) => {
  expect(await needsOfBill(said)).toEqual({});
});

test('what a body may name, and need not, is not made by itself', async () => {
  const order = (required: readonly string[]) => {
    const { requestBody, ...rest } = made(['wareId', 'basketId'], 'A ware without a basket is refused with 409.');
    const { schema } = requestBody.content['application/json'];
    return { ...rest, requestBody: { required: true, content: { 'application/json': { schema: { ...schema, required } } } } };
  };
  const needsFor = async (required: readonly string[]): Promise<readonly string[]> => {
    const contract = await loadContract(
      writeToolDocument({
        openapi: '3.1.0',
        info: { title: 'Shop', version: '1' },
        paths: {
          '/wares': { post: made(['label']) },
          '/wares/{wareId}': { ...inPath('wareId'), ...gone },
          '/baskets': { post: made(['wareId']) },
          '/baskets/{basketId}': { ...inPath('basketId'), ...gone },
          '/orders': { post: order(required) },
          '/orders/{orderId}': { ...inPath('orderId'), ...gone },
        },
      }),
    );
    return [...neededBelow(contract).values()].flatMap((operations) => operations.map(keyOfNeed));
  };
  expect(await needsFor(['wareId'])).toEqual(['POST /baskets']);
  expect(await needsFor(['wareId', 'basketId'])).toEqual([]);
});

test('an action says what has to be there of something that its resource names', async () => {
  const contractWith = (description: string) =>
    loadContract(
      writeToolDocument({
        openapi: '3.1.0',
        info: { title: 'Supply', version: '1' },
        paths: {
          '/supply-points': { post: made(['label']) },
          '/supply-points/{pointId}': { ...inPath('pointId'), ...gone },
          '/supply-points/{pointId}/meters': { ...inPath('pointId'), post: made(['serial']) },
          '/contracts': { post: made(['supplyPointId']) },
          '/contracts/{contractId}': { ...inPath('contractId'), ...gone },
          '/contracts/{contractId}/submission': {
            ...inPath('contractId'),
            post: { description, responses: { 200: { description: 'Submitted' }, 409: { description: 'Not now' } } },
          },
        },
      }),
    );
  const needsOf = async (description: string) =>
    [...neededBelow(await contractWith(description))].map(([type, operations]) => [type, operations.map(keyOfNeed)]);
  expect(await needsOf('The supply point must have an installed meter by then; if it has not, the answer is `409`.')).toEqual([
    ['/supply-points', ['POST /supply-points/{pointId}/meters']],
  ]);
  expect(await needsOf('Hands the contract over. Somebody reads the meter of the supply point.')).toEqual([]);
  expect(await needsOf('The contract must have a meter.')).toEqual([]);
});

/** What the publication of a notice, or the start of a crossing, needs below it, where what is added is of one of some kinds. */
const needsByValue = async (noun: string, member: string, values: readonly string[], said: string): Promise<object> => {
  const schema = { type: 'object', required: ['label', member], properties: { label: { type: 'string' }, [member]: { enum: values } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Ferry', version: '1' },
      paths: {
        '/crossings': { post: made(['label']) },
        '/crossings/{crossingId}': { ...inPath('crossingId'), ...gone },
        [`/crossings/{crossingId}/${noun}s`]: {
          ...inPath('crossingId'),
          get: {
            responses: { 200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: schema } } } } },
          },
          post: {
            requestBody: { required: true, content: { 'application/json': { schema } } },
            responses: { 201: { description: 'Made', content: { 'application/json': { schema } } } },
          },
        },
        '/crossings/{crossingId}/start': {
          ...inPath('crossingId'),
          post: { description: said, responses: { 200: { description: 'Started' }, 409: { description: 'Not now' } } },
        },
      },
    }),
  );
  return Object.fromEntries([...neededInPath(contract)].map(([key, operations]) => [key, operations.map(keyOfNeed)]));
};

test.each([
  [
    'hand',
    'role',
    ['MASTER', 'MATE', 'COOK'],
    'The crossing needs at least one master and at least one mate, else `409`.',
    ['MASTER', 'MATE'],
  ],
  ['hand', 'duty', ['helmsman', 'cook'], 'A crossing must have a helmsman before it starts (409).', ['helmsman']],
  ['picture', 'view', ['front', 'side', 'rear'], 'It needs a front, a side and a rear picture.', ['front', 'side', 'rear']],
  ['paper', 'kind', ['TIDE_TABLE', 'MANIFEST'], 'Answered 409 without a manifest.', ['MANIFEST']],
  ['paper', 'kind', ['TIDE_TABLE', 'MANIFEST'], 'There must be a paper of kind `TIDE_TABLE`, 409 otherwise.', ['TIDE_TABLE']],
  ['contact', 'type', ['harbour_office', 'owner'], '409 if the crossing has no harbour office contact.', ['harbour_office']],
  ['hand', 'role', ['master', 'mate'], 'Needs both a master and a mate.', ['master', 'mate']],
])('what is added has the listed value that is needed: a %s by its %s %s: "%s"', async (noun, member, values, said, expected) => {
  const found = { [`POST /crossings/{crossingId}/start`]: expected.map((one) => `POST /crossings/{crossingId}/${noun}s ${member}=${one}`) };
  expect(await needsByValue(noun, member, values, said)).toEqual(found);
});

test.each([
  ['hand', 'role', ['MASTER', 'MATE'], 'The crossing needs a hand.', ['POST /crossings/{crossingId}/hands']],
  ['hand', 'role', ['MASTER', 'MATE'], 'Starts the crossing. The master is told.', undefined],
  ['hand', 'role', ['MASTER', 'MATE'], 'A crossing without a mate may start.', undefined],
  ['unit', 'unit', ['unit', 'box'], 'The crossing needs at least one unit.', ['POST /crossings/{crossingId}/units']],
])('what is added may be of any kind: a %s by its %s %s: "%s"', async (noun, member, values, said, expected) => {
  expect(await needsByValue(noun, member, values, said)).toEqual(expected ? { 'POST /crossings/{crossingId}/start': expected } : {});
});

/** What the release of a result of a match, and what a result itself, needs of the match: it has a referee, which is set and read, and cards. */
const needsOfMatch = async (ofRelease: string, ofResult = 'Adds one.') => {
  const shown = { 200: { description: 'It', content: { 'application/json': { schema: { type: 'object', properties: { id } } } } } };
  const list = {
    200: {
      description: 'All',
      content: { 'application/json': { schema: { type: 'array', items: { type: 'object', properties: { id } } } } },
    },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'League', version: '1' },
      paths: {
        '/matches': { post: made(['label']) },
        '/matches/{match}': { ...inPath('match'), get: { responses: shown }, ...gone },
        '/matches/{match}/referee': { ...inPath('match'), get: { responses: shown }, put: { ...body('label'), responses: shown } },
        '/matches/{match}/status': { ...inPath('match'), put: { ...body('label'), responses: shown } },
        '/matches/{match}/results': { ...inPath('match'), get: { responses: list }, post: made(['label'], ofResult) },
        '/matches/{match}/results/{result}:release': {
          parameters: ['match', 'result'].map((name) => ({ name, in: 'path', required: true, schema: id })),
          post: { description: ofRelease, responses: { ...shown, 409: { description: 'Not now' } } },
        },
      },
    }),
  );
  const inPathOf = [...neededInPath(contract)].map(([key, own]) => [key, own.map(keyOfNeed)]);
  const above = [...neededAbove(contract)].map(([key, one]) => [key, one.type.name, one.needs.map(keyOfNeed)]);
  return { inPathOf, above };
};

const release = 'POST /matches/{match}/results/{result}:release';

test.each(['The match must be over and have a referee (`409`).', 'The match needs a referee.', '409 while the match has no referee.'])(
  'an operation on a resource says what that needs which it is below: "%s"',
  async (said) => {
    expect(await needsOfMatch(said)).toEqual({ inPathOf: [], above: [[release, '/matches', ['PUT /matches/{match}/referee']]] });
  },
);

test.each(['Needs a referee.', 'The match must have a status.', 'The referee of the match is told.', 'The match must not have a referee.'])(
  'and says nothing of that by "%s"',
  async (said) => {
    expect(await needsOfMatch(said)).toEqual({ inPathOf: [], above: [] });
  },
);

test('what a PUT sets and a read shows is a part that may be needed', async () => {
  expect(await needsOfMatch('Releases it.', 'The match must be open and have a referee (409).')).toEqual({
    inPathOf: [['POST /matches/{match}/results', ['PUT /matches/{match}/referee']]],
    above: [],
  });
  expect(await needsOfMatch('Releases it.', 'The match must be open and have a status (409).')).toEqual({ inPathOf: [], above: [] });
});

test('what is added below a resource may show, and not be sent, what that is', async () => {
  const shown = (isReadOnly: boolean) => ({ wareId: { ...id, ...(isReadOnly && { readOnly: true }) }, amount: { type: 'integer' } });
  const belowWith = async (isReadOnly: boolean): Promise<readonly string[]> => {
    const movement = {
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties: shown(isReadOnly) } } } },
      responses: made([]).responses,
    };
    const contract = await loadContract(
      writeToolDocument({
        openapi: '3.1.0',
        info: { title: 'Shop', version: '1' },
        paths: {
          '/wares': { post: made(['label']) },
          '/wares/{wareId}': { ...inPath('wareId'), ...gone },
          '/wares/{wareId}/stock-movements': { ...inPath('wareId'), post: movement },
          '/orders': { post: made(['wareId'], 'Not enough stock is `409`.') },
          '/orders/{orderId}': { ...inPath('orderId'), ...gone },
        },
      }),
    );
    return [...neededBelow(contract).values()].flat().map(keyOfNeed);
  };
  expect(await belowWith(true)).toEqual(['POST /wares/{wareId}/stock-movements']);
  expect(await belowWith(false)).toEqual([]);
});
