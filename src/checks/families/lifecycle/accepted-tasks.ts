<<<<<<< HEAD
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
=======
import { belowBaseIn, locatedIn } from '../../../contract/infer/created-resource.ts';
import { endsInParameter, isItemOf, isSamePath } from '../../../contract/infer/path-template.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Target } from '../../../model/target.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
>>>>>>> w-lifecycle
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { failedWords, type Followed, followedTask, isEnd, stateIn, type Task, tasks } from '../../scenarios/lifecycle/followed-task.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
<<<<<<< HEAD
=======
import { until } from '../../scenarios/lifecycle/until.ts';

/** An operation that is done later, with the field that leads to what shows its state. */
type Task = Subject & {
  readonly operation: Operation;
  readonly field: string;
  /** The read of the state, and the member that holds it. */
  readonly monitor: Operation;
  readonly state: string;
  /** A read of what the operation brought, below the monitor. */
  readonly result: Operation | undefined;
};

const stateNames: ReadonlySet<string> = new Set(['state', 'status']);
const doneWords: ReadonlySet<string> = new Set('done completed complete succeeded success successful finished'.split(' '));
const failedWords: ReadonlySet<string> = new Set('failed failure error errored'.split(' '));
const resultWords = ['result', 'results', 'output', 'file', 'download'];

const accepted = '202';

const schemaOf = ({ responses }: Operation, wanted: string): Schema | undefined =>
  jsonContent(responses.find(({ status }) => status === wanted)?.content ?? [])?.schema;

/** The member of an answer that holds a state, of listed values among which is one for what is done. */
const stateMember = ({ document }: Contract, schema: Schema | undefined): string | undefined => {
  const found = [...membersOf(document, schema)].filter(([name, member]) => {
    const resolved = resolvedSchema(document, member);
    const values: unknown = isObject(resolved) ? resolved['enum'] : undefined;
    return stateNames.has(name.toLowerCase()) && Array.isArray(values) && values.some((one) => doneWords.has(String(one).toLowerCase()));
  });
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** The field of the described answer 202 that leads to the state. */
const fieldOf = ({ responses }: Operation): string | undefined => {
  const names = responses.find(({ status }) => status === accepted)?.headers.map(({ name }) => name) ?? [];
  return ['operation-location', 'location'].map((one) => names.find((name) => name.toLowerCase() === one)).find((one) => one !== undefined);
};

const tasks = (contract: Contract): Task[] =>
  contract.operations.flatMap((operation): Task[] => {
    const field = operation.effect === 'safe' ? undefined : fieldOf(operation);
    if (field === undefined) return [];
    const answered = schemaOf(operation, accepted);
    const isShown = (schema: Schema | undefined): boolean =>
      isObject(schema) && isObject(answered) && typeof schema['$ref'] === 'string' && schema['$ref'] === answered['$ref'];
    const monitors = contract.operations.filter(
      (one) =>
        one.method === 'GET' &&
        one.effect === 'safe' &&
        endsInParameter(one.path) &&
        stateMember(contract, schemaOf(one, '200')) !== undefined &&
        (isItemOf(one.path, operation.path) || isShown(schemaOf(one, '200'))),
    );
    const [monitor] = monitors;
    const state = monitor && stateMember(contract, schemaOf(monitor, '200'));
    if (!monitor || state === undefined || monitors.length > 1) return [];
    const result = contract.operations.find(
      (one) => one.method === 'GET' && one.effect === 'safe' && resultWords.some((word) => isSamePath(one.path, `${monitor.path}/${word}`)),
    );
    return [at(operation.location, { operation, field, monitor, state, result })];
  });

type Followed = {
  readonly started: Exchange;
  /** Where the field leads, as it stands there. */
  readonly reference: string | undefined;
  /** Reads of it, until one showed an end; a plain path where no operation is there. */
  readonly reads: readonly Exchange[];
  readonly result: Exchange | undefined;
};

/** The longest time for which a task is followed, in milliseconds, unless the target gives its own. */
const longestMs = 60_000;

/** How long a target has to be patient at least, so that a task counts as one that never ends, in milliseconds. */
const leastMs = 3000;

const followedMs = (target: Target): number =>
  target.durations['created.settled'] === undefined ? longestMs : patienceMs(target, 'created.settled');

/** How long a task has to show no change at all before it counts as one that never ends, in milliseconds. */
const longestIdleMs = (target: Target): number => Math.max(leastMs, followedMs(target)) * 0.75;

/** Words by which a document says that a task may last. */
const lasting = /\b(?:minutes?|hours?|days?|overnight|nightly|manual(?:ly)?|approv\w+|a while|long)\b/iu;

const mayLast = ({ document }: Contract, operations: readonly Operation[]): boolean =>
  operations.some(({ location }) => lasting.test(JSON.stringify(valueAt(document, nodeOf(location)) ?? '')));

/** Milliseconds for which the last answers were one and the same. */
const idleFor = (reads: readonly Exchange[]): number => {
  const last = reads.at(-1);
  const text = last && answerOf(last)?.text;
  const from = reads.findLastIndex((read) => answerOf(read)?.text !== text) + 1;
  const first = reads[from];
  return last && first ? last.sentAt - first.sentAt : 0;
};

const stateIn = (exchange: Exchange | undefined, name: string): string | undefined => {
  const body = exchange && isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const state = isObject(body) ? body[name] : undefined;
  return typeof state === 'string' ? state.toLowerCase() : undefined;
};

const isEnd = (state: string | undefined): boolean => state !== undefined && (doneWords.has(state) || failedWords.has(state));

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
  return () =>
    session.send({ operation: null, method: 'GET', path, pathValues: {}, query: [], headers: [], credential, faults: ['unknown-path'] });
};
>>>>>>> w-lifecycle

export const taskFollowed = defineProbe<Task, Followed>({
  id: 'lifecycle/task-followed',
  title: 'What was accepted with 202 can be followed to its end, and brings its result',
  why: 'A client that got 202 knows only where to ask; if that leads nowhere, it never learns what became of its request.',
  fix: 'Answer 202 with the address of an existing resource that shows the state, and serve the result as soon as the state says that it is done.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: tasks,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 20, creates: 2 }),
<<<<<<< HEAD
  run: ({ operation }, session) => session.run(followedTask, { operation: operation.key }),
  judge({ field, state }, { started, reference, reads, result }) {
=======
  async run(task, session) {
    const { operation, field, state, monitor, result } = task;
    const started = await session.run(plainRead, { operation: operation.key });
    const [reference] = statusOf(started) === Number(accepted) ? headerValues(started, field) : [];
    const look = reference === undefined ? undefined : lookFor(task, started, reference, session);
    if (look === undefined) return { started, reference, reads: [], result: undefined };
    const reads: Exchange[] = [];
    const withinMs = followedMs(session.target);
    await until(session, { withinMs, why: `${operation.key} is to be done` }, async () => {
      const answer = await look();
      reads.push(answer);
      const isOpen = statusOf(answer) === 404 ? reads.length < 4 : isSuccess(answer) && !isEnd(stateIn(answer, state));
      return isOpen ? undefined : true;
    });
    const last = reads.at(-1);
    const isDone = last !== undefined && doneWords.has(stateIn(last, state) ?? '');
    const values = isDone && result ? locatedIn(monitor.path, started, session.target.baseUrl, field) : undefined;
    if (!result || !values) return { started, reference, reads, result: undefined };
    return { started, reference, reads, result: await session.send(usableRequest(session, result, 'result', { pathValues: values })) };
  },
  judge({ operation, monitor, field, state }, { started, reference, reads, result }, { contract, target }) {
>>>>>>> w-lifecycle
    const last = reads.at(-1);
    if (reference === undefined || last === undefined)
      return inconclusive(`The answer ${outcomeOf(started)} does not lead to a state below the base URL`, [started]);
    const isGone = goneStatuses.includes(statusOf(last) ?? 0) && !reads.some(isSuccess);
    if (isGone) {
      const expected = 'a resource that shows the state';
      return unconfirmed(
        fail({ code: 'state-not-found', where: field, expected, actual: `${reference}: ${outcomeOf(last)}` }, [last, started]),
      );
    }
    const shown = stateIn(last, state);
    const idle = shown === undefined || isEnd(shown) ? 0 : idleFor(reads);
    if (idle > 0 && idle >= longestIdleMs(target) && !mayLast(contract, [operation, monitor])) {
      const expected = 'an end, success or failure';
      const actual = `"${shown}", without any change for ${Math.round(idle / 1000)} s in ${reads.length} reads`;
      return fail({ code: 'task-never-ends', where: `/${state}`, expected, actual }, [last, started]);
    }
    if (shown === undefined || !isEnd(shown))
      return inconclusive(`The state was ${shown ?? `not shown (${outcomeOf(last)})`} in the end`, [last, started]);
    if (failedWords.has(shown)) {
      // A task can fail because of what it is about, and only what the document prints is certainly right.
      if ((started.request.madeUp ?? []).length > 0) return inconclusive('It failed, perhaps because of a made-up value', [last, started]);
      const finding = { where: `/${state}`, expected: 'success, because every value of the request is documented', actual: `"${shown}"` };
      return unconfirmed(fail({ code: 'task-failed', ...finding }, [last, started]));
    }
    if (result === undefined || isSuccess(result)) return pass(result === undefined ? 1 : 2);
    if (![404, 409, 410].includes(statusOf(result) ?? 0))
      return inconclusive(`The result was answered ${outcomeOf(result)}`, [result, last]);
    const finding = { where: 'status', expected: `the result, because the state is "${shown}"`, actual: `status ${outcomeOf(result)}` };
    return unconfirmed(fail({ code: 'result-missing', ...finding }, [result, last, started]));
  },
});
