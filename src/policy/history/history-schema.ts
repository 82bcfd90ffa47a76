import { exitCodes } from '../../model/record.ts';
import { countsSchema } from '../../model/record-schema.ts';
import { outcomes } from '../../model/verdict.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const ids = { type: 'array', items: text } as const;
const ms = { type: 'number', minimum: 0 } as const;

const properties = {
  format: { const: 1 },
  run: text,
  startedAt: { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d` },
  assay: text,
  demo: { type: 'boolean' },
  target: text,
  contract: text,
  contractDigest: digest,
  seed: { type: 'integer' },
  ended: { enum: ['complete', 'preflight', 'interrupted', 'budget', 'lost'] },
  leftOut: count,
  counts: countsSchema,
  failed: ids,
  outcomes: { type: 'object', properties: Object.fromEntries(outcomes.map((outcome) => [outcome, ids])), additionalProperties: false },
  operations: { type: 'object', properties: { exercised: count, of: count }, required: ['exercised', 'of'] },
  latency: {
    type: 'object',
    additionalProperties: {
      description: 'Number of answers; median and 95th percentile of the time until they were complete, in milliseconds',
      type: 'array',
      prefixItems: [count, ms, ms],
      minItems: 3,
      maxItems: 3,
    },
  },
  factsDigest: digest,
  seconds: { type: 'number', minimum: 0 },
  requests: count,
  exitCode: { enum: Object.keys(exitCodes).map(Number) },
  requirementsDigest: digest,
  requirements: {
    description: 'Level, area and sentence of each requirement; only in the first line of a file with this requirementsDigest',
    type: 'object',
    additionalProperties: { type: 'array', prefixItems: [text, text, text], minItems: 3, maxItems: 3 },
  },
  digest: { ...digest, description: 'Over the JSON text of the other members, sorted by name, without white space' },
} as const;

/** Members that lines of earlier versions lack, or that not every run has. */
const optional: ReadonlySet<string> = new Set([
  'contractDigest',
  'ended',
  'leftOut',
  'outcomes',
  'operations',
  'latency',
  'requirementsDigest',
  'requirements',
  'digest',
]);

/** JSON Schema (2020-12) of one line of `history.jsonl`. Members may be added within a format. */
export const historySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'One target of one finished assay run (a line of history.jsonl)',
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.has(name)),
};
