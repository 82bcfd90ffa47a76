import { operationStates, prerequisiteKinds } from '../model/coverage.ts';
import { expectationStates } from '../model/known-failure.ts';
import { exitCodes } from '../model/record.ts';
import { outcomes, skipReasons } from '../model/verdict.ts';
import { tallyKinds } from '../policy/coverage-totals.ts';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const text = { type: 'string' } as const;
export const texts = { type: 'array', items: text } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const flag = { type: 'boolean' } as const;
export const exitCode = { enum: Object.keys(exitCodes).map(Number) };

/** A text with its description. */
export const described = (description: string): JsonSchema => ({ ...text, description });

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** An object with exactly these members; the optional ones may be missing. */
export const object = (
  required: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});

/** Exactly one of several objects. */
export const oneOf = (...shapes: readonly JsonSchema[]): JsonSchema => ({ oneOf: shapes });

/** What is printed instead of a comparison if one of the runs has no record. */
export const incomparable = object({
  format: { const: 1 },
  exitCode: { const: 3 },
  incomparable: described('Why one of the runs has no record'),
});

/** A document that a command prints. */
export const printed = (title: string, schema: JsonSchema): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...schema,
});

export const level = { enum: ['must', 'should', 'observe', 'untestable'] } as const;
export const outcome = { enum: outcomes } as const;

/** Where a document states what was broken. */
export const documentedAt: JsonSchema = {
  ...object({
    file: described('Path from the working directory of the run, or a whole path where the file is not below it'),
    line: { type: 'integer', minimum: 1 },
    column: { type: 'integer', minimum: 1 },
    pointer: described('JSON pointer in that file'),
  }),
  description: 'Where the document states what was broken; absent in older records',
};

/** Words of `x-assay` that assay inferred. */
export const inferred: JsonSchema = {
  ...listOf(
    object({
      word: described('Its steps in `x-assay`'),
      operation: { type: ['string', 'null'], description: 'Operation key; null for the whole document' },
      why: described('What in the document shows it'),
    }),
  ),
  description: 'The inferred words of `x-assay` that the requirement rests on; absent where there are none',
};

export const finding = object(
  {
    code: described('Stable: known failures key on it'),
    operation: described('Operation key, or `outside` for a path that no operation has'),
    where: described('Location in the message, or step of the scenario'),
    expected: text,
    actual: text,
    exchanges: { ...texts, description: 'Ids of the exchanges that show it, the one that shows it best first' },
  },
  { documentedAt },
);

const facts = listOf(object({ fact: text, at: text, value: {} }));

/** A verdict with its facts. */
export const verdict = oneOf(
  object({ kind: { const: 'pass' }, judged: count }, { facts, untried: texts }),
  object({ kind: { const: 'fail' }, judged: count, breaches: count, finding }, { facts, shownIn: texts, untried: texts }),
  object({ kind: { const: 'inconclusive' }, reason: text, exchanges: texts }, { unseen: flag, optional: flag, facts }),
  object({ kind: { const: 'skipped' }, because: { enum: skipReasons }, reason: text }),
  object({ kind: { const: 'observed' }, facts }),
  object({ kind: { const: 'broken' }, error: text }),
);

/** A known failure with its state. */
export const expectation = object(
  {
    owner: text,
    reason: text,
    expires: { ...text, pattern: String.raw`^\d{4}-\d{2}-\d{2}$` },
    file: text,
    line: count,
    state: { enum: expectationStates },
    told: described('The state in one sentence'),
    excuses: { ...texts, description: 'Ids of the cases whose failure it excuses' },
  },
  {
    target: described('Name or glob of the targets that it is about'),
    requirement: text,
    case: text,
    operation: text,
    finding: object({}, { code: text, where: text }),
  },
);

/** Prerequisites that only the operator can supply. */
export const prerequisites = listOf(object({ kind: { enum: prerequisiteKinds }, name: text }));

const names = (description: string): JsonSchema => ({ ...texts, description });

/** What was seen of the documented values of one kind. */
const partOf = (description: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  ...object({ seen: texts, unseen: texts, ...more }),
  description,
});

const undocumented = { undocumented: names('The first few that the document does not have') };

const share = { seen: count, of: count, unseen: names('The first of those that were not seen') };

const operationCoverage = object(
  {
    operation: described('Operation key'),
    state: {
      enum: operationStates,
      description: '`exercised`: answered a request without a fault with a success; `reached`: answered; `unreached`: did not',
    },
    requests: count,
    judged: { ...count, description: 'Cases that passed or failed because of requests to it' },
    statuses: partOf('Documented statuses: `200`, `4XX`, `default`', undocumented),
    parameters: partOf('Parameters that were sent: `query limit`', { always: names('The optional ones that were never left out') }),
    values: {
      ...listOf(object({ parameter: text, ...share })),
      description: 'Sent values of each parameter with a list of values (`enum`)',
    },
    requestTypes: partOf('Media types of request bodies'),
    responseTypes: partOf('Media types of answers', undocumented),
    security: partOf('Alternatives of `security` that were used; `none`: no credential'),
    branches: {
      ...object(share),
      description:
        'Branches of the schemas of documented answers below 400 that came: alternatives, optional members present and absent, listed values, null',
    },
  },
  { why: described('Why it was not exercised, else why nothing was judged') },
);

const tally = object({ seen: count, of: count });

/** What a run exercised, reached and saw of a contract, with the totals of the map. */
export const coverage = object({
  operations: { ...count, description: 'Operations of the contract that the user selected' },
  exercised: { ...count, description: 'Operations that answered a request without a fault with a success' },
  reached: { ...count, description: 'Operations that answered at all' },
  notSelected: count,
  unexercised: listOf(object({ reason: text, operations: texts }, { lacks: prerequisites })),
  unusedCredentials: listOf(object({ name: text, reason: text })),
  totals: object({
    judged: { ...count, description: 'Operations with at least one case that passed or failed' },
    undocumented: { ...count, description: 'Operations with a status or media type that the document does not have' },
    ...Object.fromEntries(tallyKinds.map((kind) => [kind, tally])),
  }),
  map: listOf(operationCoverage),
});
