import { countedLevels } from '../model/record.ts';
import { outcomes } from '../model/verdict.ts';
import {
  count,
  coverage,
  documentedAt,
  exitCode,
  expectation,
  inferred,
  type JsonSchema,
  listOf,
  object,
  printed,
  text,
  texts,
} from './schema-forms.ts';

/** An object with the same schema for each name. */
const each = (names: readonly string[], schema: JsonSchema): JsonSchema => object(Object.fromEntries(names.map((name) => [name, schema])));

const finding = object(
  {
    requirement: text,
    check: text,
    level: { enum: countedLevels },
    operation: { type: 'string', description: 'Operation key, or `outside` for a path that no operation has' },
    outcome: { const: 'fail' },
    reason: text,
    case: { type: 'string', description: 'Case id: stable across runs and releases' },
    replay: { type: 'string', description: 'Command that judges the case again' },
  },
  {
    consequenceOf: { type: 'string', description: 'Id of the failed case that this one probably follows from' },
    documentedAt,
    inferred,
    seen: { type: 'string', description: 'How often earlier runs saw the requirement fail, such as `failed once in the last 14 nights`' },
  },
);

const change = object(
  {
    operation: { type: 'string', description: 'Operation key; method and path of an operation that the document does not have' },
    kind: { enum: ['created', 'changed', 'removed', 'called'], description: '`called`: the effect of the operation is unknown' },
    count,
    perhaps: { ...count, description: 'Requests whose answers do not show whether they did it' },
    things: { ...texts, description: 'The first of the ids of created resources, or of the paths of changed or removed ones' },
  },
  { stays: { ...count, description: 'Created resources that are or may still be there' } },
);

const target = object(
  {
    target: text,
    contract: text,
    exitCode,
    requests: count,
    created: count,
    counts: each(countedLevels, each(outcomes, count)),
    undecided: { ...texts, description: 'Judgeable requirements that no check decides yet; not counted' },
    findings: listOf(finding),
  },
  {
    deliveries: { ...count, description: 'Events that the target delivered to the run; absent if none were received by configuration' },
    changes: { ...listOf(change), description: 'What the run changed at the target, by operation; absent if it changed nothing' },
    coverage,
    knownFailures: {
      ...listOf(expectation),
      description: 'The known failures that the run was given, with their states; `passed`, `changed` and `expired` ones are stale',
    },
  },
);

/** JSON Schema (2020-12) of the document that `--json` prints. */
export const jsonDocumentSchema = printed(
  'Result of an assay run (--json)',
  object(
    {
      format: { const: 1 },
      run: text,
      seed: { type: 'integer' },
      nonce: text,
      exitCode,
      seconds: { type: 'number', minimum: 0 },
      directory: text,
      targets: listOf(target),
    },
    {
      shard: {
        ...object({ index: count, of: count, plan: text, cases: count, allCases: count }),
        description: 'Which part of which plan it is; absent for a whole run',
      },
      merged: {
        ...object({ of: count, missing: listOf(count) }),
        description: 'Of how many parts it was merged, and the numbers of those that were missing; absent where the run was not split',
      },
    },
  ),
);
