import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { firstPosition, positionAfter } from '../../scenarios/paging/follow-pages.ts';
import { firstPage } from '../../scenarios/paging/traversal.ts';
import { type CountedList, countedLists, isSized, pageItems, pagesOf, type SizedList } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { definePagedProbe } from './paged-probe.ts';

/** The beginning of a list, a page further on, and the beginning again, one right after the other. */
type Reads = {
  readonly before: Exchange;
  /** The first page, as long as the page further on. */
  readonly first: Exchange;
  readonly page: Exchange;
  readonly after: Exchange;
  readonly position: number;
  readonly size: number;
};

type Counted = CountedList & SizedList;

/** How often the reads are made again where the list changed meanwhile. */
const attempts = 4;

/** Milliseconds before another attempt. */
const apartMs = 250;

/** The longest beginning that is read. */
const longest = 50;

/** Items on the pages, where the list is long enough for two pages of them. */
const usualSize = 2;

const keysOf = (list: Counted, page: Exchange): readonly string[] => (pageItems(list, page) ?? []).map((item) => identityOf(list, item));

/** Did the list begin with the same items, in the same order, before and after the page. */
const isCalm = (list: Counted, { before, after }: Reads): boolean => {
  const [keys, again] = [keysOf(list, before), keysOf(list, after)];
  return keys.length > 0 && keys.length === again.length && keys.every((key, n) => key === again[n]);
};

const readOnce = async (session: Session, list: Counted): Promise<Reads> => {
  const base = usableRequest(session, list.operation, 'position');
  const { name } = list.paging.position;
  const page = (size: number, position?: number): Promise<Exchange> => {
    const at = position === undefined ? [] : [[name, String(position)] as const];
    return session.send({ ...base, query: [...base.query, ...pagesOf(list, size), ...at] });
  };
  const most = Math.min(list.paging.maximumSize ?? longest, longest);
  const before = await page(most);
  const size = keysOf(list, before).length > usualSize ? usualSize : 1;
  const start = firstPosition(list, before);
  const position = positionAfter(list, start, size);
  const first = await page(size, start);
  return { before, first, page: await page(size, position), after: await page(most), position, size };
};

/** The reads, once more where the list changed between them: other checks may create or remove something meanwhile. */
const readCalmly = async (session: Session, list: Counted): Promise<Reads> => {
  // A list that is short is filled before its first read.
  await firstPage(session, list, []);
  let reads = await readOnce(session, list);
  for (let n = 1; n < attempts && !isCalm(list, reads) && keysOf(list, reads.before).length > 0; n++) {
    await session.pause(apartMs, 'the list changed between two reads');
    reads = await readOnce(session, list);
  }
  return reads;
};

const sizedByPosition = (contract: Contract) => countedLists(contract).filter(isSized);

export const positionExact = definePagedProbe({
  id: 'pagination/position-exact',
  title: 'A page begins right behind the items that its position leaves out',
  why: 'A client that goes on from the items it has gets one of them again, or never sees the one in between.',
  fix: 'Leave out exactly as many items as the offset says, or as the pages before hold.',
  reads: 'pagination',
  over: sizedByPosition,
  requests: 1 + 4 * attempts,
  run: (list, session) => readCalmly(session, list),
  judge: (list, reads) => judgePosition(list, reads),
});

const judgePosition = (list: Counted, reads: Reads): Verdict | Unconfirmed => {
  const { before, first, page, after, position, size } = reads;
  const { name } = list.paging.position;
  const exchanges = [page, first, before, after] as const;
  const keys = keysOf(list, before);
  if (!pageItems(list, before)) return inconclusive(`The beginning of the list was answered ${outcomeOf(before)}`, [before]);
  if (keys.length < 2) return inconclusive(`The list begins with ${keys.length} items; at least 2 are needed`, [before]);
  if (!isCalm(list, reads)) return inconclusive('The list changed between two reads', exchanges);
  if (new Set(keys).size < keys.length) return inconclusive('Some items of the list look alike', [before]);
  if (!pageItems(list, page)) return inconclusive(`${name}=${position} was answered ${outcomeOf(page)}`, [page]);
  // A server may take another size than a small one, of which the pages before are then.
  const left = list.paging.kind === 'page' ? keysOf(list, first).length : size;
  const found = keysOf(list, page);
  if (left === 0 || left >= keys.length) return inconclusive(`The first page of ${size} holds all that is known of the list`, exchanges);
  const asked = `${name}=${position} of ${size}`;
  const place = found[0] === undefined ? -1 : keys.indexOf(found[0]);
  if (place === left) return pass(1);
  const finding = { where: `query ${name}`, expected: `item ${left + 1} of the list as the first one for ${asked}` };
  if (found.length === 0) return unconfirmed(fail({ code: 'position-empty', ...finding, actual: 'no item' }, exchanges));
  if (place < 0 || !found.every((key, n) => keys[place + n] === undefined || keys[place + n] === key))
    return inconclusive(`${asked} shows items that do not follow each other in the list`, exchanges);
  return unconfirmed(fail({ code: 'position-shifted', ...finding, actual: `item ${place + 1}` }, exchanges));
};
