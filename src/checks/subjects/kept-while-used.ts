import { stateMembers } from '../../contract/infer/state-names.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
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
import { refusing, unclear } from './refusal-words.ts';

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

/** Words that may stand right before the noun of what is in the way: another one may mean what a new child is not ("unpaid"). */
const before: ReadonlySet<string> = new Set(
  'has have having with without any its still the of active open existing current contains contain containing holds hold holding are is some a an there no more or and least one linked remaining'.split(
    ' ',
  ),
);

/** Words by which a removal says that it takes along what is below. */
const takesAlong = /\b(?:cascad\w*|along with|together with|including|with (?:all )?(?:its|their))\b/iu;

const isNone = / (?:no|without|zero) (?:\w+ )?$/u;

/** Is the noun in the plural another one of what "there are", or what the resource "has": "while it has rooms, or bookings". */
const isThereBefore = (words: string, noun: string): boolean => {
  const listed = `(?:(?:an? |any |some )?[a-z]+(?: [a-z]+)? (?:or )?)`;
  return new RegExp(
    ` (?:there (?:is|are)|(?:it|one) (?:still )?(?:has|contains|holds)|still (?:has|have|contains?|holds?)) ${listed}{1,3}or ${noun} `,
    'u',
  ).test(words);
};

/** Words behind the noun of what is in the way that say no more than that it is there, or that the removal is refused. */
const isThere = (rest: string, above: string): boolean =>
  new RegExp(
    `^ (?:(?:still|already|yet|also|currently|that|which|who|is|are|was|were|has|have|had|been|do|does|of|an?|the) )*(?:exists?|remains?|left|there|present|belongs?|belonging|refers?|referring|references?|referencing|names?|naming|uses?|using|points?|pointing|depends?|depending|needs? (?:it|them|the ${above})|linked|attached|assigned|registered|stored|placed|kept|found|recorded|made|created|(?:in|on|below|under|inside|within|with|to|of|for|from|by|at) (?:it|them|(?:the|this|that) ${above})|(?:has|have) to|can|may|must|not (?:possible|allowed|permitted|accepted)|refused|rejected|denied|declined|blocked|forbidden|answered|impossible|conflict|error|4\\d\\d|it|them) `,
    'u',
  ).test(rest);

/** Words behind the noun of what is in the way that say which of them are meant: "halls that have performances", "copies lent out", "orders from today". */
const qualifying =
  /^ (?:(?:still|already|yet|also|currently|now|just|even) )*(?:that|which|who|whose|where|with|without|has|have|had|having|holds?|holding|contains?|containing|is|are|was|were|in|on|under|for|from|since|after|within|inside|among|older|younger|newer|larger|worth|due|over|out|away|up|to|of|lent|sold|paid|held|taken|given|sent|worn|shown|\w+(?:ed|ing)) /u;

const having = '(?:that |which |who )?(?:still |already )?(?:has|have|had|having|with|holds?|contains?)';

/** What something has that is in the way: "halls that have performances", and no state of it. */
const hasOther = new RegExp(String.raw`^ ${having} (?!been |to |not |it )(?:(?:an?|any|some|the) )?(?!status |state )\w+ `, 'u');

/** Words before the noun by which something of what it names is in the way: "an appointment for one of its animals", "dust in its boxes". */
const ofSomething =
  /(?<! (?:one|any|some|all|each|either|none|more|most|because|out|instead)) (?:for|of|in|on|with|by|from|at|about|inside|within|under|to) (?:(?:one|any|some|all|each|either) of )?(?:its|their|the|these|those|his|her) $/u;

/**
 * Does a part of a refusing clause say more of what is in the way than that it is there: what it has, is or is for, in words that are none of its states. A new one may
 * not be so: "while one of its halls has a performance".
 * @param isPlain Do the words name states of it, or that its time is not over.
 */
const isQualified = (
  words: string,
  { noun, nouns, above }: { readonly noun: string; readonly nouns: readonly string[]; readonly above: string },
  isPlain: boolean,
): boolean => {
  const found = new RegExp(` ${noun}s?(?= )`, 'u').exec(words);
  if (!found) return false;
  const head = words.slice(0, found.index + 1);
  // What is said behind a list may be said of all in it.
  const others = nouns.map((one) => `${one}s?`).join('|');
  const rest = words
    .slice(found.index + found[0].length)
    .replace(new RegExp(`^(?: (?:or|and)(?: (?:an?|any|its|the|some))? (?:${others})(?= ))+`, 'u'), '');
  const [, owner = above] = new RegExp(String.raw` (\w+?)s? ${having}(?: an?| any| some| the)? $`, 'u').exec(head) ?? [];
  if (ofSomething.test(head) || (owner !== above && nouns.includes(owner))) return true;
  return qualifying.test(rest) && !isThere(rest, above) && (hasOther.test(rest) || !isPlain);
};

/** Does a clause say that it is the resource of a noun that is not empty, and nothing in it: "while it is not empty", "a shelf that is not empty". */
const saysNotEmpty = (words: string, above: string): boolean => {
  const { groups } = /(?:(?<subject>\w+) (?:(?:that|which|who) )?(?:is|are) (?:still )?)?(?<= )not empty (?<next>\w+)?/u.exec(words) ?? {};
  if (!/ not empty /u.test(words)) return false;
  const isMeant = (word: string | undefined): boolean =>
    word === undefined || /^(?:it|they|this|that|one|which|who|4\d\d)$/u.test(word) || singular(word) === above;
  const isNext = /^(?:an?|the|if|when|while|is|are|can|may|must|it|for|with|and|or|4\d\d)$/u.test(groups?.['next'] ?? 'a');
  return isMeant(groups?.['subject']) && (isNext || isMeant(groups?.['next']));
};

/** Words that only a child fits whose time is not over. */
const notOver =
  /\b(?:future|upcoming|coming|later|(?:not|never) (?:yet )?(?:over|ended|past|begun|started)|(?:yet|still) to (?:come|begin|start))\b/iu;

type Found = Pick<Use, 'counting' | 'isAhead'>;

/** How a new child names its parent: at the top of its body, by its path, or inside its body. */
const howNamed = (contract: Contract, parent: Trip, child: Trip): Pick<Use, 'by' | 'isInside'> | undefined => {
  const named = namingOf(contract, parent, child);
  if (named) return { ...named, isInside: false };
  const isInside = typesNamedIn(contract, child.create).some(({ create }) => create.key === parent.create.key);
  return isInside ? { by: undefined, isInside } : undefined;
};

const nounOf = ({ addsTo }: Trip): string => nounWordsOf(addsTo).at(-1) ?? '';

/** The part of a sentence that is about one of several children: "a loan that is open" of "has a loan that is open or a fine", and both states of "is open or late". */
const partAbout = (words: string, noun: string, nouns: readonly string[], states: readonly State[]): string => {
  const mentions = (part: string, one: string): boolean => [` ${one} `, ` ${one}s `].some((text) => ` ${part} `.includes(text));
  // "An open or late loan" has its noun behind the second state.
  const isAhead = (part: string): boolean => states.some(({ name }) => part.endsWith(` ${name}`));
  const parts = words
    .trim()
    .split(/ (?:or|and) /u)
    .reduce<readonly string[]>((all, part) => {
      const last = all.at(-1);
      const isBehind = last !== undefined && isAhead(last) && !nouns.some((one) => mentions(last, one));
      const isOther = last === undefined || (!isBehind && nouns.some((one) => mentions(part, one)));
      return isOther ? [...all, part] : [...all.slice(0, -1), `${all.at(-1) ?? ''} or ${part}`];
    }, []);
  return ` ${parts.find((part) => mentions(part, noun)) ?? words.trim()} `;
};

/** The states of children "which are not fully paid", or of "unpaid" ones: all but the named one. Undefined where none is named so. */
const lackingIn = (part: string, noun: string, states: readonly State[]): readonly State[] | undefined => {
  const [, after] =
    new RegExp(
      ` ${noun}s? (?:of (?:it|its|them|this|the \\w+) )?(?:(?:which|that|who) )?(?:is|are|was|were|has been|have been) not (?:yet |fully |completely |entirely )*(\\w+) `,
      'u',
    ).exec(part) ?? [];
  const [, ahead] = new RegExp(` un(\\w+) ${noun}s? `, 'u').exec(part) ?? [];
  const lacking = states.find(({ name }) => name === (after ?? ahead));
  return lacking && states.filter(({ member, name }) => member === lacking.member && name !== lacking.name);
};

/** The words of a clause with the plurals of some nouns as with one more letter: `copies` as `copys`. */
const withPlainPlurals = (words: string, nouns: readonly string[]): string =>
  words
    .split(' ')
    .map((word) => (nouns.includes(word) || !nouns.includes(singular(word)) ? word : `${singular(word)}s`))
    .join(' ');

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

/** Does a refusing clause say that a resource of a noun has to be empty: "Only empty shelves can be deleted (409)", "the shelf must be empty", "409 unless it is empty". */
const demandsEmpty = (words: string, above: string): boolean => {
  const forms = [
    / only (?:an? |the )?empty (?<noun>\w+) (?:can|may) be (?:deleted|removed) /u,
    / (?:the|an?|its|every) (?<noun>\w+) (?:must|has to|needs to) be empty (?!on|in|for|after|at) ?/u,
    / unless (?:the |an? )?(?<noun>\w+) is (?:already )?empty /u,
  ];
  return forms.some((form) => {
    const noun = form.exec(words)?.groups?.['noun'];
    return noun !== undefined && (noun === 'it' || (above !== '' && singular(noun) === above));
  });
};

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
      const spelled = withPlainPlurals(inWords(clause), nouns);
      const whole = above === '' ? spelled : spelled.replaceAll(ofParent, '');
      // A resource that is called as callers are elsewhere: "an owner who still has dogs".
      const unnamed = above === '' ? whole : whole.replaceAll(new RegExp(`(?<= )${above}s?(?= )`, 'gu'), 'one');
      if (unclear.test(unnamed) || takesAlong.test(clause)) continue;
      const isRefusing = refusing.test(whole);
      const isAhead = notOver.test(clause);
      if (saysAroundUses(whole, child, above)) return { counting: [], isAhead };
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

const statesOfChild = (contract: Contract, { read, id }: Trip): readonly State[] => {
  const place = read && placeIn(contract, read, id);
  if (!place) return [];
  const members = new Map(
    [...membersOf(contract.document, place.schema)].map(([name, one]) => [name, resolvedSchema(contract.document, one)]),
  );
  const listed = [...members].filter(([, one]) => isObject(one) && Array.isArray(one['enum']));
  return statesShown(contract.document, members, stateMembers(listed)[0]?.[0]);
};

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
    return uses.length === 0
      ? []
      : [at(remove.location, { parent: { ...parent, remove }, uses, hasOtherReasons: namesOtherReasons(contract, remove, nouns) })];
  });
};
