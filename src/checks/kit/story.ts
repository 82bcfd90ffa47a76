import { outcomeOf } from '../../contract/message.ts';
import type { ResourceType } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import { inconclusive } from './define.ts';

/** Most requests of the story of a thing, and what it creates. */
export const storyCost = (resourceType: ResourceType, requests: number): { readonly requests: number; readonly creates: number } => ({
  requests,
  creates: resourceType.remove ? 3 : resourceType.update ? 2 : 1,
});

/** Nothing can be said of a thing that was not made. */
export const notMade = (creation: Exchange): Verdict =>
  inconclusive(`Nothing was created, or nothing tells its id: ${outcomeOf(creation)}`, [creation]);
