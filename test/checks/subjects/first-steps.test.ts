import { describe, expect, test } from 'vitest';
import { wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type World = { readonly noun: string; readonly below: string; readonly states: readonly string[]; readonly says: string };

/** Resources of one kind with entries below them, of which the description of their section says what the first one does. */
const contractWith = ({ noun, below, states, says }: World) => {
  const thing = { $ref: '#/components/schemas/Thing' };
  const path = { name: 'id', in: 'path', required: true, schema: text };
  const entry = { type: 'object', required: ['note'], properties: { note: text } };
  return loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Things', version: '1' },
      tags: [{ name: 'Main', description: says }],
      components: {
        schemas: {
          Thing: { type: 'object', required: ['id', 'state'], properties: { id: text, name: text, state: { ...text, enum: states } } },
        },
      },
      paths: {
        [`/${noun}s`]: {
          get: { tags: ['Main'], responses: { 200: { description: 'All', ...json({ type: 'array', items: thing }) } } },
          post: {
            tags: ['Main'],
            requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name: text } }) },
            responses: { 201: { description: 'It', ...json(thing) } },
          },
        },
        [`/${noun}s/{id}`]: {
          parameters: [path],
          get: { tags: ['Main'], responses: { 200: { description: 'It', ...json(thing) }, 404: { description: 'None' } } },
          patch: {
            tags: ['Main'],
            requestBody: { required: true, ...json({ type: 'object', properties: { name: text, state: { ...text, enum: states } } }) },
            responses: { 200: { description: 'It', ...json(thing) }, 404: { description: 'None' }, 409: { description: 'Conflict' } },
          },
          delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
        },
        [`/${noun}s/{id}/${below}`]: {
          parameters: [path],
          post: { requestBody: { required: true, ...json(entry) }, responses: { 201: { description: 'Done', ...json(entry) } } },
        },
        [`/${noun}s/{id}/close`]: {
          parameters: [path],
          post: {
            description: 'It becomes closed.',
            responses: { 200: { description: 'It', ...json(thing) }, 409: { description: 'No' } },
          },
        },
      },
    }),
  );
};

/** The end of the path of the only move from one state to another, or `PATCH` for a change. */
const wayIn = async (world: World, from: string, to: string) => {
  const contract = await contractWith(world);
  const type = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(({ name }) => name === `/${world.noun}s`);
  const [move, ...others] = (type && wayBetween(contract, type, from, [to])?.by) ?? [];
  return others.length > 0 ? 'longer' : move?.operation.method === 'POST' ? move.operation.path.split('/').at(-1) : move?.operation.method;
};

const account = { noun: 'account', below: 'deposits', states: ['draft', 'open', 'closed'] };
const meter = { noun: 'meter', below: 'readings', states: ['installed', 'live', 'closed'] };
const policy = { noun: 'policy', below: 'payments', states: ['pending', 'active', 'closed'] };
const trip = { noun: 'trip', below: 'check-ins', states: ['planned', 'under_way', 'closed'] };
const fund = { noun: 'fund', below: 'pledges', states: ['empty', 'running', 'closed'] };
const membership = { noun: 'membership', below: 'pay', states: ['new', 'active', 'closed'] };

describe('what the first entry makes of a resource', () => {
  test.each<readonly [World, string | undefined]>([
    [{ ...account, says: 'An account starts as `draft`; the first deposit makes it `open`.' }, 'deposits'],
    [{ ...account, says: 'The first deposit opens the account.' }, 'deposits'],
    [{ ...account, says: 'A draft account opens with its first deposit.' }, 'deposits'],
    [{ ...meter, says: 'A meter goes `live` with its first reading.' }, 'readings'],
    [{ ...meter, says: 'Meters are `installed` until their first reading arrives, then `live`.' }, 'readings'],
    [{ ...meter, says: 'With the first reading an installed meter becomes live.' }, 'readings'],
    [{ ...policy, noun: 'cover', says: 'Recording the first payment turns the cover from pending to active.' }, 'payments'],
    [{ ...policy, noun: 'cover', says: 'The first payment activates it.' }, 'payments'],
    [{ ...trip, says: 'The first check-in moves the trip to `under_way`.' }, 'check-ins'],
    [{ ...trip, says: 'The trip is `under_way` as soon as the first check-in is recorded.' }, 'check-ins'],
    [{ ...fund, says: '`running` from the first pledge on.' }, 'pledges'],
    [{ ...membership, says: 'It becomes active on the first payment.' }, 'pay'],
    // What says nothing of that, or that it is not so, leaves the change of the state.
    [{ ...account, says: 'An account is a draft, open or closed.' }, 'PATCH'],
    [{ ...account, says: 'The first deposit never makes it open by itself.' }, 'PATCH'],
    [{ ...account, says: 'The first withdrawal makes it open.' }, 'PATCH'],
    [{ ...meter, says: 'The first reading may make it live.' }, 'PATCH'],
  ])('%o', async (world, expected) => {
    const [first = '', second = ''] = world.states;
    expect(await wayIn(world, first, second)).toBe(expected);
  });

  test('from the state that the sentence names alone', async () => {
    const world = { ...account, says: 'An account starts as `draft`; the first deposit makes it `open`.' };
    expect(await wayIn(world, 'closed', 'open')).toBe('PATCH');
  });
});
