import { belowBaseIn, locatedIn } from '../../../contract/infer/created-resource.ts';
import { headerValues, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { outsideRequest } from '../../requests/outside-request.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isEnd, isRefusedUntilDone, stateIn, type Task, tasks } from '../../subjects/tasks.ts';
import { plainRead } from '../calls/reads.ts';
import { until } from './until.ts';

/** A task, from its start to its end. */
export type Followed = {
  readonly started: Exchange;
  /** Where the field leads, as it stands there. */
  readonly reference: string | undefined;
  /** Reads of it, until one showed an end; a plain path where no operation is there. */
  readonly reads: readonly Exchange[];
  readonly result: Exchange | undefined;
  /** A read of the result before the first read of the state, where the document says that it is refused until the end; and that read of the state. */
  readonly early: { readonly result: Exchange; readonly after: Exchange } | undefined;
  /** A read of the address that the last answer shows. */
  readonly link: Exchange | undefined;
};

/** Milliseconds between the end of a task and the read that shows what it brought. */
const settleMs = 700;

/** The longest time for which a task is followed, in milliseconds, unless the target gives its own. */
const longestMs = 60_000;

/** How long a task of a target is followed, in milliseconds. */
export const followedMs = (target: Target): number =>
  target.durations['created.settled'] === undefined ? longestMs : patienceMs(target, 'created.settled');

/** Reads where a task says that its state is. Undefined where that is not below the base URL. */
const lookFor = (
  { monitor, field }: Task,
  started: Exchange,
  reference: string,
  session: Session,
): (() => Promise<Exchange>) | undefined => {
  const values = locatedIn(monitor.path, started, session.target.baseUrl, field);
  if (values) return () => session.send(usableRequest(session, monitor, 'followed', { pathValues: values }));
  const [segments] = reference.includes('?') ? [] : belowBaseIn(reference, started, session.target.baseUrl);
  if (segments === undefined) return undefined;
  const { credential } = started.request;
  const path = `/${segments.map(encodeURIComponent).join('/')}`;
  return () => session.send(outsideRequest(path, credential, { faults: ['unknown-path'] }));
};

/** A read of the address that the end of a task shows, where that is below the base URL. */
const linkIn = async (session: Session, { links }: Task, last: Exchange): Promise<Exchange | undefined> => {
  const body = jsonOf(last);
  const [value] = links.map(({ at: pointer }) => valueAt(body, pointer)).filter((one) => typeof one === 'string');
  if (value === undefined || !/^(?:https?:\/)?\//u.test(value) || value.includes('?')) return undefined;
  const [segments] = belowBaseIn(value, last, session.target.baseUrl);
  if (segments === undefined) return undefined;
  const path = `/${segments.map(encodeURIComponent).join('/')}`;
  return session.send(outsideRequest(path, last.request.credential, { faults: ['unknown-path'] }));
};

/** Starts a task as documented, follows it to its end, and reads what it brought. */
export const followedTask = defineScenario<{ readonly operation: string }, Followed>({
  id: 'followed-task',
  async run(session, { operation: key }) {
    const task = tasks(session.contract).find((one) => one.operation.key === key);
    if (!task) throw new RangeError(`${key} of "${session.contract.source}" starts no task`);
    return followTask(session, task, await session.run(plainRead, { operation: task.operation.key }));
  },
});

/** Follows a task that was started to its end, and reads what it brought. */
export const followTask = async (session: Session, task: Task, started: Exchange): Promise<Followed> => {
  const { operation, field, state, monitor, result } = task;
  const [reference] = statusOf(started) === 202 ? headerValues(started, field) : [];
  const look = reference === undefined ? undefined : lookFor(task, started, reference, session);
  if (look === undefined) return { started, reference, reads: [], result: undefined, early: undefined, link: undefined };
  const reads: Exchange[] = [];
  const withinMs = followedMs(session.target);
  const located = result ? locatedIn(monitor.path, started, session.target.baseUrl, field) : undefined;
  const isRefusedBefore = result !== undefined && isRefusedUntilDone(session.contract, result);
  let asked: Exchange | undefined;
  let early: Followed['early'];
  await until(session, { withinMs, why: `${operation.key} is to be done` }, async () => {
    if (result && located && isRefusedBefore && !early)
      asked = await session.send(usableRequest(session, result, 'early', { pathValues: located }));
    const answer = await look();
    reads.push(answer);
    if (asked && stateIn(answer, state) !== undefined) early ??= { result: asked, after: answer };
    const isOpen = statusOf(answer) === 404 ? reads.length < 4 : isSuccess(answer) && !isEnd(task, stateIn(answer, state));
    return isOpen ? undefined : true;
  });
  // A server may store the state a little before what belongs to it.
  if (task.links.length > 0 && isEnd(task, stateIn(reads.at(-1), state))) {
    await session.pause(settleMs, 'what a task brought is to be shown');
    reads.push(await look());
  }
  const last = reads.at(-1);
  const isDone = last !== undefined && task.done.has(stateIn(last, state) ?? '');
  const values = isDone && result ? locatedIn(monitor.path, started, session.target.baseUrl, field) : undefined;
  const link = isDone ? await linkIn(session, task, last) : undefined;
  if (!result || !values) return { started, reference, reads, result: undefined, early, link };
  const read = await session.send(usableRequest(session, result, 'result', { pathValues: values }));
  return { started, reference, reads, result: read, early, link };
};
