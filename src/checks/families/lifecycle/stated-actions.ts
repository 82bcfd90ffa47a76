import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { statedAct, type StatedAct } from '../../scenarios/lifecycle/stated-act.ts';
import { doneAmong, isFailure, isUnderWay } from '../../subjects/tasks.ts';
import { momentBeside, type Stated, statedActions, stateOf } from '../../subjects/stated-actions.ts';

/** Is a state that of a work that goes on, is done or has failed. */
const goesOn = (state: string): boolean => {
  const word = state.toLowerCase();
  return isUnderWay(word) || isFailure(word) || doneAmong([word]).length > 0;
};

/** Words by which an action may come too late for a work. */
const tries = /\b(?:may|might|tries|attempts?|best[- ]effort|asks? for|requests?|as soon as|eventually|too late)\b/iu;

const final = /\b(?:final|terminal|for good|irreversible|irrevocable|cannot be (?:undone|reversed|taken back))\b/iu;

/** Does the text of an action say something. */
const says = ({ document }: Contract, { location }: Operation, words: RegExp): boolean =>
  saidIn(valueAt(document, nodeOf(location))).some((text) => words.test(text));

export const actionShown = defineProbe<Stated, StatedAct>({
  id: 'lifecycle/action-shown',
  title: 'Reads of a resource show the state that the answer to an action reported',
  why: 'The answer says that the order is cancelled, so nobody looks again, and it is delivered all the same.',
  fix: 'Store the new state before the action is answered, and answer with what was stored.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: statedActions,
  prerequisites: ({ operation, read }, around) => [...prerequisitesFor(operation, around), ...prerequisitesFor(read, around)],
  cost: () => ({ requests: 13, creates: 2 }),
  run: ({ operation }, session) => session.run(statedAct, { action: operation.key }),
  judge({ operation, read, state }, { fresh, action, reads, later }, { contract }) {
    const [old, shown, last] = [stateOf(fresh, state), stateOf(action, state), reads.at(-1)];
    if (shown === undefined || old === undefined || last === undefined)
      return inconclusive(`The action was answered ${outcomeOf(action)}, and changed no state`, [action, fresh]);
    if (statusOf(action) === 202 || isCached(last) || stateOf(last, state) === undefined)
      return inconclusive(`The read after the action was answered ${outcomeOf(last)}, perhaps not with what is now`, [last, action]);
    const now = stateOf(later, state);
    const isWrong =
      now !== undefined &&
      now !== shown &&
      (says(contract, operation, final) || ((goesOn(now) || now === old) && !says(contract, operation, tries)));
    if (later && isWrong) {
      const finding = {
        where: state,
        expected: `"${shown}", as the action answered and a read showed`,
        actual: `"${now}", some time later`,
      };
      return unconfirmed(fail({ code: 'given-up-and-on', ...finding }, [later, last, action]));
    }
    if (stateOf(last, state) !== old) {
      const moment = momentBeside(contract, operation, { read, state });
      if (moment === undefined || !isSuccess(last) || stateOf(last, state) !== shown) return pass(1);
      const value = valueAt(jsonOf(last), moment);
      if (value !== null) return pass(2);
      const dated = { where: moment, expected: `a moment, because the state is "${shown}"`, actual: 'null' };
      return unconfirmed(fail({ code: 'action-not-dated', ...dated }, [last, action]));
    }
    const finding = { where: state, expected: `"${shown}", as the action answered`, actual: `"${old}", as before` };
    return unconfirmed(fail({ code: 'action-not-kept', ...finding }, [last, action, fresh]));
  },
});
