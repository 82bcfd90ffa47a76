import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { createJudge } from '../../src/generators/values/judge/create-judge.ts';
import { unsupportedIn } from '../../src/generators/values/unsupported.ts';
import { valid } from '../../src/generators/values/valid.ts';
import { frozen } from './laws.ts';
import { referee } from './referee.ts';

type Group = {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
};

/** The official JSON-Schema-Test-Suite, its folder or one that holds it. */
const corpus = process.env['ASSAY_CORPUS'];
const folders = ['', 'tests/draft2020-12', 'json-schema-test-suite/tests/draft2020-12'].map((path) => join(corpus ?? '/', path));
const folder = corpus === undefined ? undefined : folders.find((path) => existsSync(join(path, 'allOf.json')));

const groups = (): (Group & { readonly file: string })[] =>
  readdirSync(folder ?? '')
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => (JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as Group[]).map((group) => ({ ...group, file })));

const documentOf = (schema: Schema): Readonly<Record<string, unknown>> => (typeof schema === 'boolean' ? {} : schema);

/** ajv is not the referee where it gets a test of the suite wrong. */
const trusted = ({ schema, tests }: Group): ReturnType<typeof referee> => {
  // In the suite a format is an annotation.
  const judge = referee(schema, { formats: false });
  return judge && tests.every(({ data, valid: isValid }) => judge(data) === 'none' || (judge(data) === 'accepted') === isValid)
    ? judge
    : undefined;
};

if (folder === undefined) {
  const reason =
    corpus === undefined ? 'ASSAY_CORPUS names no folder' : `${corpus} holds no tests/draft2020-12 of the JSON-Schema-Test-Suite`;
  test('the official JSON Schema suite', ({ skip }) => {
    process.stderr.write(`The official JSON Schema suite is not tried: ${reason}\n`);
    skip(reason);
  });
} else {
  describe('the official JSON Schema suite', () => {
    test('is judged as it expects, where everything is supported', () => {
      let judged = 0;
      for (const { file, description, schema, tests } of groups()) {
        const document = documentOf(schema);
        if (unsupportedIn(document, { schema, pointer: '#' })) continue;
        const judge = createJudge({ document, formats: false });
        for (const one of tests) {
          expect(judge(schema, one.data), `${file}: ${description}, ${one.description}`).toBe(one.valid);
          judged += 1;
        }
      }
      expect(judged).toBeGreaterThan(900);
    });

    test('gets no wrong value for any schema, and most schemas get one', () => {
      const tally = { ok: 0, unsatisfiable: 0, unsupported: 0 };
      const unexplained: string[] = [];
      let withoutReferee = 0;
      for (const group of groups()) {
        const { file, description, tests } = group;
        const schema = frozen(group.schema);
        const reported = `${file}: ${description}`;
        const defects: unknown[] = [];
        const document = documentOf(schema);
        const made = valid(schema, { document, onDefect: (value) => defects.push(value) });
        tally[made.kind] += 1;
        expect(defects, reported).toEqual([]);
        if (made.kind === 'unsatisfiable')
          expect(
            tests.filter((one) => one.valid),
            reported,
          ).toEqual([]);
        if (made.kind === 'unsupported' && !unsupportedIn(document, { schema, pointer: '#' })) unexplained.push(reported);
        if (made.kind !== 'ok') continue;
        const judge = trusted(group);
        if (!judge) withoutReferee += 1;
        for (const value of fc.sample(made.arb, { seed: 1, numRuns: 20 })) {
          expect(judge?.(value) ?? 'accepted', `${reported} got ${JSON.stringify(value)}`).not.toMatch(/^refused/);
        }
      }
      // References by URI and keywords that depend on the dynamic scope are not supported.
      expect(tally.unsupported).toBeLessThanOrEqual(135);
      expect(tally.ok).toBeGreaterThanOrEqual(240);
      expect(unexplained.length, unexplained.join('\n')).toBeLessThanOrEqual(3);
      expect(withoutReferee).toBeLessThanOrEqual(2);
    }, 120_000);
  });
}
