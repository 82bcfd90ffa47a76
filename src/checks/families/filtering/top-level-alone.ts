import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { pagesShowing } from '../../scenarios/lifecycle/round-trip/pages.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { idOfMade, itemIn } from '../../subjects/round-trips.ts';
import { namesAlone, type Resource } from '../../subjects/shown-resource.ts';
import { type TopLevelList, topLevelLists } from '../../subjects/top-level-lists.ts';

type Shown = { readonly exchange: Exchange; readonly resource: Resource | undefined };

type Result = {
  readonly last: Exchange;
  /** The ids of both, where both were created. */
  readonly made: { readonly top: string; readonly below: string } | undefined;
  /** What the list shows of the one, and of the other that names it. */
  readonly top: Shown | undefined;
  readonly below: Shown | undefined;
};

export const topLevelAlone = defineProbe<TopLevelList, Result>({
  id: 'filtering/top-level-alone',
  title: 'A list of those at the top level shows none that is below another one',
  why: 'Answers stand between the questions, without what they answer, and each of them is shown twice by clients that read those below as well.',
  fix: 'Put the condition that nothing is named as the one above into the query of the list, unless a parameter asks for those below one.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...topLevelLists(contract)],
  prerequisites: ({ kind, list }, around) => [...prerequisitesFor(kind.trip.create, around), ...prerequisitesFor(list.operation, around)],
  cost: () => ({ requests: 12, creates: 2 }),
  async run({ kind: { trip, by }, list }, session) {
    const { contract } = session;
    const first = await sendCreation(session, usableRequest(session, trip.create, 'top-level'));
    const top = idOfMade(contract, trip, first);
    const nothing = { made: undefined, top: undefined, below: undefined };
    if (!isSuccess(first) || top === undefined) return { last: first, ...nothing };
    const second = await session.send(childCreation(session, { child: trip, by }, 'below-top-level', { made: first, id: top }));
    const below = idOfMade(contract, trip, second);
    if (!isSuccess(second) || statusOf(second) === 202 || below === undefined || below === top) return { last: second, ...nothing };
    const pages = await pagesShowing({ session, trip, pathValues: {} }, list, first, [top, below]);
    const shownOf = (id: string): Shown | undefined =>
      pages.map((exchange) => ({ exchange, resource: itemIn(trip, list, exchange, id) })).find(({ resource }) => resource !== undefined);
    return { last: pages[0], made: { top, below }, top: shownOf(top), below: shownOf(below) };
  },
  judge({ kind: { by }, sentence }, { last, made, top, below }) {
    if (!made) return inconclusive(`The creation was answered ${outcomeOf(last)}`, [last]);
    if (below?.resource) {
      if (!namesAlone(below.resource[by], made.top)) return inconclusive(`What is listed does not show ${by}`, [below.exchange]);
      const expected = `nothing that is below another one: "${sentence}"`;
      const actual = `${made.below} is listed, with ${by} ${made.top}`;
      return unconfirmed(fail({ code: 'below-listed', where: `/${by}`, expected, actual }, [below.exchange]));
    }
    return top ? pass(1) : inconclusive(`The list does not show what was created: ${outcomeOf(last)}`, [last]);
  },
});
