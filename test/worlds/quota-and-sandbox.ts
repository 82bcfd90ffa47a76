import { checks } from '../../src/checks/index.ts';
import { requirement, writeContract } from '../contract/support.ts';

const text = { type: 'string' };
const answer = (schema: object): object => ({ description: 'An answer.', content: { 'application/json': { schema } } });
const toll = {
  type: 'object',
  required: ['no', 'plate'],
  properties: { no: text, plate: text, phase: text, paid: { type: 'string', format: 'date-time', 'x-assay': { moment: 'creation' } } },
};

/** Toll roads with quotas and a sandbox: the requirements of the shipped contracts about quotas and environments, with other names. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Tolls', version: '1' },
  'x-requirement': ['T-1'],
  servers: [
    { url: 'https://tolls.example/r1', 'x-assay': { environment: 'live' } },
    { url: 'https://try.tolls.example/r1', 'x-assay': { environment: 'sandbox' } },
  ],
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  'x-assay': {
    versioning: { segment: 'r1' },
    transport: { charset: { is: 'utf-8' }, plainHttp: { rejected: {}, location: {}, withoutEffect: {} } },
    auth: {
      unauthenticated: { status: '4XX', exactly: { status: 401 } },
      forbidden: { status: '4XX', exactly: { status: 403 } },
      foreign: { status: [403, 404] },
      challenge: { header: 'WWW-Authenticate', scheme: 'Bearer', on: [401] },
      environments: { sandboxOnLive: { status: '4XX' }, liveOnSandbox: { status: '4XX' } },
      forms: { live: { pattern: '^live-' }, sandbox: { pattern: '^try-' } },
    },
    errors: {
      object: ['$response.body#/wrong', '$response.body'],
      code: { names: ['kind'], exactly: { name: 'kind' }, stable: {} },
      message: { names: ['text'], exactly: { name: 'text' } },
      words: { '404': { anyOf: ['no-such-toll'] } },
      sameShape: {},
      inStatus: {},
      clientMistake: { never: '5XX' },
    },
    unknown: { path: { status: '4XX', exactly: { status: 404 } }, id: { status: '4XX', exactly: { status: 404 } } },
    refusals: { missing: { status: 422 }, cursor: { status: 400 } },
    rateLimit: {
      scope: 'credential',
      window: { seconds: 30, kind: 'rolling' },
      plans: { default: { limit: 40, burst: 60 }, fleet: { atLeast: 400 } },
      headers: { limit: 'Toll-Limit', remaining: 'Toll-Left', reset: { name: 'Toll-Anew', unit: ['seconds', 'epoch-seconds'] } },
      unnamed: { remaining: {}, reset: {} },
      exceeded: { status: [429, 503, '4XX'], exactly: { status: 429 } },
      retryAfter: { header: 'Retry-After', on: [429], form: ['seconds', 'http-date'] },
    },
    sandbox: { served: {}, apart: {}, seeded: {}, quota: { is: 'none' } },
    resources: {
      toll: {
        create: 'pay',
        read: 'showToll',
        list: 'showTolls',
        remove: 'waive',
        shown: { create: '$response.body' },
        id: '/no',
        name: '/plate',
        state: '/phase',
      },
    },
    fixtures: { refunded: { description: 'A toll that can be paid back.' } },
  },
  paths: {
    '/tolls': {
      get: {
        operationId: 'showTolls',
        'x-assay': { collection: { items: '$response.body#/tolls' } },
        responses: {
          '200': {
            ...answer({ type: 'object', required: ['tolls'] }),
            headers: { 'Toll-Left': { required: true, schema: text } },
            links: { refund: { operationId: 'refund', parameters: { no: '$response.body#/tolls/0/no' } } },
          },
        },
      },
      post: {
        operationId: 'pay',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['plate'],
                properties: {
                  plate: { type: 'string', 'x-assay': { fresh: true } },
                  lane: { type: 'string', examples: ['left'], 'x-assay': { shownAt: '/lane' } },
                },
              },
            },
          },
        },
        responses: { '2XX': answer(toll), '4XX': answer({ type: 'object' }) },
      },
    },
    '/tolls/{no}': {
      parameters: [{ name: 'no', in: 'path', required: true, schema: text }],
      get: { operationId: 'showToll', responses: { '2XX': answer(toll), '4XX': answer({ type: 'object' }) } },
      delete: { operationId: 'waive', responses: { '204': { description: 'Waived' } } },
    },
    '/tolls/{no}/refund': {
      post: {
        operationId: 'refund',
        parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string', 'x-assay': { fixture: 'refunded' } } }],
        'x-assay': { action: { from: 'paid', through: 'refunding', to: 'refunded' } },
        responses: { '2XX': { description: 'On its way back' } },
      },
    },
    '/roads': {
      get: {
        operationId: 'showRoads',
        'x-assay': { collection: { items: '$response.body#/roads' } },
        responses: { '200': answer({ type: 'object', required: ['roads'] }) },
      },
    },
  },
};

/** Writes the contract of the toll roads, whose one requirement every check decides. Gives the path of its document. */
export const writeTolls = (): string =>
  writeContract(document, [
    requirement(
      'T-1',
      checks.map(({ id }) => id),
    ),
  ]);
