import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement } from '../contract/support.ts';

const refused = { description: 'Refused', content: { 'application/json': {} } };
const one = { type: 'object', properties: { no: { type: 'string' }, title: { type: 'string' } } };
const shown = { description: 'One', content: { 'application/json': { schema: one } } };
const wanted = {
  required: true,
  content: { 'application/json': { schema: { type: 'object', properties: { title: { type: 'string', 'x-assay': { fresh: true } } } } } },
};

/** An API of maps whose paths carry the version; one sample call has another version. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Atlas', version: '4' },
  servers: [
    { url: 'https://atlas.example', 'x-requirement': ['A-HOST'] },
    { url: 'https://{place}.atlas.example', variables: { place: { default: 'north' } } },
  ],
  security: [{ token: [] }],
  'x-assay': {
    auth: { unauthenticated: { status: 401 } },
    versioning: {
      segment: 'v4',
      in: 'path',
      'x-requirement': ['A-SERVED', 'A-OTHERS', 'A-END'],
      additive: { 'x-requirement': ['A-MORE'] },
    },
    durations: { 'answer.median': { description: 'Median time of an answer.', seconds: 0.1 } },
    resources: {
      map: {
        create: 'drawMap',
        read: 'showMap',
        list: 'listMaps',
        update: 'nameMap',
        remove: 'burnMap',
        shown: { create: '$response.body' },
        id: '/no',
        name: '/title',
        state: '/phase',
        changes: ['title'],
      },
    },
    fixtures: { foldable: { description: 'A map that can be folded.' } },
  },
  paths: {
    '/v4/maps': {
      get: {
        operationId: 'listMaps',
        'x-requirement': ['A-TRIP'],
        'x-assay': {
          collection: { items: '$response.body#/maps' },
          pagination: {
            kind: 'cursor',
            cursor: '$request.query.from',
            limit: '$request.query.most',
            next: '$response.body#/then',
            more: '$response.body#/more',
          },
        },
        parameters: [
          { name: 'from', in: 'query', schema: { type: 'string' } },
          { name: 'most', in: 'query', schema: { type: 'integer', maximum: 50 } },
        ],
        responses: {
          '200': {
            description: 'Maps',
            'x-requirement': ['A-PLAIN'],
            content: { 'application/json': {} },
            links: { fold: { operationId: 'foldMap', parameters: { no: '$response.body#/maps/0/no' } } },
          },
          '4XX': refused,
        },
      },
      post: { operationId: 'drawMap', requestBody: wanted, responses: { '201': shown, '4XX': refused } },
    },
    '/v4/maps/{no}': {
      parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'showMap', responses: { '200': shown, '4XX': refused } },
      patch: { operationId: 'nameMap', requestBody: wanted, responses: { '200': shown, '4XX': refused } },
      delete: { operationId: 'burnMap', responses: { '204': { description: 'Gone' }, '4XX': refused } },
    },
    '/v4/maps/{no}/fold': {
      parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string', 'x-assay': { fixture: 'foldable' } } }],
      post: {
        operationId: 'foldMap',
        'x-assay': { action: { from: 'flat', to: 'folded' } },
        responses: { '202': { description: 'Folding' }, '4XX': refused },
      },
    },
    '/v5/zones': {
      get: {
        operationId: 'sampleZones',
        security: [{ token: [] }, {}],
        'x-requirement': ['A-SOME', 'A-ODD', 'A-LENGTH'],
        'x-assay': { collection: { items: ['$response.body#/zones', '$response.body'] } },
        responses: { '200': { description: 'Zones', content: { 'application/json': {} } }, '4XX': refused },
      },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', 'x-requirement': ['A-SPELT'] } } },
};

/** Which check decides each requirement. */
const requirements: Readonly<Record<string, string>> = {
  'A-HOST': 'docs/host-recorded',
  'A-SERVED': 'versioning/operations-served',
  'A-OTHERS': 'versioning/other-segments-recorded',
  'A-END': 'versioning/deprecation-recorded',
  'A-MORE': 'versioning/additive',
  'A-TRIP': 'docs/round-trip-recorded',
  'A-PLAIN': 'status/plain-call-not-refused',
  'A-SOME': 'versioning/some-segment-serves',
  'A-ODD': 'docs/path-recorded',
  'A-LENGTH': 'docs/list-length-recorded',
  'A-SPELT': 'auth/printed-scheme-accepted',
};

export const atlas = async (): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-atlas-'));
  writeFileSync(join(folder, 'openapi.yaml'), stringify(document));
  const ledger = Object.entries(requirements).map(([id, check]) => requirement(id, [check]));
  writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements: ledger }));
  return loadContract(join(folder, 'openapi.yaml')).finally(() => rmSync(folder, { recursive: true, force: true }));
};
