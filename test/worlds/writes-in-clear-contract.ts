import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement, writeContract } from '../contract/support.ts';

const text = { type: 'string' };
const inPath = [{ name: 'no', in: 'path', required: true, schema: text }];
const bodyOf = (members: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', ...members } } },
});

/** Berths of a harbour: writes without encryption, media types, and answers without content. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Berths', version: '1' },
  'x-requirement': ['B-1'],
  servers: [{ url: 'https://api.{zone}', variables: { zone: { default: 'berths.example' } } }],
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  'x-assay': {
    transport: { plainHttp: { answered: { status: 301 }, withoutEffect: {} } },
    resources: {
      berth: {
        create: 'moor',
        read: 'showBerth',
        list: 'showBerths',
        update: 'rename',
        remove: 'clear',
        shown: { create: '$response.body' },
        id: '/no',
        name: '/ship',
        changes: ['ship'],
      },
    },
  },
  paths: {
    '/berths': {
      get: {
        operationId: 'showBerths',
        'x-assay': { collection: { items: '$response.body#/berths' } },
        responses: { '200': { description: 'All berths' } },
      },
      post: {
        operationId: 'moor',
        requestBody: bodyOf({ required: ['ship'], properties: { ship: { ...text, 'x-assay': { fresh: true } } } }),
        responses: { '2XX': { description: 'Moored' } },
      },
    },
    '/berths/{no}': {
      parameters: inPath,
      get: { operationId: 'showBerth', responses: { '200': { description: 'A berth' } } },
      patch: {
        operationId: 'rename',
        requestBody: bodyOf({ properties: { ship: { ...text, 'x-assay': { fresh: true } } } }),
        responses: { '2XX': { description: 'Renamed' } },
      },
      delete: { operationId: 'clear', responses: { '204': { description: 'Cleared' } } },
    },
  },
};

const decided = [
  'transport/body-is-read',
  'transport/certificate-verifies',
  'transport/content-type-accepted',
  'transport/handshake-completes',
  'transport/no-content-is-empty',
  'transport/plain-http-without-effect',
  'transport/protocol-current',
];

let loading: Promise<Contract> | undefined;

/** The contract of the berths, loaded once a test file. */
export const berths = (): Promise<Contract> => (loading ??= loadContract(writeContract(document, [requirement('B-1', decided)])));
