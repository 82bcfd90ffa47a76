import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement } from '../contract/support.ts';

/** How errors of the made-up API are recognised: by the names of their members, or by pointers. */
export type ErrandErrors = 'named' | 'placed';

const errorsOf = {
  named: {
    'x-requirement': ['E-SHAPES', 'E-IF-ANY'],
    object: ['$response.body#/error', '$response.body'],
    code: {
      names: ['code', 'error_code', 'error'],
      'x-requirement': ['E-CODE'],
      stable: { 'x-requirement': ['E-STABLE'] },
      exactly: { name: 'code', 'x-requirement': ['E-NAMES'] },
    },
    message: { names: ['message', 'detail', 'error'], exactly: { name: 'message' }, 'x-requirement': ['E-MESSAGE'] },
    words: { '401': { anyOf: ['no_entry', 'No entry at all'], 'x-requirement': ['E-WORD'] } },
    sameShape: { except: [422], 'x-requirement': ['E-SAME'] },
    inStatus: { 'x-requirement': ['E-IN-STATUS'] },
  },
  placed: {
    message: {
      at: ['$response.body#/message', '$response.body#/*/message'],
      'x-requirement': ['E-MESSAGE'],
      exactly: { at: '$response.body#/message', 'x-requirement': ['E-PLACE'] },
    },
  },
} as const;

const problem = { description: 'Refused', content: { 'application/json': {} } };

const documentOf = (errors: ErrandErrors) => ({
  openapi: '3.1.0',
  info: { title: 'Errands', version: '1' },
  servers: [{ url: 'https://errands.example/v5' }],
  security: [{ token: [] }],
  'x-requirement': ['E-JSON', 'E-CLASSES', 'E-MOMENTS'],
  'x-assay': {
    auth: { unauthenticated: { status: 401 } },
    versioning: { segment: 'v5', 'x-requirement': ['E-THERE', 'E-KEPT'] },
    transport: {
      plainHttp: {
        answered: { status: 301, 'x-requirement': ['E-ANSWERED'] },
        rejected: { 'x-requirement': ['E-REJECTED'] },
        location: { 'x-requirement': ['E-LOCATION'] },
      },
      charset: { is: 'utf-8', 'x-requirement': ['E-CHARSET', 'E-UTF8'] },
    },
    errors: errorsOf[errors],
    unknown: { id: { status: '4XX', orCreated: true, exactly: { status: [404, 410], 'x-requirement': ['E-EXACT'] } } },
    refusals: {
      unparsable: { status: '4XX', 'x-requirement': ['E-UNPARSABLE'] },
      missing: { status: '4XX', 'x-requirement': ['E-EMPTY'] },
      type: { status: '4XX', 'x-requirement': ['E-TYPE', 'E-UNREADABLE'] },
    },
    resources: { errand: { create: 'ask', list: 'showAll', read: 'show', remove: 'none', id: '/no', name: '/what' } },
  },
  paths: {
    '/errands': {
      get: {
        operationId: 'showAll',
        'x-requirement': ['E-HEADERS', 'E-PATH'],
        'x-assay': { collection: { items: '$response.body#/all' } },
        parameters: [
          { name: 'X-Form', in: 'header', 'x-requirement': ['E-OPTIONAL', 'E-EFFECT'], schema: { type: 'string', examples: ['long'] } },
        ],
        responses: {
          '200': { description: 'All', 'x-requirement': ['E-PRESENT'], content: { 'application/json': { schema: { type: 'object' } } } },
          '4XX': problem,
        },
      },
      post: {
        operationId: 'ask',
        requestBody: {
          required: true,
          'x-requirement': ['E-TYPE-TAKEN', 'E-PARAMETER'],
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['what'],
                properties: { what: { type: 'string', 'x-requirement': ['E-LONG'], 'x-assay': { fresh: true } } },
              },
            },
          },
        },
        responses: {
          '2XX': {
            description: 'Asked',
            content: { 'application/json': { schema: { type: 'object', properties: { made_at: { type: 'string' } } } } },
          },
          '4XX': problem,
        },
      },
    },
    '/errands/{no}': {
      parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'show', 'x-requirement': ['E-ID'], responses: { '200': { description: 'One' }, '4XX': problem } },
      patch: { operationId: 'change', 'x-requirement': ['E-ID-CHANGED'], responses: { '200': { description: 'Changed' }, '4XX': problem } },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
});

/** Which check decides each requirement. */
const requirements: Readonly<Record<string, string>> = {
  'E-JSON': 'schema/success-is-json',
  'E-PRESENT': 'schema/body-present',
  'E-CLASSES': 'status/only-classes',
  'E-MOMENTS': 'schema/timestamps-in-utc',
  'E-THERE': 'versioning/segment-answers',
  'E-KEPT': 'versioning/segment-kept',
  'E-ANSWERED': 'transport/plain-http-answered',
  'E-REJECTED': 'transport/plain-http-rejected',
  'E-LOCATION': 'transport/plain-http-location',
  'E-CHARSET': 'transport/charset',
  'E-UTF8': 'transport/valid-utf8',
  'E-SHAPES': 'errors/shape-recorded',
  'E-IF-ANY': 'errors/body-if-any-is-json',
  'E-CODE': 'errors/code-present',
  'E-STABLE': 'errors/code-stable',
  'E-NAMES': 'errors/member-names',
  'E-MESSAGE': 'errors/message-present',
  'E-PLACE': 'errors/message-place',
  'E-WORD': 'errors/named',
  'E-SAME': 'errors/same-shape',
  'E-IN-STATUS': 'errors/shown-by-status',
  'E-EXACT': 'errors/unknown-id-exact-status',
  'E-ID': 'errors/unknown-id-refused',
  'E-ID-CHANGED': 'errors/unknown-id-refused',
  'E-UNPARSABLE': 'body/unparsable-not-failed',
  'E-EMPTY': 'body/empty-object-refused',
  'E-TYPE': 'body/wrong-type-not-failed',
  'E-UNREADABLE': 'body/unreadable-type-refused',
  'E-LONG': 'body/long-text-not-failed',
  'E-TYPE-TAKEN': 'transport/content-type-accepted',
  'E-PARAMETER': 'transport/content-type-parameter-harmless',
  'E-PATH': 'docs/path-recorded',
  'E-HEADERS': 'transport/printed-headers-accepted',
  'E-OPTIONAL': 'headers/optional-header',
  'E-EFFECT': 'headers/header-effect-recorded',
};

/** A made-up API of errands, whose errors are recognised by names or by pointers. */
export const errands = async (errors: ErrandErrors): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-errands-'));
  const document = documentOf(errors);
  writeFileSync(join(folder, 'openapi.yaml'), stringify(document));
  const reported = JSON.stringify(document);
  const printed = Object.entries(requirements).filter(([id]) => reported.includes(`"${id}"`));
  writeFileSync(
    join(folder, 'requirements.yaml'),
    stringify({ standard: false, requirements: printed.map(([id, check]) => requirement(id, [check])) }),
  );
  return loadContract(join(folder, 'openapi.yaml')).finally(() => rmSync(folder, { recursive: true, force: true }));
};
