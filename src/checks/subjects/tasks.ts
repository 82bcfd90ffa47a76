import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isItemOf, isSamePath } from '../../contract/infer/path-template.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { jsonContent } from '../../contract/asked-content.ts';

/** An operation that is done later, with the field that leads to what shows its state. */
export type Task = Subject & {
  readonly operation: Operation;
  readonly field: string;
  /** The read of the state, and the JSON pointer to it. */
  readonly monitor: Operation;
  readonly state: string;
  /** The states in which it is done, in lower case. */
  readonly done: ReadonlySet<string>;
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
/** States of what is done. The second are so only where none of the first is listed: what is ready may as well be about to begin. */
const doneWords: readonly ReadonlySet<string>[] = [
  new Set('done completed complete succeeded success successful finished'.split(' ')),
  new Set('ready available processed generated'.split(' ')),
];
/** States of what has failed. */
const failedWords: ReadonlySet<string> = new Set('failed failure error errored'.split(' '));
/** States of what will not be done any more, for no fault of its own. */
const givenUpWords: ReadonlySet<string> = new Set('cancelled canceled aborted expired deleted'.split(' '));

/** States of what goes on by itself. */
const underWayWords: ReadonlySet<string> = new Set(
  'queued pending waiting scheduled accepted submitted created started running processing working preparing building exporting importing'.split(
    ' ',
  ),
);

/** Does a state say that a work goes on, or is about to. */
export const isUnderWay = (state: string): boolean => underWayWords.has(state.toLowerCase()) || /^in[ _-]?progress$/iu.test(state);

/** The listed states, in lower case, by which something is done: none where no word for that is among them. */
export const doneAmong = (values: readonly unknown[]): readonly string[] => {
  const named = values.map((one) => String(one).toLowerCase());
  return doneWords.map((words) => named.filter((one) => words.has(one))).find((found) => found.length > 0) ?? [];
};
/** Words for the time before a work that somebody may have to begin. */
const mayWait: ReadonlySet<string> = new Set('pending waiting scheduled accepted submitted created'.split(' '));

/** The other one of two listed states of which one is that of a work: `paid` of `processing` and `paid`. */
const doneOfTwo = (values: readonly unknown[]): readonly string[] => {
  const named = values.map((one) => String(one).toLowerCase());
  const ended = named.filter((one) => !isUnderWay(one) || mayWait.has(one));
  return named.length === 2 &&
    ended.length === 1 &&
    ended.every((one) => ![failedWords, givenUpWords, mayWait].some((words) => words.has(one)))
    ? ended
    : [];
};

const resultWords = ['result', 'results', 'output', 'file', 'download'];

const accepted = '202';

const schemaOf = ({ responses }: Operation, wanted: string): Schema | undefined =>
  jsonContent(responses.find(({ status }) => status === wanted)?.content ?? [])?.schema;

/** A member with the state of a task, by its JSON pointer, and the states in which it is done. */
type StateMember = { readonly at: string; readonly done: ReadonlySet<string> };

/** The members of an object that hold a state, of listed values among which is one for what is done. */
const statesIn = (document: Contract['document'], schema: Schema | undefined, around: string): readonly StateMember[] =>
  [...membersOf(document, schema)].flatMap(([name, member]) => {
    const resolved = resolvedSchema(document, member);
    const values: unknown = isObject(resolved) ? resolved['enum'] : undefined;
    const isState = stateNames.has(name.toLowerCase()) && Array.isArray(values);
    const known = isState ? doneAmong(values) : [];
    const done = known.length > 0 || !isState ? known : doneOfTwo(values);
    return done.length > 0 ? [{ at: below(around, name), done: new Set(done) }] : [];
  });

/** Names of members that are true as soon as something is done. */
const flagNames: ReadonlySet<string> = new Set('done complete completed finished'.split(' '));

/** The members of an object that say by true that something is done. */
const flagsIn = (document: Contract['document'], schema: Schema | undefined, around: string): readonly StateMember[] =>
  [...membersOf(document, schema)].flatMap(([name, member]) => {
    const words = wordsOf(name).filter((word) => word !== 'is');
    const isFlag = words.length === 1 && flagNames.has(words[0] ?? '') && isType(document, member, 'boolean');
    return isFlag ? [{ at: below(around, name), done: new Set(['true']) }] : [];
  });

/** The state that an answer shows, at its top or in an object that it wraps; a flag where there is no state. */
const stateMember = ({ document }: Contract, schema: Schema | undefined): StateMember | undefined => {
  const inside = (read: typeof statesIn): readonly StateMember[] =>
    [...membersOf(document, schema)].flatMap(([name, member]) =>
      isType(document, member, 'array') ? [] : read(document, member, below('', name)),
    );
  const ways = [() => statesIn(document, schema, ''), () => inside(statesIn), () => flagsIn(document, schema, ''), () => inside(flagsIn)];
  const found = ways.map((way) => way()).find((one) => one.length > 0) ?? [];
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
    const member = monitor && stateMember(contract, schemaOf(monitor, '200'));
    if (!monitor || member === undefined || monitors.length > 1) return [];
    const { at: state, done } = member;
    const result = contract.operations.find(
      (one) => one.method === 'GET' && one.effect === 'safe' && resultWords.some((word) => isSamePath(one.path, `${monitor.path}/${word}`)),
    );
    const links = linksBeside(contract, schemaOf(monitor, '200'), state);
    return [at(operation.location, { operation, field, monitor, state, done, result, links })];
  });

const refusals = ['404', '409', '425'];

/** Does a text say of something that it is not done yet, or goes on. */
const underWay =
  /\b(?:not (?:yet )?(?:been )?(?:\w+ )?(?:done|ready|finished|completed?|available|succeeded)|(?:still|yet|until|unfinished|incomplete|pending|running|in progress))\b/iu;

/** Words for the time before the end, and those for the end itself or what goes on until then. */
const beforeEnd =
  /\b(?:before|until|till|unless|while|as long as|(?:only|not) (?:when|once|after|if)|yet)\b.*\b(?:done|succeed(?:s|ed)|finish(?:es|ed)|ready|completed?|completes|available|over|ended|ends|running|queued|pending|processing|in progress|under way)\b|\bnot (?:yet )?(?:been )?(?:done|succeeded|finished|ready|completed?|available)\b/iu;

const refused = /\b(?:404|409|425|refused|conflict|too early|not found)\b/iu;

/**
 * Does the document say that the result is refused as long as the task goes on: in the description of a refusal ("Not finished yet"), or in the text of the read
 * ("Before the job has succeeded: `409`").
 */
export const isRefusedUntilDone = ({ document }: Contract, { responses, location }: Operation): boolean => {
  const described = responses.filter(({ status }) => refusals.includes(status));
  const isDescribed = described.some((one) => saidIn(valueAt(document, nodeOf(one.location))).some((text) => underWay.test(text)));
  const sentences = saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf);
  return isDescribed || (described.length > 0 && sentences.some((one) => beforeEnd.test(one) && refused.test(one)));
};

/** The state that an answer shows at a JSON pointer, in lower case; a flag as `true` or `false`, and as `failed` beside an error. Undefined where it shows none. */
export const stateIn = (exchange: Exchange | undefined, pointer: string): string | undefined => {
  const body = exchange && isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const state = valueAt(body, pointer);
  if (typeof state !== 'boolean') return typeof state === 'string' ? state.toLowerCase() : undefined;
  const error = valueAt(body, below('', ...tokensOf(pointer).slice(0, -1), 'error'));
  return state && error !== undefined && error !== null && error !== false ? 'failed' : String(state);
};

/** Has a task failed, by its state. */
export const isFailure = (state: string | undefined): boolean => state !== undefined && failedWords.has(state);

/** Does a state say that a task was given up. */
export const isGivenUp = (state: string | undefined): boolean => state !== undefined && givenUpWords.has(state);

/** Does a state say that a task is over: done, failed or given up. */
export const isEnd = ({ done }: Task, state: string | undefined): boolean =>
  state !== undefined && (done.has(state) || isFailure(state) || isGivenUp(state));
