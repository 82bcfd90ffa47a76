import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { type DoneOnce, doneOnce } from '../../subjects/done-once.ts';
import { isRefusedAgain } from '../../subjects/refused-again.ts';

type Result = {
  /** The reads before and after the action, and the action. */
  readonly before: Exchange;
  readonly first: Exchange;
  readonly after: Exchange;
  /** The action once more; undefined where it did not come to the state in which it is refused. */
  readonly second: Exchange | undefined;
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const refusals: ReadonlySet<number> = new Set([400, 403, 404, 409, 410, 422, 423]);

const isOver = (contract: Contract, { operation, state }: DoneOnce, before: Exchange, after: Exchange): boolean =>
  isRefusedAgain(contract, operation, valueAt(jsonOf(before), state), valueAt(jsonOf(after), state));

export const doneAgainRefused = defineProbe<DoneOnce, Result>({
  id: 'lifecycle/done-again-refused',
  title: 'An action on what another action left is refused once it was done, where the document says so',
  why: 'A guest who leaves twice gets two bills, because the second call looks at the request alone.',
  fix: 'Look up the present state in the same transaction, and refuse what was done already.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...doneOnce(contract)],
  prerequisites: ({ operation, resourceType }, around) => [
    ...prerequisitesFor(resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 24, creates: 8 }),
  async run(subject, session) {
    const { operation, resourceType, read } = subject;
    const made = await session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: operation.key, turn: 'again' });
    const along = valuesAlong(read.path, made);
    const call = (one: typeof operation, purpose: string): Promise<Exchange> =>
      session.send(usableRequest(session, one, purpose, { pathValues: inPath(one.path, along) }));
    const before = await call(read, 'before');
    const first = await call(operation, 'once');
    const after = await call(read, 'after');
    const isToRefuse = isDone(first) && isOver(session.contract, subject, before, after);
    return { before, first, after, second: isToRefuse ? await call(operation, 'twice') : undefined };
  },
  judge({ operation, state }, { before, first, after, second }) {
    const shown = (exchange: Exchange): string => JSON.stringify(valueAt(jsonOf(exchange), state)) ?? 'nothing';
    if (!second)
      return inconclusive(`${operation.key} was answered ${outcomeOf(first)}, and led from ${shown(before)} to ${shown(after)}`, [
        first,
        before,
        after,
      ]);
    const status = statusOf(second) ?? 0;
    if (refusals.has(status)) return pass(1);
    if (!isDone(second)) return inconclusive(`${operation.key} was answered ${outcomeOf(second)} the second time`, [second]);
    const finding = {
      code: 'done-again',
      where: 'status',
      expected: `409 to ${operation.key}, because the read shows ${shown(after)} after the first one`,
      actual: `status ${outcomeOf(second)}`,
    };
    return unconfirmed(fail(finding, [second, after, first]));
  },
});
