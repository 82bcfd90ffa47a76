import {
  exitCode,
  finding,
  incomparable,
  level,
  listOf,
  object,
  oneOf,
  outcome,
  printed,
  text,
  texts,
  described,
} from '../schema-forms.ts';

const sideOutcome = { enum: [...outcome.enum, 'absent'] } as const;

const change = object(
  {
    kind: { enum: ['regression', 'warning', 'fix', 'changed', 'newly-judged', 'no-longer-judged'] },
    requirement: text,
    title: text,
    level,
    case: text,
    before: sideOutcome,
    after: sideOutcome,
  },
  { finding, reason: text, was: finding, known: described('Owner, reason and last day of the known failure that excuses it') },
);

const drift = object({ fact: text, at: text, before: listOf({}), after: listOf({}), requirements: texts });

const shape = object({
  operation: text,
  kind: { enum: ['status-new', 'status-gone', 'member-new', 'member-gone', 'member-sometimes-missing', 'type-changed'] },
  where: text,
  before: text,
  after: text,
});

const target = object(
  {
    target: text,
    contract: text,
    exitCode,
    notes: texts,
    changes: listOf(change),
    facts: object({ drift: listOf(drift), appeared: texts, gone: texts }),
  },
  {
    incomparable: described('Why the target cannot be compared'),
    shapes: { ...listOf(shape), description: 'Missing if one of the runs has no stored exchanges' },
  },
);

/** JSON Schema (2020-12) of {@link DiffDocument}. */
export const diffDocumentSchema = printed(
  'What changed between two runs (assay diff --json)',
  oneOf(object({ format: { const: 1 }, old: text, new: text, exitCode, targets: listOf(target) }), incomparable),
);
