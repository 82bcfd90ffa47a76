import { actionItemsIn, withoutActionItems } from '../../contract/infer/action-items.ts';
import { arrowsIn } from '../../contract/infer/move-arrows.ts';
import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { distinct } from '../../model/json.ts';
import { isLeftBy } from './action-words.ts';
import { mayConflict } from './conflicts.ts';
import { movedBeside } from './moves-in-text.ts';
import { exclusionsIn, excludesItself } from './exclusive-moves.ts';
import { inWords, type State } from './state-mentions.ts';
import { saysHarmless } from './state-words.ts';

/** The actions on a resource, and the operations whose sections may show how it moves. */
export type Sectioned = {
  readonly operations: readonly Operation[];
  readonly actions: readonly Operation[];
  /** The listed states of the resource. */
  readonly states: readonly State[];
};

const verbOf = ({ path }: Operation): string => wordsOf(tailOf(path).at(-1) ?? '').join(' ');

/** Does a line name an action: "with the publish call", "by `publish`". */
const names = (said: string, action: Operation): boolean => {
  const verb = verbOf(action);
  const isQuoted = [...said.matchAll(/`([^`]+)`/gu)].some(([, quoted = '']) => wordsOf(quoted).join(' ') === verb);
  return (
    (isQuoted && !isLeftBy(action, verb)) ||
    new RegExp(` (?:the )?${verb} (?:call|operation|action|endpoint|request|command|method|transition) `, 'u').test(inWords(said))
  );
};

/** What shows how a resource moves: a line with an arrow, an item of a list that begins with the action, or a row of a table, which may name the actions in a cell of its own. */
type Row = ReturnType<typeof arrowsIn>['rows'][number] & { readonly by?: readonly string[]; readonly but?: readonly string[] };

/** The rows of the tables in a text that lead from states to states; `isWhole` is false where the states of one are not understood. */
const tabledIn = (text: string, values: readonly string[]): { readonly rows: readonly Row[]; readonly isWhole: boolean } => {
  const called = (cells: readonly string[]): readonly string[] =>
    cells.flatMap((name) => values.filter((value) => value === name || wordsOf(value).join(' ') === wordsOf(name).join(' ')));
  // A row that leads from nothing is that of the creation.
  const found = moveRowsIn(text).filter(({ from, to }) => from.length > 0 && called([...from, ...to]).length > 0);
  return {
    rows: found.map(({ from, by, to }) => ({
      from: called(from),
      to: to.length > 0 ? called(to) : undefined,
      said: by.map((one) => `\`${one}\``).join(' '),
      ...(by.length > 0 ? { by } : {}),
    })),
    isWhole: found.every(({ from, to }) => called(from).length === from.length && called(to).length === to.length),
  };
};

/** The items of lists in a text that each begin with an action; one that is not understood leads from every state. */
const itemsIn = (text: string, values: readonly string[]): { readonly rows: readonly Row[]; readonly isWhole: boolean } => ({
  rows: actionItemsIn(text, values).map(({ action, from = values, but, to }) => ({
    from,
    to: to === undefined ? undefined : [to],
    said: '',
    by: [action],
    but,
  })),
  isWhole: true,
});

/**
 * The states in which an action is refused because the arrows, the items of a list, or the rows of a table, in the section of its resource lead from others alone, and that says that there is no other way.
 * Undefined where the section does not tell, or the action describes no conflict, or says that to repeat it does no harm.
 */
export const refusedByArrows = (
  contract: Contract,
  action: Operation,
  { operations, actions, states }: Sectioned,
): readonly State[] | undefined => {
  const { document } = contract;
  const nodes = operations.map(({ location }) => valueAt(document, nodeOf(location)));
  const texts = distinct(nodes.flatMap((node) => saidOfTags(document, node)));
  if (!mayConflict(action) || saysHarmless(contract, action, states)) return undefined;
  const exclusions = exclusionsIn([...texts, ...saidIn(valueAt(document, nodeOf(action.location)))]);
  const values = states.map(({ value }) => String(value));
  const found = texts
    .flatMap((text) => [arrowsIn(text, values), tabledIn(text, values), itemsIn(text, values)])
    .filter(({ rows }) => rows.length > 0);
  if (exclusions.length === 0 || found.length === 0 || !found.every(({ isWhole }) => isWhole)) return undefined;
  const rows: readonly Row[] = found.flatMap((one) => one.rows);
  const isMine = ({ to, said, by }: Row): boolean =>
    by?.some((one) => wordsOf(one).join(' ') === verbOf(action)) ??
    (to?.some((state) => isLeftBy(action, state)) === true || names(said, action));
  const mine = rows.filter(isMine);
  // A line that names neither a state nor an action may be about this one.
  const open = rows.filter(({ to, said, by }) => to === undefined && by === undefined && !actions.some((one) => names(said, one)));
  const free = new Set([...mine, ...open].flatMap(({ from }) => from));
  const isNamed = ({ value }: State): boolean => mine.some(({ but }) => but?.includes(String(value)) === true);
  const isKept = (state: State): boolean => isLeftBy(action, state.value) && !excludesItself(exclusions) && !isNamed(state);
  const beside = movedBeside(
    texts.map((text) => withoutActionItems(text, values)),
    values,
  );
  if ([...beside].some((state) => isLeftBy(action, state))) return undefined;
  const refused = states.filter((state) => !free.has(String(state.value)) && !beside.has(String(state.value)) && !isKept(state));
  return mine.length === 0 || refused.length === 0 ? undefined : refused;
};
