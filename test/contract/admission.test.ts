import { describe, expect, test } from 'vitest';
import { type Admission, admissionsOf, type Given } from '../../src/contract/admission.ts';
import { loadContract } from '../../src/contract/load.ts';
import { writeDocument } from './support.ts';

const done = { responses: { '200': { description: 'Done' } } };

const document = {
  openapi: '3.1.0',
  info: { title: 'Ferries', version: '1' },
  security: [{ basicAuth: [] }, { bearerAuth: [] }],
  paths: {
    '/ferries': { get: done },
    '/clerks': { get: { ...done, security: [{ basicAuth: [] }] } },
    '/berths': { get: { ...done, security: [{ basicAuth: [] }, { berthKey: [] }] } },
    '/docks': { get: { ...done, security: [{ basicAuth: [], bearerAuth: [] }] } },
  },
  components: {
    securitySchemes: {
      basicAuth: { type: 'http', scheme: 'basic' },
      bearerAuth: { type: 'http', scheme: 'bearer' },
      berthKey: { type: 'apiKey', in: 'header', name: 'X-Berth-Key' },
    },
  },
};

const admissions = async (given: Given, of: object = document): Promise<ReadonlyMap<string, string>> => {
  const contract = await loadContract(writeDocument(of));
  const { to } = admissionsOf(contract, given);
  const told = (found: Admission): string =>
    found.kind === 'passes'
      ? found.passes.map(({ scheme, isKey }) => `${scheme}${isKey ? ' by key' : ''}`).join(' + ')
      : 'reason' in found
        ? found.reason
        : found.kind;
  return new Map(contract.operations.map((operation) => [operation.path, told(to(operation))]));
};

describe('how operations are called with a key', () => {
  test('that is for the first scheme', async () => {
    const found = await admissions({ credentials: ['key'] });
    expect(found.get('/ferries')).toBe('basicAuth by key');
    expect(found.get('/clerks')).toBe('basicAuth by key');
    expect(found.get('/berths')).toBe('basicAuth by key');
  });

  test('that is for another one, and is none for basic authentication', async () => {
    const found = await admissions({ credentials: ['key'], sentAs: { key: 'bearerAuth' } });
    expect(found.get('/ferries')).toBe('bearerAuth by key');
    const lacking = 'needs a credential for the security scheme "basicAuth", written as NAME:PASSWORD, which "key" is not';
    expect(found.get('/clerks')).toBe(`${lacking} (--credential basicAuth=env:VARIABLE)`);
    expect(found.get('/berths')).toContain(lacking);
  });

  test('that is for another one, beside a pair', async () => {
    const found = await admissions({ credentials: ['key'], schemes: ['basicAuth'], sentAs: { key: 'bearerAuth' } });
    expect(found.get('/ferries')).toBe('bearerAuth by key');
    expect(found.get('/clerks')).toBe('basicAuth');
    expect(found.get('/docks')).toBe('the security schemes "bearerAuth" and "basicAuth" both need the header field Authorization');
  });

  test('where the document has no basic authentication', async () => {
    const found = await admissions(
      { credentials: ['key'] },
      { ...document, security: [{ bearerAuth: [] }], paths: { '/ferries': { get: done } } },
    );
    expect(found.get('/ferries')).toBe('bearerAuth by key');
  });
});
