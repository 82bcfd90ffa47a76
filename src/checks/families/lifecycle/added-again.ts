import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { sendBelowSame } from '../../scenarios/lifecycle/send-creation.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { addedAgain, type ToldAddedAgain } from '../../subjects/added-again.ts';
import { entriesShown } from '../../subjects/embedded-entries.ts';
import { isSame } from '../../subjects/same-value.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** An addition, and the entries of the thing that the resource shows then; undefined where it was refused, or no read shows them. */
type Added = { readonly exchange: Exchange; readonly read: Exchange | undefined; readonly own: readonly Resource[] | undefined };

type Result = { readonly first: Added; readonly second: Added | undefined };

/** How long a read may show less than was added, in milliseconds. */
const withinMs = 3000;

export const addedAgainKept = defineProbe<ToldAddedAgain, Result>({
  id: 'lifecycle/added-again-kept',
  title: 'What is added to a resource that has it already is counted in its one entry, where the document says so',
  why: 'A list with one thing in two places is paid, packed or changed by halves.',
  fix: 'Look for the entry of the thing before a new one is stored, and add to its number, in one transaction.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: addedAgain,
  prerequisites: ({ entries: { resourceType, add } }, around) => [...prerequisitesFor(resourceType.create, around), ...permissionsFor(add)],
  cost: () => ({ requests: 16, creates: 2 }),
  async run({ entries, key, amount }, session) {
    const { add, read, resourceType } = entries;
    const parameters = { resourceType: resourceType.name, use: 'spare', for: add.key, turn: 'again' } as const;
    const values = valuesAlong(itemOf(resourceType).path, await session.run(inferredResource, parameters));
    const request = usableRequest(session, add, 'again', { pathValues: inPath(add.path, values) });
    const shownBy = async (exchange: Exchange, isThere: (own: readonly Resource[]) => boolean): Promise<Added> => {
      const added = bodyOf(exchange)[key];
      let last: Omit<Added, 'exchange'> = { read: undefined, own: undefined };
      if (!isSuccess(exchange) || statusOf(exchange) === 202 || added === undefined) return { exchange, ...last };
      await until(session, { withinMs, why: 'the resource is to show what was added' }, async () => {
        const looked = await session.send(usableRequest(session, read, 'again', { pathValues: inPath(read.path, values) }));
        const all = isSuccess(looked) ? entriesShown(session.contract, entries, looked) : undefined;
        last = { read: looked, own: all?.filter((one) => isSame(one[key], added)) };
        return last.own && isThere(last.own) ? true : undefined;
      });
      return { exchange, ...last };
    };
    const first = await shownBy(await sendBelowSame(session, request), (own) => own.length > 0);
    if (first.own?.length !== 1) return { first, second: undefined };
    const [before] = first.own;
    // The very same, as it was sent in the end.
    const again = await session.send({ ...first.exchange.request, faults: [] });
    const isMore = (own: readonly Resource[]): boolean =>
      own.length > 1 || amount === undefined || !isSame(own[0]?.[amount], before?.[amount]);
    return { first, second: await shownBy(again, isMore) };
  },
  judge({ entries: { member }, key, amount, sentence }, { first, second }) {
    if (!second) return inconclusive(`The first one was answered ${outcomeOf(first.exchange)}, or is not shown`, [first.exchange]);
    const { exchange, read, own } = second;
    if (!read || !own || own.length === 0) return inconclusive(`The same again was answered ${outcomeOf(exchange)}`, [exchange]);
    const proof: readonly [Exchange, ...Exchange[]] = [read, exchange, first.exchange];
    if (own.length > 1) {
      const expected = `one entry with that "${key}": "${sentence}"`;
      return unconfirmed(fail({ code: 'second-entry', where: `/${member}`, expected, actual: `${own.length} entries` }, proof));
    }
    if (amount === undefined) return pass(1);
    const [had, has, more] = [first.own?.[0]?.[amount], own[0]?.[amount], bodyOf(exchange)[amount]];
    if (typeof had !== 'number' || typeof has !== 'number' || typeof more !== 'number')
      return inconclusive(`The entry shows no "${amount}"`, proof);
    if (has !== had) return has === had + more ? pass(1) : inconclusive(`"${amount}" is ${has} after ${had} and ${more} more`, proof);
    const expected = `${had + more} after ${more} more: "${sentence}"`;
    return unconfirmed(fail({ code: 'not-added', where: `/${member}/${amount}`, expected, actual: String(has) }, proof));
  },
});
