import type { Resource } from '../../contract/model.ts';
import type { Need, Surroundings } from '../kit/define.ts';
import { reachedStates, storyNeeds } from './resource-at.ts';

/** A wait that nobody minds. */
const shortMs = 30_000;

/** What it takes to follow a thing until it shows its last state: the permission to wait for it, where that takes long. */
export const grownNeeds = (resource: Resource, around: Surroundings): Need[] => {
  const longest = reachedStates(resource, around.contract, around.target).at(-1)?.withinMs ?? 0;
  return [
    ...storyNeeds(resource, around, ['read']),
    ...(longest > shortMs ? [{ kind: 'permission' as const, permission: 'slow' as const }] : []),
  ];
};
