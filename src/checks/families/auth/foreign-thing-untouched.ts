import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { type GuardedThing, guardedThing } from '../../scenarios/lifecycle/guarded-thing.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { mentions } from '../../subjects/shown-thing.ts';
import { foreignNeeds, foreignPlaces } from './foreign.ts';
import { attemptOf, guardedRequests } from './guarded.ts';

export const foreignThingUntouched = defineProbe<GuardedThing>({
  id: 'auth/foreign-thing-untouched',
  title: 'A thing cannot be changed or removed with the credential of another account',
  why: 'Whoever finds an id could destroy what belongs to somebody else.',
  fix: 'Look things up by the account of the credential and their id together, before they are changed or removed.',
  reads: 'auth.foreign',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => foreignPlaces(contract, ({ update, remove }) => (update ?? remove) !== undefined),
  needs: foreignNeeds,
  cost: () => ({ requests: guardedRequests, creates: 1 }),
  measure: (place, session) => session.measure(guardedThing, { resource: resourceAt(session.contract, place).name }),
  judge(_place, guarded, { contract }) {
    const { update, remove, after } = attemptOf(guarded, 'other');
    const { foreign } = contract.conventions.auth ?? {};
    const expected = statuses(foreign, 'access').filter((status) => status !== 401);
    const refused = (exchange: Exchange, mistake: string): Verdict =>
      judgeRefusal(exchange, { expected, words: statusWords(foreign), wrong: [], code: 'foreign-thing', where: 'credential', mistake });
    const parts: Verdict[] = [];
    if (update) parts.push(refused(update.exchange, 'an update of a thing of another account'));
    // Removing what is not there for the caller may succeed, as it does the second time; what counts is that nothing is gone.
    if (remove && isSuccess(remove)) parts.push(inconclusive(`The removal was answered ${outcomeOf(remove)} and had no effect`, [remove]));
    else if (remove) parts.push(refused(remove, 'the removal of a thing of another account'));
    const changed = update && after.find((one) => isSuccess(one) && mentions(jsonOf(one), update.value));
    const gone = after.find((one) => goneStatuses.includes(statusOf(one) ?? 0));
    const [telling, actual] = changed ? [changed, 'the value of another account'] : [gone, 'a thing that is gone'];
    if (telling) return fail({ code: 'foreign-thing-touched', where: 'thing', expected: 'the thing as it was', actual }, [telling]);
    if (after.length === 0 || !after.every(isSuccess)) {
      const last = after.at(-1);
      return joinVerdicts([
        ...parts.filter(({ kind }) => kind === 'fail'),
        inconclusive(`The thing could not be read afterwards: ${last ? outcomeOf(last) : 'no read'}`, [guarded.creation]),
      ]);
    }
    return joinVerdicts(parts);
  },
});
