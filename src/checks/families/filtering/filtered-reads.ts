import type { Collection, Contract, Filter, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { largestPage, pageItems, pagesOf, type QueryPairs } from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { isFreeText, type ListFilter, type ShownFilter } from '../../subjects/filters.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { actionsOn } from '../../subjects/actions.ts';
import { acted } from '../../scenarios/lifecycle/acted.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { madeUpFilterRead, shownValues } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { type FilteredPage, stateFilterOf } from '../../scenarios/filters/state-pages.ts';
import { firstPages, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';

/**
 * A read by one value. `value`: the first page for a value that is documented or that items show; `following`: the page
 * after it; `nowhere`: a value that no item has; `shortened`: a value without its last character; `changed`: read right
 * after a resource of the run changed its state.
 */
export type FilteredRead = {
  readonly value: string;
  readonly role: 'value' | 'following' | 'nowhere' | 'shortened' | 'changed';
  readonly exchange: Exchange;
};

export type FilteredReads = {
  /** The list without the filter. */
  readonly list: Traversal;
  /** The same once more, where a read by a value that its items show was answered without items. */
  readonly after?: Traversal;
  readonly reads: readonly FilteredRead[];
  readonly untried: readonly string[];
};

/** Most values that are asked for where the document does not list them all. */
const mostValues = 3;

/** Reads a list by a filter: with large pages, with two pages of one item, and with values that match nothing. */
export const filteredReads = async ({ collection, filter }: ListFilter<ShownFilter>, session: Session): Promise<FilteredReads> => {
  const inUse = await listInUse(session, collection);
  const list = await referenceTraversal(session, inUse, 'first');
  const found = shownValues(collection, list, filter.at);
  const reads: FilteredRead[] = [];
  const ask = async (value: string, role: FilteredRead['role'], size: QueryPairs, pages: number): Promise<void> => {
    const traversal = await firstPages(session, inUse, [[filter.parameter.name, value], ...size], pages);
    const exchanges = traversal.end === 'not-a-page' ? [...traversal.pages, traversal.last] : traversal.pages;
    for (const [n, exchange] of exchanges.entries()) reads.push({ value, role: n === 0 ? role : 'following', exchange });
  };
  for (const value of filter.values ?? found.slice(0, mostValues)) {
    await ask(value, 'value', largestPage(inUse), 1);
    if (inUse.paging) await ask(value, 'value', pagesOf(inUse, 1), 2);
  }
  const isEmpty = reads.some(
    ({ role, value, exchange }) => role === 'value' && found.includes(value) && pageItems(collection, exchange)?.length === 0,
  );
  // What is worked off in the background shows another state a moment later.
  const later = isEmpty ? { after: await referenceTraversal(session, inUse, `after ${filter.parameter.name}`) } : {};
  if (filter.values) {
    const { pages, untried } = await changedPages(session, collection, filter);
    const own = pages.filter(({ parameter }) => parameter === filter.parameter.name);
    return {
      list,
      ...later,
      reads: [...reads, ...own.map(({ value, exchange }) => ({ value, role: 'changed' as const, exchange }))],
      untried,
    };
  }
  const { value: madeUp, exchange } = await madeUpFilterRead(session, collection, filter);
  reads.push({ value: madeUp, role: 'nowhere', exchange });
  const long = found.find((value) => value.length > 1);
  if (long !== undefined && isFreeText(session.contract, filter.parameter))
    await ask(long.slice(0, -1), 'shortened', largestPage(inUse), 1);
  return { list, ...later, reads, untried: [] };
};

/** The operation that creates a resource for a filter by state; undefined where the operator does not allow it or a prerequisite is missing. */
export const mayCreateFor = (contract: Contract, target: Target, collection: Collection, filter: Filter): Operation | undefined => {
  if (stateFilterOf(collection)?.parameter.name !== filter.parameter.name) return undefined;
  const create = contract.resourceTypes.find((one) => one.collection?.operation.key === collection.operation.key)?.create;
  if (!create || !isAllowed(create, target)) return undefined;
  return prerequisitesFor(create, { contract, target }).every(({ kind }) => kind === 'permission') ? create : undefined;
};

/** Reads by state right after the run created a resource, and after each action that was accepted. */
const changedPages = async (
  session: Session,
  collection: Collection,
  filter: Filter,
): Promise<{ readonly pages: readonly FilteredPage[]; readonly untried: readonly string[] }> => {
  const { contract, target } = session;
  const create = mayCreateFor(contract, target, collection, filter);
  const resourceType = contract.resourceTypes.find((one) => one.create?.key === create?.key && one.create !== undefined);
  if (!create || !resourceType) return { pages: [], untried: [] };
  const pages: FilteredPage[] = [];
  try {
    pages.push(...(await session.run(created, { operation: create.key })).pages);
    for (const action of actionsOn(contract, resourceType).filter((one) => isAllowed(one, target))) {
      pages.push(...(await session.run(acted, { create: create.key, action: action.key })).pages);
    }
  } catch (error) {
    if (!(error instanceof NotTried) || error.because === 'stopped') throw error;
    return { pages, untried: [`right after a change of state: ${error.message}`] };
  }
  return { pages, untried: [] };
};
