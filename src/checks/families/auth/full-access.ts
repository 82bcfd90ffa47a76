import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { makeable } from '../../subjects/resource-at.ts';
import { rootPlace } from '../../kit/root-place.ts';

type State = { readonly accepted: readonly string[]; readonly refusals: number; readonly first: Breach | null };

/** Lists, and what is done with things that a run can make and remove. */
const everything = (contract: Contract): string[] => [
  ...new Set([
    ...contract.collections.filter(({ operation }) => operation.secured && operation.takesKey).map(({ operation }) => operation.key),
    ...makeable(contract)
      .filter(({ remove }) => remove !== undefined)
      .flatMap(({ create, read, update, remove }) =>
        [create, read, update, remove].flatMap((one) => (one?.secured === true ? [one.key] : [])),
      ),
  ]),
];

export const fullAccess = defineFold<State>({
  id: 'auth/full-access',
  title: 'A full key may list, create, read, change and remove',
  why: 'A key that is sold as unrestricted and is refused something stops programs in the middle of their work.',
  fix: 'Give full keys every permission, or say which ones they lack.',
  reads: 'auth',
  places: (contract) => conventionPlaces(contract, ({ auth }) => auth).filter((place) => place === rootPlace),
  init: () => ({ accepted: [], refusals: 0, first: null }),
  step(state, exchange, contract) {
    const { credential, faults, operation } = exchange.request;
    if (operation === null || credential.kind !== 'valid' || credential.name !== 'key' || faults.length > 0 || isElsewhere(exchange))
      return state;
    if (!everything(contract).includes(operation)) return state;
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
