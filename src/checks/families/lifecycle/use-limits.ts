import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usedUp, type UsedUp } from '../../scenarios/lifecycle/used-up.ts';
import { actedOften } from '../../scenarios/lifecycle/acted-often.ts';
import { onOwnResource } from '../../subjects/own-resources.ts';
import { type ToldUses, toldUses } from '../../subjects/told-uses.ts';
import { type LimitBelow, limitsBelow } from '../../subjects/limits-below.ts';
import { usedBelow } from '../../scenarios/lifecycle/used-below.ts';
import { type UseLimit, useLimits } from '../../subjects/use-limits.ts';

/** What a creation sets a limit of, and what a sentence limits for all. */
type Limited = UseLimit | LimitBelow | ToldUses;

const isSet = (one: Limited): one is UseLimit | LimitBelow => 'trip' in one;

const isBelow = (one: Limited): one is LimitBelow => 'child' in one;

/** Members that tell of a call or its time, and change also where nothing is done. */
const ofCall =
  /^(?:last )?(?:updated|modified|changed|checked|seen|served|generated|requested)\b|\b(?:request|trace|etag|version|revision)\b/u;

const withoutCall = (value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !ofCall.test(wordsOf(name).join(' ')))) : value;

export const usesLimited = defineProbe<Limited, UsedUp>({
  id: 'lifecycle/uses-limited',
  title: 'What may be used a number of times is refused after these, and not before',
  why: 'A code for one customer is passed on, and everybody pays less.',
  fix: 'Count the uses in the transaction that stores one, and refuse it where the number is reached.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...useLimits(contract), ...limitsBelow(contract), ...toldUses(contract)],
  prerequisites(limited, around) {
    const { use } = limited;
    if (!isSet(limited)) {
      const on = onOwnResource(around.contract, use);
      return [...(on ? prerequisitesFor(on.resourceType.create, around) : []), ...permissionsFor(use)];
    }
    const { trip, by, on } = limited;
    if (isBelow(limited)) return [...prerequisitesFor(trip.create, around), ...prerequisitesFor(use, around)];
    return [
      ...prerequisitesFor(trip.create, around),
      ...(on ? prerequisitesFor(on.create, around) : []),
      ...(by !== undefined && !on ? prerequisitesFor(use, around) : permissionsFor(use)),
    ];
  },
  cost: (limited) => ({
    requests: 2 * limited.limit + 9,
    creates: isSet(limited) && (limited.by !== undefined || isBelow(limited)) ? limited.limit + 4 : 1,
  }),
  async run(limited, session) {
    if (isBelow(limited)) return usedBelow(session, limited);
    if (isSet(limited)) return session.run(usedUp, { create: limited.trip.create.key, use: limited.use.key });
    const { uses } = await session.run(actedOften, { operation: limited.use.key, limit: limited.limit });
    return { made: undefined, uses, isMade: true };
  },
  judge(limited, { made, uses, isMade, isRefusedAnyway = false }) {
    const { limit, use, sentence } = limited;
    const member = isSet(limited) ? `"${limited.member}"` : 'the limit';
    const shown = made ? [made] : [];
    if (!isMade)
      return inconclusive(`The creation was answered ${made ? outcomeOf(made) : 'not at all'}, or shows another ${member}`, shown);
    const over = uses[limit];
    const last = uses.at(-1);
    if (!over)
      return inconclusive(`Use ${uses.length} of ${limit} was answered ${last ? outcomeOf(last) : 'not at all'}`, last ? [last] : shown);
    const status = statusOf(over) ?? 0;
    if (isRefusedAnyway)
      return inconclusive(`One use more was answered ${outcomeOf(over)}, as the same without what is used up was`, [over]);
    if (status >= 400 && status < 500 && ![401, 404, 405, 415, 429].includes(status)) return pass(1);
    if (!isSuccess(over) || status === 202) return inconclusive(`One use more was answered ${outcomeOf(over)}`, [over]);
    // What is not said to be refused may be done without effect, as a call that comes twice is.
    const [now, then] = [over, uses[limit - 1]].map((one) => one && withoutCall(jsonOf(one)));
    if (!isSet(limited) && !limited.isRefused && (now === undefined || isDeepStrictEqual(now, then)))
      return inconclusive(`One use more was answered ${outcomeOf(over)}, and nothing shows that it was done`, [over]);
    const expected = `a refusal of use ${limit + 1}, where ${member} is ${limit}: "${sentence}"`;
    const finding = { code: 'used-too-often', where: 'status', expected, actual: `${outcomeOf(over)} to ${use.key}` };
    return unconfirmed(fail(finding, [over, ...uses.slice(0, limit), ...shown]));
  },
});
