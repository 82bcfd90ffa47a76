import { countedLevels } from '../model/record.ts';
import { areas } from '../model/requirement.ts';
import { outcomes, skipReasons } from '../model/verdict.ts';
import {
  count,
  described,
  exitCode,
  finding,
  flag,
  inferred,
  type JsonSchema,
  level,
  listOf,
  object,
  oneOf,
  outcome,
  printed,
  text,
} from './schema-forms.ts';

const seconds = { type: 'number', minimum: 0 } as const;

const common = {
  format: { const: 1 },
  run: described('Name of the run, and of its folder'),
  startedAt: { type: 'string', format: 'date-time' },
  assay: described('Version of assay'),
  demo: { ...flag, description: 'Embedded references were judged, no real API' },
  target: text,
  contract: text,
  baseUrl: text,
} as const;

const counts = object(
  Object.fromEntries(countedLevels.map((one) => [one, object(Object.fromEntries(outcomes.map((name) => [name, count])))])),
);

const target = object(
  {
    type: { const: 'target' },
    ...common,
    exitCode,
    ended: { enum: ['complete', 'stopped', 'lost'] },
    requests: count,
    created: count,
    seconds,
    counts: { ...counts, description: 'Requirements by level and outcome, each once' },
  },
  { reason: described('Why it ended early') },
);

const judgedCase = object(
  {
    type: { const: 'case' },
    ...common,
    case: described('Id: stable across runs and releases'),
    check: text,
    requirement: text,
    title: described('The requirement in one sentence'),
    level,
    area: { enum: areas },
    outcome,
    seconds: { type: ['number', 'null'], minimum: 0, description: 'Null where the case was lost' },
  },
  {
    reason: described('Why it did not pass, in one sentence'),
    because: { enum: skipReasons },
    judged: { ...count, description: 'How often it was judged' },
    breaches: { ...count, description: 'How many of these showed a breach' },
    finding,
    fingerprint: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: 'The same in every run for the same promise, also in results.sarif and in the report for GitLab',
    },
    consequenceOf: described('Id of the failed case that this one probably follows from'),
    known: { ...object({ owner: text, reason: text, expires: text }), description: 'The known failure that excuses it' },
    replay: described('Command that judges the case again'),
    inferred,
    facts: listOf(object({ fact: text, at: text, value: {} })),
  },
);

/** JSON Schema (2020-12) of a line of `results.jsonl`. */
export const resultsLineSchema: JsonSchema = printed('A line of results.jsonl (assay run --report jsonl)', oneOf(target, judgedCase));
