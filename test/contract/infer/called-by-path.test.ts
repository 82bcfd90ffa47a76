import { expect, test } from 'vitest';
import { listOfMember } from '../../../src/contract/infer/named-lists.ts';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const content = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = 200) => ({ [status]: { description: 'done', ...content(schema) } });
const object = (required: readonly string[], properties: object) => ({ type: 'object', required, properties });
const at = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });

const voucher = object(['code', 'percent'], { code: text, percent: { type: 'integer' } });
const room = object(['id', 'number'], { id: text, number: text });

/** What a member of the body of an operation below a stay names: the type of it, and the list that shows it. */
const namedBy = async (operation: string, body: object, member: string, more: object = {}) => {
  const [method = '', path = ''] = operation.split(' ');
  const paths = {
    '/vouchers': {
      get: { responses: shows({ type: 'array', items: voucher }) },
      post: { requestBody: content(voucher), responses: shows(voucher, 201) },
    },
    '/vouchers/{code}': { ...at('code'), get: { responses: shows(voucher) }, delete: { responses: { 204: { description: 'gone' } } } },
    '/rooms': {
      get: { responses: shows({ type: 'array', items: room }) },
      post: { requestBody: content(object(['number'], { number: text })), responses: shows(room, 201) },
    },
    '/rooms/{roomId}': { ...at('roomId'), get: { responses: shows(room) }, delete: { responses: { 204: { description: 'gone' } } } },
    [path]: {
      ...at(...[...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name)),
      [method.toLowerCase()]: { requestBody: content(body), responses: shows({ type: 'object' }) },
    },
    ...more,
  };
  const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Inn', version: '1' }, paths }));
  const found = contract.operations.find(({ key }) => key === operation);
  const list = found && listOfMember(contract, found, [member]);
  return [found && referenceAt(contract, found, [member])?.resourceType?.name, list && `${list.read.key} ${list.pointer}`];
};

const code = object(['code'], { code: text });
const vouchers = ['/vouchers', 'GET /vouchers /code'];
const nothing = [undefined, undefined];

test.each([
  ['PUT /stays/{id}/voucher', code],
  ['POST /stays/{id}/vouchers', code],
  ['POST /stays/{id}/apply-voucher', code],
  ['PUT /stays/{id}/voucher', object(['code'], { code: text, note: text })],
  ['POST /stays/{id}/vouchers', object(['code', 'quantity'], { code: text, quantity: { type: 'integer' } })],
])('the code of %s is that of what the path is called after', async (operation, body) => {
  expect(await namedBy(operation, body, 'code')).toEqual(vouchers);
});

test('an id alone is that of what the path is called after', async () => {
  const [type] = await namedBy('PUT /stays/{id}/room', object(['id'], { id: text }), 'id');
  expect(type).toBe('/rooms');
});

test.each([
  ['PUT /stays/{id}/voucher', object(['code', 'percent'], { code: text, percent: { type: 'integer' } }), 'code'],
  ['POST /stays/{id}/vouchers', object(['code'], { code: text, percent: { type: 'integer' } }), 'code'],
  ['PUT /stays/{id}/lock', code, 'code'],
  ['PUT /stays/{id}/room', object(['number'], { number: text }), 'note'],
  ['POST /orders', code, 'code'],
])('what %s with %j sets by a property of its own names nothing', async (operation, body, member) => {
  const more = operation.startsWith('POST /stays')
    ? {
        '/stays/{id}/vouchers/{code}': {
          ...at('id', 'code'),
          get: { responses: shows(voucher) },
          delete: { responses: { 204: { description: 'gone' } } },
        },
      }
    : {};
  expect(await namedBy(operation, body, member, more)).toEqual(nothing);
});

test('the key of what a creation creates is its own', async () => {
  expect(await namedBy('PUT /vouchers/{code}', code, 'code')).toEqual(nothing);
});
