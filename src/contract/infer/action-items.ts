import { type MoveRow, moveRowsIn } from './move-tables.ts';
import { statesIn } from './spoken-moves.ts';
import { wordsOf } from './words.ts';

/** What an item of a list says of the action that it begins with: "**archive**: from `open` or `late` to `archived`". */
export type ActionItem = {
  /** The name of the action, in words. */
  readonly action: string;
  /** The states that it is for; undefined where that is not understood. */
  readonly from: readonly string[] | undefined;
  /** The states that it names as those which it is not for: `archived` of "from any status but `archived`". */
  readonly but: readonly string[];
  /** The state that it leads to; undefined where none is said plainly. */
  readonly to: string | undefined;
};

/** An item of a list with the lines that go on with it. */
const items = /^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?<item>[^\n]+(?:\n(?![ \t]*(?:[-*+]|\d+[.)])[ \t]|[ \t]*\n|#)[^\n]+)*)/gmu;

/** The name at the beginning of an item, in bold or in code, and what stands behind the colon or the dash. */
const named = /^(?:\*\*|__)?`?(?<name>\p{L}[\p{L}\d_ -]{1,30})`?:?(?:\*\*|__)?\s*(?::|[–—]|-\s|(?<=[:][*_]{0,2})\s)\s*(?<said>.+)$/u;

/** The beginning of what is said: the states that the action is for, and those that it leads to. */
const move = /^(?:only |possible |allowed |works |goes |takes it )*from (?<from>.+?)(?: (?:in)?to (?<to>.+))?$/iu;

/** The same with an arrow between them: "draft → submitted". */
const arrow = /^(?<from>[^→⟶⇒>]+?)\s*(?:[-–—=]+>|[→⟶⇒])\s*(?<to>[^→⟶⇒>]+)$/u;

/** Every state, with those that are left out. */
const anyBut =
  /^(?:any|every|all|each)(?: other)?(?: (?:states?|status|statuses|one|of them))?(?:,? (?:but|except|except for|other than|apart from|save) (?<but>.+))?$/iu;

/** Words behind a move by which there may be more ways, or this one is for some callers. */
const more = /\b(?:from|also|too|as well|even|any|every|always|admins?|owners?|managers?|force|usually|normally)\b/iu;

/** Words by which a part of an item is about some cases, or a later time. */
const conditional = /\b(?:if|when|unless|once|until|later|may|might|can|after|or)\b/iu;

/** Words before the state that something comes to by a part of an item: "the loan becomes `open` again". */
const becoming =
  /\b(?:becomes?|turns?|is set to|goes (?:back )?to|changes to)(?: (?:an?|the))? (?<state>[`\w-]+)(?: again| then)?(?=$| for | and | with )/iu;

/** Words behind the state that an action leads to by which it leads there in some cases. */
const inSomeCases = /\b(?:if|when|unless|(?<!at )once|until|later|may|might|can|otherwise|else|or|provided|as soon as)\b/iu;

/** Callers for whom alone something is said: "for members", "by the staff". */
const callers =
  /\b(?:for|by|as) (?:the )?(?!(?:good|always|days|hours|minutes|weeks|months|years|times|this|its|is|has|was|does)\b)(?:[\p{L}-]+s|staff|everybody else|others)\b/iu;

/** Words of a part that is about another case, and not about a later time. */
const otherwise = /\b(?:if|unless|otherwise|else|instead|directly|straight)\b/iu;

/** A state that something comes to: that says nothing of the states before. */
const comingTo = /\b(?:becomes?|turns?|(?:is set|goes|goes back|changes) to|to)(?: (?:an?|the))? [\w-]+/giu;

/** Articles, and words for the resource: they take nothing from the states that a text consists of. */
const plain = (text: string): readonly string[] => wordsOf(text).filter((word) => !['a', 'an', 'the', 'state', 'status'].includes(word));

/** The states at the beginning of a text, before a comma, brackets, or a condition. */
const firstStates = (text: string, states: readonly string[]): readonly string[] | undefined =>
  statesIn(plain(text.split(/[,(]| (?:when|if|once|by|with|for|as|at) /u)[0] ?? ''), states);

/** The states that a text lists; undefined where a word of it is not understood. */
const fromIn = (text: string, states: readonly string[]): Pick<ActionItem, 'from' | 'but'> => {
  const all = anyBut.exec(text.trim());
  if (!all) return { from: statesIn(plain(text), states), but: [] };
  const left = all.groups?.['but'];
  const but = left === undefined ? [] : statesIn(plain(left), states);
  return but ? { from: states.filter((one) => !but.includes(one)), but } : { from: undefined, but: [] };
};

/** Does a text speak of a state by its name. */
const speaksOf = (text: string, state: string): boolean => ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(state).join(' ')} `);

const itemOf = (written: string, longest: readonly string[]): ActionItem | undefined => {
  const { name = '', said = '' } = named.exec(written)?.groups ?? {};
  const [first = '', ...rest] = said
    .replaceAll(/[`*]/gu, '')
    .split(/[;.](?=\s|$)/u)
    .map((one) => one.trim());
  const found = (move.exec(first) ?? arrow.exec(first))?.groups;
  if (name === '' || !found) return undefined;
  const action = wordsOf(name).join(' ');
  const before = fromIn(found['from'] ?? '', longest);
  const target = found['to'];
  const after = target === undefined ? undefined : firstStates(target, longest);
  const behind = [target ?? '', ...rest];
  const became = rest
    .filter((one) => !conditional.test(one))
    .flatMap((one) => statesIn(plain(becoming.exec(one)?.groups?.['state'] ?? ''), longest) ?? []);
  const to = new Set(after ?? became);
  const known = new Set([...(before.from ?? []), ...before.but, ...to]);
  const namesMore = (one: string): boolean => longest.some((state) => !known.has(state) && speaksOf(one, state));
  // Another state that is spoken of may be one more from which the action is possible.
  const isOfMore = behind.some((one) => namesMore(one.replaceAll(comingTo, ' ')));
  const isOpen = isOfMore || behind.some((one) => more.test(one) || callers.test(one)) || (target !== undefined && after === undefined);
  const isInSomeCases = (target !== undefined && inSomeCases.test(target)) || rest.some((one) => otherwise.test(one) && namesMore(one));
  return {
    action,
    from: isOpen ? undefined : before.from,
    but: isOpen ? [] : before.but,
    to: to.size === 1 && !isInSomeCases ? [...to][0] : undefined,
  };
};

/** What the items of lists in a text say of the actions that they begin with, in the order of the text; other items are left out. */
export const actionItemsIn = (text: string, states: readonly string[]): readonly ActionItem[] => {
  // The longest names first, so that "not open" is not read as "open".
  const longest = states.toSorted((a, b) => wordsOf(b).length - wordsOf(a).length);
  return [...text.matchAll(items)].flatMap(({ groups }) => itemOf((groups?.['item'] ?? '').replaceAll(/\s+/gu, ' '), longest) ?? []);
};

/** The moves that tables tell of actions, and items of lists that begin with one and name the states before and behind it. */
export const actionRowsIn = (text: string, states: readonly string[]): readonly MoveRow[] => [
  ...moveRowsIn(text).filter(({ by }) => by.length > 0),
  ...actionItemsIn(text, states).flatMap(({ action, from, to }): readonly MoveRow[] =>
    from === undefined || to === undefined ? [] : [{ from, by: [action], to: [to], beside: [] }],
  ),
];

/** A text without the items that say of an action from which states it leads. */
export const withoutActionItems = (text: string, states: readonly string[]): string =>
  text.replaceAll(items, (whole, item: string) => (itemOf(item.replaceAll(/\s+/gu, ' '), states) ? '' : whole));
