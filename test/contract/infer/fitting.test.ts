import { expect, test } from 'vitest';
import { fittingOf } from '../../../src/contract/infer/fitting.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const crates = { type: 'array', items: { type: 'object', properties: { weight: { type: 'integer' } } } };
const offered = { harbour: { type: 'object', properties: { country: text } }, crates, name: text };

/** What the placing of a load by an offer needs of the offer, by its text. */
const fittingFor = async (
  said: string,
  {
    offer = offered,
    load = { harbourCountry: text, crates, name: text },
    member = 'offerId',
  }: { offer?: object; load?: object; member?: string } = {},
): Promise<readonly string[] | undefined> => {
  const made = (properties: object) => ({
    requestBody: { required: true, ...json({ type: 'object', properties }) },
    responses: { 201: { description: 'Made', ...json({ type: 'object', properties: { id: text, ...properties } }) } },
  });
  const read = (properties: object) => ({
    get: { responses: { 200: { description: 'It', ...json({ type: 'object', properties: { id: text, ...properties } }) } } },
    delete: { responses: { 204: { description: 'Gone' } } },
  });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Harbours', version: '1' },
      paths: {
        '/offers': { post: made(offer) },
        '/offers/{offerId}': { ...inPath('offerId'), ...read(offer) },
        '/loads': { post: made(load) },
        '/loads/{loadId}': { ...inPath('loadId'), ...read(load) },
        '/loads/{loadId}/place': {
          ...inPath('loadId'),
          post: {
            description: said,
            requestBody: { required: true, ...json({ type: 'object', required: [member], properties: { [member]: text } }) },
            responses: { 200: { description: 'Placed' }, 409: { description: 'Conflict' } },
          },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.endsWith('/place'));
  if (!operation) throw new Error('there is no such operation');
  return fittingOf(contract, operation)?.shared.map(({ way, shown }) => `${way.join('.')} = ${shown}`);
};

const both = ['harbour.country = harbourCountry', 'crates = crates'];

test.each([
  '`409` when the offer does not fit: its harbour is in another country.',
  '409 `offer_mismatch` where the crates of the offer are lighter.',
  'The offer must be for the same harbour.',
  'The offer has to match the load.',
  'An offer that is made for a different country is refused (409).',
])('what a body names has to fit what the path names: %s', async (said) => {
  expect(await fittingFor(said)).toEqual(both);
});

test.each([
  '',
  'Places the load by an offer.',
  'The offer must not have expired (409).',
  'The boat must fit the harbour.',
  'A load is placed for another time by its manager.',
])('and nothing where the text does not say so: %s', async (said) => {
  expect(await fittingFor(said)).toBeUndefined();
});

test('nothing is shared by what each thing has for itself, and nothing where the body names nothing', async () => {
  const said = 'The offer has to match the load.';
  expect(await fittingFor(said, { offer: { name: text, status: text }, load: { name: text, status: text } })).toBeUndefined();
  expect(await fittingFor(said, { member: 'note' })).toBeUndefined();
});
