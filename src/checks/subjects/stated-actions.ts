import { isActing } from '../../contract/infer/acting.ts';
import { isDeepStrictEqual } from 'node:util';
import { isSamePath, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { at, type Subject } from '../kit/define.ts';
import { onOwnResource } from './own-resources.ts';
import { momentIn } from './action-words.ts';
import { namesBoth, statefulAnswer } from './needed-states.ts';
import { jsonContent } from '../../contract/asked-content.ts';

/** An action on one resource that answers with the resource, the read of that resource, and the JSON pointer to the state in both answers. */
export type Stated = Subject & { readonly operation: Operation; readonly read: Operation; readonly state: string };

/** Words of actions that take a resource from one state to another, and reach nobody. */
const verbs: ReadonlySet<string> = new Set(
  (
    'close open reopen cancel archive unarchive activate deactivate enable disable pause resume complete finish approve reject lock unlock ' +
    'accept decline confirm resolve suspend hold'
  ).split(' '),
);

/** The schema of the only success of an operation that has a body. */
const shownBy = ({ responses }: Operation): Schema | undefined => {
  const [only, ...others] = responses.filter(({ status }) => status.startsWith('2'));
  return only === undefined || others.length > 0 || only.status === '202' ? undefined : jsonContent(only.content)?.schema;
};

/** Do two schemas refer to the same one, themselves or in what they wrap. */
const isSameNode = (one: Schema | undefined, other: Schema | undefined): boolean =>
  isObject(one) && isObject(other) && JSON.stringify(one).includes('"$ref"') && isDeepStrictEqual(one, other);

/** The actions of a contract whose answer shows the state of the resource, as its read does. */
export const statedActions = (contract: Contract): Stated[] =>
  contract.operations.flatMap((operation): Stated[] => {
    const [verb, ...others] = tailOf(operation.path);
    const isVerb = verb !== undefined && (verbs.has(wordsOf(verb).join(' ')) || namesBoth(contract, operation, verb));
    const isAction = isActing(operation) && others.length === 0 && isVerb;
    if (!isAction || operation.effect !== 'destructive' || operation.conventions.action) return [];
    // What others have may not be acted on with made-up values.
    if (operation.body?.required === true && !onOwnResource(contract, operation)) return [];
    const item = pathAbove(operation.path);
    const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, item));
    const shown = shownBy(operation);
    if (!read || shown === undefined || !isSameNode(shown, shownBy(read))) return [];
    const state = statefulAnswer(contract, read)?.at;
    return state === undefined ? [] : [at(operation.location, { operation, read, state })];
  });

/**
 * The action of an operation.
 * @throws {RangeError} if the operation is no such action.
 */
export const statedActionOf = (contract: Contract, key: string): Stated => {
  const found = statedActions(contract).find(({ operation }) => operation.key === key);
  if (!found) throw new RangeError(`Cannot find an action with a shown state at ${key} of "${contract.source}"`);
  return found;
};

/** The state that a success shows; undefined where it shows none. */
export const stateOf = (exchange: Exchange | undefined, pointer: string): string | undefined => {
  const state = exchange && isSuccess(exchange) ? valueAt(jsonOf(exchange), pointer) : undefined;
  return typeof state === 'string' ? state : undefined;
};

/** The pointer to the moment of an action beside the state that a read shows; undefined where no member is named so. */
export const momentBeside = (
  contract: Contract,
  operation: Operation,
  { read, state }: Pick<Stated, 'read' | 'state'>,
): string | undefined => {
  const around = tokensOf(state).slice(0, -1);
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(contract.document, one).get(name), shownBy(read));
  const name = momentIn(contract, object, operation);
  return name === undefined ? undefined : below('', ...around, name);
};
