import { countedLevels, exitCodes } from '../model/record.ts';
import { outcomes } from '../model/verdict.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const exitCode = { enum: Object.keys(exitCodes).map(Number) };

/** An object with exactly these members. */
const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** Every key of a record of numbers. */
const each = (names: readonly string[], schema: object) => object(Object.fromEntries(names.map((name) => [name, schema])));

const finding = object({
  requirement: text,
  check: text,
  level: { enum: countedLevels },
  operation: { type: 'string', description: 'Operation key, or `outside` for a path that no operation has' },
  outcome: { const: 'fail' },
  reason: text,
  case: { type: 'string', description: 'Case id: stable across runs and releases' },
  replay: { type: 'string', description: 'Command that shows it again' },
});

const target = object({
  target: text,
  contract: text,
  exitCode,
  requests: count,
  created: count,
  counts: each(countedLevels, each(outcomes, count)),
  undecided: { type: 'array', items: text, description: 'Judgeable requirements that no check decides yet; in no count' },
  findings: { type: 'array', items: finding },
});

/** JSON Schema (2020-12) of the document that `--json` prints. */
export const jsonDocumentSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Result of an assay run (--json)',
  ...object({
    format: { const: 1 },
    run: text,
    seed: { type: 'integer' },
    nonce: text,
    exitCode,
    seconds: { type: 'number', minimum: 0 },
    directory: text,
    targets: { type: 'array', items: target },
  }),
};
