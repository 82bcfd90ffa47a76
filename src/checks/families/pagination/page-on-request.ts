import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Parameter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { type CursorList, isByCursor, listAt, pagedLists, pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { walkList } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { valueKind } from '../../kit/value-kind.ts';

export const pageOnRequest = defineProbe<Exchange>({
  id: 'pagination/page-on-request',
  title: 'A list without documented paging comes in pages like the others when a size is given',
  why: 'Paging that is described for lists in general is expected of all of them.',
  fix: 'Take the size, and put into the answer what the pages of other lists hold.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.collections.flatMap((list) => alike(contract, list).map(({ parameter }) => parameter.place)),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  async measure(place, session) {
    const list = listAt(session.contract, place);
    const { parameter } = likeAt(session.contract, list, place);
    const { last } = await walkList(session, list, { query: [[parameter.name, '1']], pages: 1 });
    return last;
  },
  judge(place, exchange, { contract }) {
    const list = listAt(contract, place);
    const { parameter, model } = likeAt(contract, list, place);
    const asked = `${parameter.name}=1`;
    if (!isDeclaredSuccess(list.operation, exchange)) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
    const items = pageItems(list, exchange);
    const { next, more } = model.paging.convention;
    if (items && items.length > 1) {
      const finding = { where: `query ${parameter.name}`, expected: `at most one item for ${asked}`, actual: `${items.length} items` };
      return fail({ code: 'page-larger', ...finding }, [exchange]);
    }
    if (more !== undefined && typeof evaluate(more, exchange) !== 'boolean') {
      const finding = { where: more, expected: 'true or false', actual: valueKind(evaluate(more, exchange)) };
      return fail({ code: 'page-says-nothing', ...finding }, [exchange]);
    }
    if (evaluate(next, exchange) === undefined) {
      return fail({ code: 'page-without-cursor', where: next, expected: 'a cursor, or a word that there is none', actual: 'nothing' }, [
        exchange,
      ]);
    }
    return items ? pass(1) : inconclusive('The items of the list are not recognised', [exchange]);
  },
});

/** Parameters of a list without paging that are called like the size of another list. */
const alike = (contract: Contract, list: Collection): { readonly parameter: Parameter; readonly model: CursorList }[] => {
  if (list.pages.length > 0) return [];
  const [model] = pagedLists(contract).filter(isByCursor);
  const parameter = list.operation.parameters.find((one) => one.in === 'query' && one.name === model?.paging.limit.name);
  return model && parameter ? [{ parameter, model }] : [];
};

const likeAt = (contract: Contract, list: Collection, place: Place): ReturnType<typeof alike>[number] => {
  const found = alike(contract, list).find(({ parameter }) => nodeOf(parameter.place) === nodeOf(place));
  if (!found) throw new RangeError(`Cannot find a size at ${nodeOf(place)} of "${contract.source}"`);
  return found;
};
