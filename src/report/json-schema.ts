import { countedLevels } from '../model/record.ts';
import { outcomes } from '../model/verdict.ts';
import { count, coverage, exitCode, expectation, type JsonSchema, listOf, object, printed, text, texts } from './schema-forms.ts';

/** Every key of a record of numbers. */
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
    replay: { type: 'string', description: 'Command that shows it again' },
  },
  { consequenceOf: { type: 'string', description: 'Id of the failed case that this one probably follows from' } },
);

const change = object(
  {
    operation: { type: 'string', description: 'Operation key; of one that the document does not have, method and path' },
    kind: { enum: ['created', 'changed', 'removed', 'called'], description: '`called`: nobody can tell what the operation does' },
    count,
    perhaps: { ...count, description: 'Requests of which no answer tells whether they did it' },
    things: { ...texts, description: 'Ids of what was created, paths of what was changed or removed: the first ones' },
  },
  { stays: { ...count, description: 'Of what was created: how much is still there, or may be' } },
);

const target = object(
  {
    target: text,
    contract: text,
    exitCode,
    requests: count,
    created: count,
    counts: each(countedLevels, each(outcomes, count)),
    undecided: { ...texts, description: 'Judgeable requirements that no check decides yet; in no count' },
    findings: listOf(finding),
  },
  {
    changes: { ...listOf(change), description: 'What the run changed over there, by operation; absent where it changed nothing' },
    coverage,
    knownFailures: {
      ...listOf(expectation),
      description: 'Those that the run was given, with what came of each: `passed`, `changed` and `expired` ones are stale',
    },
  },
);

/** JSON Schema (2020-12) of the document that `--json` prints. */
export const jsonDocumentSchema = printed(
  'Result of an assay run (--json)',
  object({
    format: { const: 1 },
    run: text,
    seed: { type: 'integer' },
    nonce: text,
    exitCode,
    seconds: { type: 'number', minimum: 0 },
    directory: text,
    targets: listOf(target),
  }),
);
