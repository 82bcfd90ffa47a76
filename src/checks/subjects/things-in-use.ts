import type { Contract } from '../../contract/model.ts';
import { below, valueAt } from '../../contract/pointer.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import type { Need, Surroundings } from '../kit/define.ts';
import { needsFor } from '../kit/prerequisites.ts';
import { idParameterOf, resourceAt } from './resource-at.ts';

/** Places of what is promised about things in use; they need no creation. */
export const inUsePlaces = (contract: Contract, ...path: readonly ['inUse', ...string[]]): Place[] =>
  contract.resources.flatMap(({ place, remove }) => {
    const words = ['removed', ...path];
    const root = nodeOf(place);
    if (!remove || valueAt(contract.document, below(root, ...words)) === undefined) return [];
    return [{ operation: remove.key, way: [...place.way, ...words.map((_, n) => below(root, ...words.slice(0, n + 1)))] }];
  });

export const inUseNeeds = (place: Place, around: Surroundings): Need[] => {
  const { remove, convention } = resourceAt(around.contract, place);
  const name = convention.removed?.inUse?.fixture;
  return [
    ...(remove ? needsFor(remove, around, { pathValues: { [idParameterOf(remove)]: 'ct' } }) : []),
    ...(name === undefined ? [] : [{ kind: 'fixture' as const, name }]),
  ];
};
