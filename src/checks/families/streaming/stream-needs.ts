import { operationOf } from '../../../contract/operation.ts';
import type { Place } from '../../../model/place.ts';
import type { Need, Surroundings } from '../../kit/define.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { slowNeeds } from '../../kit/slow-needs.ts';

/** What it takes to open the stream at a place. */
export const streamNeeds = ({ operation }: Place, around: Surroundings): readonly Need[] =>
  needsFor(operationOf(around.contract, operation ?? ''), around);

/** What it takes to wait for its events. */
export const eventNeeds = (place: Place, around: Surroundings): Need[] => [
  ...streamNeeds(place, around),
  ...slowNeeds(around.target, ['stream.listened']),
];
