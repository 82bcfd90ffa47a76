import type { RateLimit } from '../../../contract/conventions.ts';
import { answerOf, headerValues, wholeHeader } from '../../../contract/message.ts';
import { timeForms } from '../../../contract/x-assay/rate-limit.ts';
import type { Exchange, HeaderPair } from '../../../model/exchange.ts';
import { distinctSorted } from '../../../model/json.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { clockSeconds, momentsAhead } from '../../kit/timing.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { quotaHeaderForm } from '../../subjects/quota-headers.ts';
import { quotaLocations, windowSeconds } from '../../subjects/quota.ts';

/** Forms of a header and the statuses it came with, sorted. */
type Sighting = { readonly forms: readonly string[]; readonly statuses: readonly number[] };

/** By operation, by the name of the header in small letters. */
type Sightings = Readonly<Record<string, Readonly<Record<string, Sighting>>>>;

/** Names of headers that are about a quota by any convention. */
const aboutQuota = /rate-?limit|quota|remaining|reset|^retry-after$/i;

export const quotaHeadersRecorded = defineFold<Sightings>({
  id: 'rate-limit/headers-recorded',
  title: 'Headers about the quota, their forms, and the answers that carry them are recorded',
  why: 'Clients may use headers that are sent besides the documented ones, and have to know when these go away.',
  fix: 'Nothing is wrong with it; a line in the documentation for each header lets clients rely on it.',
  reads: 'rateLimit',
  locations: (contract) => quotaLocations(contract),
  init: () => ({}),
  step(state, exchange) {
    const answer = answerOf(exchange);
    if (!answer || !isKnownCaller(exchange)) return state;
    const key = exchange.request.operation ?? 'outside';
    const own = answer.headers
      .filter(([name]) => aboutQuota.test(name))
      .reduce((seen, pair) => withHeader(seen, pair, answer.status), state[key] ?? {});
    return state[key] === own ? state : { ...state, [key]: own };
  },
  merge: (a, b) =>
    Object.fromEntries(
      keysOf(a, b).map((key) => [
        key,
        Object.fromEntries(keysOf(a[key] ?? {}, b[key] ?? {}).map((name) => [name, seenTogether(a[key]?.[name], b[key]?.[name])])),
      ]),
    ),
  conclude(state) {
    const operations = Object.keys(state).sort();
    if (operations.length === 0) return { ...inconclusive('no answer to a valid credential was seen', []), unseen: true };
    return observed(
      operations.map((key) => {
        const headers = Object.entries(state[key] ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
        return factOf(
          'quota.headers',
          key,
          headers.map(([name, { forms, statuses }]) => ({ name, forms, statuses })),
        );
      }),
    );
  },
});

const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();

const seenTogether = (a: Sighting | undefined, b: Sighting | undefined): Sighting => ({
  forms: [...new Set([...(a?.forms ?? []), ...(b?.forms ?? [])])].sort(),
  statuses: [...new Set([...(a?.statuses ?? []), ...(b?.statuses ?? [])])].sort((one, other) => one - other),
});

const withHeader = (
  seen: Readonly<Record<string, Sighting>>,
  [name, text]: HeaderPair,
  status: number,
): Readonly<Record<string, Sighting>> => {
  const key = name.toLowerCase();
  const [before, form] = [seen[key], quotaHeaderForm(text)];
  // Nearly every answer looks like those before it.
  if (before?.forms.includes(form) && before.statuses.includes(status)) return seen;
  return { ...seen, [key]: seenTogether(before, { forms: [form], statuses: [status] }) };
};

type Form = 'absent' | 'whole number' | 'ten digits' | 'other form';

/** What the answers of one operation, or outside of all, announce. Lists are sorted and hold each value once. */
type Announced = { readonly limits: readonly number[]; readonly remaining: readonly Form[]; readonly reset: readonly Form[] };

type Announcements = {
  readonly operations: Readonly<Record<string, Announced>>;
  /** By status: how many of the headers its answers carry. */
  readonly statuses: Readonly<Record<string, readonly Carried[]>>;
};

type Carried = 'all' | 'none' | 'some';

/** The most limits that are recorded of one operation: more would show only that they vary. */
const mostLimits = 10;

export const announcementsRecorded = defineFold<Announcements>({
  id: 'rate-limit/announcements-recorded',
  title: 'What each operation announces of the quota, and on which statuses, is recorded',
  why: 'Limits may differ from operation to operation, and only a comparison shows which ones clients have to expect.',
  fix: 'Nothing is wrong with it; a line in the documentation for each limit spares clients a surprise.',
  reads: 'rateLimit',
  locations: (contract) => quotaLocations(contract, ({ headers }) => headers),
  init: () => ({ operations: {}, statuses: {} }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const answer = answerOf(exchange);
    if (!answer || !rateLimit) return state;
    const key = exchange.request.operation ?? 'outside';
    const status = String(answer.status);
    // An unauthenticated caller has no quota.
    const isKnown = exchange.request.credential.kind === 'valid';
    const announced = isKnown ? both(state.operations[key], announcedIn(exchange, rateLimit)) : state.operations[key];
    const [before, carried] = [state.statuses[status] ?? [], carriedBy(exchange, rateLimit)];
    return {
      operations:
        announced === undefined || announced === state.operations[key] ? state.operations : { ...state.operations, [key]: announced },
      statuses: before.includes(carried) ? state.statuses : { ...state.statuses, [status]: distinctSorted([...before, carried]) },
    };
  },
  merge: (a, b) => ({
    operations: joined(a.operations, b.operations, both),
    statuses: joined(a.statuses, b.statuses, (one, two) => distinctSorted([...(one ?? []), ...(two ?? [])])),
  }),
  conclude({ operations, statuses }) {
    const seen = Object.keys(operations).sort();
    if (seen.length === 0) return { ...inconclusive('no answer to a valid credential was seen', []), unseen: true };
    return observed([
      ...seen.map((key) => factOf('quota.announced', key, operations[key])),
      factOf('quota.headers-by-status', null, statuses),
    ]);
  },
});

const hasAll = <T>(all: readonly T[], some: readonly T[]): boolean => some.every((one) => all.includes(one));

const both = (a: Announced | undefined, b: Announced | undefined): Announced =>
  // Nearly every answer announces what others did before it.
  a && b && hasAll(a.limits, b.limits) && hasAll(a.remaining, b.remaining) && hasAll(a.reset, b.reset)
    ? a
    : {
        limits: [...new Set([...(a?.limits ?? []), ...(b?.limits ?? [])])].sort((x, y) => x - y).slice(0, mostLimits),
        remaining: distinctSorted([...(a?.remaining ?? []), ...(b?.remaining ?? [])]),
        reset: distinctSorted([...(a?.reset ?? []), ...(b?.reset ?? [])]),
      };

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

/**
 * How many values could be read in a form. Each is a moment known only within a span; of these spans, in seconds from the
 * answer, the earliest end and the latest beginning.
 */
type Read = { readonly times: number; readonly end: number; readonly begin: number };

type Readings = { readonly values: number; readonly forms: Readonly<Record<string, Read>> };

export const resetFormRecorded = defineFold<Readings>({
  id: 'rate-limit/reset-form-recorded',
  title: 'The unit in which the reset of the quota is reported is recorded',
  why: 'The documentation does not state it, so every client has to guess; a change of it breaks them all.',
  fix: 'Nothing is wrong with it; a line in the documentation about the unit spares clients the guess.',
  reads: 'rateLimit',
  locations: (contract) => quotaLocations(contract, ({ headers }) => headers?.reset),
  init: () => ({ values: 0, forms: {} }),
  step(state, exchange, contract) {
    const name = contract.conventions.rateLimit?.headers?.reset?.name;
    const [text] = name === undefined || !isKnownCaller(exchange) ? [] : headerValues(exchange, name);
    if (text === undefined) return state;
    const forms = momentsAhead(exchange, text, timeForms).map(
      ({ form, least, most }) => [form, extremes(state.forms[form], { times: 1, end: most / 1000, begin: least / 1000 })] as const,
    );
    return { values: state.values + 1, forms: { ...state.forms, ...Object.fromEntries(forms) } };
  },
  merge: (a, b) => ({
    values: a.values + b.values,
    forms: Object.fromEntries(
      timeForms.flatMap((form) => {
        const [one, other] = [a.forms[form], b.forms[form]];
        const read = one && other ? extremes(one, other) : (one ?? other);
        return read ? [[form, read]] : [];
      }),
    ),
  }),
  conclude({ values, forms }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || values === 0) return { ...inconclusive('no answer reported the reset of the quota', []), unseen: true };
    const most = windowSeconds(rateLimit, target) + clockSeconds;
    const fits = (form: string): boolean => {
      const read = forms[form];
      return read !== undefined && read.times === values && read.end >= -clockSeconds && read.begin <= most;
    };
    return observed([factOf('quota.reset-form', null, timeForms.filter(fits))]);
  },
});

const extremes = (a: Read | undefined, b: Read): Read =>
  a ? { times: a.times + b.times, end: Math.min(a.end, b.end), begin: Math.max(a.begin, b.begin) } : b;
