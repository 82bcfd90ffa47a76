import { behaviourGroups } from '../../policy/compare/behaviour/behaviour-row.ts';
import { flag, incomparable, level, listOf, object, oneOf, outcome, printed, text, texts, described, verdict } from '../schema-forms.ts';

const state = { enum: ['differs', 'partly', 'same', 'open'] } as const;

const column = object({ label: described('Unique among the columns'), run: text, demo: flag, target: text, contract: text, baseUrl: text });

const seen = object(
  { value: described('The same words in every run'), operations: texts },
  { shown: object({ exchange: text, sent: described('Method and request target') }) },
);

const behaviour = object({
  kind: { const: 'behaviour' },
  id: described('Stable, such as `mistake.credential-missing`'),
  group: { enum: Object.keys(behaviourGroups) },
  title: text,
  state,
  cells: listOf(
    object(
      { values: listOf(seen) },
      {
        isOpen: { const: true, description: 'There were further values, too many to compare' },
        why: described('Why nothing is known; present if there are no values'),
      },
    ),
  ),
});

const cellCase = object({ requirement: text, promise: text, source: text, level, case: text, check: text, verdict });

const outcomeRow = object(
  {
    kind: { enum: ['requirement', 'check'] },
    id: text,
    title: text,
    area: text,
    state,
    cells: listOf(object({ outcome: { enum: [...outcome.enum, 'absent'] }, cases: listOf(cellCase) })),
  },
  { level },
);

const location = object({ at: text, requirement: text, promise: text, case: text });

const fact = object(
  {
    kind: { const: 'fact' },
    fact: text,
    state,
    cells: listOf(object({ values: listOf(object({ value: {}, places: listOf(location) })) })),
  },
  { at: described('Missing if operations are not compared') },
);

/** JSON Schema (2020-12) of {@link CompareDocument}. */
export const compareDocumentSchema = printed(
  'Comparison of targets (assay compare --json)',
  oneOf(
    object({
      format: { const: 1 },
      columns: listOf(column),
      isShared: { ...flag, description: 'All targets are judged by one contract' },
      notes: texts,
      behaviour: listOf(behaviour),
      outcomes: listOf(outcomeRow),
      facts: listOf(fact),
    }),
    incomparable,
  ),
);
