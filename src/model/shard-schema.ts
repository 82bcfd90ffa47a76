import { count, digest, object, seconds, text, texts } from './schema-shapes.ts';
import { outcomes } from './verdict.ts';

const shardMembers = { plan: digest, of: count } as const;

/** What the record of a part says of the whole. */
export const shard = object({
  index: count,
  ...shardMembers,
  inTurn: { type: 'boolean' },
  targets: {
    type: 'array',
    items: object({ target: text, contract: text, baseUrl: text, planDigest: text, cases: count, parts: { type: 'array', items: count } }),
  },
  cases: count,
});

/** What a merged record says of its parts. */
export const merged = object({
  ...shardMembers,
  shards: { type: 'array', items: object({ index: count, run: text, nonce: text, startedAt: text, seconds }) },
  missing: { type: 'array', items: count },
});

const pairs = (value: object) => ({ type: 'array', items: { type: 'array', prefixItems: [text, value], minItems: 2, maxItems: 2 } });

/** What a part saw of one operation. */
const operationSeen = object({
  operation: text,
  isExercised: { type: 'boolean' },
  outcomes: pairs(count),
  cells: object({
    requests: count,
    answered: count,
    statuses: texts,
    otherStatuses: texts,
    sent: texts,
    left: texts,
    values: pairs(texts),
    requestTypes: texts,
    responseTypes: texts,
    otherTypes: texts,
    security: texts,
    branches: { type: 'array', items: object({ schema: text, status: count, shown: texts }) },
  }),
});

/** What a part saw of a contract. */
export const seen = object(
  { operations: { type: 'array', items: operationSeen }, carried: texts, notSelected: texts, spared: { type: 'object' } },
  ['notSelected', 'spared'],
);

/** What a part found for a case that other parts judge too. */
export const sharedMembers = {
  id: text,
  state: {},
  operations: texts,
  places: { type: 'array', items: object({ place: count, verdict: object({ kind: { enum: outcomes } }) }) },
  doubt: text,
} as const;

export const optionalShared = ['state', 'operations', 'places', 'doubt'] as const;
