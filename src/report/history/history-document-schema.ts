import { countsSchema } from '../../model/record-schema.ts';
import { historySchema } from '../../policy/history/history-schema.ts';
import { lifeStates } from '../../policy/history/requirement-life.ts';
import {
  count,
  described,
  exitCode,
  flag,
  type JsonSchema,
  level,
  listOf,
  object,
  outcome,
  printed,
  text,
  texts,
} from '../schema-forms.ts';

const { operations, latency } = historySchema.properties;
const nullable = (description: string): JsonSchema => ({ type: ['string', 'null'], description });
const number = { type: 'number', minimum: 0 } as const;

const run = object(
  {
    run: text,
    startedAt: text,
    complete: { ...flag, description: 'It ended by itself, judged something, and was asked about as many requirements as the runs before' },
    exitCode,
    verdict: text,
    sameJudge: { ...flag, description: 'The contract and the version of assay are those of the run before' },
    assay: text,
    seed: { type: 'integer' },
    counts: countsSchema,
    musts: object({ judged: count, of: count }),
    requests: count,
    seconds: number,
  },
  { contractDigest: text, operations, latency },
);

const requirement = object(
  {
    requirement: text,
    state: { enum: lifeStates },
    said: described('The same in words'),
    broken: { ...flag, description: 'It failed when it was judged last' },
    judged: { ...count, description: 'In how many of the runs it passed or failed' },
    failures: count,
    comparable: {
      ...object({
        since: nullable('The first of them'),
        judged: count,
        failures: count,
        failedIn: { ...texts, description: 'Those that it failed, oldest first' },
      }),
      description: 'Those of `runs` that judged it by the contract and the version of assay of the last one that did',
    },
    changes: { ...count, description: 'Changes between pass and fail under the same contract and version of assay' },
    since: nullable('The run, of all of the history, since which it is as it is'),
    streak: { ...count, description: 'Runs that judged it since then' },
    lastFailure: nullable('The last run that it failed'),
    outcomes: { ...listOf({ enum: [...outcome.enum, null] }), description: 'One for each of `runs`; null where the run did not have it' },
  },
  {
    level,
    area: text,
    title: text,
    cases: {
      ...listOf(object({ case: text, judged: count, failedIn: texts })),
      description:
        'With --flaky, of what flips: its cases that failed, in the comparable ones of the last 30 runs whose folders are still there',
    },
  },
);

/** JSON Schema (2020-12) of the document of `assay history --json`. */
export const historyDocumentSchema = printed(
  'History of targets (assay history --json)',
  object({
    format: { const: 1 },
    file: text,
    exitCode,
    notes: texts,
    damaged: { ...listOf(object({ line: count, why: text })), description: 'Lines of the file that are not counted' },
    targets: listOf(
      object({
        target: text,
        demo: flag,
        contract: text,
        unit: { enum: ['night', 'run'] },
        lastComplete: {
          anyOf: [object({ run: text, startedAt: text, ageSeconds: count }), { type: 'null' }],
        },
        runs: { ...listOf(run), description: 'The last ones, oldest first' },
        requirements: listOf(requirement),
      }),
    ),
  }),
);
