import { describe, expect, test } from 'vitest';
import { sectionFirst } from '../../../src/checks/subjects/section-first.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const states = ['draft', 'pending', 'open', 'closed'];
const shows = (name: string) => ({
  description: 'It',
  content: {
    'application/json': { schema: { type: 'object', properties: { id: { type: 'string' }, [name]: { type: 'string', enum: states } } } },
  },
});
const takes = { content: { 'application/json': { schema: { type: 'object', properties: { title: { type: 'string' } } } } } };

/** The first state of an order, by what its section and its creation say; a second creation has the same section where that is shared. */
const firstOf = async ({ tag = '', description = '', isShared = false }): Promise<string | undefined> => {
  const item = (name: string) => ({
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    get: { tags: [name], responses: { 200: shows('status'), 404: { description: 'None' } } },
    delete: { tags: [name], responses: { 204: { description: 'Gone' } } },
  });
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Orders', version: '1' },
      tags: [{ name: 'orders', description: tag }],
      paths: {
        '/orders': { post: { tags: ['orders'], description, requestBody: takes, responses: { 201: shows('status') } } },
        '/orders/{id}': item('orders'),
        '/parcels': { post: { tags: [isShared ? 'orders' : 'parcels'], requestBody: takes, responses: { 201: shows('status') } } },
        '/parcels/{id}': item('parcels'),
      },
    }),
  );
  const create = contract.operations.find(({ key }) => key === 'POST /orders');
  return create && sectionFirst(contract, create, states);
};

describe('the first state that a section gives', () => {
  test.each<readonly [string, string]>([
    ['It starts out as `draft`. Buying makes it `open`.', 'draft'],
    ['An order begins as a `draft`. From there it moves on.', 'draft'],
    ['It is `pending` at first and then follows these arrows:', 'pending'],
    ['Orders are filed as `open`. An owner closes them.', 'open'],
  ])('%s', async (tag, state) => {
    expect(await firstOf({ tag })).toBe(state);
  });

  test.each([
    'A parcel starts out as `draft`.',
    'It starts out as `draft`, or as `open` where it has lines.',
    'It usually starts as `draft`.',
    'An order starts as `draft`. Imported orders are `open` at first.',
    'Orders start as `draft`. Orders from the shop are created as `open`.',
    'Every order begins as `draft`; give `status` to choose another.',
    'An order is `draft` initially. Rush orders skip it.',
    'New orders begin in the state `pending`. With a deposit they are `open` at once.',
    'An order begins as a `draft`. Managers create open ones directly.',
    'An order is `open` until it is closed.',
    'Its lines start out as `draft`.',
    'It starts out as `draft`. Orders are created as `open`.',
  ])('none by: %s', async (tag) => {
    expect(await firstOf({ tag })).toBeUndefined();
  });

  test('"it" may be something else that has the same section', async () => {
    expect(await firstOf({ tag: 'It starts out as `draft`.', isShared: true })).toBeUndefined();
    expect(await firstOf({ tag: 'An order starts out as `draft`.', isShared: true })).toBe('draft');
  });

  test.each<readonly [string, string | undefined]>([
    ['Opens a draft, with or without lines. Each has a price.', 'draft'],
    ['Starts a new draft.', 'draft'],
    ['Opens a draft for a customer.', undefined],
    ['Opens a draft. With lines it is pending.', undefined],
    ['Opens a draft, with or without lines, pending where it has some.', undefined],
    ['Creates a draft; `open: true` opens it at once.', undefined],
    ['Opens a draft or, with lines, a pending order.', undefined],
  ])('its creation says: %s', async (description, state) => {
    expect(await firstOf({ description })).toBe(state);
  });
});
