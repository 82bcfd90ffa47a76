import { isActing } from '../../contract/infer/acting.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { answersSame } from '../../contract/infer/effects/creation-responses.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isDirectlyBelow } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { type State, inWords } from './state-mentions.ts';

/** A move that leads to a state by what an operation chooses or shows, and the states that it starts from; undefined where nothing says from which. */
export type ShownMove = {
  readonly operation: Operation;
  readonly set: { readonly [member: string]: string | boolean } | undefined;
  readonly to: State;
  readonly from?: ReadonlySet<unknown>;
};

const saidAt = ({ document }: Contract, { location }: Pick<Operation, 'location'>): readonly string[] =>
  saidIn(valueAt(document, nodeOf(location)));

/** The states that stand one after another at a place, joined by "or" and commas. */
const joinedAt = (words: string, states: readonly State[]): readonly State[] => {
  const any = states
    .map(({ name }) => name)
    .toSorted((a, b) => b.length - a.length)
    .join('|');
  const [run = ''] =
    new RegExp(`^(?:(?:an?|the|in|still|or|either) )*(?:${any})(?: (?:or (?:an? |in )?)?(?:${any}))* `, 'u').exec(words) ?? [];
  return states.filter(({ name }) => ` ${run}`.includes(` ${name} `));
};

/** The states that a text says that a resource has to be in: "The order must be draft or open", "Only while the order is a draft". Empty where it says none. */
export const requiredIn = (texts: readonly string[], noun: string, states: readonly State[]): readonly State[] => {
  const before = new RegExp(
    ` (?:the|an?|its|this) ${noun} (?:must|has to|needs to) (?:still )?be | (?:only )?(?:while|as long as) (?:the|an?|its|this) ${noun} is (?:still )?`,
    'gu',
  );
  const found = texts.flatMap((text) => {
    const words = inWords(text.replaceAll('_', ' '));
    return [...words.matchAll(before)].flatMap(({ index, 0: { length } }) => joinedAt(words.slice(index + length), states));
  });
  return states.filter((one) => found.includes(one));
};

/**
 * The state that the successes of an operation say that a resource is in then: "Order, status OPEN", "Line added, order CONFIRMED". Undefined where they say none, or
 * several.
 * @param isIt Whether the answer shows the resource itself, so that "status" is its own.
 */
const shownBy = (contract: Contract, operation: Operation, noun: string, states: readonly State[], isIt: boolean): State | undefined => {
  const texts = operation.responses.filter(({ status }) => status.startsWith('2')).flatMap((one) => saidAt(contract, one));
  const clauses = texts.flatMap((text) => text.split(/[.;,\n]/u)).map((one) => inWords(one.replaceAll('_', ' ')));
  const found = clauses.flatMap((words) =>
    states.filter(({ name }) =>
      new RegExp(
        isIt
          ? `^ (?:(?:now |then )?(?:with |in )?(?:the |its )?(?:new )?(?:status|state) |(?:the )?${noun} (?:now |then |is |is now |becomes )?)(?:now |is )?${name} $`
          : `^ (?:and )?(?:the )?${noun} (?:now |then |is |is now |becomes )?${name} $`,
        'u',
      ).test(words),
    ),
  );
  return new Set(found).size === 1 ? found[0] : undefined;
};

/** The state before each state of a row that a text tells in order: "An order is draft, then open, then closed". Undefined where it tells none. */
const rowIn = (texts: readonly string[], noun: string, states: readonly State[]): ReadonlyMap<State, State> | undefined => {
  const any = states
    .map(({ name }) => name)
    .toSorted((a, b) => b.length - a.length)
    .join('|');
  const row = new RegExp(
    ` (?:the|an?|every|each) (?:new )?${noun} (?:is|starts as|begins as|goes from) (?:first )?(?:an? )?((?:${any})(?: (?:and )?then (?:an? |it is )?(?:${any}))+) `,
    'u',
  );
  for (const text of texts) {
    const [, found] = row.exec(inWords(text.replaceAll('_', ' '))) ?? [];
    const named = found?.split(/ (?:and )?then (?:an? |it is )?/u).flatMap((name) => states.find((one) => one.name === name) ?? []);
    if (named) return new Map(named.slice(1).flatMap((to, n) => (named[n] ? [[to, named[n]] as const] : [])));
  }
  return undefined;
};

/**
 * The moves of a resource that need no sentence about where they lead: a PUT or a PATCH of its state right below it (`PUT /calls/{callId}/status` with one of the states in its
 * body), and an action, by POST or PUT, of which the description of the success names the state. Only to bring a resource of the run to a state: nothing is judged
 * by them.
 * @param chosen The moves that the body of an operation chooses by naming the state.
 */
export const shownMoves = (
  contract: Contract,
  { itemPath, addsTo, read }: { readonly itemPath: string; readonly addsTo: string; readonly read: Operation },
  states: readonly State[],
  chosen: (operation: Operation) => readonly ShownMove[],
): readonly ShownMove[] => {
  const noun = nounWordsOf(addsTo).at(-1) ?? '';
  const listed = states.filter(({ value }) => typeof value === 'string');
  if (noun === '' || listed.length === 0) return [];
  return contract.operations.flatMap((operation): readonly ShownMove[] => {
    const isBelow = isDirectlyBelow(operation.path, itemPath) && !endsInParameter(operation.path);
    if (
      !isBelow ||
      !['POST', 'PUT', 'PATCH'].includes(operation.method) ||
      operation.effect === 'safe' ||
      operation.unsupported !== undefined
    )
      return [];
    const isIt = answerSchema(operation) !== undefined && answersSame(operation, read);
    const texts = saidAt(contract, operation);
    const named = isActing(operation) ? [] : chosen(operation);
    if (named.length > 0) {
      const row = rowIn(texts, noun, listed);
      return named.map((one) => {
        const before = row?.get(one.to);
        return before && !one.from ? { ...one, from: new Set([before.value]) } : one;
      });
    }
    const to = shownBy(contract, operation, noun, listed, isIt);
    const from = requiredIn(texts, noun, listed);
    return to === undefined
      ? []
      : [{ operation, set: undefined, to, ...(from.length > 0 ? { from: new Set<unknown>(from.map(({ value }) => value)) } : {}) }];
  });
};
