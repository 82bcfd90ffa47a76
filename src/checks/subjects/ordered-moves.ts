import { isActing } from '../../contract/infer/acting.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { answersSame } from '../../contract/infer/effects/creation-responses.ts';
import { toldOrder } from '../../contract/infer/told-orders.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { isLeft, verbOf } from './action-words.ts';
import type { State } from './state-mentions.ts';

/** An action, and the state that it leads to; `from` are the states in which its text allows it, undefined where it does not say. */
export type OrderedMove = { readonly operation: Operation; readonly to: State; readonly from: ReadonlySet<unknown> | undefined };

type Acting = {
  readonly read: Operation;
  readonly states: readonly State[];
  /** The actions on a resource of which nothing tells yet where they lead. */
  readonly actions: readonly Operation[];
  /** The states in which the text of an operation refuses it. */
  readonly refusedIn: (operation: Operation) => readonly State[];
  /** The values that other operations lead to. */
  readonly reached: ReadonlySet<unknown>;
};

/** Verbs of an end, and the states in which something is then. */
const finishing: ReadonlySet<string> = new Set(['complete', 'finish', 'end', 'conclude', 'finalise', 'finalize', 'wrap up']);

const finished: ReadonlySet<string> = new Set(['done', 'complete', 'completed', 'finished', 'ended', 'concluded']);

/** Verbs of actions that end something before its time, or take it back: they lead to no next state. */
const backwards: ReadonlySet<string> = new Set(
  (
    'abandon abort annul block cancel decline deny discard dismiss fail freeze halt hold interrupt kill lock pause postpone refuse reject reopen reset restart restore return ' +
    'revert revoke rollback stop suspend terminate undo unassign unpublish void withdraw'
  ).split(' '),
);

/** The forms of a verb that may be in the third person: "schedules", "dispatches", "carries". */
const plainForms = (verb: string): readonly string[] =>
  [verb, verb.replace(/s$/u, ''), verb.replace(/es$/u, ''), verb.replace(/ies$/u, 'y')].filter((one) => one.length > 2);

/** The verbs with which the texts of an operation begin, and the one at the end of its path: "Schedules a new order or re-schedules a scheduled one". */
const verbsOfAction = ({ document }: Contract, operation: Operation): readonly string[] => {
  const heads = saidIn(valueAt(document, nodeOf(operation.location))).flatMap((text) => wordsOf(text).slice(0, 1));
  return [verbOf(operation), ...heads.flatMap(plainForms)];
};

/** The one state that verbs name: that which one of them leaves, or that of something finished. */
const namedBy = (verbs: readonly string[], states: readonly State[]): State | undefined => {
  const left = states.filter(({ value }) => verbs.some((verb) => isLeft(verb, String(value))));
  const ended = verbs.some((verb) => finishing.has(verb)) ? states.filter(({ name }) => finished.has(name)) : [];
  const [only, ...others] = left.length > 0 ? left : ended;
  return others.length === 0 ? only : undefined;
};

/** Does an operation answer with the resource itself, or with nothing. */
const isOnWhole = (operation: Operation, read: Operation): boolean =>
  isActing(operation) && (answerSchema(operation) === undefined || answersSame(operation, read));

/**
 * The moves of actions of which no sentence says where they lead: to the state that the verb of their text leaves ("Schedules a new order"), or that of something finished; else from
 * the only state in which they are possible to the next one, in the order of states that a text tells ("`open` → `packed` → `sent`", and "Only a packed order"). Only to bring a resource of
 * the run to a state: nothing is judged by them.
 */
export const orderedMoves = (contract: Contract, { read, states, actions, refusedIn, reached }: Acting): readonly OrderedMove[] => {
  const values = states.map(({ value }) => String(value));
  const found = actions
    .filter((one) => isOnWhole(one, read))
    .map((operation) => {
      const refused = refusedIn(operation);
      const allowed = refused.length === 0 ? [] : states.filter((one) => !refused.includes(one));
      const verbs = verbsOfAction(contract, operation);
      return { operation, allowed, verbs, named: namedBy(verbs, states) };
    });
  const named = found.flatMap(({ operation, allowed, named: to }): readonly OrderedMove[] =>
    to === undefined
      ? []
      : [{ operation, to, from: allowed.length > 0 ? new Set(allowed.filter((one) => one !== to).map(({ value }) => value)) : undefined }],
  );
  const taken = new Set([...reached, ...named.map(({ to }) => to.value)]);
  const next = found.flatMap(({ operation, allowed, verbs, named: by }): readonly OrderedMove[] => {
    const [only, ...others] = allowed;
    if (by !== undefined || only === undefined || others.length > 0 || verbs.some((verb) => backwards.has(verb))) return [];
    const order = toldOrder(contract, values, saidIn(valueAt(contract.document, nodeOf(operation.location))));
    const at = order.indexOf(String(only.value));
    const to = at < 0 ? undefined : states.find(({ value }) => value === order[at + 1]);
    return to === undefined || taken.has(to.value) ? [] : [{ operation, to, from: new Set([only.value]) }];
  });
  // Of several actions in the same state nobody knows which one leads on.
  return [...named, ...next.filter(({ to }) => next.filter((one) => one.to === to).length === 1)];
};
