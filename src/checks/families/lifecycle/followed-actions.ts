import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type Followed, followedAction } from '../../scenarios/lifecycle/followed-action.ts';
import { type FollowedAction, followedActions } from '../../subjects/followed-actions.ts';

export const childrenFollow = defineProbe<FollowedAction, Followed>({
  id: 'lifecycle/children-follow-action',
  title: 'What is below a resource, or names it, comes to the state that the text of an action says',
  why: 'People keep places at an event that was called off, and pay for what is closed.',
  fix: 'Change all that belongs to the resource in the transaction of the action.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: followedActions,
  prerequisites: ({ operation, parent, child, by }, around) => {
    const [name] = parametersIn(child.create.path).slice(-1);
    return [
      ...prerequisitesFor(parent.create, around),
      ...prerequisitesFor(child.create, around, by === undefined && name !== undefined ? { pathValues: { [name]: 'ct' } } : {}),
      ...prerequisitesFor(operation, around, {
        pathValues: Object.fromEntries(
          parametersIn(operation.path)
            .slice(-1)
            .map((one) => [one, 'ct']),
        ),
      }),
    ];
  },
  cost: () => ({ requests: 20, creates: 4 }),
  run: ({ operation }, session) => session.run(followedAction, { operation: operation.key }),
  judge({ operation, child, member, state, sentence }, { parent, child: made, before, acted, after }) {
    if (made === undefined || before === undefined)
      return inconclusive(`Nothing is below it: ${outcomeOf(made ?? parent)}`, [made ?? parent]);
    if (acted === undefined)
      return inconclusive(`The new one is ${shown(before.state)}, of which the text says nothing`, [before.exchange]);
    if (after === undefined) return inconclusive(`The action was answered ${outcomeOf(acted)}`, [acted]);
    // What is gone has no state; whether it may be gone, other checks say.
    if (!isSuccess(after.exchange) || typeof after.state !== 'string')
      return inconclusive(`The read was answered ${outcomeOf(after.exchange)}`, [after.exchange, acted]);
    if (after.state === state) return pass(1);
    const finding = {
      code: 'child-in-other-state',
      where: `/${member} of ${child.read?.key ?? child.list?.operation.key ?? child.create.key}`,
      expected: `"${state}" after ${operation.key}: "${sentence}"`,
      actual: shown(after.state),
    };
    return unconfirmed(fail(finding, [after.exchange, acted, before.exchange, made]));
  },
});
