import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usedUp, type UsedUp } from '../../scenarios/lifecycle/used-up.ts';
import { type UseLimit, useLimits } from '../../subjects/use-limits.ts';

export const usesLimited = defineProbe<UseLimit, UsedUp>({
  id: 'lifecycle/uses-limited',
  title: 'What may be used a number of times is refused after these, and not before',
  why: 'A code for one customer is passed on, and everybody pays less.',
  fix: 'Count the uses in the transaction that stores one, and refuse it where the number is reached.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: useLimits,
  prerequisites: ({ trip, use, by, on }, around) => [
    ...prerequisitesFor(trip.create, around),
    ...(on ? prerequisitesFor(on.create, around) : []),
    ...(by !== undefined && !on ? prerequisitesFor(use, around) : permissionsFor(use)),
  ],
  cost: ({ limit, by }) => ({ requests: 2 * limit + 6, creates: by === undefined ? 1 : limit + 2 }),
  run: ({ trip, use }, session) => session.run(usedUp, { create: trip.create.key, use: use.key }),
  judge({ member, limit, use, sentence }, { made, uses, isMade }) {
    if (!isMade) return inconclusive(`The creation was answered ${outcomeOf(made)}, or shows another "${member}"`, [made]);
    const over = uses[limit];
    const last = uses.at(-1);
    if (!over) return inconclusive(`Use ${uses.length} of ${limit} was answered ${last ? outcomeOf(last) : 'not at all'}`, [last ?? made]);
    const status = statusOf(over) ?? 0;
    if (status >= 400 && status < 500 && ![401, 404, 405, 415, 429].includes(status)) return pass(1);
    if (!isSuccess(over) || status === 202) return inconclusive(`One use more was answered ${outcomeOf(over)}`, [over]);
    const expected = `a refusal of use ${limit + 1}, where "${member}" is ${limit}: "${sentence}"`;
    const finding = { code: 'used-too-often', where: 'status', expected, actual: `${outcomeOf(over)} to ${use.key}` };
    return unconfirmed(fail(finding, [over, ...uses.slice(0, limit), made]));
  },
});
