import { describe, expect, test } from 'vitest';
import { takesFew } from '../../../src/checks/subjects/few-children.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { minimalBody } from '../../../src/generators/minimal-body.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 1 };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Not possible now' }, 422: { description: 'Wrong' } };
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const hall = object({ id: text, name: text }, ['id', 'name']);
const block = object({ id: text, hallId: text, label: text, seats: whole }, ['id', 'hallId', 'label', 'seats']);
const usual = 'A hall has at most 4 blocks (`409`), whose seats together cannot exceed 60 (`409`).';

/** Halls with few blocks of seats. */
const documentOf = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Halls', version: '1' },
  paths: {
    '/halls': {
      get: { responses: shows({ type: 'array', items: hall }) },
      post: {
        requestBody: { required: true, ...json(object({ name: text }, ['name'])) },
        responses: { ...shows(hall, '201'), ...refused },
      },
    },
    '/halls/{hallId}': {
      parameters: [inPath('hallId')],
      get: { responses: { ...shows(hall), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/halls/{hallId}/blocks': {
      parameters: [inPath('hallId')],
      get: { responses: { ...shows({ type: 'array', items: block }), ...refused } },
      post: {
        description,
        requestBody: {
          required: true,
          ...json(object({ label: text, seats: whole }, ['label', 'seats']), { example: { label: 'Balcony', seats: 40 } }),
        },
        responses: { ...shows(block, '201'), ...refused },
      },
    },
    '/halls/{hallId}/blocks/{blockId}': {
      parameters: [inPath('hallId'), inPath('blockId')],
      get: { responses: { ...shows(block), ...refused } },
      patch: {
        requestBody: { required: true, ...json(object({ label: text, seats: whole }, [])) },
        responses: { ...shows(block), ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
});

const contractOf = (description: string) => loadContract(writeToolDocument(documentOf(description)));

describe('what the text of a creation says of how many there may be', () => {
  test.each([
    [usual, true],
    ['No more than ten blocks, else `409`.', true],
    ['The seats of all blocks together must not exceed 60.', true],
    ['A hall can have ten blocks; one more is refused with 409.', true],
    ['A hall may only hold 4 blocks, and a fifth is a 409.', true],
    ['A hall can have ten or more blocks; one of a wrong label is refused.', false],
    ['A hall can have a name; a wrong one is refused.', false],
    ['A hall has at most one block: if there is one already you get a 409.', true],
    ['Once per account and hall; a second block is a 409, and so is one of a closed hall.', true],
    ['Each member can add a block once (`409`).', true],
    ['One block per customer, otherwise `409`.', true],
    ['There can be only one open block for a hall (409).', true],
    ['There is at most one open day for a hall.', false],
    ['Answered 409 if you have already added one.', true],
    ['Refused with 409 where the account has reviewed it already.', true],
    ['Blocks have labels: a second block of the same label is a `409`.', false],
    ['The plan is drawn only once a day; 409 while that is done.', false],
    ['Once per minute and no more, else refused.', false],
    ['A second later the hall is refused.', false],
    ['You may add a block more than once. A wrong label is a 422.', false],
    ['A label has at most 40 characters.', false],
    ['Adds a block. Together with its hall it is shown on the plan.', false],
  ])('%s', async (description, isFew) => {
    const contract = await contractOf(description);
    const create = contract.operations.find(({ key }) => key === 'POST /halls/{hallId}/blocks');
    expect(create && takesFew(contract, create)).toBe(isFew);
  });
});

test.each([
  [usual, 10],
  ['The seats of all blocks together cannot exceed 60 (`409`).', 10],
  ['A hall has at most 4 blocks (`409`).', 40],
  ['Together with the hall, the seats are shown on the plan.', 40],
])('a creation takes little of what all share a limit of: "%s"', async (description, seats) => {
  const contract = await contractOf(description);
  const create = contract.operations.find(({ key }) => key === 'POST /halls/{hallId}/blocks');
  const making = {
    contract,
    target: { values: {}, fixtures: {}, allow: ['mutation'] },
    fresh: (name: string) => `ct-${name}`,
    now: () => 0,
  };
  const made = create && minimalBody(create, making as never);
  expect(made?.kind === 'body' && made.value).toMatchObject({ seats });
});

const few = ['sequences/*', 'lifecycle/change-shown', 'lifecycle/sent-is-shown', 'lifecycle/created-is-listed'];

const judged = async (isLost: boolean, description = usual, selected: readonly string[] = few) => {
  const halls = new Map<string, Json>();
  const blocks = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, hallId = '', name, blockId] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = halls.get(hallId);
    if (root !== 'halls' || (hallId !== '' && !found) || (name !== undefined && name !== 'blocks')) return give(404);
    const own = [...blocks.values()].filter((one) => one['hallId'] === hallId);
    const { method } = incoming;
    const one = own.find(({ id }) => id === blockId);
    if (blockId !== undefined && !one) return give(404);
    if (method === 'GET') return give(200, hallId === '' ? [...halls.values()] : name === undefined ? found : (one ?? own));
    if (method === 'DELETE' && blockId === undefined) for (const inner of own) blocks.delete(String(inner['id']));
    if (method === 'DELETE') return give((blockId === undefined ? halls.delete(hallId) : blocks.delete(blockId)) ? 204 : 404);
    void objectBody(incoming).then((body) => {
      if (!body) return give(422);
      const id = blockId ?? `n-${next++}`;
      if (hallId === '') {
        if (typeof body['name'] !== 'string') return give(422);
        halls.set(id, { id, name: body['name'] });
        return give(201, halls.get(id));
      }
      const { label, seats }: Json = { ...one, ...body };
      if (typeof label !== 'string' || !Number.isInteger(seats) || Number(seats) < 1) return give(422);
      const others = own.filter((other) => other !== one).reduce((sum, other) => sum + Number(other['seats']), 0);
      if ((!one && own.length >= 4) || (description === usual && others + Number(seats) > 60)) return give(409);
      // A change is lost where it is the second one of a block.
      const isStored = !isLost || one?.['label'] === undefined || !JSON.stringify(one['label']).includes('ct-');
      if (isStored || !one) blocks.set(id, { id, hallId, label, seats });
      return give(one ? 200 : 201, { id, hallId, label, seats });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(description)), url, {
    allow: ['mutation'],
    maxCreates: 300,
    credentials: [],
    selection: { only: selected, skip: [] },
  });
  const of = (kind: string) =>
    verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind && id.includes('blocks/') ? [id.split('@')[0] ?? ''] : [])).toSorted();
  return { failed: of('fail'), passed: of('pass'), left: [...halls.keys(), ...blocks.keys()] };
};

test(
  'what takes few is not full for those that come later',
  besideOthers(async () => {
    const { failed, passed, left } = await judged(false);
    expect(failed).toEqual([]);
    expect(passed).toEqual(expect.arrayContaining(['lifecycle/created-is-listed', 'lifecycle/sent-is-shown', 'sequences/shown-after-all']));
    expect(left).toEqual([]);
  }),
);

test(
  'what is wrong there is told',
  besideOthers(async () => {
    expect((await judged(true)).failed).toContain('lifecycle/change-shown');
  }),
);

// Bodies that are alike share a parent of their own, which is full after a while, too.
const many = ['lifecycle/*', 'sequences/*', 'http/location-leads-to-created', 'body/documented-value-kept', 'errors/unknown-id-refused'];

test(
  'what takes few, although no text says so, is replaced by another one where it is full',
  besideOthers(async () => {
    const { failed, passed, left } = await judged(false, 'Adds a block.', many);
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'body/documented-value-kept',
        'lifecycle/change-shown',
        'lifecycle/creations-have-own-ids',
        'lifecycle/removed-is-gone',
        'lifecycle/sent-is-shown',
        'lifecycle/unusual-text-kept',
        'sequences/shown-after-all',
      ]),
    );
    expect(left).toEqual([]);
    expect((await judged(true, 'Adds a block.', many)).failed).toContain('lifecycle/change-shown');
  }),
);
