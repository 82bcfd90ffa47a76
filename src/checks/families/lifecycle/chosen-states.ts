import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type ChosenState, chosenStates } from '../../subjects/chosen-states.ts';

type Made = { readonly sent: Sent; readonly expected: string; readonly hasIt: boolean };

export const stateChosen = defineProbe<ChosenState, readonly Made[]>({
  id: 'lifecycle/state-chosen',
  title: 'A new resource has the state that the document gives to one with, or without, an optional member',
  why: 'What was to be shown next week is shown at once, or never.',
  fix: 'Decide the first state by the members that were sent, in one place.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...chosenStates(contract)],
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 6, creates: 2 }),
  async run({ trip, member, withIt, without }, session) {
    const { name, schema } = member;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const value = tellingValue(session.contract.document, schema, freshFor(session, 'chosen'), name);
    const bare = await make(way, 'not-chosen', (base) => Object.fromEntries(Object.entries(base).filter(([one]) => one !== name)));
    const made: Made[] = [{ sent: bare, expected: without, hasIt: false }];
    if (value === undefined) return made;
    return [...made, { sent: await make(way, 'chosen', (base) => ({ ...base, [name]: value })), expected: withIt, hasIt: true }];
  },
  judge({ trip, member, state, withIt, without }, made) {
    let judged = 0;
    for (const { sent, expected, hasIt } of made) {
      const { exchange, looks } = sent;
      const look = looks.at(-1);
      const now = look?.resource[state];
      if (!isSuccess(exchange) || statusOf(exchange) === 202 || !look || typeof now !== 'string') continue;
      judged += 1;
      // Any third state may have been reached meanwhile.
      if (now === expected || ![withIt, without].includes(now)) continue;
      const finding = {
        code: 'other-state-chosen',
        where: `/${state}`,
        expected: `"${expected}", because ${trip.create.key} was sent ${hasIt ? 'with' : 'without'} "${member.name}"`,
        actual: `"${now}"`,
      };
      return unconfirmed(fail(finding, look.exchange === exchange ? [exchange] : [look.exchange, exchange]));
    }
    const [first] = made;
    return judged > 0 ? pass(judged) : inconclusive(`The creation was answered ${first ? outcomeOf(first.sent.exchange) : ''}`, []);
  },
});
