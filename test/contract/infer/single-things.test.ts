import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const done = (schema: object) => ({ responses: { 200: { description: 'd', ...json(schema) } } });
const object = (properties: object) => ({ type: 'object', properties });
const settings = object({ days: { type: 'integer' }, unit: { type: 'string' } });

type Given = {
  readonly path?: string;
  readonly method?: string;
  readonly summary?: string;
  readonly asked?: object;
  readonly shown?: object;
  readonly more?: Readonly<Record<string, object>>;
  readonly elsewhere?: Readonly<Record<string, object>>;
};

/** Is `PATCH /settings` about one thing that can be written back. */
const isSingle = async ({ path = '/settings', method = 'patch', summary = 'Change it', ...given }: Given): Promise<boolean> => {
  const { asked = settings, shown = settings, more = { get: done(shown) }, elsewhere = {} } = given;
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Desk', version: '1' },
    paths: { [path]: { ...more, [method]: { summary, requestBody: json(asked), ...done(settings) } }, ...elsewhere },
  });
  const { operations } = await loadContract(file);
  return operations.find((one) => one.path === path && one.method === method.toUpperCase())?.inferred?.single === true;
};

test.for<readonly [string, Given]>([
  ['settings', {}],
  ['a profile that is set as a whole', { path: '/profile', method: 'put' }],
  ['what shows more than can be set', { shown: object({ ...settings.properties, version: { type: 'integer' } }) }],
])('%s can be written back', async ([, given]) => {
  expect(await isSingle(given)).toBe(true);
});

const things = object({ entries: { type: 'array', items: object({ id: { type: 'string' }, title: { type: 'string' } }) } });

test.for<readonly [string, Given]>([
  ['nothing that a GET shows', { more: {} }],
  ['a member that is not shown', { asked: object({ ...settings.properties, pin: { type: 'string' } }) }],
  [
    'a member that is only written',
    {
      asked: object({ ...settings.properties, pin: { type: 'string', writeOnly: true } }),
      shown: object({ ...settings.properties, pin: { type: 'string' } }),
    },
  ],
  ['a list', { shown: { type: 'array', items: settings } }],
  [
    'a list of hours',
    {
      asked: object({ hours: { type: 'array', items: object({ day: { type: 'string' } }) } }),
      shown: object({ hours: { type: 'array', items: object({ day: { type: 'string' } }) } }),
    },
  ],
  ['things with ids', { asked: things, shown: things }],
  [
    'a collection',
    {
      elsewhere: {
        '/settings/{name}': {
          get: { parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }], ...done(settings) },
        },
      },
    },
  ],
  [
    'what a POST adds to',
    { more: { get: done(settings), post: { requestBody: json(settings), responses: { 201: { description: 'd' } } } } },
  ],
  ['what it says to reset', { summary: 'Reset it' }],
  ['a form', { asked: settings, method: 'post' }],
])('%s cannot', async ([, given]) => {
  expect(await isSingle(given)).toBe(false);
});
