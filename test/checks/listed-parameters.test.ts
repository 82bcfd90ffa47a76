import { expect, test } from 'vitest';
import type { Session } from '../../src/checks/kit/session.ts';
import { withListedParameters } from '../../src/checks/scenarios/lifecycle/listed-parameters.ts';
import { loadContract } from '../../src/contract/load.ts';
import { placeholderText } from '../../src/generators/placeholder.ts';
import type { CredentialName, PlannedRequest } from '../../src/model/request.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';
import { madeTarget } from '../model/made-target.ts';
import { exchangeOf } from './support/exchange.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = { type: 'object', properties: { id: text, name: text } };
const field = { name: 'X-Field', in: 'header', required: true, description: 'A `code` from `GET /fields`', schema: text };
const kiteId = { name: 'kiteId', in: 'path', required: true, schema: text };
const document = {
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/fields': { get: { responses: { 200: json({ type: 'array', items: { type: 'object', properties: { code: text } } }) } } },
    '/kites': {
      parameters: [field],
      get: { responses: { 200: json({ type: 'array', items: kite }) } },
      post: { responses: { 201: json(kite) } },
    },
    '/kites/{kiteId}': {
      parameters: [field, kiteId],
      get: { responses: { 200: json(kite) } },
      delete: { responses: { 204: { description: 'gone' } } },
    },
  },
};

const fieldOf = async (
  name: CredentialName,
  method: string,
  path: string,
  { shown, otherwise = 'ct' }: { readonly shown?: readonly string[]; readonly otherwise?: string } = {},
): Promise<string | undefined> => {
  const contract = await loadContract(writeToolDocument(document));
  const request: PlannedRequest = {
    operation: `${method} ${path}`,
    method,
    path,
    pathValues: path.includes('{') ? { kiteId: '7' } : {},
    query: [],
    headers: [['X-Field', placeholderText({ use: 'listed', resourceType: 'GET /fields', parameter: '/code', otherwise })]],
    credential: { kind: 'valid', name },
    faults: [],
  };
  /** Each account is shown a field of its own. */
  const run = async (_scenario: unknown, parameters: { readonly operation: string; readonly name?: CredentialName }): Promise<unknown> =>
    exchangeOf(
      { ...request, operation: parameters.operation, method: 'GET', path: '/fields', pathValues: {}, headers: [] },
      { status: 200, json: (shown ?? [`of ${parameters.name ?? 'key'}`]).map((code) => ({ code })) },
    );
  const session = {
    contract,
    target: madeTarget({ name: 'kites', contract: 'kites.yaml', baseUrl: 'http://localhost', allow: ['mutation'] }),
    run,
  } as unknown as Session;
  return (await withListedParameters(session, request)).headers[0]?.[1];
};

test.for([
  ['key', 'POST', '/kites', 'of key'],
  ['second', 'GET', '/kites', 'of second'],
  ['second', 'POST', '/kites', 'of second'],
  ['second', 'DELETE', '/kites/{kiteId}', 'of key'],
  ['restricted', 'DELETE', '/kites/{kiteId}', 'of key'],
  ['other', 'DELETE', '/kites/{kiteId}', 'of other'],
] as const)('the field for %s at %s %s is that %s', async ([name, method, path, expected]) => {
  expect(await fieldOf(name, method, path)).toBe(expected);
});

test.for([
  [['dunes', 'meadow'], 'meadow', 'meadow'],
  [['dunes', 'meadow'], 'ct', 'dunes'],
  [[], 'meadow', 'meadow'],
] as const)('a list of %o and the printed %s give %s', async ([shown, otherwise, expected]) => {
  expect(await fieldOf('key', 'GET', '/kites', { shown, otherwise })).toBe(expected);
});
