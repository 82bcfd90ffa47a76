import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { namedFollowed, type NamedFollowed } from '../../scenarios/lifecycle/named-followed.ts';
import { type NamedFollower, namedFollowers } from '../../subjects/named-followers.ts';

const judgeOne = (
  { operation, named, member, sentence }: NamedFollower,
  { outcome: { state, reported }, last, before, acted, after }: NamedFollowed,
): Verdict | Unconfirmed => {
  if (acted === undefined || after === undefined) return inconclusive(`The last request was answered ${outcomeOf(last)}`, [last]);
  // What is gone has no state.
  if (!isSuccess(after.exchange) || typeof after.state !== 'string')
    return inconclusive(`The read was answered ${outcomeOf(after.exchange)}`, [after.exchange, acted]);
  if (after.state === state) return pass(1);
  const finding = {
    code: 'named-in-other-state',
    where: `/${member} of ${named.read.key}`,
    expected: `"${state}" after ${operation.key}${reported ? ` and ${reported.create.key} before it` : ''}: "${sentence}"`,
    actual: shown(after.state),
  };
  return unconfirmed(fail(finding, [after.exchange, acted, ...(before ? [before.exchange] : [])]));
};

export const namedFollows = defineProbe<NamedFollower, readonly NamedFollowed[]>({
  id: 'lifecycle/named-follows-action',
  title: 'What a resource names comes to the state that the text of an action on the resource says',
  why: 'What is broken is handed out again, and what is back stays blocked.',
  fix: 'Set the state of what is named in the transaction of the action.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: namedFollowers,
  prerequisites: ({ operation, on }, around) => [
    ...prerequisitesFor(on.resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: ({ outcomes }) => ({ requests: 24 * outcomes.length, creates: 4 * outcomes.length }),
  run: ({ operation }, session) => session.run(namedFollowed, { operation: operation.key }),
  judge(told, all) {
    const verdicts = all.map((one) => judgeOne(told, one));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ??
      verdicts.find(({ kind }) => kind === 'pass') ??
      verdicts[0] ??
      inconclusive('Nothing was tried', [])
    );
  },
});
