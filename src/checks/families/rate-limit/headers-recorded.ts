import { answerOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { HeaderPair } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { quotaHeaderForm } from '../../subjects/quota-header-form.ts';
import { rootPlace } from '../../kit/root-place.ts';

/** Forms of a header and the statuses it came with, sorted. */
type Sighting = { readonly forms: readonly string[]; readonly statuses: readonly number[] };

/** By operation, by the name of the header in small letters. */
type State = Readonly<Record<string, Readonly<Record<string, Sighting>>>>;

/** Names of headers that are about a quota by any convention. */
const aboutQuota = /rate-?limit|quota|remaining|reset|^retry-after$/i;

export const quotaHeadersRecorded = defineFold<State>({
  id: 'rate-limit/headers-recorded',
  title: 'Headers about the quota, their forms, and the answers that carry them are recorded',
  why: 'Clients may use what is sent beside the documented headers, and have to know when it goes away.',
  fix: 'Nothing is wrong with it; a line in the documentation for each header lets clients rely on it.',
  reads: 'rateLimit',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit).filter((place) => place === rootPlace),
  init: () => ({}),
  step(state, exchange) {
    const answer = answerOf(exchange);
    if (!answer || isElsewhere(exchange) || !isKnownCaller(exchange)) return state;
    const key = exchange.request.operation ?? 'outside';
    const own = answer.headers
      .filter(([name]) => aboutQuota.test(name))
      .reduce((seen, pair) => withHeader(seen, pair, answer.status), state[key] ?? {});
    return { ...state, [key]: own };
  },
  merge: (a, b) =>
    Object.fromEntries(
      keysOf(a, b).map((key) => [
        key,
        Object.fromEntries(keysOf(a[key] ?? {}, b[key] ?? {}).map((name) => [name, both(a[key]?.[name], b[key]?.[name])])),
      ]),
    ),
  conclude(state) {
    const operations = Object.keys(state).sort();
    if (operations.length === 0) return { ...inconclusive('no answer to a valid credential came by', []), unseen: true };
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

const both = (a: Sighting | undefined, b: Sighting | undefined): Sighting => ({
  forms: [...new Set([...(a?.forms ?? []), ...(b?.forms ?? [])])].sort(),
  statuses: [...new Set([...(a?.statuses ?? []), ...(b?.statuses ?? [])])].sort((one, other) => one - other),
});

const withHeader = (
  seen: Readonly<Record<string, Sighting>>,
  [name, text]: HeaderPair,
  status: number,
): Readonly<Record<string, Sighting>> => {
  const key = name.toLowerCase();
  return { ...seen, [key]: both(seen[key], { forms: [quotaHeaderForm(text)], statuses: [status] }) };
};
