import { locatedIn } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { followedMs, followedTask } from '../../scenarios/lifecycle/followed-task.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type CancelledTask, cancelledTasks } from '../../subjects/cancelled-tasks.ts';
import { isEnd, isGivenUp, stateIn } from '../../subjects/tasks.ts';

type Result = {
  /** A task that is over, and what became of giving it up. */
  readonly over: Exchange | undefined;
  readonly late: Exchange | undefined;
  /** A new task, what became of giving it up at once, and its last read as long as another one took. */
  readonly started: Exchange;
  readonly early: Exchange | undefined;
  readonly last: Exchange | undefined;
};

/** A task is looked at for so much longer than another one took, in milliseconds. */
const marginMs = 2000;

/** Gives up the task that an answer leads to. */
const giveUp = async (session: Session, { task, cancel }: CancelledTask, started: Exchange): Promise<Exchange | undefined> => {
  const values = locatedIn(task.monitor.path, started, session.target.baseUrl, task.field);
  if (!values) return undefined;
  return session.send(
    usableRequest(session, cancel, 'given-up', { pathValues: inPath(cancel.path, valuesAlong(task.monitor.path, values)) }),
  );
};

export const taskCancelled = defineProbe<CancelledTask, Result>({
  id: 'lifecycle/task-cancelled',
  title: 'A task that was given up stays so, and one that is over is not given up any more, where the document says so',
  why: 'Somebody stops a work and believes that nothing comes of it, and then it is done all the same.',
  fix: 'Let the worker look at the state before each step and at the end, and change the state on the condition that it is still under way.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: cancelledTasks,
  prerequisites: ({ task, cancel }, around) => [...prerequisitesFor(task.operation, around), ...prerequisitesFor(cancel, around)],
  cost: () => ({ requests: 50, creates: 5 }),
  async run(subject, session) {
    const { task, refusedAfter } = subject;
    const { operation, monitor, state, field } = task;
    const before = await session.run(followedTask, { operation: operation.key });
    const ended = before.reads.at(-1);
    const isOver = ended !== undefined && isEnd(task, stateIn(ended, state)) && !isGivenUp(stateIn(ended, state));
    // One that failed may be given up where only what is done is not.
    const isDone = isOver && task.done.has(stateIn(ended, state) ?? '');
    const late = isDone && refusedAfter !== undefined ? await giveUp(session, subject, before.started) : undefined;
    const over = isOver ? ended : undefined;
    const started = await sendCreation(session, usableRequest(session, operation, 'given-up'));
    const early = over && statusOf(started) === 202 ? await giveUp(session, subject, started) : undefined;
    const values = locatedIn(monitor.path, started, session.target.baseUrl, field);
    if (!over || !early || !values || !isGivenUp(stateIn(early, state))) return { over, late, started, early, last: undefined };
    const withinMs = Math.min(followedMs(session.target), over.sentAt - before.started.sentAt + marginMs);
    let last: Exchange | undefined;
    const look = async (): Promise<true | undefined> => {
      last = await session.send(usableRequest(session, monitor, 'given-up', { pathValues: values }));
      return isSuccess(last) && isGivenUp(stateIn(last, state)) ? undefined : true;
    };
    await until(session, { withinMs, why: `what ${operation.key} began is to stay given up` }, look);
    return { over, late, started, early, last };
  },
  judge({ task, cancel, refusedAfter }, { over, late, started, early, last }) {
    const lateStatus = late && statusOf(late);
    if (over && late && isSuccess(late) && lateStatus !== 202) {
      const finding = {
        code: 'given-up-after-end',
        where: 'status',
        expected: `a refusal, because the state was "${stateIn(over, task.state) ?? ''}": "${refusedAfter ?? ''}"`,
        actual: `status ${outcomeOf(late)}`,
      };
      return unconfirmed(fail(finding, [late, over]));
    }
    const now = stateIn(last, task.state);
    if (last && early && now !== undefined && task.done.has(now)) {
      const finding = {
        code: 'given-up-and-done',
        where: task.state,
        expected: `"${stateIn(early, task.state) ?? ''}", as ${cancel.key} was answered`,
        actual: `"${now}"`,
      };
      return unconfirmed(fail(finding, [last, early, started]));
    }
    const isRefused = lateStatus !== undefined && [400, 409, 410, 422].includes(lateStatus);
    const stays = last !== undefined && isGivenUp(now);
    const times = (isRefused ? 1 : 0) + (stays ? 1 : 0);
    return times > 0 ? pass(times) : inconclusive('No task was given up, or was over', [early ?? late ?? started]);
  },
});
