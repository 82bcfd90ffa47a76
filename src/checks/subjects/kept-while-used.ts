import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { namingOf } from './child-counts.ts';
import { type Leading, lives } from './lives.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { clausesOf, inWords, isNegated, mentionsIn, refusing, type State, statesShown, textsOf, unclear } from './state-words.ts';

/** A resource whose removal is refused, by its text, as long as there is something below it, or something that refers to it. */
export type KeptWhileUsed = Subject & {
  readonly parent: Trip & { readonly remove: Operation };
  readonly child: Trip;
  /** The member of the body of a new child that names the parent; undefined where its path does. */
  readonly by: string | undefined;
  /** The states of a child that count; empty where any does. */
  readonly counting: readonly State[];
  /** Actions that bring a child to a state that does not count; empty where the text tells of no states. */
  readonly leaving: readonly Leading[];
};

/** Words that may stand right before the noun of what is in the way: another one may mean what a new child is not ("unpaid"). */
const before: ReadonlySet<string> = new Set(
  'has have having with without any its still the of active open existing current contains contain containing are is some a an there no more or and least one linked remaining'.split(
    ' ',
  ),
);

/** Words by which a removal says that it takes along what is below. */
const takesAlong = /\b(?:cascad\w*|along with|together with|including|with (?:all )?(?:its|their))\b/iu;

const isNone = / (?:no|without|zero) (?:\w+ )?$/u;

type Found = { readonly counting: readonly State[] };

/** What the text of a removal says of the children that prevent it; undefined where it says nothing plain. */
const saidOf = (
  contract: Contract,
  remove: Operation,
  { parent, child }: { readonly parent: Trip; readonly child: Trip },
  states: readonly State[],
  isOnly: boolean,
): Found | undefined => {
  const noun = nounWordsOf(child.addsTo).at(-1) ?? '';
  const above = nounWordsOf(parent.addsTo).at(-1) ?? '';
  if (noun === '') return undefined;
  // "An invoice of the owner" is about what is below it, and about no caller.
  const ofParent = new RegExp(`(?<= ${noun}s?) of (?:the|this|that|an?|its?) ${above}(?= )`, 'gu');
  for (const text of textsOf(contract, remove)) {
    for (const clause of clausesOf(text)) {
      const words = above === '' ? inWords(clause) : inWords(clause).replaceAll(ofParent, '');
      if (unclear.test(words) || takesAlong.test(clause)) continue;
      if (isOnly && refusing.test(words) && / (?:not empty|non empty) /u.test(words)) return { counting: [] };
      const places = [` ${noun} `, ` ${noun}s `].flatMap((one) => (words.includes(one) ? [words.indexOf(one)] : []));
      const [place] = places;
      if (place === undefined) continue;
      const head = words.slice(0, place + 1);
      const previous = head.trim().split(' ').at(-1) ?? '';
      const named = mentionsIn(words, states, [noun, `${noun}s`]);
      const isState = named.some(({ state }) => state.name.split(' ').at(-1) === previous);
      const isSaid = isNone.test(head) ? / only /u.test(words) : refusing.test(words);
      // A parent that "is" something is about a state of its own.
      if (!isSaid || (!before.has(previous) && !isState) || / (?:do|does) not count /u.test(words)) continue;
      if (named.some(isNegated)) return undefined;
      return { counting: named.map(({ state }) => state) };
    }
  }
  return undefined;
};

const statesOfChild = (contract: Contract, { read, id }: Trip): readonly State[] => {
  const place = read && placeIn(contract, read, id);
  if (!place) return [];
  const members = new Map(
    [...membersOf(contract.document, place.schema)].map(([name, one]) => [name, resolvedSchema(contract.document, one)]),
  );
  const state = ['status', 'state'].find((name) => members.has(name));
  return statesShown(contract.document, members, state);
};

/** Every resource type of which the removal says so, at the removal. */
export const keptWhileUsed = (contract: Contract): readonly KeptWhileUsed[] => {
  const trips = roundTrips(contract);
  return trips.flatMap((parent): readonly KeptWhileUsed[] => {
    const { remove } = parent;
    if (!remove?.responses.some(({ status }) => status === '409') || parent.create.effect !== 'creates') return [];
    const children = trips.filter(
      (one) =>
        one !== parent && ['creates', 'creates-permanently'].includes(one.create.effect) && namingOf(contract, parent, one) !== undefined,
    );
    for (const child of children) {
      const states = statesOfChild(contract, child);
      const said = saidOf(contract, remove, { parent, child }, states, children.length === 1);
      if (!said) continue;
      const { counting } = said;
      const leading = lives(contract).find(({ type }) => type.create.key === child.create.key)?.leading ?? [];
      const leaving = counting.length === 0 ? [] : leading.filter(({ to }) => !counting.some(({ name }) => name === to.name));
      const { by } = namingOf(contract, parent, child) ?? { by: undefined };
      return [at(remove.location, { parent: { ...parent, remove }, child, by, counting, leaving })];
    }
    return [];
  });
};
