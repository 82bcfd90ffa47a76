import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Filter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact, Verdict } from '../../../model/verdict.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { type ListAnswer, listAnswer } from '../../subjects/list-answer.ts';
import type { Session } from '../../kit/session.ts';
import { madeUpAsked, madeUpFilterRead, shownValues } from '../../scenarios/filters/filter-values.ts';
import { firstPage, referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { type WholeList, wholeList } from '../../scenarios/paging/whole-list.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';
import { isGuessed, isShown, type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';

type Result = {
  readonly whole: WholeList;
  readonly madeUp: { readonly value: string; readonly exchange: Exchange };
  /** Reads by values that resources of the account have, where the name of the parameter is a guess. */
  readonly familiar: readonly { readonly value: string; readonly exchange: Exchange }[];
};

export const madeUpValueMatchesNothing = defineProbe<ListFilter, Result>({
  id: 'filtering/made-up-value-matches-nothing',
  title: 'A filter by a value that no item has gives no item',
  why: 'Where an unknown value is ignored, a misspelt one gives the whole list, and a script stops or deletes all of it.',
  fix: 'Answer with an empty list for a value that no item has, or refuse a value outside a closed list.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => listFilters(contract).filter(({ filter }) => filter.compare !== 'lacks' && (!filter.isInferred || isOpen(filter))),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 5, creates: 0 }),
  async run({ collection, filter }, session) {
    const whole = await wholeList(session, collection);
    const madeUp = await madeUpFilterRead(session, collection, filter);
    const familiar: { value: string; exchange: Exchange }[] = [];
    for (const value of isGuessed(session.contract, filter) ? await familiarValues(session, collection, filter) : []) {
      familiar.push({ value, exchange: await firstPage(session, collection, [[filter.parameter.name, value]]) });
    }
    return { whole, madeUp, familiar };
  },
  judge({ collection, filter }, { whole, madeUp, familiar }, { contract }) {
    const { name } = filter.parameter;
    const { items, exchanges } = whole;
    const asked = `${name}=${madeUp.value}`;
    const { exchange } = madeUp;
    if (!items) return inconclusive(`The whole list was answered ${outcomeOf(exchanges[0])}, without a list to compare with`, exchanges);
    if (items.length === 0) return inconclusive('The list holds nothing that a filter could leave out', exchanges);
    const matching = pageItems(collection, exchange);
    if (matching && matching.length > 0) {
      const finding = { where: `query ${name}`, expected: `no item for ${asked}`, actual: `${matching.length} items` };
      return fail({ code: 'made-up-value-matches', ...finding }, [exchange, ...exchanges]);
    }
    const isErrorResponse = emptyLikeStatuses(contract, collection, filter).includes(statusOf(exchange) ?? 0);
    if (!matching && !isErrorResponse)
      return inconclusive(`${asked} was answered ${outcomeOf(exchange)}, which decides nothing`, [exchange]);
    const verdict = judgeFamiliar(collection, items, name, familiar);
    return verdict.kind === 'pass' ? { ...verdict, facts: factsOf(collection, items.length, name, { madeUp, familiar }) } : verdict;
  },
});

const factsOf = (
  collection: Collection,
  whole: number,
  parameter: string,
  { madeUp, familiar }: Pick<Result, 'madeUp' | 'familiar'>,
): Fact[] => {
  const { key } = collection.operation;
  const answer = (exchange: Exchange): ListAnswer => listAnswer(collection, exchange, whole);
  const made = factOf('filter.made-up-value', key, { asked: madeUpAsked(parameter), ...answer(madeUp.exchange) });
  if (familiar.length === 0) return [made];
  const answers = Object.fromEntries(familiar.map(({ value, exchange }) => [value, answer(exchange)]));
  return [made, factOf('filter.familiar-values', key, { parameter, answers })];
};

/** Takes a filter any value that its items may show. Readers do not take for granted what a value outside a list, or no date, is answered. */
const isOpen = ({ compare, values }: Filter): boolean => compare === 'equals' && values === undefined;

/** Statuses of a server that does not know the name of the parameter. */
const refusedByName: readonly number[] = [400, 404, 422];

/**
 * Statuses that are as good as an empty list. A server may refuse a value outside a closed list; in an open list the
 * error response may be about something else; under a guessed name it may refuse every value.
 */
const emptyLikeStatuses = (contract: Contract, { operation }: Collection, filter: Filter): readonly number[] => {
  if (isGuessed(contract, filter)) return refusedByName;
  if (!filter.values) return [];
  return queryRefusals(operation);
};

/** A filter gives a part of the list. Where it shows other items, its effect is unknown. */
const judgeFamiliar = (collection: Collection, whole: readonly unknown[], name: string, familiar: Result['familiar']): Verdict => {
  const known = new Set(whole.map((item) => identityOf(collection, item)));
  for (const { value, exchange } of familiar) {
    const items = pageItems(collection, exchange);
    if (!items && !refusedByName.includes(statusOf(exchange) ?? 0)) {
      return inconclusive(`${name}=${value} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const strange = items?.filter((item) => !known.has(identityOf(collection, item))).length ?? 0;
    if (strange > 0) return inconclusive(`${name}=${value} shows ${strange} items that the whole list does not`, [exchange]);
  }
  return pass(1 + familiar.length);
};

const mostValues = 3;

/**
 * Values that a filter should know although its own items show none: the one that the operator gives, and those that
 * other lists show for a filter of the same name.
 */
const familiarValues = async (session: Session, { operation }: Collection, { parameter }: Filter): Promise<string[]> => {
  const { contract, target } = session;
  const given = target.values[operation.key]?.[parameter.name];
  const values = typeof given === 'string' || typeof given === 'number' ? [String(given)] : [];
  for (const other of contract.collections.filter((one) => one.operation.key !== operation.key)) {
    const same = other.filters.filter(isShown).find((one) => one.parameter.name === parameter.name);
    if (same) values.push(...shownValues(other, await referenceTraversal(session, other, 'first'), same.at));
  }
  return [...new Set(values)].slice(0, mostValues);
};
