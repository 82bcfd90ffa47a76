import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { requirement } from '../contract/support.ts';

/** A store of boxes with many requirements about credentials; every name is made up. */
const vaultDocument = {
  openapi: '3.1.0',
  info: { title: 'Vault', version: '1' },
  servers: [{ url: 'https://vault.example/v1' }],
  security: [{ token: [] }],
  'x-assay': {
    auth: {
      'x-requirement': ['V-ECHO', 'V-CHALLENGES', 'V-FULL'],
      unauthenticated: {
        status: '4XX',
        never: ['3XX', '5XX'],
        'x-requirement': ['V-MISSING', 'V-UNKNOWN', 'V-NO-EFFECT', 'V-FIRST'],
        exactly: { status: 401, 'x-requirement': ['V-EXACTLY'] },
        damaged: { never: 404, 'x-requirement': ['V-DAMAGED'] },
        letterCase: { 'x-requirement': ['V-CASE'] },
        malformed: { 'x-requirement': ['V-MALFORMED'] },
        ended: { 'x-requirement': ['V-REVOKED'] },
      },
      forbidden: { status: 403, never: ['3XX', '4XX'], 'x-requirement': ['V-FORBIDDEN', 'V-FORBIDDEN-EFFECT'] },
      foreign: { status: [403, 404], 'x-requirement': ['V-HIDDEN', 'V-UNTOUCHED'] },
      challenge: { header: 'WWW-Authenticate', scheme: 'Bearer', on: [401], 'x-requirement': ['V-CHALLENGE'] },
      environments: {
        sandboxOnLive: { status: 401, 'x-requirement': ['V-SANDBOX-ON-LIVE'] },
        liveOnSandbox: { status: 401, 'x-requirement': ['V-LIVE-ON-SANDBOX'] },
      },
      forms: {
        live: { pattern: '^vl_live_.', 'x-requirement': ['V-FORM', 'V-FORM-RECORDED'] },
        sandbox: { pattern: '^vl_test_.', 'x-requirement': ['V-SANDBOX-FORM'] },
      },
    },
    resources: {
      item: { create: 'put', list: 'held', remove: 'none', id: '/no' },
      box: { create: 'rent', read: 'show', list: 'all', update: 'label', remove: 'clear', id: '/no', name: '/tag', changes: ['tag'] },
    },
  },
  paths: {
    '/boxes': {
      get: {
        operationId: 'all',
        'x-assay': { collection: { items: '$response.body#/boxes', 'x-requirement': ['V-LIST'] } },
        responses: { '200': { description: 'All boxes' } },
      },
      post: {
        operationId: 'rent',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Tagged' } } } },
        responses: { '201': { description: 'Rented' } },
      },
    },
    '/items': {
      get: {
        operationId: 'held',
        'x-assay': { collection: { items: '$response.body#/items', 'x-requirement': ['V-FILTER'] }, filters: { box: { at: '/box' } } },
        parameters: [{ name: 'box', in: 'query', schema: { type: 'string' } }],
        responses: { '200': { description: 'All items' } },
      },
      post: {
        operationId: 'put',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['box'], properties: { box: { type: 'string', 'x-assay': { refers: 'box' } } } },
            },
          },
        },
        responses: { '201': { description: 'Put' } },
      },
    },
    '/boxes/{no}': {
      parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'show', responses: { '200': { description: 'The box' } } },
      patch: {
        operationId: 'label',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Tagged' } } } },
        responses: { '200': { description: 'Labelled' } },
      },
      delete: { operationId: 'clear', responses: { '204': { description: 'Cleared' } } },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', 'x-requirement': ['V-EVERYWHERE', 'V-HEADER'] } },
    schemas: {
      Tagged: { type: 'object', required: ['tag'], properties: { tag: { type: 'string', 'x-assay': { fresh: true } } } },
    },
  },
};

/** Which check decides each requirement. */
const vaultRequirements: Readonly<Record<string, string>> = {
  'V-ECHO': 'auth/credential-not-echoed',
  'V-CHALLENGES': 'auth/challenge-recorded',
  'V-FULL': 'auth/full-access',
  'V-MISSING': 'auth/missing-credential-refused',
  'V-UNKNOWN': 'auth/unknown-credential-refused',
  'V-NO-EFFECT': 'auth/refused-write-changes-nothing',
  'V-FIRST': 'auth/checked-first',
  'V-EXACTLY': 'auth/refused-with-exact-status',
  'V-DAMAGED': 'auth/damaged-credential-refused',
  'V-CASE': 'auth/credential-case-counts',
  'V-MALFORMED': 'auth/malformed-credential-refused',
  'V-REVOKED': 'auth/revoked-credential-refused',
  'V-FORBIDDEN': 'auth/permission-missing-refused',
  'V-FORBIDDEN-EFFECT': 'auth/forbidden-write-changes-nothing',
  'V-HIDDEN': 'auth/foreign-thing-hidden',
  'V-UNTOUCHED': 'auth/foreign-thing-untouched',
  'V-CHALLENGE': 'auth/challenge-present',
  'V-SANDBOX-ON-LIVE': 'auth/environment-sandbox-on-live',
  'V-LIVE-ON-SANDBOX': 'auth/environment-live-on-sandbox',
  'V-FORM': 'auth/form-live',
  'V-FORM-RECORDED': 'auth/form-recorded',
  'V-SANDBOX-FORM': 'auth/form-sandbox',
  'V-FILTER': 'auth/foreign-filter-empty',
  'V-LIST': 'auth/created-hidden-from-others',
  'V-EVERYWHERE': 'auth/credential-never-refused',
  'V-HEADER': 'auth/other-header-refused',
};

/** Writes the contract into a folder of its own, which the caller removes. */
export const writeVault = (): { readonly folder: string; readonly file: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-vault-'));
  const file = join(folder, 'openapi.yaml');
  writeFileSync(file, stringify(vaultDocument));
  const requirements = Object.entries(vaultRequirements).map(([id, check]) => requirement(id, [check]));
  writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements }));
  return { folder, file };
};
