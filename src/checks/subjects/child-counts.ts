import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isDirectlyBelow, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { namesIn } from '../../contract/infer/told-removals.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { distinct, distinctBy } from '../../model/json.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Counting, countingIn, traitsOf, waysOut } from './counted-traits.ts';
import { countedBy, countedIn, nounOf, plainWords } from './counting-words.ts';
import type { Leaving } from './leavings.ts';
import { ownKinds } from './own-kinds.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A member of a resource that counts the resources below it, or those that refer to it. */
export type ChildCount = Subject & {
  /** What is counted by: a read of it shows the count, or its list alone where there is none. */
  readonly parent: Trip;
  readonly child: Trip;
  /** The member that counts. */
  readonly member: string;
  /** The member of the body of a new child that names the parent, alone or in a list of ids; undefined where its path does. */
  readonly by: string | undefined;
  /** Which children count; undefined where all do. */
  readonly counting: Counting | undefined;
  /** What takes a child out of those that count without its removal, and what brings it back. */
  readonly leaving: Leaving | undefined;
  readonly returning: Leaving | undefined;
  /** What gives a child another parent, with the member that names the parent in its body and in what a read shows. */
  readonly moving: { readonly operation: Operation; readonly member: string } | undefined;
};

/** Verbs of what has another resource among those that it names: "Surveys that carry the tag", "posts filed under this topic". */
const relating =
  '(?:carr(?:y|ies|ying)|ha(?:ve|s)|having|us(?:es?|ing)|bear(?:s|ing)?|nam(?:es?|ing)|mention(?:s|ing)?|list(?:s|ing)?|includ(?:es?|ing)|contain(?:s|ing)?|' +
  'referenc(?:es?|ing)|(?:refer(?:s|ring)?|point(?:s|ing)?|link(?:s|ing)?) to|belong(?:s|ing)? to|' +
  '(?:(?:are|is|were|was|have been|has been|currently|now|all) )*(?:tagged|labell?ed|marked|filed|grouped|listed|categori[sz]ed|classified|associated|linked|attached|assigned|related|connected)(?: (?:with|by|as|under|in|to))?)';

/** A clause that says of what is counted only that it names the parent. */
const relationTo = (parent: Trip): RegExp => {
  const names = namesIn(parent.addsTo).map((name) => literalPattern(name).replaceAll(' ', '[ -]'));
  return new RegExp(
    String.raw`(?:\b(?:that|which|who) (?:(?:currently|now|all|directly) )*|(?<=[a-z] ))${relating} (?:(?:the|this|that|a|an|its|given) )*(?:${[...names, 'it'].join('|')})\b`,
    'iu',
  );
};

/** Words in a name by which it bounds something, or says what is yet to come, rather than how many there are. */
const boundWords: ReadonlySet<string> = new Set(
  'max maximum min minimum limit most allowed included free left remaining available required planned expected target next last per'.split(
    ' ',
  ),
);

/** Words for all that is not settled, where the text lists what that means. */
const unsettled: ReadonlySet<string> = new Set(
  'open active pending unfinished outstanding unsettled current running live ongoing waiting'.split(' '),
);

/** What a name that is a plural counts, where the description says in which states: `openLoans`, "Loans that are `requested` or `out`". None for every other name. */
const countedInStates = (name: string, texts: readonly string[]): readonly string[] => {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (words.length === 0 || singular(last) === last || words.some((word) => boundWords.has(word))) return [];
  const beginning = new RegExp(
    String.raw`^(?:(?:the|all|its|your|their) )*(?:[\w-]+,? ){0,5}${literalPattern(last)}(?: (?:that|which|in|of|at|on|for) |,? \(|,|$)`,
    'iu',
  );
  return texts.some((text) => beginning.test(text.replaceAll('`', ''))) ? [last] : [];
};

/** "Open loans (`requested` or `out`)": the states in parentheses say what the word means. */
const withoutSummary = (text: string): string =>
  text.replace(new RegExp(String.raw`\b(?:${[...unsettled].join('|')}) (?=[\w-]+,? ?\()`, 'iu'), '');

/** The members by which the body of an operation names a parent. */
const namersOf = (contract: Contract, parent: Trip, operation: Operation): readonly BodyMember[] =>
  bodyMembers(contract, operation).filter(
    ({ name }) => referenceAt(contract, operation, [name])?.resourceType?.create.key === parent.create.key,
  );

/** How a new child names its parent: by a member of its body, or by its path alone; undefined where it does neither. */
export const namingOf = (contract: Contract, parent: Trip, child: Trip): { readonly by: string | undefined } | undefined => {
  if (isDirectlyBelow(child.addsTo, parent.itemPath)) return { by: undefined };
  const [only, ...others] = namersOf(contract, parent, child.create).filter(({ required }) => required);
  return only !== undefined && others.length === 0 ? { by: only.name } : undefined;
};

/** The same, also where the parent need not be named. */
export const anyNamingOf = (contract: Contract, parent: Trip, child: Trip): { readonly by: string | undefined } | undefined => {
  const known = namingOf(contract, parent, child);
  const [only, ...others] = known ? [] : namersOf(contract, parent, child.create);
  return known ?? (only !== undefined && others.length === 0 ? { by: only.name } : undefined);
};

/** Verbs of actions that give a resource another parent. */
const moves: ReadonlySet<string> = new Set(['move', 'transfer', 'reassign', 'relocate', 'rehome']);

/** What gives a child another parent: a PATCH, or an action that is called so, with a member that names the parent as reads show it. */
const movingOf = (contract: Contract, parent: Trip, child: Trip): ChildCount['moving'] => {
  // Below a parent its path would be another one afterwards, by which nothing that follows it would find it.
  if (parametersIn(child.itemPath).length > 1) return undefined;
  const shown = child.read && placeIn(contract, child.read, child.id)?.schema;
  const names = new Set(membersOf(contract.document, shown).keys());
  const acting = contract.operations.filter(
    ({ method, path }) =>
      method === 'POST' && isDirectlyBelow(path, child.itemPath) && moves.has(wordsOf(path.split('/').at(-1) ?? '').join(' ')),
  );
  for (const operation of [child.patch, ...acting]) {
    if (!operation || operation.unsupported !== undefined) continue;
    const [only, ...others] = namersOf(contract, parent, operation).filter(({ name }) => names.has(name));
    const isAlone =
      operation === child.patch || bodyMembers(contract, operation).every(({ name, required }) => !required || name === only?.name);
    if (only && others.length === 0 && isAlone) return { operation, member: only.name };
  }
  return undefined;
};

/** The children that a count is about, with the words before their noun: `active` of "active devices". */
const childrenOf = (contract: Contract, parent: Trip, trips: readonly Trip[], counted: readonly (readonly string[])[]) => {
  const found = trips.flatMap((child) => {
    const words = nounWordsOf(child.addsTo);
    // What is below a parent often has its name as well: the `device-prices` of a device are its prices.
    const nouns = distinct([nounOf(words), ...(words.length > 1 && isOwnWord(parent, words) ? [nounOf(words.slice(1))] : [])]);
    for (const all of counted)
      for (let n = 0; n < Math.min(all.length, 3); n += 1)
        for (const length of [1, 2]) {
          const isNoun = n + length <= all.length && nouns.includes(nounOf(all.slice(n, n + length)));
          const isNamed = isNoun && anyNamingOf(contract, parent, child) !== undefined;
          if (isNamed) return [{ child, before: all.slice(0, n) }];
        }
    return [];
  });
  // One resource may have two creations: below its parent, and in a list of all.
  const isOne = new Set(found.map(({ child }) => child.itemPath)).size === 1;
  return isOne ? (found.find(({ child }) => namingOf(contract, parent, child)?.by === undefined) ?? found[0]) : undefined;
};

const isOwnWord = (parent: Trip, [first]: readonly string[]): boolean => nounWordsOf(parent.addsTo).at(-1) === first;

/** The schema of a resource as a read of it shows it; where nothing reads one alone, as its list does. */
const shownOf = (contract: Contract, { read, list, id }: Trip): Schema | undefined => {
  const { document } = contract;
  if (read) return placeIn(contract, read, id)?.schema;
  const [listed] = list ? describedLists({ document, operations: [list.operation] }) : [];
  return listed && membersOf(document, listed.item).has(id) ? listed.item : undefined;
};

/** The counts of what names one of its own type as the one above: the replies to a comment, which are comments too. */
const countsOfOwnKind = (contract: Contract): readonly ChildCount[] =>
  ownKinds(contract).flatMap(({ trip, by, called }) => {
    const shown = shownOf(contract, trip);
    const settable = new Set(bodyMembers(contract, trip.create).map(({ name }) => name));
    const traits = traitsOf(contract, trip);
    const known = new Set([...called, ...nounWordsOf(trip.addsTo), 'direct', 'directly', 'immediate', 'immediately']);
    const isKnown = (word: string): boolean => plainWords.has(word) || known.has(singular(word)) || known.has(word);
    return [...membersOf(contract.document, shown)].flatMap(([member, schema]): readonly ChildCount[] => {
      const texts = descriptionsIn(contract.document, schema);
      const counted = [countedBy(member), ...texts.map((text) => countedIn(text))].filter((words) => words.length > 0);
      const isOfKind = counted.some((words) => [1, 2].some((length) => called.has(nounOf(words.slice(0, length)))));
      if (!isOfKind || settable.has(member) || !isType(contract.document, schema, 'integer')) return [];
      const isAll = texts.every((text) => countingIn(text, traits, isKnown) === 'all');
      const all = {
        parent: trip,
        child: trip,
        member,
        by,
        counting: undefined,
        leaving: undefined,
        returning: undefined,
        moving: undefined,
      };
      return isAll ? [at(trip.create.location, all)] : [];
    });
  });

/**
 * The counts of a contract that is held to the standard requirements: whole numbers that nobody sets, whose name says that they count the noun of a resource which
 * is created below the one that has them, or names it in its body, and whose description says nothing else; also of what names one of its own type. A description may leave out what is in a listed state, or marked
 * ("that are not cancelled", "archived ones do not count"), or count that alone ("active devices"). Each at the operation that creates what is counted.
 */
export const childCounts = (contract: Contract): readonly ChildCount[] => {
  const { document } = contract;
  const trips = roundTrips(contract);
  const ofOthers = trips.flatMap((parent) => {
    const shown = shownOf(contract, parent);
    if (shown === undefined) return [];
    const settable = new Set(bodyMembers(contract, parent.create).map(({ name }) => name));
    const relation = relationTo(parent);
    return [...membersOf(document, shown)].flatMap(([member, schema]): ChildCount[] => {
      const texts = descriptionsIn(document, schema);
      const named = [countedBy(member), ...texts.map((text) => countedIn(text, relation))].filter((words) => words.length > 0);
      const inStates = named.length > 0 ? [] : countedInStates(member, texts);
      const counted = [...named, ...(inStates.length > 0 ? [inStates] : [])];
      // That they name the parent is said of all of them.
      const told = texts.map((text) => withoutSummary(text.replace(relation, ' ')));
      if (counted.length === 0 || settable.has(member) || !isType(document, schema, 'integer')) return [];
      const found = childrenOf(contract, parent, trips, counted);
      if (!found) return [];
      const { child, before } = found;
      const nouns = [...nounWordsOf(child.addsTo), ...nounWordsOf(parent.addsTo)];
      const traits = traitsOf(contract, child);
      const isKnown = (word: string): boolean => plainWords.has(word) || nouns.includes(singular(word));
      const said = [...(before.length > 0 ? [before.join(' ')] : []), ...told].map((text) => countingIn(text, traits, isKnown));
      if (said.includes(undefined)) return [];
      const [counting, ...different] = distinctBy(
        said.flatMap((one) => (one === undefined || one === 'all' ? [] : [one])),
        ({ isOnly, traits: those }) => `${isOnly} ${those.map(({ state }) => state).join()}`,
      );
      // A name that is a plural alone is that of a count where states are told that count.
      if (different.length > 0 || (inStates.length > 0 && counting === undefined)) return [];
      const ways = counting === undefined ? undefined : waysOut(contract, child, counting, traits);
      return [
        at(child.create.location, {
          parent,
          child,
          member,
          by: anyNamingOf(contract, parent, child)?.by,
          counting,
          leaving: ways?.leaving,
          returning: ways?.returning,
          moving: movingOf(contract, parent, child),
        }),
      ];
    });
  });
  const isKnown = ({ parent, member }: ChildCount): boolean =>
    ofOthers.some((one) => one.member === member && one.parent.create.key === parent.create.key);
  return [...ofOthers, ...countsOfOwnKind(contract).filter((one) => !isKnown(one))];
};
