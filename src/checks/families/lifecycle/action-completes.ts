import { outcomeOf } from '../../../contract/message.ts';
import { actedParameters, actionNeeds } from '../../scenarios/lifecycle/action-needs.ts';
import { actingAt, actings } from '../../subjects/actions.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { acted } from '../../scenarios/lifecycle/acted.ts';
import { settled, type Settled } from '../../scenarios/lifecycle/settled.ts';
import type { Exchange } from '../../../model/exchange.ts';

type Measured = { readonly action: Exchange | undefined; readonly settled: Settled | undefined };

export const actionCompletes = defineProbe<Measured>({
  id: 'lifecycle/action-completes',
  title: 'After the state in between the list shows the state that an action ends in',
  why: 'A thing that stays in between is of no use, and nobody is told that something went wrong.',
  fix: 'End the action in its last state, and tell a failure by a state of its own.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) =>
    actings(contract).flatMap(({ create, action: { through, to }, operation }) =>
      create && through !== undefined && to !== undefined ? [operation.place] : [],
    ),
  reads: 'action',
  needs: (place, around) => actionNeeds(actingAt(around.contract, place), around, ['action.through', 'action.done']),
  cost: () => ({ requests: 80, creates: 1 }),
  async measure(place, session) {
    const parameters = actedParameters(session.contract, place);
    const { attempt } = await session.measure(acted, parameters);
    return { action: attempt?.exchange, settled: await session.measure(settled, parameters) };
  },
  judge(place, measured, { contract }) {
    const { action, state } = actingAt(contract, place);
    const through = `"${action.through ?? ''}"`;
    if (!measured.settled) return inconclusive(`${through} was not seen after the action`, measured.action ? [measured.action] : []);
    const { done, looks, withinMs } = measured.settled;
    if (done) return pass(1);
    const lost = looks.find(({ kind }) => kind !== 'item');
    if (lost) return inconclusive(`The thing was not found in a look at its list: ${outcomeOf(lost.exchange)}`, [lost.exchange]);
    const last = looks.at(-1);
    if (!last) return inconclusive(`Nobody looked after ${through}`, []);
    return fail(
      {
        code: 'action-never-ends',
        where: `${state} of the listed item`,
        expected: `"${action.to ?? ''}" within ${withinMs / 1000} s after ${through}`,
        actual: JSON.stringify(last.state) ?? 'nothing',
      },
      measured.action ? [measured.action, last.exchange] : [last.exchange],
    );
  },
});
