import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isFleeting, mayExpire, taskBringing } from '../../subjects/awaited-results.ts';
import { isEnd, stateIn, type Task } from '../../subjects/tasks.ts';
import { followedMs } from './followed-task.ts';
import { until } from './until.ts';

/** How long the end of a task is waited for before its result is read, in milliseconds. */
const longestMs = 20_000;

/** So many tasks are started at most until one brings its result. */
const mostTurns = 3;

/** What a task came to: it is done, it ended otherwise or is not there any more, or it goes on. */
type End = 'done' | 'ended' | 'open';

const endOf = async (session: Session, task: Task, values: PathValues): Promise<End> => {
  let end: End = 'open';
  const pathValues = inPath(task.monitor.path, valuesAlong(task.monitor.path, values));
  const withinMs = Math.min(longestMs, followedMs(session.target));
  await until(session, { withinMs, why: 'the result of a task is to be there' }, async () => {
    const answer = await session.send(usableRequest(session, task.monitor, 'awaited', { pathValues }));
    const state = stateIn(answer, task.state);
    if (!isSuccess(answer)) end = 'ended';
    else if (isEnd(task, state)) end = task.done.has(state ?? '') ? 'done' : 'ended';
    return end === 'open' && isSuccess(answer) && state !== undefined ? undefined : true;
  });
  return end;
};

const ends = defineScenario<{ readonly operation: string; readonly values: readonly string[] }, { end: End | undefined }>({
  id: 'end-of-task',
  run: async () => ({ end: undefined }),
});

/**
 * The values in the path of a task whose result an operation reads, once the task is done: those of a shared one, else of another one where that failed or has expired. All other values are given back as they are.
 * @param another Starts one more.
 * @throws {NotTried} where no task is done, or the document says that its result is there for one read or a short time: what several requests share is no longer there then.
 */
export const whenEnded = async (
  session: Session,
  resourceType: AnyInferred,
  operation: Operation,
  values: PathValues,
  another: (turn: string) => Promise<PathValues>,
): Promise<PathValues> => {
  const task = session.contract.standard.size > 0 ? taskBringing(session.contract, operation) : undefined;
  if (!task || !isSamePath(itemOf(resourceType).path, task.monitor.path)) return values;
  if (isFleeting(session.contract, task))
    throw new NotTried('not-applicable', `What ${operation.key} reads is there for one read or a short time, as the document says`);
  const isLasting = !mayExpire(session.contract, task);
  let own = values;
  for (let turn = 1; ; turn++) {
    const noted = await session.run(ends, { operation: operation.key, values: Object.values(own) });
    if (noted.end === undefined || (noted.end === 'done' && !isLasting)) noted.end = await endOf(session, task, own);
    // What goes on may be done by the time of the request.
    if (noted.end !== 'ended') return own;
    if (turn >= mostTurns) break;
    own = await another(`ended-${turn}`);
  }
  throw new NotTried(
    'missing-prerequisite',
    `No task of ${task.operation.key} came to a success, so that ${operation.key} has nothing to read`,
  );
};
