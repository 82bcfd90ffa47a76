import { stateMembers } from './state-names.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn, saidOfTags } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { titledTablesIn } from './markdown-tables.ts';
import { moveRowsOf } from './move-tables.ts';
import { endsInParameter, isDirectlyBelow, segmentsOf } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { stepOrderOf } from './step-orders.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** A move from state to state that a row of a table tells. */
export type ToldMove = {
  readonly from: readonly string[];
  readonly to: string;
  /** What the other cells of the row say, each with the head of its column. */
  readonly beside: readonly { readonly head: string; readonly text: string }[];
  /** A caller makes it: it is not left to the service, or to time. */
  readonly isMade: boolean;
};

const wordsIn = (text: string): readonly string[] => wordsOf(text).map(singular);

/** The nouns of the collections of a document, in the singular. */
const nounsOf = ({ operations }: Contract): ReadonlySet<string> =>
  new Set(
    operations.flatMap(({ path }) =>
      segmentsOf(path).flatMap((segment) => {
        const last = 'literal' in segment ? (wordsOf(segment.literal).at(-1) ?? '') : '';
        return last.endsWith('s') && singular(last) !== last && last !== 'status' ? [singular(last)] : [];
      }),
    ),
  );

/** Words by which a move is left to the service, or to time. */
const unmade =
  /\b(?:by|from) (?:the |an? )?(?:service|system|server|platform|scheduler|clock|timer|background job)\b|\bautomatic(?:ally)?\b|\b(?:on|of|by) (?:its|their) own\b|\bby itself\b|\bnightly\b/iu;

/** Texts of a document that may show a table of moves; in those of an operation and of its tags a table needs no title. */
const textsFor = (
  { document }: Contract,
  operation: Operation | undefined,
): readonly { readonly text: string; readonly isOwn: boolean }[] => {
  const node = operation && valueAt(document, nodeOf(operation.location));
  return [
    ...saidIn(node).map((text) => ({ text, isOwn: true })),
    ...(operation ? saidOfTags(document, node) : []).map((text) => ({ text, isOwn: true })),
    ...saidIn(document['info']).map((text) => ({ text, isOwn: false })),
  ];
};

/**
 * The moves that tables tell of the resources of a collection: rows from state to state, "From, To" and what else there is, below a title that names such a
 * resource ("Statuses of an order"), or none, in the introduction, or in the texts of an operation on one. All states of such a table have to be states of the resource. A
 * table that has a column for actions as well is not among them.
 * @param collection The path of the collection.
 * @param states The listed states.
 */
export const toldMoves = (
  contract: Contract,
  collection: string,
  states: readonly string[],
  operation?: Operation,
): readonly ToldMove[] => {
  const noun = nounWordsOf(collection).at(-1) ?? '';
  const others = nounsOf(contract);
  const stateOf = (name: string): string | undefined =>
    states.find((one) => one === name) ?? states.find((one) => wordsOf(one).join(' ') === wordsOf(name).join(' '));
  /** Does a title speak of the resource; undefined where it names no resource. */
  const isAbout = (title: string): boolean | undefined => {
    const words = wordsIn(title);
    return words.includes(noun) ? true : words.some((word) => others.has(word)) ? false : undefined;
  };
  return textsFor(contract, operation).flatMap(({ text, isOwn }) =>
    titledTablesIn(text).flatMap(({ table, lead, heading }): readonly ToldMove[] => {
      if (!(isAbout(lead) ?? isAbout(heading) ?? true) && !isOwn) return [];
      const rows = moveRowsOf(table);
      const named = rows.flatMap(({ from, to }) => [...from, ...to]);
      const isOfStates = named.length > 0 && named.every((name) => stateOf(name) !== undefined);
      if (!isOfStates || rows.some(({ by }) => by.length > 0) || !rows.some(({ from, to }) => from.length > 0 && to.length > 0)) return [];
      return rows.flatMap(({ from, to, beside }) =>
        to.flatMap((name): readonly ToldMove[] => {
          const state = stateOf(name);
          const before = from.flatMap((one) => stateOf(one) ?? []);
          // What a new resource is in is no move.
          return state === undefined || before.length === 0
            ? []
            : [{ from: before, to: state, beside, isMade: !beside.some((one) => unmade.test(one.text)) }];
        }),
      );
    }),
  );
};

const listedIn = (document: Contract['document'], schema: unknown): readonly string[] => {
  const [listed] = partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? [values] : []));
  return listed?.filter((one): one is string => typeof one === 'string') ?? [];
};

/** The listed values that an answer shows in a member of a name, at its top or in what it wraps. */
const shownIn = ({ document }: Contract, operation: Operation, name: string): readonly string[] => {
  const members = membersOf(document, answerSchema(operation));
  const own = listedIn(document, members.get(name));
  return own.length > 0 ? own : [...members.values()].flatMap((one) => listedIn(document, membersOf(document, one).get(name)));
};

/** An operation whose body sets the state of one resource of a type: `PUT /orders/{orderId}/status`. */
export type StateSetting = {
  readonly type: AnyInferred;
  readonly member: string;
  /** The states that it can set. */
  readonly values: readonly string[];
  /** The moves that tables tell of the resource. */
  readonly moves: readonly ToldMove[];
};

const findSetting = (contract: Contract, operation: Operation): StateSetting | undefined => {
  const { document } = contract;
  if (!['POST', 'PUT', 'PATCH'].includes(operation.method) || operation.effect.startsWith('creates')) return undefined;
  const type = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()]
    .map(({ resourceType }) => resourceType)
    .find((one) => isDirectlyBelow(operation.path, itemOf(one).path) && !endsInParameter(operation.path));
  const body = type && askedSchema(operation.body);
  const [named] = stateMembers(
    [...membersOf(document, body)].flatMap(([name, schema]) => {
      const values = listedIn(document, schema);
      return values.length > 0 ? [[name, values] as const] : [];
    }),
  );
  const found = named && { member: named[0], values: named[1] };
  if (!type || !found) return undefined;
  const states = [...new Set([...found.values, ...[operation, type.create].flatMap((one) => shownIn(contract, one, found.member))])];
  return { type, ...found, moves: toldMoves(contract, type.create.path, states, operation) };
};

const known = new WeakMap<Contract, Map<string, StateSetting | undefined>>();

/** What an operation sets of the state of the resource that its path is below; undefined where it sets none. */
export const stateSetting = (contract: Contract, operation: Operation): StateSetting | undefined => {
  const all = known.get(contract) ?? new Map<string, StateSetting | undefined>();
  known.set(contract, all);
  if (!all.has(operation.key)) all.set(operation.key, findSetting(contract, operation));
  return all.get(operation.key);
};

/**
 * The state that an operation sets where nothing else says which: the first that a table leads to, or the second of those that it takes the resource through.
 * Undefined where none does, or it is another member's.
 */
export const firstState = (contract: Contract, operation: Operation, member: string): string | undefined => {
  const setting = contract.standard.size > 0 ? stateSetting(contract, operation) : undefined;
  if (setting?.member !== member) return undefined;
  const tabled = setting.moves.find(({ to, isMade }) => isMade && setting.values.includes(to))?.to;
  return tabled ?? stepOrderOf(contract, operation, setting.values)?.states[1];
};

/** Heads of columns that say what a move needs. */
const needing: ReadonlySet<string> = new Set(
  'need require condition precondition prerequisite requirement guard if when provided only'.split(' '),
);

/** What the rows of tables say that the moves of an operation which sets a state need: "needs at least one line". */
export const saidOfMoves = (contract: Contract, operation: Operation): readonly string[] => {
  const { values = [], moves = [] } = stateSetting(contract, operation) ?? {};
  return moves
    .filter(({ to, isMade }) => isMade && values.includes(to))
    .flatMap(({ beside }) => beside.map(({ head, text }) => (wordsIn(head).some((word) => needing.has(word)) ? `Needs ${text}.` : text)));
};
