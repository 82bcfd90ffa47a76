import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Parameter } from '../../../contract/model.ts';
import { at, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { valueKind } from '../../kit/facts.ts';
import { traverseList } from '../../scenarios/paging/traversal.ts';
import { type CursorList, cursorLists, isSized, pageItems, type SizedList } from '../../subjects/collection.ts';

/** A list without documented paging that has a parameter with the name of the size of a paged list (`like`). */
type UnpagedList = Collection & { readonly size: Parameter; readonly like: CursorList & SizedList };

const unpagedLists = (contract: Contract): (UnpagedList & Subject)[] => {
  const [like] = cursorLists(contract).filter(isSized);
  if (!like) return [];
  return contract.collections.flatMap((list) => {
    const size = list.operation.parameters.find((one) => one.in === 'query' && one.name === like.paging.limit.name);
    return list.pages.length === 0 && size ? [at(size.location, { ...list, size, like })] : [];
  });
};

export const pageOnRequest = defineReadProbe({
  id: 'pagination/page-on-request',
  title: 'A list without documented paging gives pages like the other lists when a size is given',
  why: 'Where paging is documented for lists in general, clients expect it of every list.',
  fix: 'Apply the size, and put the same members into the answer as the pages of other lists have.',
  over: unpagedLists,
  requests: 1,
  run: async (list, session) => (await traverseList(session, list, { query: [[list.size.name, '1']], pages: 1 })).last,
  judge(list, exchange) {
    const { name } = list.size;
    const asked = `${name}=1`;
    if (!isDeclaredSuccess(list.operation, exchange)) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
    const items = pageItems(list, exchange);
    const { next, more, moreAbsent } = list.like.paging.convention;
    if (items && items.length > 1) {
      const finding = { where: `query ${name}`, expected: `at most one item for ${asked}`, actual: `${items.length} items` };
      return fail({ code: 'page-larger', ...finding }, [exchange]);
    }
    const reported = more === undefined ? undefined : evaluate(more, exchange);
    const isSilentEnd = moreAbsent === 'ended' && (reported === undefined || reported === null);
    if (more !== undefined && typeof reported !== 'boolean' && !isSilentEnd) {
      return fail({ code: 'page-says-nothing', where: more, expected: 'true or false', actual: valueKind(reported) }, [exchange]);
    }
    // The last page needs no cursor. Where no member shows whether more follows, a missing cursor may mean the end.
    if (more === undefined && items && evaluate(next, exchange) === undefined) {
      return inconclusive(`The answer to ${asked} gives no cursor, and may be the last page`, [exchange]);
    }
    if (reported !== false && !isSilentEnd && evaluate(next, exchange) === undefined) {
      return fail(
        { code: 'page-without-cursor', where: next, expected: 'a cursor, or a value that shows that nothing follows', actual: 'nothing' },
        [exchange],
      );
    }
    return items ? pass(1) : inconclusive('The answer holds no list that is recognised', [exchange]);
  },
});
