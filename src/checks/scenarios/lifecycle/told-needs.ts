import { keyOfNeed, type Need } from '../../../contract/infer/additions.ts';
import { neededInPath } from '../../../contract/infer/needed-below.ts';
import type { Contract } from '../../../contract/model.ts';
import { besideInOtherState } from '../../subjects/beside-in-other-state.ts';
import { childrenAside } from '../../subjects/children-aside.ts';

/** Is a need met by some others: it is one of them, or one of them adds the same with a value that it says nothing of. */
export const isMet = (needs: readonly Need[], need: Need): boolean => {
  const { operation, set } = need;
  if (need.refers || need.aside) return needs.some((one) => keyOfNeed(one) === keyOfNeed(need));
  return needs.some(
    (one) =>
      one.operation === operation && (set === undefined || (one.set !== undefined && keyOfNeed(one) === keyOfNeed({ operation, set }))),
  );
};

/** With what bodies name below the resource in the path, where that can be created only before the resource comes to the state that the operation asks for. */
const withBeside = (contract: Contract, told: ReadonlyMap<string, readonly Need[]>): ReadonlyMap<string, readonly Need[]> => {
  const more = contract.operations.flatMap((one) => {
    const named = besideInOtherState(contract, one)?.named ?? [];
    const before = told.get(one.key) ?? [];
    const own = named.map(({ create }): Need => ({ operation: create })).filter((need) => !isMet(before, need));
    return own.length === 0 ? [] : [[one.key, [...own, ...before]] as const];
  });
  return new Map([...told, ...more]);
};

/** With what has to be below the resource in the path, out of the states in which the operation is refused, in the place of the same in any state. */
const withAside = (contract: Contract, told: ReadonlyMap<string, readonly Need[]>): ReadonlyMap<string, readonly Need[]> => {
  const more = contract.operations.flatMap((one) => {
    const aside = contract.standard.size === 0 ? undefined : childrenAside(contract, one);
    const others = (told.get(one.key) ?? []).filter(({ operation }) => operation.key !== aside?.operation.key);
    return aside ? [[one.key, [...others, aside]] as const] : [];
  });
  return new Map([...told, ...more]);
};

/** What the texts of a document say that the resource in the path of an operation has to have before that is called, by the key of the operation. */
export const toldNeedsInPath = (contract: Contract): ReadonlyMap<string, readonly Need[]> =>
  withBeside(contract, withAside(contract, neededInPath(contract)));
