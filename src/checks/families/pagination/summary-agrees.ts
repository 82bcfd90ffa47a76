import { outcomeOf, isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { listByValues } from '../../scenarios/paging/list-by-values.ts';
import { itemsOfTraversal, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import type { ReadableList } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { type Counted, summaries, type Summary } from '../../subjects/summaries.ts';

/** A summary, of the whole list or of what a filter leaves. */
type Read = {
  readonly by: { readonly name: string; readonly at: string; readonly value: string } | undefined;
  readonly exchange: Exchange;
};

type Result = { readonly before: Traversal; readonly reads: readonly Read[]; readonly after: Traversal };

/** A number of a summary, and how many items there are for it. */
type Told = { readonly where: string; readonly told: number; readonly items: number };

const toldIn = (body: unknown, { pointer, of }: Counted, items: readonly unknown[]): readonly Told[] => {
  const shown = valueAt(body, pointer);
  const having = (at: string, value: unknown): number => items.filter((item) => valueAt(item, at) === value).length;
  if (of.kind === 'each')
    return isObject(shown)
      ? Object.entries(shown).flatMap(([name, told]) =>
          typeof told === 'number' ? [{ where: `${pointer}/${name}`, told, items: having(of.at, name) }] : [],
        )
      : [];
  if (typeof shown !== 'number') return [];
  return [{ where: pointer, told: shown, items: of.kind === 'all' ? items.length : having(of.at, of.value) }];
};

/** Milliseconds until a summary that shows other numbers is read again. */
const laterMs = 5000;

/** The numbers of a summary, each with how many items there are for it. */
const toldBy = ({ collection, counted }: Summary, before: Traversal, by: Read['by'], exchange: Exchange): readonly Told[] => {
  const items = itemsOfTraversal(collection, before);
  const meant = by === undefined ? items : items.filter((item) => textAt(item, by.at) === by.value);
  return isSuccess(exchange) ? counted.flatMap((each) => toldIn(jsonOf(exchange), each, meant)) : [];
};

const wrongIn = (...read: Parameters<typeof toldBy>): Told | undefined => toldBy(...read).find((each) => each.told !== each.items);

/** Reads a summary, also by filters, between two reads of its list. */
const readBoth = async (subject: Summary, session: Session, list: ReadableList, again: string): Promise<Result> => {
  const { operation, shared } = subject;
  const before = await listByValues(subject.through, session, list, `before the summary${again}`);
  const request = usableRequest(session, operation, 'summary');
  const reads: Read[] = [{ by: undefined, exchange: await session.send(request) }];
  for (const { at, parameter } of shared.slice(0, 2)) {
    const all = shownValues(list, before, at);
    const value = all.find((one) => itemsOfTraversal(list, before).some((item) => textAt(item, at) !== one));
    if (value === undefined) continue;
    const query = [...request.query, [parameter.name, value] as const];
    reads.push({ by: { name: parameter.name, at, value }, exchange: await session.send({ ...request, query }) });
  }
  return { before, reads, after: await listByValues(subject.through, session, list, `after the summary${again}`) };
};

export const summaryAgrees = defineProbe<Summary, Result>({
  id: 'pagination/summary-agrees',
  title: 'The numbers of a summary agree with the list that it is about',
  why: 'People steer by the numbers of a summary. Where it leaves a state out, or counts what a filter leaves out, they do the wrong thing.',
  fix: 'Count what the list gives for the same filters, with each state that there is.',
  reads: 'collection',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => [...summaries(contract)],
  prerequisites: ({ operation, collection }, around) => [
    ...prerequisitesFor(collection.operation, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: ({ through }) => ({ requests: 24 + 4 * (through?.values.length ?? 0), creates: 0 }),
  async run(subject, session) {
    const list = await listInUse(session, subject.collection);
    await referenceTraversal(session, list, 'first');
    const first = await readBoth(subject, session, list, '');
    if (!first.reads.some(({ by, exchange }) => wrongIn(subject, first.before, by, exchange) !== undefined)) return first;
    // Numbers may be counted by a job, a little later.
    await session.pause(laterMs, 'a summary is to show what was created');
    return readBoth(subject, session, list, ', again');
  },
  judge(subject, { before, reads, after }) {
    const { collection } = subject;
    const [first] = reads;
    if (before.end !== 'ended' || after.end !== 'ended' || !first) return inconclusive('The list was not read to its end', [after.last]);
    const items = itemsOfTraversal(collection, before);
    const [one, other] = [before, after].map((traversal) =>
      itemsOfTraversal(collection, traversal)
        .map((item) => `${identityOf(collection, item)} ${JSON.stringify(item)}`)
        .toSorted(),
    );
    if (JSON.stringify(one) !== JSON.stringify(other)) return inconclusive('The list changed meanwhile', [before.last, after.last]);
    if (items.length === 0) return inconclusive('The list is empty', [before.last]);
    const verdicts = reads.map(({ by, exchange }): Verdict | Unconfirmed => {
      if (!isSuccess(exchange)) return inconclusive(`The summary was answered ${outcomeOf(exchange)}`, [exchange]);
      const wrong = wrongIn(subject, before, by, exchange);
      const told = toldBy(subject, before, by, exchange);
      if (!wrong) return told.length > 0 ? pass(told.length) : inconclusive('The summary shows no number that is described', [exchange]);
      const asked = by === undefined ? '' : ` with ${by.name}=${by.value}`;
      const finding = { code: 'summary-otherwise', where: wrong.where, expected: `${wrong.items}, as many as the list shows${asked}` };
      return unconfirmed(fail({ ...finding, actual: String(wrong.told) }, [exchange, ...before.pages]));
    });
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive') ?? pass(verdicts.length)
    );
  },
});
