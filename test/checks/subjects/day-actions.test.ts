import { describe, expect, test } from 'vitest';
import { dayMemberFor } from '../../../src/checks/subjects/day-actions.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** Visits with some days, and an action on one with some words. */
const contractWith = (days: readonly string[], says: string) => {
  const visit = { type: 'object', properties: { id: text, ...Object.fromEntries(days.map((name) => [name, day])) } };
  const path = { name: 'visitId', in: 'path', required: true, schema: text };
  const shows = { 200: { description: 'It', ...json(visit) }, 404: { description: 'None' }, 409: { description: 'Conflict' } };
  return loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Visits', version: '1' },
      paths: {
        '/visits': {
          post: {
            requestBody: { required: true, ...json({ ...visit, required: days }) },
            responses: { 201: { description: 'It', ...json(visit) } },
          },
        },
        '/visits/{visitId}': { parameters: [path], get: { responses: shows } },
        '/visits/{visitId}/enter': { parameters: [path], post: { description: says, responses: shows } },
      },
    }),
  );
};

const memberFor = async (days: readonly string[], says: string) => {
  const contract = await contractWith(days, says);
  const [create, action] = ['POST /visits', 'POST /visits/{visitId}/enter'].map((key) =>
    contract.operations.find((one) => one.key === key),
  );
  return create && action ? dayMemberFor(contract, create, action) : 'no operation';
};

describe('the day from which an action is possible', () => {
  test.each<readonly [readonly string[], string, string | undefined]>([
    [['arrivesOn', 'leavesOn'], 'Not before the day of arrival (`409`, `tooEarly`).', 'arrivesOn'],
    [['startDate', 'endDate'], 'Refused with 409 before the start date.', 'startDate'],
    [['startDate', 'endDate'], 'Possible only on the day of the start, otherwise 409.', 'startDate'],
    [['valid_from', 'valid_until', 'pickup_date'], 'Can be done from the pickup date on.', 'pickup_date'],
    [['departureDate'], 'No earlier than the day of departure; too early is 409.', 'departureDate'],
    [['appointmentDate', 'bookedOn'], 'It cannot be started before the appointment date.', 'appointmentDate'],
    [['startDate', 'endDate'], 'From `open` to `out`, not before `startDate`; 409 otherwise.', 'startDate'],
    [['arrivesOn', 'leavesOn'], 'No earlier than `visit.arrivesOn` (422).', 'arrivesOn'],
    [['arrivesOn', 'leavesOn'], 'No fee is charged before `arrivesOn`.', undefined],
    // A fee, another day, and no day at all.
    [['arrivesOn', 'leavesOn'], 'Free before the day of arrival.', undefined],
    [['arrivesOn', 'leavesOn'], 'Not before the day of the inspection (409).', undefined],
    [['arrivesOn', 'leavesOn'], 'Only once (409).', undefined],
  ])('%o: %s', async (days, says, expected) => {
    expect(await memberFor(days, says)).toBe(expected);
  });
});
