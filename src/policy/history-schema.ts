import { exitCodes } from '../model/record.ts';
import { countsSchema } from '../model/record-schema.ts';

const text = { type: 'string' } as const;
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

const properties = {
  format: { const: 1 },
  run: text,
  startedAt: text,
  assay: text,
  demo: { type: 'boolean' },
  target: text,
  contract: text,
  contractDigest: digest,
  seed: { type: 'integer' },
  counts: countsSchema,
  failed: { type: 'array', items: text },
  factsDigest: digest,
  seconds: { type: 'number', minimum: 0 },
  requests: { type: 'integer', minimum: 0 },
  exitCode: { enum: Object.keys(exitCodes).map(Number) },
} as const;

/** JSON Schema (2020-12) of one line of `history.jsonl`. Members may be added within a format. */
export const historySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'One target of one finished assay run (a line of history.jsonl)',
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => name !== 'contractDigest'),
};
