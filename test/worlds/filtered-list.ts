import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';
import { quotaLimit, queryOf, type Twist } from './parcels/service.ts';

export type Depot = { readonly id?: unknown; readonly kind?: string; readonly road?: string; readonly zone?: string };

/** Four depots of two kinds, on two roads, in two zones; one of them is the sender of the fixtures. */
export const fourDepots: readonly Depot[] = [
  { id: 'post', kind: 'open', road: 'post', zone: 'north' },
  { id: 'd-1', kind: 'walled', road: 'post', zone: 'south' },
  { id: 'd-2', kind: 'open', road: 'west', zone: 'north' },
  { id: 'd-3', kind: 'walled', road: 'west', zone: 'south' },
];

/** The list of depots in the envelope that the contract names, or as the body itself. */
export const depotList = (depots: readonly unknown[], shape: 'enveloped' | 'bare' = 'enveloped', more: object = {}): Reply => ({
  status: 200,
  headers: [quotaLimit],
  json: shape === 'bare' ? depots : { result: { list: depots, ...more } },
});

type Filters = Partial<Record<'kind' | 'road' | 'zone', string>>;

/** The filters of a request for the list of depots. */
export const asked = (request: PlannedRequest): Filters => {
  const filters: Record<string, string> = {};
  for (const name of ['kind', 'road', 'zone']) {
    const value = queryOf(request, name);
    if (value !== undefined) filters[name] = value;
  }
  return filters;
};

export const matching = (depots: readonly Depot[], filters: Filters): Depot[] =>
  depots.filter((depot) => Object.entries(filters).every(([name, value]) => Reflect.get(depot, name) === value));

/** A service with an honest list of depots; `answer` may give another answer to a request. */
export const withDepots =
  (
    depots: readonly Depot[] = fourDepots,
    answer: (filters: Filters, request: PlannedRequest) => Reply | undefined = () => undefined,
  ): Twist =>
  (request) => {
    if (request.operation !== 'GET /depots' || request.credential.kind !== 'valid') return undefined;
    const filters = asked(request);
    return answer(filters, request) ?? depotList(matching(depots, filters));
  };
