import { stateMembers } from '../../contract/infer/state-names.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { saidOfTags } from '../../contract/said.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { typesNamedIn } from '../../contract/infer/references.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { namingOf } from './child-counts.ts';
import { mayConflict, withConflicts } from './conflicts.ts';
import { type Leading, lives } from './lives.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { softDeletions } from './soft-deletions.ts';
import { clausesOf, inWords, isNegated, mentionsIn, type State, statesShown, textsOf } from './state-mentions.ts';
import { optional, refusing, unclear } from './refusal-words.ts';
import {
  before,
  demandsEmpty,
  isNone,
  isQualified,
  isThereBefore,
  lackingIn,
  notOver,
  notRefused,
  ofThoseBelow,
  partAbout,
  saysNotEmpty,
  takesAlong,
  withPlainPlurals,
} from './use-words.ts';

/** A resource whose removal is refused, by its text, as long as there is something below it, or something that refers to it. */
export type KeptWhileUsed = Subject & {
  readonly parent: Trip & { readonly remove: Operation };
  /** What is in the way; at least one. */
  readonly uses: readonly Use[];
  /** Does its text name something else that is in the way: "while any of it is in stock, or while an order has it". */
  readonly hasOtherReasons: boolean;
};

/** One type of what is in the way of a removal. */
export type Use = {
  readonly child: Trip;
  /** What stands between the two, where it is something of what is below the resource: the hall of "while one of its halls has a performance". */
  readonly through?: Pick<Use, 'child' | 'by' | 'isInside'>;
  /** The member of the body of a new child that names the parent; undefined where its path does, or something inside its body. */
  readonly by: string | undefined;
  /** Does something inside the body of a new child name the parent, such as the lines of an order. */
  readonly isInside: boolean;
  /** The states of a child that count; empty where any does. */
  readonly counting: readonly State[];
  /** Does only a child count whose time is not over: "with bookings that end in the future". */
  readonly isAhead: boolean;
  /** The removal of a child after which it is not in the way; undefined where there is none, or it only marks the child, which may count for as long as it is kept. */
  readonly removal: Operation | undefined;
  /** Actions that bring a child to a state that does not count; empty where the text tells of no states. */
  readonly leaving: readonly Leading[];
};

type Found = Pick<Use, 'counting' | 'isAhead'>;

/** How a new child names its parent: at the top of its body, by its path, or inside its body. */
const howNamed = (contract: Contract, parent: Trip, child: Trip): Pick<Use, 'by' | 'isInside'> | undefined => {
  const named = namingOf(contract, parent, child);
  if (named) return { ...named, isInside: false };
  const isInside = typesNamedIn(contract, child.create).some(({ create }) => create.key === parent.create.key);
  return isInside ? { by: undefined, isInside } : undefined;
};

const nounOf = ({ addsTo }: Trip): string => nounWordsOf(addsTo).at(-1) ?? '';

/** The sentences of the tags of a removal that are about removing what it removes: "A shelf cannot be removed while it has boxes". */
const saidOfRemovalInTags = ({ document }: Contract, remove: Operation, noun: string): readonly string[] =>
  noun === ''
    ? []
    : saidOfTags(document, valueAt(document, nodeOf(remove.location)))
        .map((text) => withConflicts(remove, text))
        .flatMap(sentencesOf)
        .filter((sentence) => new RegExp(String.raw`\b${noun}s? [^.;,]{0,60}\b(?:removed|deleted)\b`, 'iu').test(sentence));

/**
 * Does a refusing clause say that what the children are below is in the way: "while a menu contains it" of courses of a menu that name a dish. Not where it is of a certain kind, "a
 * printed menu".
 */
const saysAroundUses = (words: string, child: Trip, above: string): boolean => {
  const [, around = ''] = /^(.*\/)[^/]*\{[^/]*\}\/[^/{}]+\/?$/u.exec(child.addsTo) ?? [];
  const nouns = around === '' ? [] : nounWordsOf(around);
  const [noun, first] = [nouns.at(-1), nouns.slice(0, -1).join(' ')];
  if (noun === undefined || noun === above) return false;
  const uses = 'uses?|contains?|holds?|includes?|names?|lists?|needs?|has|have|refers? to|references?|points? to|(?:is|are) made of';
  const called = `${first === '' ? '' : `(?:${first} )?`}${noun}s?`;
  return (
    refusing.test(words) &&
    new RegExp(
      ` (?:(?:while|if|when|where|as long as|because|once) (?:there is )?(?:an?|any|some|one) ${called} (?:that |which )?(?:still |already )?(?:${uses}) (?:it|the ${above})|(?:used|contained|included|named|listed|referenced|needed) (?:in|by|on) (?:an?|any|some|one) ${called}) `,
      'u',
    ).test(words)
  );
};

/** "Until then the answer is `409`" behind what has to be done first. */
const untilThen =
  / until then (?:the (?:answer|response) is |it is |it gets |you get |(?:it )?answers (?:with )?)?(?=409|refused|rejected)/u;

/** Does a refusing clause say that what belongs to a child is kept: "Equipment that belongs to a room must first be taken out of it, until then 409". Not where it is of a certain kind. */
const saysBelonging = (words: string, noun: string, above: string): boolean =>
  above !== '' &&
  refusing.test(words) &&
  new RegExp(
    ` (?:${above}s?|one|what|anything|something) (?:that |which )?(?:still )?(?:belongs? to|(?:is|are) (?:still )?(?:in|on|used (?:in|by)|part of|assigned to|listed (?:in|by)|installed in|contained in|built into)) (?:an?|any|some|one) ${noun} (?!(?:that|which|with|whose|in|of) )`,
    'u',
  ).test(words);

/** Does a clause leave it open whether something is refused, or say that it is not. */
const isLoose = (clause: string, words: string): boolean => isDoubtful(clause) || optional.test(words) || notRefused.test(words);

/** What the text of a removal says of the children that prevent it; undefined where it says nothing plain. */
const saidOf = (
  contract: Contract,
  remove: Operation,
  { parent, child, nouns }: { readonly parent: Trip; readonly child: Trip; readonly nouns: readonly string[] },
  states: readonly State[],
): Found | undefined => {
  const noun = nounOf(child);
  const above = nounWordsOf(parent.addsTo).at(-1) ?? '';
  if (noun === '') return undefined;
  // "An invoice of the owner" is about what is below it, and about no caller.
  const ofParent = new RegExp(`(?<= ${noun}s?) of (?:the|this|that|an?|its?) ${above}(?= )`, 'gu');
  for (const text of [...textsOf(contract, remove), ...saidOfRemovalInTags(contract, remove, above)]) {
    for (const clause of clausesOf(text)) {
      const spelled = withPlainPlurals(inWords(clause).replace(untilThen, ' otherwise '), nouns);
      const whole = above === '' ? spelled : spelled.replaceAll(ofParent, '');
      // A resource that is called as callers are elsewhere: "an owner who still has dogs".
      const unnamed = above === '' ? whole : whole.replaceAll(new RegExp(`(?<= )${above}s?(?= )`, 'gu'), 'one');
      if (unclear.test(unnamed) || takesAlong.test(clause) || isLoose(clause, whole)) continue;
      const isRefusing = refusing.test(whole);
      const isAhead = notOver.test(clause);
      if (saysAroundUses(whole, child, above) || saysBelonging(whole, noun, above)) return { counting: [], isAhead };
      const words = partAbout(whole, noun, nouns, states);
      const lacking = isRefusing ? lackingIn(words, noun, states) : undefined;
      if (lacking) return { counting: lacking, isAhead };
      const isEmptied = saysNotEmpty(words, above) || demandsEmpty(whole, above);
      if (nouns.length === 1 && refusing.test(whole) && isEmptied) return { counting: [], isAhead };
      const places = [` ${noun} `, ` ${noun}s `].flatMap((one) => (words.includes(one) ? [words.indexOf(one)] : []));
      const [place] = places;
      if (place === undefined) continue;
      const head = words.slice(0, place + 1);
      const previous = head.trim().split(' ').at(-1) ?? '';
      const named = mentionsIn(words, states, [noun, `${noun}s`]);
      const isState = named.some(({ state }) => state.name.split(' ').at(-1) === previous);
      const isSaid = isNone.test(head) ? / only /u.test(words) : isRefusing;
      // "As long as there are rooms, or bookings made in it": what is there is said before the first of them.
      const isAlsoThere = previous === '' && words.startsWith(` ${noun}s `) && isThereBefore(whole, `${noun}s`);
      // A parent that "is" something is about a state of its own.
      if (!isSaid || (!before.has(previous) && !isState && !isAlsoThere) || / (?:do|does) not count /u.test(words)) continue;
      if (named.some(isNegated)) return undefined;
      // What stands behind "or" may be said of what stands before it as well.
      const around = whole.slice(Math.max(0, whole.indexOf(words.trim()) - 1));
      if (isQualified(around, { noun, nouns, above }, named.length > 0 || isAhead)) continue;
      return { counting: named.map(({ state }) => state), isAhead };
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
  const listed = [...members].filter(([, one]) => isObject(one) && Array.isArray(one['enum']));
  return statesShown(contract.document, members, stateMembers(listed)[0]?.[0]);
};

/** What the text of a removal says of what is below its children, and prevents it: "while one of the animals has an appointment that is `booked`"; undefined where nothing plain. */
const saidBelow = (
  contract: Contract,
  { parent, remove }: { readonly parent: Trip; readonly remove: Operation },
  middle: Trip,
  child: Trip,
): Found | undefined => {
  const [above, between, noun] = [parent, middle, child].map(nounOf);
  if (above === undefined || !between || !noun || new Set([above, between, noun]).size < 3) return undefined;
  const states = statesOfChild(contract, child);
  for (const clause of textsOf(contract, remove).flatMap(clausesOf)) {
    const whole = withPlainPlurals(inWords(clause), [between, noun]);
    const unnamed = whole.replaceAll(new RegExp(`(?<= )${above}s?(?= )`, 'gu'), 'one');
    if (!refusing.test(whole) || unclear.test(unnamed) || takesAlong.test(clause) || isLoose(clause, whole)) continue;
    const said = ofThoseBelow(whole, between, noun);
    if (said === undefined) continue;
    const lacking = lackingIn(said, noun, states);
    const named = mentionsIn(said, states, [noun, `${noun}s`]);
    const isAhead = notOver.test(said);
    if (named.some(isNegated) && !lacking) return undefined;
    const counting = lacking ?? named.map(({ state }) => state);
    return isQualified(said, { noun, nouns: [], above }, counting.length > 0 || isAhead) ? undefined : { counting, isAhead };
  }
  return undefined;
};

/** Words between a refusal and the condition of it. */
const onCondition = / (?:while|if|when|as long as|unless|because|once) /u;

/** Does the text of a removal refuse it on a condition that is about none of the nouns, and about no use of it. */
const namesOtherReasons = (contract: Contract, remove: Operation, nouns: readonly string[]): boolean =>
  textsOf(contract, remove)
    .flatMap(sentencesOf)
    .map(inWords)
    .filter((words) => refusing.test(words))
    .flatMap((words) => withPlainPlurals(words, nouns).split(onCondition).slice(1))
    .map((part) => ` ${part} `)
    .some(
      (part) =>
        !nouns.some((noun) => part.includes(` ${noun} `) || part.includes(` ${noun}s `)) &&
        / (?:stock|hand|left|balance|remains?) /u.test(part),
    );

/** Every resource type of which the removal says so, at the removal. */
export const keptWhileUsed = (contract: Contract): readonly KeptWhileUsed[] => {
  const trips = roundTrips(contract);
  return trips.flatMap((parent): readonly KeptWhileUsed[] => {
    const { remove } = parent;
    if (!remove || !mayConflict(remove) || parent.create.effect !== 'creates') return [];
    const children = trips.filter(
      (one) =>
        one !== parent && ['creates', 'creates-permanently'].includes(one.create.effect) && howNamed(contract, parent, one) !== undefined,
    );
    const nouns = children.map(nounOf);
    const uses = children.flatMap((child): readonly Use[] => {
      const states = statesOfChild(contract, child);
      const said = saidOf(contract, remove, { parent, child, nouns }, states);
      if (!said) return [];
      const { counting, isAhead } = said;
      const leading = lives(contract).find(({ type }) => type.create.key === child.create.key)?.leading ?? [];
      const leaving =
        counting.length === 0
          ? []
          : leading.filter(
              ({ to, operation, as }) => !as && !operation.effect.startsWith('creates') && !counting.some(({ name }) => name === to.name),
            );
      const named = howNamed(contract, parent, child);
      const isMarking = softDeletions(contract).some(({ trip }) => trip === child);
      return named ? [{ child, ...named, counting, isAhead, leaving, removal: isMarking ? undefined : child.remove }] : [];
    });
    const usesBelow = children.flatMap((middle): readonly Use[] =>
      trips.flatMap((child): readonly Use[] => {
        const isNew = child !== parent && child !== middle && !children.includes(child);
        const isMade = ['creates', 'creates-permanently'].includes(child.create.effect);
        const [below, through] = isNew && isMade ? [howNamed(contract, middle, child), howNamed(contract, parent, middle)] : [];
        const said = below && saidBelow(contract, { parent, remove }, middle, child);
        // Nothing is said of when it can be removed again.
        return below && through && said
          ? [{ child, ...below, through: { child: middle, ...through }, ...said, leaving: [], removal: undefined }]
          : [];
      }),
    );
    const all = [...uses, ...usesBelow];
    return all.length === 0
      ? []
      : [at(remove.location, { parent: { ...parent, remove }, uses: all, hasOtherReasons: namesOtherReasons(contract, remove, nouns) })];
  });
};
