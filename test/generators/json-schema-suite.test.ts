import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { createJudge } from '../../src/generators/values/judge/create-judge.ts';
import { plainSchema } from '../../src/generators/values/plain.ts';
import { unsupportedIn } from '../../src/generators/values/unsupported.ts';
import { valid } from '../../src/generators/values/valid.ts';
import { frozen } from './laws.ts';
import { referee } from './referee.ts';
import { secondReferee } from './second-referee.ts';

type Group = {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
};

/** The official JSON-Schema-Test-Suite, its folder or one that holds it. */
const corpus = process.env['ASSAY_CORPUS'];
const folders = ['', 'json-schema-test-suite'].map((path) => join(corpus ?? '/', path));
const folder = corpus === undefined ? undefined : folders.find((path) => existsSync(join(path, 'tests/draft2020-12/allOf.json')));

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const groups = (): (Group & { readonly file: string })[] => {
  const tests = join(folder ?? '', 'tests/draft2020-12');
  return readdirSync(tests)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => (read(join(tests, file)) as Group[]).map((group) => ({ ...group, file })));
};

const filesBelow = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? filesBelow(join(path, one.name)) : one.name.endsWith('.json') ? [join(path, one.name)] : [],
  );

/** The schemas of 2020-12 itself, as ajv brings them. */
const metaSchemas = [
  'schema',
  ...['core', 'applicator', 'unevaluated', 'validation', 'meta-data', 'format-annotation', 'content'].map((name) => `meta/${name}`),
];

/** Everything that schemas of the suite refer to, by URI. */
const others = (): ReadonlyMap<string, Schema> => {
  const remotes = join(folder ?? '', 'remotes');
  const known = join(import.meta.dirname, '../../node_modules/ajv/dist/refs/json-schema-2020-12');
  return new Map([
    ...metaSchemas.map((name) => [`https://json-schema.org/draft/2020-12/${name}`, read(join(known, `${name}.json`)) as Schema] as const),
    ...filesBelow(remotes).map((file) => [`http://localhost:1234/${relative(remotes, file)}`, read(file) as Schema] as const),
  ]);
};

const documentOf = (schema: Schema): Readonly<Record<string, unknown>> => (typeof schema === 'boolean' ? {} : schema);

type Referee = Exclude<ReturnType<typeof referee>, undefined>;

/** The validators that get every test of a group right. In the suite a format is an annotation. */
const trusted = async ({ schema, tests }: Group, schemas: ReadonlyMap<string, Schema>): Promise<Referee[]> =>
  [referee(schema, { formats: false }), await secondReferee(schema, schemas)].flatMap((judge) =>
    judge &&
    tests.every(({ data, valid: isValid }) => judge(data) === (isValid ? 'accepted' : 'none') || (judge(data) === 'accepted') === isValid)
      ? [judge]
      : [],
  );

/** Every schema of the suite for which nothing is made: what is said about it. */
const nothingMade: Readonly<Record<string, string>> = {
  'allOf.json: allOf with boolean schemas, some false': 'unsatisfiable: #/allOf/1',
  'allOf.json: allOf with boolean schemas, all false': 'unsatisfiable: #/allOf/0',
  'anyOf.json: anyOf with boolean schemas, all false': 'unsatisfiable: #/anyOf/0 #/anyOf/1',
  "boolean_schema.json: boolean schema 'false'": 'unsatisfiable: #',
  'enum.json: empty enum': 'unsatisfiable: #',
  'not.json: forbid everything with empty schema': 'unsatisfiable: #/not',
  'not.json: forbid everything with boolean schema true': 'unsatisfiable: #/not',
  'oneOf.json: oneOf with boolean schemas, all true': 'unsatisfiable: #/not',
  'oneOf.json: oneOf with boolean schemas, more than one true': 'unsatisfiable: #/not #/oneOf/2',
  'oneOf.json: oneOf with boolean schemas, all false': 'unsatisfiable: #/oneOf/0 #/oneOf/1 #/oneOf/2',
  // Only members that are not named in the schema match it.
  "not.json: collect annotations inside a 'not', even if collection is disabled": 'unsupported: not at #',
  'vocabulary.json: ignore unrecognized optional vocabulary': 'unsupported: $schema at #',
  'vocabulary.json: schema that uses custom metaschema with with no validation vocabulary': 'unsupported: $schema at #',
  'ref.json: $ref to boolean schema false': 'unsatisfiable: #/$defs/bool',
};

if (folder === undefined) {
  const reason =
    corpus === undefined ? 'ASSAY_CORPUS names no folder' : `${corpus} holds no tests/draft2020-12 of the JSON-Schema-Test-Suite`;
  test('the official JSON Schema suite', ({ skip }) => {
    process.stderr.write(`The official JSON Schema suite is not tried: ${reason}\n`);
    skip(reason);
  });
} else {
  const schemas = others();

  describe('the official JSON Schema suite', () => {
    test('is judged as it expects, where everything is supported', () => {
      let judged = 0;
      for (const { file, description, schema, tests } of groups()) {
        const { node, document } = plainSchema({ schema, pointer: '#' }, { document: documentOf(schema), schemas });
        if (unsupportedIn(document, node)) continue;
        const judge = createJudge({ document, formats: false });
        for (const one of tests) {
          expect(judge(node.schema, one.data), `${file}: ${description}, ${one.description}`).toBe(one.valid);
          judged += 1;
        }
      }
      expect(judged).toBeGreaterThan(1280);
    });

    test('gets no wrong value for any schema, and a value for each that allows one', async () => {
      const said: Record<string, string> = {};
      let withoutReferee = 0;
      for (const group of groups()) {
        const schema = frozen(group.schema);
        const reported = `${group.file}: ${group.description}`;
        const defects: unknown[] = [];
        const made = valid(schema, { document: documentOf(schema), schemas, onDefect: (value) => defects.push(value) });
        expect(defects, reported).toEqual([]);
        if (made.kind === 'unsatisfiable') {
          said[reported] = `unsatisfiable: ${made.why.join(' ')}`;
          expect(
            group.tests.filter((one) => one.valid),
            reported,
          ).toEqual([]);
        }
        if (made.kind === 'unsupported') said[reported] = `unsupported: ${made.keyword} at ${made.pointer}`;
        if (made.kind !== 'ok') continue;
        const judges = await trusted(group, schemas);
        if (judges.length === 0) withoutReferee += 1;
        for (const value of fc.sample(made.arb, { seed: 1, numRuns: 20 })) {
          for (const judge of judges) expect(judge(value), `${reported} got ${JSON.stringify(value)}`).not.toMatch(/^refused/);
        }
      }
      expect(said).toEqual(nothingMade);
      expect(withoutReferee).toBe(0);
    });
  });
}
