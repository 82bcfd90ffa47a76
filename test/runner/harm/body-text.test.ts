import { expect, test } from 'vitest';
import { reachBeyond } from '../../../src/checks/kit/reach.ts';
import type { PlannedRequest, RequestBody } from '../../../src/model/request.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const jar = { type: 'object', properties: { id: { type: 'integer' }, label: { type: 'string' } } };
const content = { 'application/json': { schema: jar } };
const answer = (status: string) => ({ responses: { [status]: { description: 'd', content } } });
const parameters = [{ name: 'jarId', in: 'path', required: true, schema: { type: 'integer' } }];
const shelf = bayDocument({
  '/jars': { post: does({ requestBody: { content }, ...answer('201') }) },
  '/jars/{jarId}': {
    get: does({ parameters, ...answer('200') }),
    put: does({ parameters, requestBody: { content }, ...answer('200') }),
    delete: does({ parameters, responses: { '204': { description: 'd' } } }),
  },
});

/** Why a request may reach more than jar 41, which the run made. */
const reached = async (method: 'POST' | 'PUT', body: RequestBody): Promise<string | undefined> => {
  const contract = await bayContract(shelf);
  const path = method === 'PUT' ? '/jars/{jarId}' : '/jars';
  const operation = contract.operations.find(({ key }) => key === `${method} ${path}`);
  if (!operation) throw new Error(`No ${method} ${path}`);
  const request: PlannedRequest = {
    operation: operation.key,
    method,
    path,
    pathValues: method === 'PUT' ? { jarId: '41' } : {},
    query: [],
    headers: [],
    body,
    credential: { kind: 'none' },
    faults: [],
  };
  return reachBeyond(contract, operation, request, { isOwn: ([, id]) => id === '41', isFresh: (text) => text.startsWith('ct-') });
};

const text = (written: string, mediaType = 'application/json'): RequestBody => ({ kind: 'text', text: written, mediaType });

test.for([
  ['JSON', text('{"id":2,"label":"ct-x"}')],
  ['JSON that is announced as something else', text('{"label":"ct-x","id":2}', 'text/plain')],
  ['a wrapper', text('{"data":{"id":2}}')],
  ['a comma too many', text('{"label":"a, \\"b\\"","id":2,}')],
  ['names without quotation marks', text("{label: 'ct-x', id: '2'}")],
  ['a text behind it', text('{"id":2,"label":"x"} ct-trailing')],
  ['a name twice', text('{"id":2,"id":2,"label":"x"')],
  ['a form', text('label=ct-x&id=2', 'application/x-www-form-urlencoded')],
  ['an escaped name', text(String.raw`{"\u0069d":2,}`)],
  ['what stands around the value', { kind: 'json', value: { label: 'x' }, around: { at: '/data', value: { id: 2, data: {} } } }],
] as const)('a body names another resource also by %s', async ([, body]) => {
  expect(await reached('POST', body)).toContain('by "id"');
  expect(await reached('PUT', body)).toContain('by "id"');
});

test.for([
  ['the id of the path', text('{"id":41,"label":"x",}')],
  ['the id of something else', text('{"owner":{"id":2},"label":"id: 2",}')],
  ['none', text('{"label":"x"')],
] as const)('a body that is written oddly names no other resource by %s', async ([, body]) => {
  expect(await reached('PUT', body)).toBeUndefined();
});
