import { outcomeOf } from '../../contract/message.ts';
import type { ResourceType } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import { inconclusive } from './define.ts';

/** The cost of the life of a resource: so many requests, and the most resources that it creates. */
export const storyCost = (resourceType: ResourceType, requests: number): { readonly requests: number; readonly creates: number } => ({
  requests,
  creates: resourceType.remove ? 3 : resourceType.update ? 2 : 1,
});

/** The verdict where no resource was created. */
export const notMade = (creation: Exchange): Verdict =>
  inconclusive(`Nothing was created, or the answer does not report its id: ${outcomeOf(creation)}`, [creation]);
