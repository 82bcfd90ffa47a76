import type { RateLimit } from '../../../contract/conventions.ts';
import { answerOf, headerValues } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { rootPlace } from '../../kit/root-place.ts';

type Form = 'absent' | 'whole number' | 'ten digits' | 'other form';

/** What the answers of one operation, or outside of all, announce. Lists are sorted and hold each thing once. */
type Announced = { readonly limits: readonly number[]; readonly remaining: readonly Form[]; readonly reset: readonly Form[] };

type State = {
  readonly operations: Readonly<Record<string, Announced>>;
  /** How many of the headers the answers of a status carry. */
  readonly statuses: Readonly<Record<string, readonly Carried[]>>;
};

type Carried = 'all' | 'none' | 'some';

/** Limits that are told of one operation: more say only that it varies. */
const mostLimits = 10;

export const announcementsRecorded = defineFold<State>({
  id: 'rate-limit/announcements-recorded',
  title: 'What each operation announces of the quota, and on which statuses, is recorded',
  why: 'Limits may differ from operation to operation, and only a comparison tells which ones clients have to expect.',
  fix: 'Nothing is wrong with it; a line in the documentation for each limit spares clients a surprise.',
  reads: 'rateLimit',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers).filter((place) => place === rootPlace),
  init: () => ({ operations: {}, statuses: {} }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const answer = answerOf(exchange);
    if (!answer || !rateLimit || isElsewhere(exchange)) return state;
    const key = exchange.request.operation ?? 'outside';
    const status = String(answer.status);
    // Who is not known has no quota.
    const isKnown = exchange.request.credential.kind === 'valid';
    return {
      operations: isKnown
        ? { ...state.operations, [key]: both(state.operations[key], announcedIn(exchange, rateLimit)) }
        : state.operations,
      statuses: { ...state.statuses, [status]: distinct([...(state.statuses[status] ?? []), carriedBy(exchange, rateLimit)]) },
    };
  },
  merge: (a, b) => ({
    operations: joined(a.operations, b.operations, both),
    statuses: joined(a.statuses, b.statuses, (one, two) => distinct([...(one ?? []), ...(two ?? [])])),
  }),
  conclude({ operations, statuses }) {
    const seen = Object.keys(operations).sort();
    if (seen.length === 0) return { ...inconclusive('no answer to a valid credential came by', []), unseen: true };
    return observed([
      ...seen.map((key) => factOf('quota.announced', key, operations[key])),
      factOf('quota.headers-by-status', null, statuses),
    ]);
  },
});

const distinct = <T extends string>(all: readonly T[]): T[] => [...new Set(all)].sort();

const both = (a: Announced | undefined, b: Announced | undefined): Announced => ({
  limits: [...new Set([...(a?.limits ?? []), ...(b?.limits ?? [])])].sort((x, y) => x - y).slice(0, mostLimits),
  remaining: distinct([...(a?.remaining ?? []), ...(b?.remaining ?? [])]),
  reset: distinct([...(a?.reset ?? []), ...(b?.reset ?? [])]),
});

const joined = <T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  join: (one: T | undefined, two: T | undefined) => T,
): Record<string, T> => Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, join(a[key], b[key])]));

const announcedIn = (exchange: Exchange, { headers }: RateLimit): Announced => {
  const limit = wholeHeader(exchange, headers?.limit);
  return {
    limits: limit === undefined ? [] : [limit],
    remaining: headers?.remaining === undefined ? [] : [formOf(exchange, headers.remaining)],
    reset: headers?.reset === undefined ? [] : [formOf(exchange, headers.reset.name)],
  };
};

const formOf = (exchange: Exchange, name: string): Form => {
  if (headerValues(exchange, name).length === 0) return 'absent';
  const value = wholeHeader(exchange, name);
  if (value === undefined) return 'other form';
  return String(value).length === 10 ? 'ten digits' : 'whole number';
};

const carriedBy = (exchange: Exchange, { headers }: RateLimit): Carried => {
  const names = [headers?.limit, headers?.remaining, headers?.reset?.name].filter((name) => name !== undefined);
  const there = names.filter((name) => headerValues(exchange, name).length > 0).length;
  if (there === 0) return 'none';
  return there === names.length ? 'all' : 'some';
};
