import type { Coverage, OperationCoverage } from '../model/coverage.ts';

/** How many of the documented values of one kind a run saw. */
export type Tally = { readonly seen: number; readonly of: number };

/** The kinds of documented values that the map of a contract has, in the order of reports. */
export const tallyKinds = ['statuses', 'responseTypes', 'branches', 'parameters', 'values', 'requestTypes', 'security'] as const;
export type TallyKind = (typeof tallyKinds)[number];

/** The sums over a map. */
export type CoverageTotals = Readonly<Record<TallyKind, Tally>> & {
  /** Operations whose answers decided at least one case. */
  readonly judged: number;
  /** Operations with a status or a media type that the document does not have. */
  readonly undocumented: number;
};

/** The tally of one kind at one operation. */
export const tallyAt = (operation: OperationCoverage, kind: TallyKind): Tally => {
  if (kind === 'branches') return operation.branches;
  if (kind === 'values') return sum(operation.values);
  const { seen, unseen } = operation[kind];
  return { seen: seen.length, of: seen.length + unseen.length };
};

const sum = (all: readonly Tally[]): Tally =>
  all.reduce<Tally>((total, { seen, of }) => ({ seen: total.seen + seen, of: total.of + of }), { seen: 0, of: 0 });

/** The statuses and media types of an operation that the document does not have. */
export const undocumentedAt = ({ statuses, responseTypes }: OperationCoverage): readonly string[] => [
  ...statuses.undocumented,
  ...responseTypes.undocumented,
];

/** Sums the map of a run. */
export const coverageTotals = ({ map }: Pick<Coverage, 'map'>): CoverageTotals => {
  const of = (kind: TallyKind): Tally => sum(map.map((operation) => tallyAt(operation, kind)));
  return {
    judged: map.filter(({ judged }) => judged > 0).length,
    undocumented: map.filter((operation) => undocumentedAt(operation).length > 0).length,
    statuses: of('statuses'),
    responseTypes: of('responseTypes'),
    branches: of('branches'),
    parameters: of('parameters'),
    values: of('values'),
    requestTypes: of('requestTypes'),
    security: of('security'),
  };
};
