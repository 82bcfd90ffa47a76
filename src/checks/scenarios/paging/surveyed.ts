import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { itemKey, type PagedList } from '../../subjects/collection.ts';
import { inconclusive } from '../../kit/define.ts';
import { offered } from './offered-styles.ts';
import type { Session } from '../../kit/session.ts';
import { afterSurvey, leastItems, survey, type Survey } from './survey.ts';
import { itemsOfWalk, type Walk } from './walk.ts';

/** A list walked in pages of several sizes, and once more as a whole after them. */
export type Surveyed = Survey & { readonly last: Walk | undefined };

/** @throws {NotTried} where the list does not offer this way of paging. */
export const surveyed = async (session: Session, list: PagedList): Promise<Surveyed> => {
  const inUse = await offered(session, list);
  const walks = await survey(session, inUse);
  return { ...walks, last: walks.small && (await afterSurvey(session, inUse)) };
};

/** All walks that were made, in order. */
export const walksOf = ({ first, small, single, last }: Surveyed): Walk[] =>
  [first, small, single, last].filter((one) => one !== undefined);

/** The walks in pages that are smaller than they could be. */
export const smallWalksOf = ({ small, single }: Surveyed): Walk[] => [small, single].filter((one) => one !== undefined);

export const keysIn = (list: PagedList, walked: Walk): string[] => itemsOfWalk(list, walked).flatMap((item) => itemKey(list, item) ?? []);

/** Why the walks of a list allow no judgement; undefined where all of them came to their end. */
export const unfinished = (walks: Surveyed): Verdict | undefined => {
  const { first, count, last } = walks;
  if (first.end !== 'ended') return inconclusive(stoppedBy(first), [first.last]);
  if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, first.pages);
  if (!last || last.end !== 'ended')
    return inconclusive(`The list could not be read once more: ${last ? stoppedBy(last) : 'not tried'}`, last ? [last.last] : []);
  const stopped = smallWalksOf(walks).find(({ end }) => end !== 'ended');
  return stopped && inconclusive(stoppedBy(stopped), [stopped.last]);
};

export const stoppedBy = ({ pages, end, last }: Walk): string => {
  const what = end === 'not-a-page' ? `was answered ${outcomeOf(last)}` : `gave no way on (${end})`;
  return `The walk stopped: page ${end === 'not-a-page' ? pages.length + 1 : pages.length} ${what}`;
};

/**
 * Why walks are no evidence: what is created or removed meanwhile may shift every page behind it. The whole list is
 * compared before and after, where pages are counted with its order. Undefined where it stayed.
 */
export const shiftedPages = (list: PagedList, { first, last }: Surveyed): Verdict | undefined => {
  if (!last) return undefined;
  const exchanges: Exchange[] = [first.last, last.last];
  const keys = (walked: Walk): string => JSON.stringify(list.paging.kind === 'page' ? keysIn(list, walked) : keysIn(list, walked).sort());
  return keys(first) === keys(last) ? undefined : inconclusive('The list changed meanwhile, which may shift the pages behind', exchanges);
};
