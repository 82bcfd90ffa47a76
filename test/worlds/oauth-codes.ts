import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement } from '../contract/support.ts';

const read = (operationId: string, more: Readonly<Record<string, unknown>> = {}, ids: readonly string[] = []) => ({
  get: { operationId, ...more, responses: { '200': { description: 'It', 'x-requirement': ids } } },
});

/** A club whose door accepts keys and passes; passes are issued for codes. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Club', version: '1' },
  security: [{ key: [] }, { pass: [] }],
  'x-assay': { errors: { clientMistake: { never: '5XX' } } },
  paths: {
    '/guests': read('guests'),
    '/me': read('me', { security: [{ pass: [] }] }, ['C-CALL']),
    '/staff': read('staff', { security: [{ key: [] }] }),
    '/sso/pass': {
      post: {
        operationId: 'pass',
        'x-requirement': ['C-EXCHANGE', 'C-UNKNOWN', 'C-SECRET', 'C-OTHER', 'C-ONCE'],
        security: [],
        requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } },
        responses: {
          '2XX': {
            description: 'A pass',
            'x-requirement': ['C-ANSWER'],
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['access_token', 'token_type'],
                  properties: {
                    access_token: { type: 'string', minLength: 1, 'x-assay': { issued: true } },
                    token_type: { type: 'string', pattern: '^[Bb]earer$' },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' }, pass: { type: 'http', scheme: 'bearer', 'x-requirement': ['C-TOKEN'] } },
  },
};

const requirements = [
  requirement('C-EXCHANGE', ['oauth/exchange-succeeds']),
  requirement('C-ANSWER', ['oauth/token-answer']),
  requirement('C-TOKEN', ['oauth/token-accepted']),
  requirement('C-CALL', ['oauth/token-call-succeeds']),
  requirement('C-UNKNOWN', ['oauth/unknown-code-refused']),
  requirement('C-SECRET', ['oauth/wrong-secret-refused']),
  requirement('C-OTHER', ['oauth/other-request-refused']),
  requirement('C-ONCE', ['oauth/code-works-once']),
];

export const club = async (): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-club-'));
  try {
    const file = join(folder, 'club.yaml');
    writeFileSync(file, stringify(document));
    writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements: requirements }));
    return await loadContract(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
