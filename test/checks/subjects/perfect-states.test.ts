import { expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (properties: object) => ({ required: true, ...json({ type: 'object', required: Object.keys(properties), properties }) });
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The states in which leases, whose keys are left in a box, are not ended. */
const refusedOf = async (description: string, conflict = 'Conflict'): Promise<readonly string[]> => {
  const shows = { description: 'It', ...json(reference('Lease')) };
  const parameters = [{ name: 'leaseId', in: 'path', required: true, schema: text }];
  const life = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Leases', version: '1' },
      components: {
        schemas: {
          Lease: { type: 'object', properties: { id: text, status: { ...text, enum: ['active', 'paused', 'ended'] } } },
          Box: { type: 'object', properties: { id: text, name: text, open: { type: 'boolean' } } },
        },
      },
      paths: {
        '/boxes': { post: { requestBody: takes({ name: text }), responses: { 201: { description: 'It', ...json(reference('Box')) } } } },
        '/boxes/{boxId}': {
          parameters: [{ name: 'boxId', in: 'path', required: true, schema: text }],
          get: { responses: { 200: { description: 'It', ...json(reference('Box')) } } },
        },
        '/leases': {
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: reference('Lease') }) } } },
          post: { requestBody: takes({ note: text }), responses: { 201: shows } },
        },
        '/leases/{leaseId}': { parameters, get: { responses: { 200: shows, 404: none } } },
        '/leases/{leaseId}/end': {
          parameters,
          post: {
            description,
            requestBody: takes({ boxId: text }),
            responses: { 200: shows, 404: none, 409: { description: conflict } },
          },
        },
      },
    }),
  ).then(lives);
  return life.flatMap(({ refusing }) => refusing.flatMap(({ refused }) => refused.map(({ name }) => name)));
};

test.each([
  'Leaves the key. `409` when the lease has ended already.',
  '`409` when the lease has ended already or the box is full or not open.',
  'Leaves the key in a box. `404` also when the box is unknown, `409` when the lease has ended\nalready or the box is full or not open.',
  '`404` if the lease is unknown and `409` if it has already ended.',
  '`409` when the box is full, not open, or the lease has ended already.',
  'Ends the lease, `409` when the box is full or the lease has ended.',
  '`409 lease_ended` if the lease has ended, `409 box_full` if the box is full.',
  'If the lease has ended or the box is full, the answer is `409`.',
  'Not possible once the lease has ended or the box is full (`409`).',
  'Errors:\n\n- `409`: the lease has ended already\n- `404`: unknown box',
  'A lease that has ended already gives `409`.',
  '409 if the lease was ended before.',
  'The lease must not be ended yet (`409`).',
  'The lease must not have ended (`409`).',
  'Ending it again is a `409`.',
  'A second call is answered with `409`.',
  '`409` when called twice.',
  'A lease cannot be ended twice (`409`).',
  'No lease can be ended twice: `409`.',
  'It is not possible to end a lease twice (`409`).',
  'A lease can be ended only once (`409`).',
])('a lease that has ended is not ended again: %s', async (description) => {
  expect(await refusedOf(description)).toEqual(['ended']);
});

test.each([
  'The lease has ended already',
  'It has ended already',
  'The lease has already ended, or the box is full',
  'The box is full or the lease has already ended',
  'Ended already or the box is full',
])('a conflict says so: %s', async (conflict) => {
  expect(await refusedOf('Leaves the key.', conflict)).toEqual(['ended']);
});

test.each(['`409` when the lease has not ended.', '`409` unless the lease has ended.'])(
  'what has not come to a state is refused in the others: %s',
  async (description) => {
    expect(await refusedOf(description)).toEqual(['active', 'paused']);
  },
);

test.each([
  // Of a part of what is ended, or on a further condition.
  '`409` when the lease has ended already and the box is full.',
  '`409` when the lease has ended and no bill was made.',
  '`409` when the lease has been ended by a clerk or the box is full.',
  '`409` when the lease has ended more than an hour ago or the box is full.',
  '`409` when both the lease has ended and the key is lost or the box is full.',
  '`409` when the key is lost or the lease has ended without a payment.',
  'The lease must not have ended before its start (`409`).',
  // Of something else.
  '`409` when the lease has ended items.',
  '`409` when the lease has ended or paused phases.',
  '`409` when the tenant has ended a lease already.',
  '`409` when another lease of the tenant has ended already.',
  '`409` when the last lease of the tenant has ended or the box is full.',
  'When the lease has ended, the key is free. `409` when the box is full.',
  '`404` when the lease has ended long ago, `409` when the box is full.',
  // Of what does no harm.
  '`409` when the box is full. If the lease has ended already, it is left as it is.',
  '`409` when the box is full; a lease that has ended already is returned as it is, which changes nothing.',
  'Ending it again is not a `409`.',
  'Ending it again changes nothing. `409` when the box is full.',
  // Of some calls.
  'Ending it again is `409` within one hour.',
  'A second call with the same key is `409`.',
  'A second call may be answered `409`.',
  '`409` when called again within a minute.',
  'A lease can be ended only once per day (`409`).',
  'A lease cannot be ended twice by the same clerk (`409`).',
  'The lease must not be ended by somebody else (`409`).',
  '`409` when the lease has ended, except for clerks.',
  'Usually `409` when the lease has ended already.',
])('nothing is refused for certain: %s', async (description) => {
  expect(await refusedOf(description)).toEqual([]);
});

test.each([
  'The lease has ended with an open bill',
  'The lease has ended and the box is full',
  'The lease has never ended',
  'The tenant has ended a lease',
  'The lease or its key has ended pauses',
  'A lease of the box has ended or the box is full',
])('a conflict says nothing of it: %s', async (conflict) => {
  expect(await refusedOf('Leaves the key.', conflict)).toEqual([]);
});
