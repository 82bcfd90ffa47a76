import { locatedIn } from '../../../contract/infer/created-resource.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { followedMs } from '../../scenarios/lifecycle/followed-task.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type CountingTask, countingTasks } from '../../subjects/counting-tasks.ts';
import { isEnd, stateIn } from '../../subjects/tasks.ts';
import { holdsValue } from '../../../model/request.ts';

/** A list before and after a task that counts what it shows. */
type Result = {
  readonly collection: Collection | undefined;
  readonly before: Traversal | undefined;
  readonly started: Exchange | undefined;
  readonly last: Exchange | undefined;
  readonly after: Traversal | undefined;
};

/** Most lists of which the longest is counted. */
const mostLists = 3;

export const taskCounts = defineProbe<CountingTask, Result>({
  id: 'lifecycle/task-counts-list',
  title: 'A task that says how many there are of a kind says as many as the list of that kind shows',
  why: 'Whoever compares the number with the list looks for what is missing; a number that counts what others have tells about them.',
  fix: 'Count with the same conditions as the list, the account first of all.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...countingTasks(contract)],
  prerequisites: ({ task, lists }, around) => [
    ...prerequisitesFor(task.operation, around),
    ...lists.slice(0, 1).flatMap(({ collection }) => prerequisitesFor(collection.operation, around)),
  ],
  cost: () => ({ requests: 60, creates: 1 }),
  async run({ task, lists, member }, session) {
    const counted: { readonly collection: Collection; readonly value: string; readonly before: Traversal; readonly count: number }[] = [];
    for (const { collection, value } of lists.slice(0, mostLists)) {
      const list = await listInUse(session, collection);
      // The first reading fills a list that is short.
      await referenceTraversal(session, list, 'first');
      const before = await referenceTraversal(session, list, 'before the task');
      if (before.end === 'ended') counted.push({ collection: list, value, before, count: countOf(list, before) });
    }
    const [longest] = counted.toSorted((a, b) => b.count - a.count);
    if (!longest) return { collection: undefined, before: undefined, started: undefined, last: undefined, after: undefined };
    const { collection, before, value } = longest;
    const planned = usableRequest(session, task.operation, 'counting');
    const asked = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
    const started = await session.send({ ...planned, body: askedBody(task.operation, { ...asked, [member]: value }) });
    const located = locatedIn(task.monitor.path, started, session.target.baseUrl, task.field);
    if (!located) return { collection, before, started, last: undefined, after: undefined };
    let last: Exchange | undefined;
    await until(session, { withinMs: followedMs(session.target), why: 'the task is to be done' }, async () => {
      last = await session.send(usableRequest(session, task.monitor, 'counting', { pathValues: located }));
      return isSuccess(last) && !isEnd(task, stateIn(last, task.state)) ? undefined : true;
    });
    return { collection, before, started, last, after: await referenceTraversal(session, collection, 'after the task') };
  },
  judge({ task, count }, { collection, before, started, last, after }) {
    const all = [started, last].filter((one) => one !== undefined);
    if (!collection || !before || !started || !last || !after) {
      const outcome = started === undefined ? 'not sent, because no list was read to its end' : `answered ${outcomeOf(started)}`;
      return inconclusive(`The task was ${outcome}`, all);
    }
    const value = valueAt(jsonOf(last), count);
    if (!task.done.has(stateIn(last, task.state) ?? '') || typeof value !== 'number')
      return inconclusive('The task did not end well, or shows no number', all);
    const [one, other] = [countOf(collection, before), countOf(collection, after)];
    if (after.end !== 'ended' || one !== other) return inconclusive('The list changed meanwhile', [after.last, before.last]);
    if (value === one) return pass(1);
    const expected = `${one}, as ${collection.operation.key} shows before and after`;
    const verdict = fail({ code: 'counted-otherwise', where: count, expected, actual: String(value) }, [last, after.last, started]);
    // What no operation removes is not started again for that.
    return task.operation.effect === 'creates-permanently' ? verdict : unconfirmed(verdict);
  },
});
