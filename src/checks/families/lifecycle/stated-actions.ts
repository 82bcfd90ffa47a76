import { isDeepStrictEqual } from 'node:util';
import { coveredBy, itemOf } from '../../../contract/infer/covering.ts';
import { parametersIn, isSamePath, tailOf } from '../../../contract/infer/path-template.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { momentIn } from '../../subjects/action-words.ts';
import { namesBoth, statefulAnswer } from '../../subjects/needed-states.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { inferredResource } from '../../scenarios/lifecycle/references.ts';
import { until } from '../../scenarios/lifecycle/until.ts';

/** An action on one resource that answers with the resource, the read of that resource, and the JSON pointer to the state in both answers. */
type Stated = Subject & { readonly operation: Operation; readonly read: Operation; readonly state: string };

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

const statedActions = (contract: Contract): Stated[] =>
  contract.operations.flatMap((operation): Stated[] => {
    const [verb, ...others] = tailOf(operation.path);
    const isVerb = verb !== undefined && (verbs.has(wordsOf(verb).join(' ')) || namesBoth(contract, operation, verb));
    const isAction = operation.method === 'POST' && others.length === 0 && isVerb;
    if (!isAction || operation.effect !== 'destructive' || operation.body?.required === true || operation.conventions.action) return [];
    const item = operation.path.replace(/\/[^/]*\/?$/u, '');
    const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, item));
    const shown = shownBy(operation);
    if (!read || shown === undefined || !isSameNode(shown, shownBy(read))) return [];
    const state = statefulAnswer(contract, read)?.at;
    return state === undefined ? [] : [at(operation.location, { operation, read, state })];
  });

const stateOf = (exchange: Exchange | undefined, pointer: string): string | undefined => {
  const state = exchange && isSuccess(exchange) ? valueAt(jsonOf(exchange), pointer) : undefined;
  return typeof state === 'string' ? state : undefined;
};

type Acted = {
  /** A read of the resource before the action, or of a new one that nothing acted on. */
  readonly fresh: Exchange;
  readonly action: Exchange;
  /** Reads of the resource that was acted on. */
  readonly reads: readonly Exchange[];
  /** The same action again. */
  readonly again: Exchange | undefined;
};

/** How long a read may show the old state, in milliseconds. */
const patience = 5000;

/** The path to a resource that the run creates for an action alone; undefined where the document shows no way to create one. */
const ownPath = async (
  session: Session,
  operation: Operation,
): Promise<{ of(asked: Operation): { readonly pathValues: Readonly<Record<string, string>> } } | undefined> => {
  const covering = [...coveredBy(session.contract, operation).values()].at(-1);
  if (!covering) return undefined;
  const { resourceType } = covering;
  const made = await orSkipped(
    session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: operation.key, turn: 'acted' }),
  );
  if (isSkipped(made)) return undefined;
  const values = parametersIn(itemOf(resourceType).path).map((name) => made[name] ?? '');
  return { of: ({ path }) => ({ pathValues: Object.fromEntries(parametersIn(path).map((name, n) => [name, values[n] ?? ''])) }) };
};

/** The pointer to the moment of an action beside the state that a read shows; undefined where no member is named so. */
const momentBeside = (contract: Contract, operation: Operation, { read, state }: Pick<Stated, 'read' | 'state'>): string | undefined => {
  const around = tokensOf(state).slice(0, -1);
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(contract.document, one).get(name), shownBy(read));
  const name = momentIn(contract, object, operation);
  return name === undefined ? undefined : below('', ...around, name);
};

export const actionShown = defineProbe<Stated, Acted>({
  id: 'lifecycle/action-shown',
  title: 'Reads of a resource show the state that the answer to an action reported',
  why: 'The answer says that the order is cancelled, so nobody looks again, and it is delivered all the same.',
  fix: 'Store the new state before the action is answered, and answer with what was stored.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: statedActions,
  prerequisites: ({ operation, read }, around) => [...prerequisitesFor(operation, around), ...prerequisitesFor(read, around)],
  cost: () => ({ requests: 12, creates: 2 }),
  async run({ operation, read, state }, session) {
    const own = await ownPath(session, operation);
    const fresh = own
      ? await session.send(usableRequest(session, read, 'acted', own.of(read)))
      : await session.run(plainRead, { operation: read.key });
    const action = own
      ? await session.send(usableRequest(session, operation, 'acted', own.of(operation)))
      : await session.run(plainRead, { operation: operation.key });
    const shown = stateOf(action, state);
    if (shown === undefined || shown === stateOf(fresh, state)) return { fresh, action, reads: [], again: undefined };
    const names = parametersIn(read.path);
    const values = parametersIn(operation.path).flatMap((name, n) => {
      const [wanted, value] = [names[n], action.request.pathValues[name]];
      return wanted === undefined || value === undefined ? [] : [[wanted, value] as const];
    });
    const moment = momentBeside(session.contract, operation, { read, state });
    const reads: Exchange[] = [];
    await until(session, { withinMs: patience, why: 'a read is to show the state' }, async () => {
      const answer = await session.send(usableRequest(session, read, 'acted', { pathValues: Object.fromEntries(values) }));
      reads.push(answer);
      // A job may write the moment.
      const isDated = moment === undefined || valueAt(jsonOf(answer), moment) !== null;
      return stateOf(answer, state) === stateOf(fresh, state) || !isDated ? undefined : true;
    });
    // Whether a repetition is refused depends on the API; that it is no failure of the server is judged of every answer.
    const again = await session.send(usableRequest(session, operation, 'again', { pathValues: action.request.pathValues }));
    return { fresh, action, reads, again };
  },
  judge({ operation, read, state }, { fresh, action, reads }, { contract }) {
    const [old, shown, last] = [stateOf(fresh, state), stateOf(action, state), reads.at(-1)];
    if (shown === undefined || old === undefined || last === undefined)
      return inconclusive(`The action was answered ${outcomeOf(action)}, and changed no state`, [action, fresh]);
    if (statusOf(action) === 202 || isCached(last) || stateOf(last, state) === undefined)
      return inconclusive(`The read after the action was answered ${outcomeOf(last)}, perhaps not with what is now`, [last, action]);
    if (stateOf(last, state) !== old) {
      const moment = momentBeside(contract, operation, { read, state });
      if (moment === undefined || !isSuccess(last) || stateOf(last, state) !== shown) return pass(1);
      const value = valueAt(jsonOf(last), moment);
      if (value !== null) return pass(2);
      const dated = { where: moment, expected: `a moment, because the state is "${shown}"`, actual: 'null' };
      return unconfirmed(fail({ code: 'action-not-dated', ...dated }, [last, action]));
    }
    const finding = { where: state, expected: `"${shown}", as the action answered`, actual: `"${old}", as before` };
    return unconfirmed(fail({ code: 'action-not-kept', ...finding }, [last, action, fresh]));
  },
});
