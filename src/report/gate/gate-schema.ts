import {
  prerequisites,
  count,
  exitCode,
  expectation,
  finding,
  flag,
  inferred,
  level,
  listOf,
  object,
  printed,
  text,
  texts,
  described,
} from '../schema-forms.ts';

const share = { type: 'number', minimum: 0, maximum: 1 } as const;

const failure = object(
  {
    requirement: text,
    title: described('The requirement in one sentence'),
    level,
    case: text,
    finding,
    weight: { enum: ['blocks', 'known', 'newer', 'warns'] },
  },
  {
    known: expectation,
    consequenceOf: described('Id of the failed case that this one probably follows from'),
    since: described('Version that first had the requirement'),
    inferred,
  },
);

const evidence = object(
  { level: { enum: ['must', 'should', 'operations'] }, judged: count, of: count, enough: flag },
  { needed: { ...share, description: 'Smallest share that the policy requires' } },
);

const suggestion = object({ supply: prerequisites, musts: count, shoulds: count, operations: count });

const target = object({
  target: text,
  contract: text,
  exitCode,
  reasons: { ...texts, description: 'Why the answer is no; empty for yes' },
  failures: listOf(failure),
  evidence: listOf(evidence),
  suggestions: { ...listOf(suggestion), description: 'What could be supplied so that more is judged, best first' },
  expectations: listOf(expectation),
});

/** JSON Schema (2020-12) of {@link GateDocument}. */
export const gateDocumentSchema = printed(
  'Answer of assay gate (--json)',
  object({
    format: { const: 1 },
    answer: { enum: ['yes', 'no'] },
    exitCode,
    line: described('The answer in one line'),
    directory: described('Folder of the record that was judged'),
    targets: listOf(target),
  }),
);
