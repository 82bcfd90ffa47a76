import { isDirectlyBelow, valuesAlong, inPath } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestListPage } from '../../scenarios/paging/largest-page.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isPlainRead, pathOfItem, type ReadItems, readItems, variedItems } from '../../subjects/read-items.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** As many items are read by their ids, and as many reads below each. */
const most = { items: 6, below: 4 } as const;

/** How long it takes until an item that the list shows has to be readable, in milliseconds. */
const settlingMs = 3000;

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

const look = async (
  session: Session,
  subject: ReadItems,
  page: Exchange,
  item: Resource,
  operation: Operation,
): Promise<Look | undefined> => {
  const values = valuesAlong(subject.read.path, pathOfItem(subject, page.request, item));
  const ask = () =>
    orSkipped((async () => session.send(usableRequest(session, operation, 'listed', { pathValues: inPath(operation.path, values) })))());
  const first = await ask();
  if (isSkipped(first)) return undefined;
  if (!isFailed(subject, operation, first)) return { operation, first, again: undefined };
  await session.pause(settlingMs, 'what a list shows is to be readable');
  const later = await largestListPage(session, subject.list);
  const shown = isSuccess(later) ? (pageItems(subject.list, later) ?? []) : [];
  const isStillThere = shown.some((one) => isObject(one) && idText(one[subject.id]) === idText(item[subject.id]));
  const again = isStillThere ? await ask() : undefined;
  return { operation, first, again: again === undefined || isSkipped(again) ? undefined : again };
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
  prerequisites: ({ list, read }, around: Surroundings) => [
    ...prerequisitesFor(list.operation, around),
    ...prerequisitesFor(read, around).filter(({ kind }) => kind === 'permission'),
  ],
  cost: () => ({ requests: most.items * (1 + most.below) + 6, creates: 0 }),
  async run(subject, session) {
    const page = await largestListPage(session, subject.list);
    const items = isSuccess(page) ? (pageItems(subject.list, page) ?? []) : [];
    const looks: Look[] = [];
    for (const item of variedItems(items, subject.id, most.items, 'all'))
      for (const operation of [subject.read, ...readsBelow(session.contract, subject)]) {
        const one = await look(session, subject, page, item, operation);
        if (one) looks.push(one);
        if (one?.operation === subject.read && !isSuccess(one.first)) break;
      }
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
