import { statuses } from '../../../contract/conventions-at.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import { defineProbe, fail, inconclusive } from '../../kit/define.ts';
import { exhaustedCreation, type ExhaustedCreation } from '../../scenarios/lifecycle/exhausted-creation.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { judgeRefusal } from '../../kit/refusal.ts';

const bounded = (contract: Contract): Operation[] =>
  contract.resources.flatMap(({ create }) =>
    create && refusalOf(create, 'exhausted').length > 0 && parameterlessReads(contract).length > 0 ? [create] : [],
  );

export const exhaustedAccountRefused = defineProbe<ExhaustedCreation>({
  id: 'limits/exhausted-account-refused',
  title: 'A creation beyond what the account may hold is refused with the documented status',
  why: 'A client that is told to slow down repeats for ever what can never succeed; one that is served gets a bill nobody agreed to.',
  fix: 'Count what the account holds before anything is created, and answer the documented status where no more fits.',
  reads: 'refusals.exhausted',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => bounded(contract).map(({ place }) => place),
  needs: (place, around) => [
    ...needsFor(operationOf(around.contract, place.operation ?? ''), around),
    { kind: 'credential', name: 'exhausted' },
  ],
  cost: () => ({ requests: 4, creates: 0 }),
  measure: (place, session) =>
    session.measure(exhaustedCreation, {
      create: place.operation ?? '',
      read: parameterlessReads(session.contract)[0]?.key ?? '',
    }),
  judge(place, { first, again, read }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const expected = refusalOf(operation, 'exhausted');
    const answer = again ?? first;
    const mistake = 'a creation beyond what the account may hold';
    const finding = { where: 'account', expected: `status ${expected.join(' or ')} to ${mistake}` };
    if (statusOf(answer) === 429 && !expected.includes(429)) {
      if (!again || !read) return inconclusive(`${operation.key} was answered ${outcomeOf(answer)}, as was the read after it`, [answer]);
      const actual = 'status 429 twice, a window apart, while reads succeed';
      return fail({ code: 'account-exhausted-other-status', ...finding, actual }, [again, first, read], { judged: 2, breaches: 2 });
    }
    const { auth } = operation.conventions;
    const wrong = [400, 403, ...statuses(auth?.forbidden)].filter((status) => !expected.includes(status));
    return judgeRefusal(answer, { expected, wrong, code: 'account-exhausted', where: 'account', mistake });
  },
});
