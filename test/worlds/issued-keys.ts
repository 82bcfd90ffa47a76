import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement } from '../contract/support.ts';

/** A kennel that issues keys for its rooms; the answer is not documented. Every name is made up. */
const kennelDocument = {
  openapi: '3.1.0',
  info: { title: 'Kennel', version: '1' },
  security: [{ token: [] }],
  'x-assay': {
    auth: { unauthenticated: { status: 401, 'x-requirement': ['K-ECHO'] }, forms: { live: { pattern: '^kn_' } } },
    errors: { 'x-requirement': ['K-SHAPE'] },
    resources: {
      room: { create: 'build', list: 'rooms', remove: 'none', shown: { create: '$response.body' }, id: '/no', name: '/name' },
      key: { create: 'admit', remove: 'none', 'x-requirement': ['K-SUCCESS'] },
    },
  },
  paths: {
    '/rooms': {
      get: {
        operationId: 'rooms',
        'x-assay': { collection: { items: '$response.body#/rooms' } },
        responses: { '200': { description: 'All rooms' } },
      },
      post: {
        operationId: 'build',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['name'], properties: { name: { type: 'string', 'x-assay': { fresh: true } } } },
            },
          },
        },
        responses: { '201': { description: 'Built' } },
      },
    },
    '/keys': {
      post: {
        operationId: 'admit',
        'x-requirement': ['K-WORKS', 'K-DIFFER', 'K-BELONGS', 'K-FORM', 'K-ACCEPTED'],
        requestBody: {
          required: true,
          'x-inferred': true,
          'x-inferred-reason': 'A key is for a room.',
          content: {
            'application/json': {
              schema: { type: 'object', required: ['room'], properties: { room: { type: 'string', 'x-assay': { refers: 'room' } } } },
            },
          },
        },
        responses: {
          '2XX': {
            description: 'A key',
            content: { 'application/json': { schema: { additionalProperties: { 'x-assay': { issued: true } } } } },
          },
        },
      },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
};

const requirements = [
  requirement('K-WORKS', ['auth/issued-works']),
  requirement('K-DIFFER', ['auth/issued-differ']),
  requirement('K-BELONGS', ['auth/issued-belongs']),
  requirement('K-FORM', ['auth/issued-form-recorded'], { level: 'observe' }),
  requirement('K-ACCEPTED', ['lifecycle/creation-accepted']),
  requirement('K-SUCCESS', ['status/success-recorded'], { level: 'observe' }),
  requirement('K-SHAPE', ['errors/shape-recorded'], { level: 'observe' }),
  requirement('K-ECHO', ['auth/missing-credential-refused']),
];

export const kennel = async (): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-kennel-'));
  try {
    const file = join(folder, 'kennel.yaml');
    writeFileSync(file, stringify(kennelDocument));
    writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements: requirements }));
    return await loadContract(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
