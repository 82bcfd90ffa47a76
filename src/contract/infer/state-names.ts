import { wordsOf } from './words.ts';

const usual: ReadonlySet<string> = new Set(['state', 'status']);

/** Names that may be those of something else beside a state: the `stage` of an application, and the `stage` at which a band plays. */
const others: ReadonlySet<string> = new Set(['stage', 'phase']);

/** Does the last word of a member say in which state a resource is: `status`, `paymentState`, `stage`. */
export const holdsState = (name: string): boolean => {
  const last = wordsOf(name).at(-1) ?? '';
  return usual.has(last) || others.has(last);
};

/**
 * Those of some members that hold a state by their names: `state` and `status`; `stage` and `phase` where there is neither.
 * @param members Names with what is known of them; where only listed values are states, only those that have some.
 * @param asked The whole name, or its last word alone: `paymentStatus`.
 */
export const stateMembers = <T>(
  members: Iterable<readonly [name: string, member: T]>,
  asked: 'whole name' | 'last word' = 'whole name',
): readonly (readonly [name: string, member: T])[] => {
  const all = [...members];
  const named = (names: ReadonlySet<string>) =>
    all.filter(([name]) => names.has(asked === 'whole name' ? name.toLowerCase() : (wordsOf(name).at(-1) ?? '')));
  const found = named(usual);
  return found.length > 0 ? found : named(others);
};

/** The words of a text in which the `stage` or the `phase` of a resource is called its state, as sentences mostly do. */
export const withStates = (words: string): string =>
  words.replaceAll(/(?<= (?:the|its|their|this|that|any|every|each|other|another|new|next|same) )(?:stage|phase)(?=s? )/gu, 'state');
