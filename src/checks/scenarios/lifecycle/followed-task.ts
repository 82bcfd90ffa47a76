import { belowBaseIn, locatedIn } from '../../../contract/infer/created-resource.ts';
import { endsInParameter, isItemOf, isSamePath } from '../../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { isType, membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { headerValues, isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Target } from '../../../model/target.ts';
import { at, type Subject } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { outsideRequest } from '../../requests/outside-request.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { plainRead } from '../calls/reads.ts';
import { until } from './until.ts';

/** An operation that is done later, with the field that leads to what shows its state. */
export type Task = Subject & {
  readonly operation: Operation;
  readonly field: string;
  /** The read of the state, and the JSON pointer to it. */
  readonly monitor: Operation;
  readonly state: string;
  /** A read of what the operation brought, below the monitor. */
  readonly result: Operation | undefined;
  /** Members beside the state that hold the address of what the operation brought. */
  readonly links: readonly TaskLink[];
};

/** A member with an address, by its JSON pointer in the answer of the monitor. */
type TaskLink = {
  readonly at: string;
  /** Its description says that it is null until the task is done. */
  readonly isLater: boolean;
};

const stateNames: ReadonlySet<string> = new Set(['state', 'status']);
const doneWords: ReadonlySet<string> = new Set('done completed complete succeeded success successful finished'.split(' '));
/** States of what has failed. */
export const failedWords: ReadonlySet<string> = new Set('failed failure error errored'.split(' '));
const resultWords = ['result', 'results', 'output', 'file', 'download'];

const accepted = '202';

const schemaOf = ({ responses }: Operation, wanted: string): Schema | undefined =>
  jsonContent(responses.find(({ status }) => status === wanted)?.content ?? [])?.schema;

/** Pointers to the members of an object that hold a state, of listed values among which is one for what is done. */
const statesIn = (document: Contract['document'], schema: Schema | undefined, around: string): readonly string[] =>
  [...membersOf(document, schema)].flatMap(([name, member]) => {
    const resolved = resolvedSchema(document, member);
    const values: unknown = isObject(resolved) ? resolved['enum'] : undefined;
    const isState =
      stateNames.has(name.toLowerCase()) && Array.isArray(values) && values.some((one) => doneWords.has(String(one).toLowerCase()));
    return isState ? [below(around, name)] : [];
  });

/** The pointer to the state that an answer shows, at its top or in an object that it wraps. */
const stateMember = ({ document }: Contract, schema: Schema | undefined): string | undefined => {
  const own = statesIn(document, schema, '');
  const found =
    own.length > 0
      ? own
      : [...membersOf(document, schema)].flatMap(([name, member]) =>
          isType(document, member, 'array') ? [] : statesIn(document, member, below('', name)),
        );
  return found.length === 1 ? found[0] : undefined;
};

/** The description of a member that is null before the end: "Null until the export is done". */
const untilDone =
  /\bnull\s+(?:until|unless|before|while\s+(?:it|the\s+\w+)\s+is\s+not)\b.*\b(?:done|complete[d]?|finished|ready|succeeded)\b/iu;

/** Members beside the state that hold an address. */
const linksBeside = ({ document }: Contract, schema: Schema | undefined, state: string): readonly TaskLink[] => {
  const around = tokensOf(state).slice(0, -1);
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(document, one).get(name), schema);
  return [...membersOf(document, object)].flatMap(([name, member]): TaskLink[] => {
    const parts = partsOf(document, member);
    const isAddress = parts.some(({ format }) => ['uri', 'uri-reference', 'url'].includes(String(format)));
    const isLink = isAddress && linkWords.has(wordsOf(name).at(-1) ?? '');
    const isLater = parts.some(({ description }) => typeof description === 'string' && untilDone.test(description));
    return isLink ? [{ at: below('', ...around, name), isLater }] : [];
  });
};

const linkWords: ReadonlySet<string> = new Set(['url', 'uri', 'href', 'link', 'location']);

/** Fields that lead to the state of a task, the surest first. */
const stateFields = ['Operation-Location', 'Azure-AsyncOperation', 'Location'] as const;

/** What the words of a generator say of an operation: `x-ms-long-running-operation`, and under its options where the state is. */
const longRunning = ({ document }: Contract, { location }: Operation): { readonly via: string | undefined } | undefined => {
  const node = valueAt(document, nodeOf(location));
  if (!isObject(node) || node['x-ms-long-running-operation'] !== true) return undefined;
  const options = node['x-ms-long-running-operation-options'];
  const via = isObject(options) ? options['final-state-via'] : undefined;
  return { via: typeof via === 'string' ? via.replaceAll('-', '').toLowerCase() : undefined };
};

/** The field of the answer 202 that leads to the state: a described one, else the one that the words of a generator name. */
const fieldOf = (contract: Contract, operation: Operation): string | undefined => {
  const response = operation.responses.find(({ status }) => status === accepted);
  const names = response?.headers.map(({ name }) => name) ?? [];
  const described = stateFields.flatMap((one) => names.find((name) => name.toLowerCase() === one.toLowerCase()) ?? [])[0];
  const declared = response === undefined ? undefined : longRunning(contract, operation);
  return described ?? (declared && (stateFields.find((one) => one.replaceAll('-', '').toLowerCase() === declared.via) ?? 'Location'));
};

/** Last words of paths that show the states of tasks. */
const taskNouns: ReadonlySet<string> = new Set(['operation', 'job', 'task', 'status']);

/** Is a read one of the state of any task: by the noun of its path. */
const isOfTasks = ({ path }: Operation): boolean => taskNouns.has(nounWordsOf(path.slice(0, path.lastIndexOf('/'))).at(-1) ?? '');

/** Operations that are done later, each with the read of its state. */
export const tasks = (contract: Contract): Task[] =>
  contract.operations.flatMap((operation): Task[] => {
    const field = operation.effect === 'safe' ? undefined : fieldOf(contract, operation);
    if (field === undefined) return [];
    const answered = schemaOf(operation, accepted);
    const isDeclared = longRunning(contract, operation) !== undefined;
    const isShown = (schema: Schema | undefined): boolean =>
      isObject(schema) && isObject(answered) && typeof schema['$ref'] === 'string' && schema['$ref'] === answered['$ref'];
    const monitors = contract.operations.filter(
      (one) =>
        one.method === 'GET' &&
        one.effect === 'safe' &&
        endsInParameter(one.path) &&
        stateMember(contract, schemaOf(one, '200')) !== undefined &&
        (isItemOf(one.path, operation.path) || isShown(schemaOf(one, '200')) || (isDeclared && isOfTasks(one))),
    );
    const [monitor] = monitors;
    const state = monitor && stateMember(contract, schemaOf(monitor, '200'));
    if (!monitor || state === undefined || monitors.length > 1) return [];
    const result = contract.operations.find(
      (one) => one.method === 'GET' && one.effect === 'safe' && resultWords.some((word) => isSamePath(one.path, `${monitor.path}/${word}`)),
    );
    const links = linksBeside(contract, schemaOf(monitor, '200'), state);
    return [at(operation.location, { operation, field, monitor, state, result, links })];
  });

/** Does a read of the result describe that it is refused as long as the task goes on. */
const isRefusedUntilDone = ({ document }: Contract, { responses }: Operation): boolean =>
  responses.some(({ status, location }) => {
    const node = valueAt(document, nodeOf(location));
    const text = isObject(node) ? node['description'] : undefined;
    return ['409', '425'].includes(status) && typeof text === 'string' && underWay.test(text);
  });

const underWay =
  /\b(?:not (?:yet )?(?:been )?(?:\w+ )?(?:done|ready|finished|completed?|available)|(?:still|yet|until|unfinished|incomplete|pending|running|in progress))\b/iu;

/** A task, from its start to its end. */
export type Followed = {
  readonly started: Exchange;
  /** Where the field leads, as it stands there. */
  readonly reference: string | undefined;
  /** Reads of it, until one showed an end; a plain path where no operation is there. */
  readonly reads: readonly Exchange[];
  readonly result: Exchange | undefined;
  /** A read of the result between two reads that show that the task goes on; undefined where there were no such two. */
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

/** The state that an answer shows at a JSON pointer, in lower case; undefined where it shows none. */
export const stateIn = (exchange: Exchange | undefined, pointer: string): string | undefined => {
  const state = exchange && isSuccess(exchange) ? valueAt(jsonOf(exchange), pointer) : undefined;
  return typeof state === 'string' ? state.toLowerCase() : undefined;
};

/** Does a state say that a task is over. */
export const isEnd = (state: string | undefined): boolean => state !== undefined && (doneWords.has(state) || failedWords.has(state));

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
    const { operation, field, state, monitor, result } = task;
    const started = await session.run(plainRead, { operation: operation.key });
    const [reference] = statusOf(started) === Number(accepted) ? headerValues(started, field) : [];
    const look = reference === undefined ? undefined : lookFor(task, started, reference, session);
    if (look === undefined) return { started, reference, reads: [], result: undefined, early: undefined, link: undefined };
    const reads: Exchange[] = [];
    const withinMs = followedMs(session.target);
    const located = result ? locatedIn(monitor.path, started, session.target.baseUrl, field) : undefined;
    const isRefusedBefore = result !== undefined && isRefusedUntilDone(session.contract, result);
    let asked: Exchange | undefined;
    let early: Followed['early'];
    await until(session, { withinMs, why: `${operation.key} is to be done` }, async () => {
      const answer = await look();
      reads.push(answer);
      const isUnderWay = isSuccess(answer) && stateIn(answer, state) !== undefined && !isEnd(stateIn(answer, state));
      if (isUnderWay && asked) early ??= { result: asked, after: answer };
      if (isUnderWay && isRefusedBefore && result && located && !asked)
        asked = await session.send(usableRequest(session, result, 'early', { pathValues: located }));
      const isOpen = statusOf(answer) === 404 ? reads.length < 4 : isSuccess(answer) && !isEnd(stateIn(answer, state));
      return isOpen ? undefined : true;
    });
    // A server may store the state a little before what belongs to it.
    if (task.links.length > 0 && isEnd(stateIn(reads.at(-1), state))) {
      await session.pause(settleMs, 'what a task brought is to be shown');
      reads.push(await look());
    }
    const last = reads.at(-1);
    const isDone = last !== undefined && doneWords.has(stateIn(last, state) ?? '');
    const values = isDone && result ? locatedIn(monitor.path, started, session.target.baseUrl, field) : undefined;
    const link = isDone ? await linkIn(session, task, last) : undefined;
    if (!result || !values) return { started, reference, reads, result: undefined, early, link };
    const read = await session.send(usableRequest(session, result, 'result', { pathValues: values }));
    return { started, reference, reads, result: read, early, link };
  },
});
