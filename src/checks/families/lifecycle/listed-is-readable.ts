import { isDirectlyBelow } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import type { Session } from '../../kit/session.ts';
import { type AskedItem, itemRequest } from '../../requests/item-request.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isPlainRead, type ReadItems, prerequisitesForItems, readItems, variedItems } from '../../subjects/read-items.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { mayBeUnreadable } from '../../subjects/unreadable-items.ts';

/** As many items are read by their ids, and as many reads below each. */
const most = { items: 6, below: 4 } as const;

/** How long a failure of the service may last, in milliseconds. */
const failureMs = 3000;

/** A read of an item, or of what is right below it, with the same read once more where the first one failed and the list still shows the item. */
type Look = { readonly operation: Operation; readonly first: Exchange; readonly again: Exchange | undefined };

type Result = { readonly page: Exchange; readonly looks: readonly Look[] };

/** The reads right below an item, such as its figures and its history. */
const readsBelow = ({ operations }: Contract, { read }: ReadItems): readonly Operation[] =>
  operations
    .filter((one) => isDirectlyBelow(one.path, read.path) && isPlainRead(one) && one.conventions.stream === undefined)
    .slice(0, most.below);

/** Is an answer one that a client who follows a list must not get: what is below an item need not be there in every state. */
const isFailed = ({ read }: ReadItems, operation: Operation, exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status === 500 || (operation === read && (status === 404 || status === 410));
};

type Asked = Look & { readonly item: Resource };

const ask = async (session: Session, subject: ReadItems, asked: AskedItem): Promise<Exchange | undefined> => {
  const exchange = await orSkipped((async () => session.send(itemRequest(session, subject, asked)))());
  return isSkipped(exchange) ? undefined : exchange;
};

/** The same reads that failed once more, where the list still shows the item. A list may show what is removed for as long as that is accepted of it elsewhere. */
const askAgain = async (session: Session, subject: ReadItems, page: Exchange, failed: readonly Asked[]): Promise<readonly Look[]> => {
  if (failed.length === 0) return [];
  const isGone = failed.some(({ first }) => statusOf(first) !== 500);
  const withinMs = isGone ? patienceMs(session.target, 'removed.gone', { presumed: {} }) : failureMs;
  await session.pause(Math.max(withinMs, failureMs), 'what a list shows is to be readable');
  const later = await largestListPage(session, subject.list);
  const shown = isSuccess(later) && !isCached(later) ? (pageItems(subject.list, later) ?? []) : [];
  const ids = new Set(shown.flatMap((one) => (isObject(one) ? [idText(one[subject.id])] : [])));
  const looks: Look[] = [];
  for (const { operation, first, item } of failed) {
    if (ids.has(idText(item[subject.id]))) looks.push({ operation, first, again: await ask(session, subject, { page, item, operation }) });
  }
  return looks;
};

export const listedIsReadable = defineProbe<ReadItems, Result>({
  id: 'lifecycle/listed-is-readable',
  title: 'What a list shows can be read, in whatever state it is, and what is below it too',
  why: 'A client opens what it found in a list, also what is archived, cancelled or under way.',
  fix: 'Read a resource by the same rules as the list, and let no state of it break what is computed from it.',
  phase: 'mutate',
  // Other checks have brought what the run created to many states by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...readItems(contract)],
  prerequisites: prerequisitesForItems,
  cost: () => ({ requests: most.items * (1 + most.below) + 6, creates: 0 }),
  async run(subject, session) {
    const page = await largestListPage(session, subject.list);
    const items = isSuccess(page) ? (pageItems(subject.list, page) ?? []) : [];
    const asked: Asked[] = [];
    for (const item of variedItems(items, subject.id, most.items, 'all'))
      for (const operation of [subject.read, ...readsBelow(session.contract, subject)]) {
        const first = await ask(session, subject, { page, item, operation });
        if (first) asked.push({ operation, item, first, again: undefined });
        if (operation === subject.read && first && !isSuccess(first)) break;
      }
    const readable = asked.flatMap(({ operation, item, first }) => (operation === subject.read && isSuccess(first) ? [item] : []));
    const failed = asked.filter(({ operation, item, first }) => {
      if (readable.length === 0 || !isFailed(subject, operation, first)) return false;
      const status = statusOf(first) ?? 0;
      return status === 500 || !mayBeUnreadable(session.contract, subject, { status, item, items, readable });
    });
    const looks = [...asked, ...(await askAgain(session, subject, page, failed))];
    return { page, looks };
  },
  judge(subject, { page, looks }) {
    const read = looks.filter(({ operation, first }) => operation === subject.read && isSuccess(first));
    // Where none can be read, the items may be known by something else.
    if (read.length === 0) return inconclusive(`${subject.read.key} shows nothing that the list shows`, [page]);
    const wrong = looks.find(({ operation, again }) => again !== undefined && isFailed(subject, operation, again));
    if (!wrong?.again) return pass(looks.length);
    const expected = `${wrong.operation.key} to be answered with what the list shows, or what is below it`;
    const finding = { code: 'listed-but-not-readable', where: 'status', expected, actual: `status ${outcomeOf(wrong.again)}` };
    return unconfirmed(fail(finding, [page, wrong.first, wrong.again]));
  },
});
