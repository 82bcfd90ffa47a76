import type { Contract } from '../../../contract/model.ts';
import type { Place } from '../../../model/place.ts';
import { type Acting, actingAt } from '../../subjects/actions.ts';
import type { Need, Surroundings } from '../../kit/define.ts';
import type { Patience } from '../../kit/patience.ts';
import { needsFor, permissionsFor } from '../../kit/prerequisites.ts';
import { slowNeeds } from '../../kit/slow-needs.ts';

/** What it takes to act on a thing that the run creates first, and to wait for what comes of it. */
export const actionNeeds = ({ create, operation }: Acting, around: Surroundings, waits: readonly Patience[]): Need[] => [
  ...(create ? needsFor(create, around) : permissionsFor(operation)),
  ...slowNeeds(around.target, ['created.listed', 'created.settled', ...waits]),
];

/** The action of a place on a thing that the run creates, as the measurements ask for it. */
export const actedParameters = (contract: Contract, place: Place): { readonly create: string; readonly action: string } => {
  const { create, operation } = actingAt(contract, place);
  return { create: create?.key ?? '', action: operation.key };
};
