import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTest } from '../beside-others.ts';
import { stringify } from 'yaml';
import type { Answer, Exchange } from '../../src/model/exchange.ts';

/** A requirement as a ledger entry, with defaults for what is not given. */
export const requirement = (
  id: string,
  checks: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  id,
  title: `${id} holds`,
  area: 'schema',
  level: 'must',
  basis: 'stated',
  section: 'Parcels',
  lines: '1',
  operations: 'all',
  needs: ['key'],
  judge: 'none',
  checks: [...checks],
  since: '0.1.0',
  ...more,
});

/** Writes a contract into a new folder, which is removed after the test; returns the path of its document. */
export const writeContract = (document: unknown, requirements: readonly unknown[], open: readonly string[] = []): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-contract-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'parcels.yaml');
  writeFileSync(file, typeof document === 'string' ? document : stringify(document));
  writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements: requirements }));
  if (open.length > 0) writeFileSync(join(folder, 'open.yaml'), stringify(open.map((id) => ({ id }))));
  return file;
};

/** Writes a document without a ledger into a folder of its own, removed when the test is over; gives its path. */
export const writeDocument = (document: unknown): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-document-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'plain.yaml');
  writeFileSync(file, stringify(document));
  return file;
};

/** An exchange of a plain read with this answer. */
export const answered = (
  status: number,
  body: unknown,
  headers: readonly (readonly [string, string])[] = [],
  operation: string | null = 'GET /parcels',
): Exchange => {
  const reply: Answer = {
    kind: 'answer',
    status,
    headers,
    bodyBytes: JSON.stringify(body)?.length ?? 0,
    text: JSON.stringify(body) ?? '',
    json: body === undefined ? { kind: 'none' } : { kind: 'value', value: body },
  };
  return {
    id: 'x1',
    request: {
      operation,
      method: 'GET',
      path: '/parcels',
      pathValues: {},
      query: [['size', '2']],
      headers: [],
      credential: { kind: 'valid', name: 'key' },
      faults: [],
    },
    sent: { method: 'GET', target: '/parcels?size=2', headers: [], body: null },
    reply,
    sentAt: 0,
    tookMs: 1,
  };
};

/** A small document with made-up names. */
export const parcels = {
  openapi: '3.1.0',
  info: { title: 'Parcels', version: '1' },
  servers: [{ url: 'https://parcels.example/api/' }],
  security: [{ token: [] }],
  'x-assay': {
    unknown: { path: { status: 404, 'x-requirement': ['P-9'] } },
    refusals: { missing: { status: [400, 422], 'x-requirement': ['P-5'] } },
    anywhere: { '404': { $ref: '#/components/responses/Fault' } },
    resources: { parcel: { create: 'sendParcel', list: 'listParcels', remove: 'none', id: '/key', name: '/label' } },
  },
  paths: {
    '/parcels': {
      get: {
        operationId: 'listParcels',
        tags: ['post'],
        'x-assay': {
          collection: { items: ['$response.body#/result/list', '$response.body'] },
          pagination: {
            kind: 'cursor',
            cursor: '$request.query.after',
            limit: '$request.query.size',
            next: '$response.body#/result/after',
            more: '$response.body#/result/again',
            'x-requirement': ['P-7'],
          },
          filters: { town: { at: '/town' } },
        },
        parameters: [
          { name: 'after', in: 'query', schema: { type: 'string' } },
          { name: 'size', in: 'query', 'x-requirement': ['P-8'], schema: { type: 'integer', default: 5, maximum: 50 } },
          { name: 'town', in: 'query', schema: { type: 'string', enum: ['Bree', 'Dale'] } },
        ],
        responses: {
          '200': {
            description: 'A page',
            headers: { 'X-Left': { required: true, schema: { type: 'integer' }, 'x-requirement': ['P-6'] } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } },
            links: { one: { operationId: 'readParcel', parameters: { key: '$response.body#/result/list/0/key' } } },
          },
          '4XX': { $ref: '#/components/responses/Fault' },
        },
      },
      post: {
        operationId: 'sendParcel',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { '2XX': { description: 'Sent' } },
      },
    },
    '/parcels/{key}': {
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'readParcel', security: [], responses: { default: { description: 'Any' } } },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    responses: { Fault: { description: 'A fault', content: { 'application/json': { schema: { type: 'object' } } } } },
    schemas: {
      Page: {
        type: 'object',
        required: ['result'],
        'x-requirement': ['P-1'],
        properties: {
          result: {
            type: 'object',
            required: ['list', 'again'],
            properties: {
              list: {
                type: 'array',
                items: { allOf: [{ type: 'object', 'x-requirement': ['P-1'] }, { $ref: '#/components/schemas/Parcel' }] },
              },
              again: { type: 'boolean', 'x-requirement': ['P-2'] },
            },
            allOf: [
              {
                'x-requirement': ['P-3'],
                if: { type: 'object', required: ['again'], properties: { again: { const: true } } },
                then: { required: ['after'], properties: { after: { type: 'string', minLength: 1 } } },
              },
            ],
          },
        },
      },
      Parcel: {
        type: 'object',
        required: ['key', 'grams'],
        'x-requirement': ['P-4'],
        properties: { key: { type: 'string', minLength: 1 }, grams: { type: 'number' }, inner: { $ref: '#/components/schemas/Parcel' } },
      },
    },
  },
};

const schema = ['schema/body'];
export const requirements = [
  requirement('P-1', schema),
  requirement('P-2', schema),
  requirement('P-3', schema),
  requirement('P-4', schema),
  requirement('P-5', ['body/missing']),
  requirement('P-6', ['headers/declared']),
  requirement('P-7', ['pages/unique']),
  requirement('P-8', ['pages/size']),
  requirement('P-9', ['errors/path']),
];
