import { isSuccess } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { itemRequest } from '../../requests/item-request.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { pageItems } from '../../subjects/collection.ts';
import { comparedInList, isListedOtherwise } from '../../subjects/listed-as-read.ts';
import { type ReadItems, prerequisitesForItems, readItems, variedItems } from '../../subjects/read-items.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** As many items are read by their ids. */
const mostItems = 8;

/** An item of the list, and what a read of it shows. */
type Pair = { readonly item: Resource; readonly exchange: Exchange; readonly resource: Resource };

type Result = { readonly page: Exchange; readonly pairs: readonly Pair[]; readonly later: readonly Pair[] };

const readEach = async (session: Session, subject: ReadItems, page: Exchange, items: readonly Resource[]): Promise<readonly Pair[]> => {
  const pairs: Pair[] = [];
  for (const item of items) {
    const exchange = await orSkipped(session.send(itemRequest(session, subject, { page, item, operation: subject.read })));
    const resource = isSkipped(exchange) ? undefined : resourceIn(session.contract, subject.read, exchange, subject.id);
    if (!isSkipped(exchange) && resource) pairs.push({ item, exchange, resource });
  }
  return pairs;
};

/** The members that an item and a read show otherwise. */
const otherwise = ({ item, resource }: Pair): readonly string[] =>
  comparedInList(new Set(Object.keys(resource)), item, resource).filter((name) => isListedOtherwise(resource[name], item[name]));

export const existingReadAsListed = defineProbe<ReadItems, Result>({
  id: 'lifecycle/existing-read-as-listed',
  title: 'What a list shows of what is there is what a read of it shows',
  why: 'A client shows the list and acts on what it read: where they differ, one of them is wrong.',
  fix: 'Write out a resource in one place, for the list and for the read.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...readItems(contract)],
  prerequisites: prerequisitesForItems,
  cost: () => ({ requests: 2 * mostItems + 4, creates: 0 }),
  async run(subject, session) {
    const page = await largestListPage(session, subject.list);
    const items = isSuccess(page) ? pageItems(subject.list, page) : undefined;
    const varied = variedItems(items ?? [], subject.id, mostItems);
    if (varied.length === 0) throw new Undecidable(`${subject.list.operation.key} shows nothing that was there before the run`, [page]);
    const pairs = await readEach(session, subject, page, varied);
    const wrong = pairs.filter((pair) => otherwise(pair).length > 0);
    if (wrong.length === 0) return { page, pairs, later: [] };
    // What changes meanwhile is shown otherwise by the next list as well.
    const again = await largestListPage(session, subject.list);
    const now = (isSuccess(again) ? pageItems(subject.list, again) : undefined) ?? [];
    const same = now.filter(
      (one): one is Resource => isObject(one) && wrong.some(({ item }) => idText(item[subject.id]) === idText(one[subject.id])),
    );
    return { page, pairs, later: await readEach(session, subject, again, same) };
  },
  judge({ read, id }, { page, pairs, later }) {
    for (const pair of pairs) {
      const next = later.find(({ item }) => idText(item[id]) === idText(pair.item[id]));
      const name =
        next &&
        otherwise(pair).find(
          (one) => otherwise(next).includes(one) && next.item[one] === pair.item[one] && next.resource[one] === pair.resource[one],
        );
      if (!next || name === undefined) continue;
      const finding = {
        code: 'listed-otherwise',
        where: `/${name}`,
        expected: `${shown(pair.resource[name])} in the list, as ${read.key} shows`,
        actual: shown(pair.item[name]),
      };
      return unconfirmed(fail(finding, [page, pair.exchange, next.exchange]));
    }
    return pairs.length > 0 ? pass(pairs.length) : inconclusive(`${read.key} shows nothing that the list shows`, [page]);
  },
});
