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

/** True if a faultless call was made with the key, at the base URL. */
const isWithKey = (exchange: Exchange): boolean => {
  const { credential, faults } = exchange.request;
  return credential.kind === 'valid' && credential.name === 'key' && faults.length === 0 && !isElsewhere(exchange);
};

type Seen = { readonly accepted: number; readonly refused: number; readonly first: Breach | null };

const both = (a: Seen | undefined, b: Seen): Seen =>
  a === undefined ? b : { accepted: a.accepted + b.accepted, refused: a.refused + b.refused, first: smallerBreach(a.first, b.first) };

export const credentialNeverRefused = defineFold<Readonly<Record<string, Seen>>>({
  id: 'auth/credential-never-refused',
  title: 'A valid credential that is sent as documented is accepted by every operation',
  why: 'A client that is accepted by one operation and refused by another looks for the mistake in its credential.',
  fix: 'Read the credential in the same way on every operation, and answer 403 where it lacks a permission.',
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
    const finding = { where: 'credential', expected: `${key} to accept a credential that other operations accept`, actual: 'status 401' };
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
    if (accepted.length === 0) return inconclusive('No operation accepted the credential, so it may be invalid', []);
    // A single 401 among successes may come from a moment in which the service could not look the credential up.
    const refused = operations.filter(([, seen]) => seen.refused > 1 || (seen.refused > 0 && seen.accepted === 0));
    const first = refused.reduce<Breach | null>((smallest, [, seen]) => smallerBreach(smallest, seen.first), null);
    const judged = operations.reduce((sum, [, seen]) => sum + seen.accepted + seen.refused, 0);
    if (first)
      return { kind: 'fail', judged, breaches: refused.reduce((sum, [, seen]) => sum + seen.refused, 0), finding: findingOf(first) };
    const doubtful = operations.filter(([, seen]) => seen.refused > 0).map(([key]) => key);
    if (doubtful.length > 0) return inconclusive(`Refused once and accepted otherwise: ${doubtful.join(', ')}`, []);
    const open = operations.filter(([, seen]) => seen.accepted === 0).map(([key]) => key);
    return open.length > 0
      ? inconclusive(`Accepted by other operations, but never answered with success by ${open.join(', ')}`, [])
      : pass(judged);
  },
});

type Access = { readonly accepted: readonly string[]; readonly refused: number; readonly first: Breach | null };

/** The operations that read lists, and those that create, read, update and remove resources which a run can create and remove. */
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
  why: 'A key that is documented as unrestricted and then refused stops programs in the middle of their work.',
  fix: 'Give full keys every permission, or document which ones they lack.',
  reads: 'auth',
  locations: (contract) => conventionLocations(contract, ({ auth }) => auth).filter((location) => location === rootLocation),
  init: () => ({ accepted: [], refused: 0, first: null }),
  step(state, exchange, contract) {
    const { operation } = exchange.request;
    if (operation === null || !isWithKey(exchange) || !everything(contract).includes(operation)) return state;
    if (isSuccess(exchange)) {
      return state.accepted.includes(operation) ? state : { ...state, accepted: [...state.accepted, operation].sort() };
    }
    if (![401, 403].includes(statusOf(exchange) ?? 0)) return state;
    const finding = { where: 'credential', expected: `success of ${operation} with a full key`, actual: `status ${outcomeOf(exchange)}` };
    const first = smallerBreach(state.first, breachIn(exchange, { code: 'full-key-refused', ...finding }));
    return { ...state, refused: state.refused + 1, first };
  },
  merge: (a, b) => ({
    accepted: [...new Set([...a.accepted, ...b.accepted])].sort(),
    refused: a.refused + b.refused,
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ accepted, refused, first }, { contract }): Verdict {
    // A key that no operation accepts is not a full key.
    if (first && accepted.length > 0) {
      return { kind: 'fail', judged: accepted.length + refused, breaches: refused, finding: findingOf(first) };
    }
    const open = everything(contract).filter((key) => !accepted.includes(key));
    return open.length > 0 ? inconclusive(`Never answered with success: ${open.join(', ')}`, []) : pass(accepted.length);
  },
});
