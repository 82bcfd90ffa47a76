import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type ChosenState, chosenStates } from '../../subjects/chosen-states.ts';
import { resourceIn, roundTrips } from '../../subjects/round-trips.ts';

type Made = { readonly sent: Sent; readonly expected: string; readonly hasIt: boolean };

/**
 * What a body names that could stand in for a number which it leaves out, made with nought: a number that is not looked at shows then. What cannot be made so is named as usual.
 */
const withoutTheirs = async (session: Session, { trip, member, lacking }: ChosenState): Promise<Readonly<Record<string, unknown>>> => {
  const { contract, target } = session;
  const named: Record<string, unknown> = {};
  for (const { name } of lacking === 'untold' ? bodyMembers(contract, trip.create) : []) {
    const type = referenceAt(contract, trip.create, [name])?.resourceType;
    const other = type && roundTrips(contract).find(({ create }) => create.key === type.create.key);
    const own = other && bodyMembers(contract, other.create).find((one) => one.name === member.name);
    if (!own || !isAllowed(other.create, target) || !mayBeSent(contract.document, own.schema, 0)) continue;
    const settings = [{ member: own.name, value: 0 }];
    const made = await session.run(creationAsSet, { operation: other.create.key, settings, purpose: 'not-chosen' });
    const id = isSuccess(made) ? resourceIn(contract, other.create, made, other.id)?.[other.id] : undefined;
    if (typeof id === 'string' || typeof id === 'number') named[name] = id;
  }
  return named;
};

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
  cost: () => ({ requests: 9, creates: 3 }),
  async run(subject, session) {
    const { trip, member, withIt, without, lacking } = subject;
    const { name, schema } = member;
    const { document } = session.contract;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const told = tellingValue(document, schema, freshFor(session, 'chosen'), name);
    const value =
      lacking === 'absent' ? told : [told, 7, 1].find((one) => typeof one === 'number' && one >= 1 && mayBeSent(document, schema, one));
    const made: Made[] = [];
    const leastOf: Readonly<Record<typeof lacking, Readonly<Record<string, unknown>> | undefined>> = {
      absent: {},
      nought: mayBeSent(document, schema, 0) ? { [name]: 0 } : undefined,
      untold: undefined,
    };
    const least = leastOf[lacking];
    if (least) {
      const bare = await make(way, 'not-chosen', (base) => ({
        ...Object.fromEntries(Object.entries(base).filter(([one]) => one !== name)),
        ...least,
      }));
      made.push({ sent: bare, expected: without, hasIt: false });
    }
    if (value === undefined) return made;
    const named = await withoutTheirs(session, subject);
    return [...made, { sent: await make(way, 'chosen', (base) => ({ ...base, ...named, [name]: value })), expected: withIt, hasIt: true }];
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
