import { outcomeOf } from '../../../contract/message.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { dayMs, dayOf, wholeSeconds } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { requiredOnly } from '../../scenarios/lifecycle/round-trip/bodies.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { type Living, make, readOf } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type Step, stepOf } from '../../scenarios/lifecycle/without-effect.ts';
import { type ClearedEnd, clearedEnds } from '../../subjects/cleared-ends.ts';
import { isSame } from '../../subjects/same-value.ts';

/** Days until the end that is set: less than a year, which some services allow at most. */
const aheadDays = 200;

type Result = {
  readonly creation: Exchange;
  /** For each member that showed a time after one was set: the change to null. */
  readonly cleared: readonly (Step & { readonly member: string })[];
};

export const endTakenAway = defineProbe<ClearedEnd, Result>({
  id: 'lifecycle/end-taken-away',
  title: 'A change to null takes away the time at which something ends',
  why: 'What somebody meant to keep ends all the same, and nobody is told.',
  fix: 'Tell a member that is null from one that is not there, and store null.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...clearedEnds(contract)],
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: ({ members }) => ({ requests: 8 + 6 * members.length, creates: 1 }),
  async run({ trip, operation, members }, session) {
    const { contract } = session;
    const pathValues = await parentValues(session, trip);
    const { id, exchange: creation } = await make({ session, trip, pathValues }, 'end-taken-away', (base) => base);
    if (id === undefined) return { creation, cleared: [] };
    const way: Living = { session, trip, pathValues, creation, id };
    const later = session.now() + aheadDays * dayMs;
    const cleared: (Step & { readonly member: string })[] = [];
    for (const { name, schema, form } of members.slice(0, 2)) {
      const value = form === 'date' ? dayOf(later) : wholeSeconds(later);
      const first = mayBeSent(contract.document, schema, value) ? await readOf(way, creation, id) : undefined;
      if (!first) continue;
      const required = requiredOnly(bodyMembers(contract, operation), first.resource);
      const set = await ifTried(stepOf(way, operation, { ...required, [name]: value }));
      const now = set?.after.resource[name];
      if (now === undefined || now === null || isSame(now, first.resource[name])) continue;
      const step = await ifTried(stepOf(way, operation, { ...required, [name]: null }));
      if (step && isSame(step.before.resource[name], now)) cleared.push({ ...step, member: name });
    }
    return { creation, cleared };
  },
  judge({ operation }, { creation, cleared }) {
    for (const { member, before, after, exchange } of cleared) {
      const now = after.resource[member];
      // Another time may be the usual one of those who name none.
      if (now === undefined || !isSame(now, before.resource[member])) continue;
      const expected = `null, or no such member, after ${operation.key} set it to null`;
      const finding = { code: 'end-not-taken-away', where: `/${member}`, expected, actual: written(now) };
      return unconfirmed(fail(finding, [after.exchange, exchange, before.exchange]));
    }
    return cleared.length > 0
      ? pass(cleared.length)
      : inconclusive(`The creation was answered ${outcomeOf(creation)}, and no change set such a time and then took it away`, [creation]);
  },
});
