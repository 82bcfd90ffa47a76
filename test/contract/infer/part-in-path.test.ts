import { expect, test } from 'vitest';
import { partInPath } from '../../../src/contract/infer/part-in-path.ts';
import { resourceMembers } from '../../../src/contract/infer/resource-object.ts';
import { resourceIn } from '../../../src/contract/infer/suited-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: Json): Json => ({ type: 'object', properties });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const at = (...names: readonly string[]): Json => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});

const task = object({ id: text, label: text });
const tour = object({ code: text, title: text, tasks: { type: 'array', items: task } });
const shown = (status: number): Json => ({
  [status]: { description: 'd', ...json(object({ data: tour, meta: object({ request: text }) })) },
});
const tasks = { type: 'array', items: object({ label: text }) };

/** What an operation on a part of a tour is about. */
const partOf = async (operation: string, sent: Json = { title: text, tasks }, more: Json = {}): Promise<string | undefined> => {
  const [method = '', path = ''] = operation.split(' ');
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tours', version: '1' },
      paths: {
        '/tours': { post: { requestBody: json(object(sent)), responses: shown(201) } },
        '/tours/{code}': { ...at('code'), get: { responses: shown(200) }, delete: { responses: { 204: { description: 'gone' } } } },
        ...more,
        [path]: { ...at('code', 'taskId'), [method.toLowerCase()]: { requestBody: json(object({ note: text })), responses: shown(200) } },
      },
    }),
  );
  const found = contract.operations.find(({ key }) => key === operation);
  const part = found && partInPath(contract, found);
  return part && `${part.list} ${part.id} ${part.named}`;
};

test.each(['PATCH /tours/{code}/tasks/{taskId}', 'PUT /tours/{code}/tasks/{taskId}', 'POST /tours/{code}/tasks/{taskId}/tick'])(
  '%s is about a part that came with the creation of what lists it',
  async (operation) => {
    expect(await partOf(operation)).toBe('tasks id taskId');
  },
);

/** Tours with their tasks that are drawn up from a plan. */
const drawnUp = async (create: Json): Promise<unknown> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tours', version: '1' },
      paths: {
        '/plans': {
          post: { requestBody: json(object({ title: text })), responses: { 201: { description: 'd', ...json(object({ id: text })) } } },
        },
        '/plans/{planId}': { ...at('planId'), get: { responses: { 200: { description: 'd', ...json(object({ id: text })) } } } },
        '/plans/{planId}/tours': { ...at('planId'), post: { ...create, responses: shown(201) } },
        '/plans/{planId}/tours/{code}': {
          ...at('planId', 'code'),
          get: { responses: shown(200) },
          delete: { responses: { 204: { description: 'gone' } } },
        },
        '/plans/{planId}/tours/{code}/tasks/{taskId}': {
          ...at('planId', 'code', 'taskId'),
          patch: { requestBody: json(object({ note: text })), responses: shown(200) },
        },
      },
    }),
  );
  const found = contract.operations.find(({ method }) => method === 'PATCH');
  return found && partInPath(contract, found)?.list;
};

test('a part of what takes nothing, and is made of what it is below, came with that', async () => {
  expect(await drawnUp({})).toBe('tasks');
  expect(await drawnUp({ requestBody: json(object({ title: text })) })).toBeUndefined();
});

test.each<{ readonly what: string; readonly operation: string; readonly sent?: Json; readonly more?: Json }>([
  { what: 'the creation brings none', operation: 'PATCH /tours/{code}/tasks/{taskId}', sent: { title: text } },
  {
    what: 'the creation takes names of some that are there',
    operation: 'PATCH /tours/{code}/tasks/{taskId}',
    sent: { tasks: { type: 'array', items: text } },
  },
  { what: 'it is called otherwise', operation: 'PATCH /tours/{code}/guides/{taskId}' },
  {
    what: 'something creates them',
    operation: 'PATCH /tours/{code}/tasks/{taskId}',
    more: {
      '/tours/{code}/tasks': { ...at('code'), post: { requestBody: json(task), responses: { 201: { description: 'd', ...json(task) } } } },
    },
  },
])('nothing changes a part where $what', async ({ operation, sent, more }) => {
  expect(await partOf(operation, sent, more)).toBeUndefined();
});

test('a resource without an id is found beside what is about the answer, and nowhere else', () => {
  const meta = object({ request: text });
  const namesIn = (properties: Json): readonly string[] => [...resourceMembers({}, object(properties)).keys()];
  expect(namesIn({ data: tour, meta })).toEqual(['code', 'title', 'tasks']);
  expect(namesIn({ code: text, data: tour, meta })).toEqual(['code', 'data', 'meta']);
  expect(namesIn({ start: object({ town: text }), end: object({ town: text }), meta })).toEqual(['start', 'end', 'meta']);
  expect(resourceIn({ data: { code: 'a' }, meta: { request: 'r' } })).toEqual({ code: 'a' });
  expect(resourceIn({ code: 'a', data: { code: 'b' }, meta: {} })).toEqual({ code: 'a', data: { code: 'b' }, meta: {} });
});
