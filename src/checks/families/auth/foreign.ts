import type { Contract, Resource } from '../../../contract/model.ts';
import type { Place } from '../../../model/place.ts';
import type { Need, Surroundings } from '../../kit/define.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { guardedNeeds, guardedResources } from './guarded.ts';

/** Creations of things that another account may not reach by their ids, where the contract says what it gets. */
export const foreignPlaces = (contract: Contract, suits: (resource: Resource) => boolean): Place[] =>
  contract.conventions.auth?.foreign === undefined
    ? []
    : guardedResources(contract)
        .filter(suits)
        .flatMap(({ create }) => create?.place ?? []);

export const foreignNeeds = (place: Place, around: Surroundings): Need[] => [
  ...guardedNeeds(resourceAt(around.contract, place), around),
  { kind: 'credential', name: 'other' },
];
