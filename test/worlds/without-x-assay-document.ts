import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTest } from '../beside-others.ts';
import { stringify } from 'yaml';

const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const number = { type: 'integer' };
const named = (extra: object = {}) => ({ required: true, ...json(object({ name: text, ...extra }, ['name'])) });
const list = { get: { responses: { '200': { description: 'All', ...json({ type: 'array', items: { type: 'object' } }) } } } };
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });
const done = { responses: { '200': { description: 'Done' }, '204': { description: 'Done' } } };
const made = (schema?: object) => ({ '201': { description: 'Made', ...(schema && json(schema)) } });

/**
 * An ordinary document of a greenhouse, without any `x-assay`: resources in the many forms in which APIs create and remove them, beside
 * operations that would do harm.
 */
export const greenhouse = {
  openapi: '3.0.3',
  info: { title: 'Greenhouse', version: '2' },
  servers: [{ url: 'https://greenhouse.example/api' }],
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    // Resources with numbers for ids.
    '/plants': {
      ...list,
      post: { operationId: 'addPlant', requestBody: named(), responses: made(object({ plantId: number, name: text })) },
      delete: { operationId: 'dropPlants', ...done },
    },
    '/plants/{plantId}': {
      parameters: [inPath('plantId', number)],
      get: { responses: { '200': { description: 'One' }, '404': { description: 'None' } } },
      put: { requestBody: named(), ...done },
      patch: { requestBody: named(), ...done },
      delete: { operationId: 'removePlant', ...done },
    },
    '/plants/bulk_delete': {
      post: { summary: 'Delete plants', requestBody: json(object({ ids: { type: 'array', items: number } })), ...done },
    },
    '/plants/{plantId}/water': { parameters: [inPath('plantId', number)], post: { ...done } },
    '/plants/{plantId}/price': { parameters: [inPath('plantId', number)], put: { requestBody: named(), ...done } },
    // Singletons.
    '/settings': { get: { ...done }, put: { requestBody: named(), ...done }, patch: { requestBody: named(), ...done } },
    '/maintenance': { get: { ...done }, post: { ...done } },
    '/imports': { post: { requestBody: named(), responses: { '202': { description: 'Begun' } } } },
    '/gardeners/{gardener}/password-reset': { parameters: [inPath('gardener')], post: { ...done } },
    '/search': { post: { requestBody: named(), ...done } },
    '/recount': { post: { ...done } },
    // Resources below resources.
    '/beds': { ...list, post: { requestBody: named(), responses: made(object({ id: text })) } },
    '/beds/{bedId}': { parameters: [inPath('bedId')], get: { ...done }, delete: { ...done } },
    '/beds/{bedId}/rows': { parameters: [inPath('bedId')], ...list, post: { requestBody: named(), responses: made(object({ id: text })) } },
    '/beds/{bed}/rows/{row}': { parameters: [inPath('bed'), inPath('row')], put: { requestBody: named(), ...done }, delete: { ...done } },
    // The id in Location alone, in a wrapper, in the path that the client chooses.
    '/tools': { post: { requestBody: named(), responses: made() } },
    '/tools/{no}': { parameters: [inPath('no')], delete: { ...done } },
    '/seeds': { ...list, post: { requestBody: named(), responses: made(object({ data: { type: 'object' } })) } },
    '/seeds/{id}': { parameters: [inPath('id', { type: 'string', format: 'uuid' })], get: { ...done }, delete: { ...done } },
    '/labels/{label}': {
      parameters: [inPath('label')],
      get: { ...done },
      put: { requestBody: named(), responses: { '201': { description: 'Made' }, '204': { description: 'Changed' } } },
      delete: { ...done },
    },
    // Removed in name only; without a removal; not to be removed by a run.
    '/notes': { ...list, post: { requestBody: named(), responses: made(object({ note_id: text })) } },
    '/notes/{noteId}': { parameters: [inPath('noteId')], get: { ...done }, delete: { ...done } },
    '/visits': { ...list, post: { requestBody: named(), responses: made(object({ id: text })) } },
    '/badges': { post: { requestBody: named(), responses: made(object({ id: text })) } },
    '/badges/{id}': { parameters: [inPath('id')], delete: { ...done } },
    // Created or changed: the answer may name an existing resource.
    '/profiles': {
      post: { requestBody: named(), responses: { '200': { description: 'Made or changed', ...json(object({ id: text })) } } },
    },
    '/profiles/{id}': { parameters: [inPath('id')], delete: { ...done } },
    '/pallets': { post: { requestBody: named({ id: { type: 'integer', example: 1 } }), responses: made(object({ id: number })) } },
    '/pallets/{id}': { parameters: [inPath('id', number)], delete: { ...done } },
    '/crates': {
      post: {
        requestBody: { required: true, ...json(object({ id: { type: 'integer', example: 1 }, name: text }, ['id', 'name'])) },
        responses: made(object({ id: number })),
      },
    },
    '/crates/{id}': { parameters: [inPath('id', number)], delete: { ...done } },
  },
};

/** A document of cards: a second creation answers with the first card, under the new name. */
export const cards = {
  ...greenhouse,
  paths: {
    '/cards': {
      post: {
        requestBody: named({ name: { type: 'string', 'x-assay': { fresh: true } } }),
        responses: { '200': { description: 'Made or changed', ...json(object({ id: text })) } },
      },
    },
    '/cards/{id}': { parameters: [inPath('id')], get: { ...done }, delete: { ...done } },
  },
};

/** The same with only some of its paths. */
export const greenhouseWith = (...paths: readonly string[]): unknown => ({
  ...greenhouse,
  paths: Object.fromEntries(
    Object.entries(greenhouse.paths).filter(([path]) => paths.some((one) => path === one || path.startsWith(`${one}/`))),
  ),
});

export const gardenKey = 'garden-key-0123456789';

/** Writes a document into a folder of its own. */
export const writeDocument = (document: unknown = greenhouse): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-harm-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'greenhouse.yaml');
  writeFileSync(file, stringify(document));
  return file;
};
