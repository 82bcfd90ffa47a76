import { areas } from '../model/requirement.ts';
import type { JsonSchema } from './x-assay/schema-forms.ts';

const text = (description: string): JsonSchema => ({ type: 'string', minLength: 1, description });
const texts = (description: string): JsonSchema => ({ type: 'array', items: { type: 'string' }, description });

/** The members of an entry, in the order in which docs/requirements-yaml.md explains them. */
const members = {
  id: text('Permanent and never reused: a prefix and a number, such as SHOP-1'),
  title: text('The requirement in one sentence'),
  area: { enum: areas, description: 'What it is about: reports group and filter by it' },
  level: {
    enum: ['must', 'should', 'observe', 'untestable'],
    description: 'A broken must fails a run, a broken should warns, observe records facts, untestable is never tried',
  },
  basis: { enum: ['stated', 'exemplified', 'inferred'], description: 'What it rests on: a sentence, an example, or your reading' },
  section: text('Heading in your documentation'),
  lines: text('Lines of your documentation, or -'),
  operations: {
    anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' } }],
    description: 'Keys of operations such as GET /parcels, or all; for readers',
  },
  needs: texts('What judging it needs, in words such as key or mutation; for readers'),
  judge: text('How it is judged: what is sent, what passes, fails and is inconclusive. assay explain shows it'),
  checks: texts('Ids of the checks that decide it (docs/checks.md); none for an untestable one'),
  since: text('Version of assay, or of your ledger, that first had it'),
  note: text('A remark for readers'),
  defects: { type: 'object', additionalProperties: { type: 'string' }, description: 'Ways to break it: a slug and one line each' },
  noDefect: text('Why no server can be made to break it'),
  overlay: text('Path of an example overlay, where only an overlay puts the id into the document'),
  words: texts('Of the standard ledgers: the words of x-assay that it rests on'),
} as const;

const ledger = {
  title: text('What the ledger is about'),
  standard: {
    type: 'boolean',
    description: 'false: the standard requirements do not hold beside these (default: they do)',
  },
  requirements: {
    type: 'array',
    items: {
      type: 'object',
      properties: members,
      required: ['id', 'title', 'area', 'level', 'basis', 'section', 'lines', 'judge', 'since'],
      additionalProperties: false,
    },
  },
  vendor: text('Name of the vendor'),
  document: text('Name of the documentation'),
  baseUrls: { description: 'Addresses that the documentation gives' },
  assumptions: { description: 'How sentences are read that can be read in several ways' },
  contradictions: { description: 'Sentences that contradict each other' },
} as const;

/** JSON Schema (2020-12) of `requirements.yaml` (docs/requirements-yaml.md). */
export const requirementsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'The requirements of a contract (requirements.yaml)',
  type: 'object',
  properties: ledger,
  required: ['requirements'],
  additionalProperties: false,
};

/** The known members of a ledger, and of an entry in it. */
export const ledgerMembers: readonly string[] = Object.keys(ledger);
export const entryMembers: readonly string[] = Object.keys(members);
