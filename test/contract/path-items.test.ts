import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { admissionTo } from '../../src/contract/admission.ts';
import { loadContract } from '../../src/contract/load.ts';
import { writeDocument } from './support.ts';

const ferries = {
  servers: [{ url: 'https://live.ferries.example' }],
  get: {
    servers: [{ url: 'https://reads.ferries.example' }],
    security: [{ passCode: [] }],
    responses: { '200': { description: 'The ferries' } },
    'x-assay': { auth: { unauthenticated: { status: 401 } } },
  },
};

const schemes = { passCode: { type: 'apiKey', in: 'header', name: 'X-Pass-Code' } };

const around = (paths: object, components: object): object => ({
  openapi: '3.1.0',
  info: { title: 'Ferries', version: '1' },
  servers: [{ url: 'https://test.ferries.example', 'x-assay': { environment: 'sandbox' } }],
  paths,
  components: { securitySchemes: schemes, ...components },
});

/** The same path item under `components`, behind two references, and in another file. */
const forms: Readonly<Record<string, () => string>> = {
  components: () => writeDocument(around({ '/ferries': { $ref: '#/components/pathItems/ferries' } }, { pathItems: { ferries } })),
  'two references': () =>
    writeDocument(
      around(
        { '/ferries': { $ref: '#/components/pathItems/boats' } },
        { pathItems: { boats: { $ref: '#/components/pathItems/ferries' }, ferries } },
      ),
    ),
  'another file': () => {
    const file = writeDocument(around({ '/ferries': { $ref: './items/ferries.yaml' } }, {}));
    mkdirSync(join(dirname(file), 'items'));
    writeFileSync(join(dirname(file), 'items/ferries.yaml'), stringify(ferries));
    return file;
  },
};

test.each(Object.keys(forms))('a path item behind a reference counts like any other: %s', async (form) => {
  const contract = await loadContract(forms[form]?.() ?? '');
  // The guard of production hosts knows its servers and those of its operations.
  expect(contract.production).toEqual(['https://live.ferries.example', 'https://reads.ferries.example']);
  // The credential of a run belongs to the scheme that only it requires.
  expect(contract.credentialPlacement).toEqual({ kind: 'header', name: 'X-Pass-Code' });
  const [operation] = contract.operations;
  expect(operation?.takesKey).toBe(true);
  expect(operation && admissionTo(contract, operation, { credentials: ['key'] })).toMatchObject({ kind: 'passes' });
  // The words of its operations are those of operations.
  expect(operation?.conventions.auth?.unauthenticated).toMatchObject({ status: 401 });
});

test('a server beside the reference to a path item counts too', async () => {
  const file = writeDocument(
    around(
      { '/ferries': { $ref: '#/components/pathItems/ferries', servers: [{ url: 'https://beside.ferries.example' }] } },
      { pathItems: { ferries: { get: { responses: { '200': { description: 'The ferries' } } } } } },
    ),
  );
  expect((await loadContract(file)).production).toContain('https://beside.ferries.example');
});
