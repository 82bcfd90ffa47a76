import { describe, expect, test } from 'vitest';
import { bayContract, bayDocument, does, madeFor, makingFor } from './bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const bodyFor = async (method: string, schema: Json, more: Json = {}): Promise<unknown> => {
  const requestBody = { content: { 'application/json': { schema } } };
  const contract = await bayContract(bayDocument({ '/hulls': { [method]: does({ requestBody, ...more }) } }));
  const made = madeFor(contract, `${method.toUpperCase()} /hulls`, makingFor(contract, {}));
  if (made.kind !== 'request') return 'missing';
  const { body } = made.request;
  return body === undefined ? 'none' : 'value' in body ? body.value : body;
};

const hull = { type: 'object', properties: { paint: { type: 'string', example: 'blue' }, note: { type: 'string' } } };

describe('a body that the document describes and does not require', () => {
  test.each(['post', 'put', 'patch'])('is sent by %s, with the members that the document prints', async (method) => {
    expect(await bodyFor(method, hull)).toEqual({ paint: 'blue' });
  });

  test('is sent without members where none is printed, and then nothing vouches for it', async () => {
    const { paint: _printed, ...properties } = hull.properties;
    expect(await bodyFor('post', { ...hull, properties })).toEqual({});
  });

  test('is sent by patch with a member that may be changed', async () => {
    const properties = {
      since: { type: 'string', format: 'date-time' },
      berth: { type: 'string' },
      hand: { type: 'string', description: 'Immutable.' },
      note: { type: 'string' },
    };
    const contract = await bayContract(
      bayDocument({
        '/hulls': {
          patch: does({
            description: 'Changes the hull. The berth cannot be changed: another one is refused with `400`.',
            requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties } } } },
          }),
        },
      }),
    );
    const made = madeFor(contract, 'PATCH /hulls', makingFor(contract, {}));
    const body = made.kind === 'request' && made.request.body?.kind === 'json' ? made.request.body.value : undefined;
    expect(Object.keys(body ?? {})).toEqual(['note']);
  });

  test('is not sent by DELETE', async () => {
    expect(await bodyFor('delete', hull)).toBe('none');
  });
});
