import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { rootLocation } from '../../../model/location.ts';
import { bearerSchemes } from '../../subjects/bearer-schemes.ts';
import { conventionLocations } from '../../subjects/convention-locations.ts';
import { makeableResourceTypes } from '../../subjects/resources.ts';
import { firstRead } from '../../subjects/secured-operations.ts';

/** Was a call made with the key, with nothing wrong about it, at the base URL. */
const isWithKey = (exchange: Exchange): boolean => {
  const { credential, faults } = exchange.request;
  return credential.kind === 'valid' && credential.name === 'key' && faults.length === 0 && !isElsewhere(exchange);
};

type Seen = { readonly accepted: number; readonly refused: number; readonly first: Breach | null };

const both = (a: Seen | undefined, b: Seen): Seen =>
  a === undefined ? b : { accepted: a.accepted + b.accepted, refused: a.refused + b.refused, first: smallerBreach(a.first, b.first) };

export const credentialNeverRefused = defineFold<Readonly<Record<string, Seen>>>({
  id: 'auth/credential-never-refused',
  title: 'A valid credential that travels as documented is accepted by every operation',
  why: 'A client that is let in here and locked out there looks for the mistake in its credential.',
  fix: 'Read the credential in the same way on every operation, and say forbidden where it may not do something.',
  reads: 'auth.unauthenticated',
  locations: (contract) =>
    firstRead(contract)
      .flatMap(({ operation }) => bearerSchemes(contract, operation))
      .map(({ location }) => location),
  init: () => ({}),
  step(state, exchange, contract) {
    const { operation: key } = exchange.request;
    const operation = contract.operations.find((one) => one.key === key);
    if (key === null || operation?.secured !== true || !operation.takesKey || !isWithKey(exchange)) return state;
    const isRefused = statusOf(exchange) === 401;
    const finding = { where: 'credential', expected: `${key} to accept a credential that others accept`, actual: 'status 401' };
    const seen = {
      accepted: isSuccess(exchange) ? 1 : 0,
      refused: isRefused ? 1 : 0,
      first: isRefused ? breachIn(exchange, { code: 'credential-refused', ...finding }) : null,
    };
    return { ...state, [key]: both(state[key], seen) };
  },
  merge: (a, b) => Object.entries(b).reduce((joined, [key, seen]) => ({ ...joined, [key]: both(joined[key], seen) }), a),
  conclude(state): Verdict {
    const operations = Object.entries(state);
    const accepted = operations.filter(([, seen]) => seen.accepted > 0);
    if (accepted.length === 0) return inconclusive('the credential was accepted nowhere and may be no valid one', []);
    // One refusal among successes may come of a moment in which the service could not look the credential up.
    const refused = operations.filter(([, seen]) => seen.refused > 1 || (seen.refused > 0 && seen.accepted === 0));
    const first = refused.reduce<Breach | null>((smallest, [, seen]) => smallerBreach(smallest, seen.first), null);
    const judged = operations.reduce((sum, [, seen]) => sum + seen.accepted + seen.refused, 0);
    if (first)
      return { kind: 'fail', judged, breaches: refused.reduce((sum, [, seen]) => sum + seen.refused, 0), finding: findingOf(first) };
    const doubtful = operations.filter(([, seen]) => seen.refused > 0).map(([key]) => key);
    if (doubtful.length > 0) return inconclusive(`refused once and accepted otherwise: ${doubtful.join(', ')}`, []);
    const open = operations.filter(([, seen]) => seen.accepted === 0).map(([key]) => key);
    return open.length > 0 ? inconclusive(`accepted elsewhere, and never answered with success by ${open.join(', ')}`, []) : pass(judged);
  },
});

type Access = { readonly accepted: readonly string[]; readonly refusals: number; readonly first: Breach | null };

/** Lists, and what is done with things that a run can make and remove. */
const everything = (contract: Contract): string[] => [
  ...new Set([
    ...contract.collections.filter(({ operation }) => operation.secured && operation.takesKey).map(({ operation }) => operation.key),
    ...makeableResourceTypes(contract)
      .filter(({ remove }) => remove !== undefined)
      .flatMap(({ create, read, update, remove }) =>
        [create, read, update, remove].flatMap((one) => (one?.secured === true ? [one.key] : [])),
      ),
  ]),
];

export const fullAccess = defineFold<Access>({
  id: 'auth/full-access',
  title: 'A full key may list, create, read, change and remove',
  why: 'A key that is sold as unrestricted and is refused something stops programs in the middle of their work.',
  fix: 'Give full keys every permission, or say which ones they lack.',
  reads: 'auth',
  locations: (contract) => conventionLocations(contract, ({ auth }) => auth).filter((location) => location === rootLocation),
  init: () => ({ accepted: [], refusals: 0, first: null }),
  step(state, exchange, contract) {
    const { operation } = exchange.request;
    if (operation === null || !isWithKey(exchange) || !everything(contract).includes(operation)) return state;
    if (isSuccess(exchange)) {
      return state.accepted.includes(operation) ? state : { ...state, accepted: [...state.accepted, operation].sort() };
    }
    if (![401, 403].includes(statusOf(exchange) ?? 0)) return state;
    const finding = { where: 'credential', expected: `success of ${operation} with a full key`, actual: `status ${outcomeOf(exchange)}` };
    const first = smallerBreach(state.first, breachIn(exchange, { code: 'full-key-refused', ...finding }));
    return { ...state, refusals: state.refusals + 1, first };
  },
  merge: (a, b) => ({
    accepted: [...new Set([...a.accepted, ...b.accepted])].sort(),
    refusals: a.refusals + b.refusals,
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ accepted, refusals, first }, { contract }): Verdict {
    // A key that nothing accepts is no full one.
    if (first && accepted.length > 0) {
      return { kind: 'fail', judged: accepted.length + refusals, breaches: refusals, finding: findingOf(first) };
    }
    const open = everything(contract).filter((key) => !accepted.includes(key));
    return open.length > 0 ? inconclusive(`never answered with success: ${open.join(', ')}`, []) : pass(accepted.length);
  },
});
