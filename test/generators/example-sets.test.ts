import { describe, expect, test } from 'vitest';
import type { PlannedRequest } from '../../src/model/request.ts';
import { bayContract, bayDocument, does, requestFor } from './bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const named = (examples: Json): Json => Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));

const inQuery = (name: string, examples: Json): Json => ({
  name,
  in: 'query',
  required: true,
  schema: { type: 'string' },
  examples: named(examples),
});

const answer = (examples: Json): Json => ({ description: 'x', content: { 'application/json': { examples: named(examples) } } });

const booking = (examples: Json): Json => ({
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', properties: { berth: { type: 'string' } } }, examples: named(examples) } },
  },
});

const sent = async (operation: Json): Promise<PlannedRequest> => {
  const contract = await bayContract(bayDocument({ '/bookings': { post: does(operation) } }));
  return requestFor(contract, 'POST /bookings');
};

const bodyOf = ({ body }: PlannedRequest): unknown => (body !== undefined && 'value' in body ? body.value : undefined);

describe('named examples of an operation', () => {
  test('with one name are used together, whatever their order', async () => {
    const request = await sent({
      parameters: [inQuery('town', { far: 'Brill', near: 'Hythe' }), inQuery('pier', { near: 'P1', far: 'P9' })],
      ...booking({ far: { berth: 'B9' }, near: { berth: 'B1' } }),
    });
    expect([request.query, bodyOf(request)]).toEqual([
      [
        ['town', 'Brill'],
        ['pier', 'P9'],
      ],
      { berth: 'B9' },
    ]);
    expect(request.madeUp).toBeUndefined();
  });

  test('that most parts have come first', async () => {
    const request = await sent({
      parameters: [inQuery('town', { lone: 'Brill', pair: 'Lydd', near: 'Hythe' }), inQuery('pier', { pair: 'P5', near: 'P1' })],
      ...booking({ near: { berth: 'B1' } }),
    });
    expect([request.query.map(([, value]) => value), bodyOf(request)]).toEqual([['Hythe', 'P1'], { berth: 'B1' }]);
  });

  test('that only an error response has too are no request that ought to succeed', async () => {
    const responses = { '201': answer({ near: {} }), '404': answer({ nowhere: {}, near: {} }) };
    const request = await sent({
      parameters: [inQuery('town', { nowhere: 'Atlantis', near: 'Hythe' })],
      ...booking({ nowhere: { berth: 'none' } }),
      responses,
    });
    expect(request.query).toEqual([['town', 'Hythe']]);
    expect(bodyOf(request)).not.toEqual({ berth: 'none' });
  });

  test('whose name says only that they are examples belong to nothing', async () => {
    const request = await sent({
      ...booking({ default: { berth: 'B1' } }),
      responses: { '201': { description: 'x' }, '422': answer({ default: {} }) },
    });
    expect(bodyOf(request)).toEqual({ berth: 'B1' });
  });

  test('of another set are used where nothing else is there, and no error response to them counts', async () => {
    const request = await sent({
      parameters: [inQuery('town', { near: 'Hythe' }), inQuery('pier', { near: 'P1', far: 'P9' }), inQuery('crane', { far: 'C9' })],
    });
    expect(request.query.map(([, value]) => value)).toEqual(['Hythe', 'P1', 'C9']);
    expect(request.madeUp).toEqual(['crane']);
  });
});
