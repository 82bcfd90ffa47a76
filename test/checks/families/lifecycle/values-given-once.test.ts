import { expect, test } from 'vitest';
import { valuesGivenOnce } from '../../../../src/checks/families/lifecycle/values-given-once.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';

const text = { type: 'string' };
const parcel = { type: 'object', properties: { id: text, label: text, number: { type: ['string', 'null'] } } };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const parameters = [{ name: 'parcelId', in: 'path', required: true, schema: text }];

/** Are the numbers of parcels, which an action gives, judged by what the action says of them. */
const isJudged = async (description: string, ofCreation = 'Makes a parcel.'): Promise<boolean> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Parcels', version: '1' },
      paths: {
        '/parcels': {
          get: { responses: { 200: json({ type: 'array', items: parcel }) } },
          post: {
            description: ofCreation,
            requestBody: json({ type: 'object', required: ['label'], properties: { label: text } }),
            responses: { 201: json(parcel) },
          },
        },
        '/parcels/{parcelId}': {
          parameters,
          get: { responses: { 200: json(parcel) } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/parcels/{parcelId}/send': { parameters, post: { description, responses: { 200: json(parcel), 409: { description: 'Sent' } } } },
      },
    }),
  );
  const { locations } = valuesGivenOnce;
  return (typeof locations === 'function' ? locations(contract) : []).length > 0;
};

test.each([
  'Gives `number` (the next one of the account, no number twice) and a label.',
  'Gives the parcel a `number`, never given twice.',
  'Sets `number`; no two parcels have the same.',
])('what an action gives once is judged: %s', async (description) => {
  expect(await isJudged(description)).toBe(true);
});

test.each([
  'Gives `number` (the next one).',
  'Gives `number`. No parcel is sent twice.',
  'Gives `number`, no number twice within a day.',
  'Gives `number` and `label`, no label twice.',
  'Gives `batch`, no number twice.',
  'Gives a number, no number twice.',
])('nothing is judged by: %s', async (description) => {
  expect(await isJudged(description)).toBe(false);
});

test.each([
  'Parcel numbers go up by one from parcel to parcel and never come twice.',
  'The parcel numbers are unique.',
  'Numbers of parcels never repeat.',
])('what a creation numbers once is judged: %s', async (description) => {
  expect(await isJudged('Sends it.', description)).toBe(true);
});

test.each([
  'Parcel numbers are unique within a year.',
  'Parcel numbers are usually consecutive.',
  'Parcel numbers go up by one for each depot.',
  'Labels never repeat.',
  'Parcel numbers have six digits.',
])('nothing is judged by what a creation says: %s', async (description) => {
  expect(await isJudged('Sends it.', description)).toBe(false);
});
