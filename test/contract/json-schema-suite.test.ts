import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Contract, Schema } from '../../src/contract/model.ts';
import { summarizeSchema } from '../../src/contract/schema/evaluate.ts';

type Group = {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
};

/** The folder of the official JSON-Schema-Test-Suite, or a folder around it. */
const corpus = process.env['ASSAY_CORPUS'];
const folder = ['', 'tests/draft2020-12', 'json-schema-test-suite/tests/draft2020-12', 'corpus/json-schema-test-suite/tests/draft2020-12']
  .map((path) => join(corpus ?? '/', path))
  .find((path) => corpus !== undefined && existsSync(join(path, 'allOf.json')));

const groupsIn = (path: string): (Group & { readonly file: string })[] =>
  readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => (JSON.parse(readFileSync(join(path, file), 'utf8')) as Group[]).map((group) => ({ ...group, file })));

/** A document with a schema of the suite, which has an `$id`, so that `#` means the schema. */
const contractOf = (schema: Schema): Contract => {
  const Root = typeof schema === 'boolean' ? schema : { $id: 'https://suite.example/root', ...schema };
  return { document: { openapi: '3.1.0', components: { schemas: { Root } } } } as unknown as Contract;
};

const location = { operation: null, way: ['#', '#/components/schemas/Root'] };

const judged = (contract: Contract, data: unknown): boolean | undefined => {
  const { breaches, unknown } = summarizeSchema(contract, location, data);
  if (breaches.length > 0) return false;
  return unknown.length > 0 ? undefined : true;
};

const wrongIn = (path: string): { readonly wrong: string[]; readonly right: number; readonly unknown: number } => {
  const wrong: string[] = [];
  let [right, unknown] = [0, 0];
  for (const { file, description, schema, tests } of groupsIn(path)) {
    const contract = contractOf(schema);
    for (const one of tests) {
      const stated = judged(contract, one.data);
      if (stated === undefined) unknown += 1;
      else if (stated === one.valid) right += 1;
      else wrong.push(`${file}: ${description}, ${one.description}`);
    }
  }
  return { wrong, right, unknown };
};

if (folder === undefined) {
  test('the official JSON Schema suite', ({ skip }) =>
    skip('ASSAY_CORPUS names no folder with tests/draft2020-12 of the JSON-Schema-Test-Suite'));
} else {
  describe('answers judged by the official JSON Schema suite', () => {
    test('get no wrong verdict: what cannot be read is not judged', () => {
      const { wrong, right, unknown } = wrongIn(folder);
      expect(wrong).toEqual([]);
      expect(right).toBeGreaterThan(1100);
      expect(unknown).toBeLessThan(160);
    });

    test('get no wrong verdict for optional features either', () => {
      const { wrong, right } = wrongIn(join(folder, 'optional'));
      expect(wrong).toEqual([]);
      expect(right).toBeGreaterThan(90);
    });
  });
}
