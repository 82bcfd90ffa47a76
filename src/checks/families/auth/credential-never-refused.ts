import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { bearerPlaces } from '../../subjects/bearer-places.ts';
import { firstRead } from '../../subjects/first-read.ts';

type Seen = { readonly accepted: number; readonly refused: number; readonly first: Breach | null };

const both = (a: Seen | undefined, b: Seen): Seen =>
  a === undefined ? b : { accepted: a.accepted + b.accepted, refused: a.refused + b.refused, first: smallerBreach(a.first, b.first) };

export const credentialNeverRefused = defineFold<Readonly<Record<string, Seen>>>({
  id: 'auth/credential-never-refused',
  title: 'A valid credential that travels as documented is accepted by every operation',
  why: 'A client that is let in here and locked out there looks for the mistake in its credential.',
  fix: 'Read the credential in the same way on every operation, and say forbidden where it may not do something.',
  reads: 'auth.unauthenticated',
  places: (contract) => firstRead(contract).flatMap((operation) => bearerPlaces(contract, operation)),
  init: () => ({}),
  step(state, exchange, contract) {
    const { credential, faults, operation: key } = exchange.request;
    const operation = contract.operations.find((one) => one.key === key);
    if (key === null || operation?.secured !== true || !operation.takesKey || isElsewhere(exchange)) return state;
    if (credential.kind !== 'valid' || credential.name !== 'key' || faults.length > 0) return state;
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
