import { expect, test } from 'vitest';
import { wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { boundBySum, outcomeCondition } from '../../../src/checks/subjects/outcome-conditions.ts';
import { inferredNamed } from '../../../src/contract/infer/covering.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const number = { type: 'integer' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const none = { description: 'None' };

const table =
  '| action | from | to |\n|---|---|---|\n| open | planned | open |\n| close | open | sold or unsold |\n\nEvery other move gets `409`. ';

/** What brings a lot from planned to a state, with what the last move needs to end there. */
const wayTo = async (state: string, words: string, told = 'Sum of the valid bids') => {
  const lot = object({
    id: text,
    title: text,
    reserve: number,
    offered: { ...number, description: told },
    status: { ...text, enum: ['planned', 'open', 'sold', 'unsold'] },
  });
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Lots', version: '1' },
      paths: {
        '/lots': {
          post: { requestBody: json(object({ title: text, reserve: number })), responses: { 201: { description: 'd', ...json(lot) } } },
        },
        '/lots/{lotId}': {
          ...inPath('lotId'),
          get: { responses: { 200: { description: 'd', ...json(lot) }, 404: none } },
          delete: { responses: { 204: none, 404: none } },
        },
        '/lots/{lotId}/moves': {
          ...inPath('lotId'),
          post: {
            description: `${table}${words}`,
            requestBody: { required: true, ...json(object({ action: { ...text, enum: ['open', 'close'] } }, ['action'])) },
            responses: { 200: { description: 'd', ...json(lot) }, 404: none, 409: none },
          },
        },
        '/lots/{lotId}/bids': {
          ...inPath('lotId'),
          post: {
            requestBody: { required: true, ...json(object({ amount: number, note: text }, ['amount'])) },
            responses: { 201: { description: 'd', ...json(object({ id: text, amount: number })) }, 409: none },
          },
        },
        '/bids/{bidId}': { ...inPath('bidId'), delete: { responses: { 204: none, 404: none } } },
      },
    }),
  );
  const type = inferredNamed(contract, '/lots');
  const by = type && wayBetween(contract, type, 'planned', [state])?.by;
  const last = by?.at(-1);
  const condition = type && last ? outcomeCondition(contract, type, last) : undefined;
  return {
    by: by?.map(({ set }) => set?.['action']),
    condition: condition && `${condition.sum} ${condition.limit} ${condition.add.key} ${condition.amount}`,
  };
};

const needed = 'offered reserve POST /lots/{lotId}/bids amount';

test.each([
  '`close` ends a lot: `sold` if `offered` has reached the reserve, `unsold` if not.',
  'On closing it is `sold` when its `offered` is at least the reserve.'.replace('On closing it', 'It'),
  'With `close` it ends; sold if offered covers its reserve.',
])('a move may end in one of two states by what was added: %s', async (words) => {
  expect(await wayTo('sold', words)).toEqual({ by: ['open', 'close'], condition: needed });
  expect(await wayTo('unsold', words)).toEqual({ by: ['open', 'close'], condition: undefined });
});

test.each([
  ['`close` ends a lot.', undefined],
  ['`sold` if `offered` has not reached the reserve.', undefined],
  ['`sold` if `title` has reached the reserve.', undefined],
  ['`sold` if the auctioneer says so.', undefined],
  ['`sold` if `offered` has reached the reserve.', 'What somebody has offered'],
])('nothing is added where no text says so: %s %s', async (words, told) => {
  expect(await wayTo('sold', words, told)).toEqual({ by: ['open', 'close'], condition: undefined });
});

/** By which sum what is granted to a claim is bound, and the moves from `filed` to `approved`. */
const claimWith = async (
  check: string,
  decision: string,
  { asked = 'Sum of the items', item = { price: number } }: { readonly asked?: string; readonly item?: object } = {},
) => {
  const claim = object({
    id: text,
    asked: { ...number, description: asked },
    granted: number,
    status: { ...text, enum: ['filed', 'checked', 'approved', 'rejected'] },
  });
  const below = (description: string, body: object, answer: object, status = 200) => ({
    ...inPath('claimId'),
    post: {
      description,
      requestBody: { required: true, ...json(body) },
      responses: { [status]: { description: 'd', ...json(answer) }, 404: none, 409: none, 422: none },
    },
  });
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Claims', version: '1' },
      paths: {
        '/claims': { post: { requestBody: json(object({ title: text })), responses: { 201: { description: 'd', ...json(claim) } } } },
        '/claims/{claimId}': {
          ...inPath('claimId'),
          get: { responses: { 200: { description: 'd', ...json(claim) }, 404: none } },
          delete: { responses: { 204: none, 404: none } },
        },
        '/claims/{claimId}/items': {
          ...below('Adds', object(item, Object.keys(item)), object({ id: text, ...item }), 201),
          get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: object({ id: text, ...item }) }) } } },
        },
        '/claims/{claimId}/check': below(
          `The claim must be \`filed\` and is \`checked\` afterwards. ${check}`,
          object({ granted: number }, ['granted']),
          claim,
        ),
        '/claims/{claimId}/decision': below(decision, object({ outcome: { ...text, enum: ['approve', 'reject'] } }, ['outcome']), claim),
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.endsWith('check'));
  const bound = operation && boundBySum(contract, operation);
  const type = inferredNamed(contract, '/claims');
  return {
    bound: bound && `${bound.sum} ${bound.add.key} ${bound.amount}`,
    by:
      type &&
      wayBetween(contract, type, 'filed', ['approved'])?.by.map(
        ({ operation: { path }, set }) => set?.['outcome'] ?? path.split('/').at(-1),
      ),
  };
};

const bounding = '`granted` cannot be above `asked`.';

test('a number that is bound by a sum is bound by what is created below', async () => {
  expect((await claimWith(bounding, '')).bound).toBe('asked POST /claims/{claimId}/items price');
});

test.each([
  ['`granted` can be above `asked`.', {}],
  [bounding, { asked: 'What is asked for the items' }],
  [bounding, { asked: 'Sum of the wishes' }],
  // Which one adds how much is not clear.
  [bounding, { item: { price: number, amount: number } }],
  [bounding, { item: { label: text } }],
])('nothing below it is the bound of %s %j', async (check, more) => {
  expect((await claimWith(check, '', more)).bound).toBeUndefined();
});

test.each([
  ['A `checked` claim can be approved. A claim that is `filed` or `checked` can be rejected.', ['check', 'approve']],
  ['Only a checked claim may be approved.', ['check', 'approve']],
  ['Claims that are still `checked` can be approved.', ['check', 'approve']],
  ['A `filed` or `checked` claim can be approved.', ['approve']],
  // What is said of other claims, or denied, shows no way.
  ['A checked claim cannot be approved.', ['approve']],
  ['A checked claim can be reopened.', ['approve']],
])('a sentence shows from which states a choice leads: %s', async (decision, by) => {
  expect((await claimWith('', decision)).by).toEqual(by);
});
