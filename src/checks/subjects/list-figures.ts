import { stateMembers } from '../../contract/infer/state-names.ts';
import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { amountOfMoney } from '../../contract/infer/money.ts';
import { isDirectlyBelow, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { escapeToken, unescapeToken, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { saidOfMember } from '../../contract/infer/said-of-member.ts';
import { distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Trait, traitsIn } from './counted-traits.ts';
import { roundTrips } from './round-trips.ts';
import { goneUncounted, hides, isWhole, type Through, throughAt } from './summaries.ts';
import { isNumeric } from './told-sums.ts';
import { callersAt, isOfItem, mayBeWider, nounsOf, type Within, withinOf } from './figure-scopes.ts';
import { type Alone, type Rule, lagging, neverKept, isOther, ruleIn } from './figure-rules.ts';

type Document = Contract['document'];

/** A list over whose items figures may be, with what its items show. */
type CountedList = {
  readonly collection: Collection;
  readonly item: Schema;
  readonly numbers: readonly string[];
  readonly traits: readonly Trait[];
  readonly nouns: readonly string[];
};

/** A number in the answer of a read that follows from the items of a list. */
export type ListFigure = { readonly pointer: string; readonly rule: Rule; readonly text: string };

/** The figures of a read that follow from one list. */
export type ListFigures = Subject & {
  readonly operation: Operation;
  readonly collection: Collection;
  readonly figures: readonly [ListFigure, ...ListFigure[]];
  readonly within: Within;
  readonly through: Through | undefined;
  /** May the figures cover what the list does not show: what was removed, or what only others see. */
  readonly isWider: boolean;
};

/** The name of the member that a pointer ends with. */
export const nameIn = (pointer: string): string => unescapeToken(pointer.split('/').at(-1) ?? '');

/** What an operation, and its tags, say. */
export const saidAbout = (document: Document, { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  return [...saidIn(node), ...saidOfTags(document, node)];
};

export const said = (document: Document, { location }: Operation): string => saidIn(valueAt(document, nodeOf(location))).join(' ');

/** The members of an answer that may be figures, at its top and inside one object of it. */
const membersAt = (document: Document, body: Schema): readonly { readonly pointer: string; readonly schema: Schema }[] =>
  [...membersOf(document, body)].flatMap(([name, schema]) => {
    const pointer = `/${escapeToken(name)}`;
    const inner = amountOfMoney(document, schema) === undefined ? [...membersOf(document, schema)] : [];
    return [{ pointer, schema }, ...inner.map(([own, one]) => ({ pointer: `${pointer}/${escapeToken(own)}`, schema: one }))];
  });

const isFigure = (document: Document, schema: Schema): boolean =>
  isNumeric(document, schema) || amountOfMoney(document, schema) !== undefined;

/** The amount of the items of a list that show no other number, in one currency; undefined where there is none. */
export const amountAlone = (
  document: Document,
  item: Schema,
  [only, ...others]: readonly string[],
  nouns: readonly string[],
): Alone | undefined => {
  const words = wordsOf(only ?? '');
  const isAmount = words[0] === 'amount' || amounts.has(words.join(' '));
  const isAlone = only !== undefined && others.length === 0 && isAmount && !membersOf(document, item).has('currency');
  return isAlone && nouns.length > 0 ? { name: only, nouns } : undefined;
};

/** Names of numbers that say how much an item is. */
const amounts: ReadonlySet<string> = new Set(['quantity', 'qty']);

/** The nouns of what an item names by ids: `shelf` where it has a `shelfId`. */
const namedBy = (document: Document, item: Schema): readonly string[] =>
  [...membersOf(document, item).keys()].flatMap((name) => {
    const [noun, id, ...more] = wordsOf(name);
    return noun !== undefined && id === 'id' && more.length === 0 ? [noun] : [];
  });

/** "Sum of the quantities in it": what is added up is said by its own name alone, of what the resource holds. */
const sumOfHeld = /^(?:the )?(?:sum|total) of (?:all )?(?:the )?(?<what>\p{L}+(?: \p{L}+)?) (?:in|inside|within) (?:it|this \p{L}+)\.?$/iu;

/**
 * Does a text add up a number of what the resource holds, by the name of that number alone, in the plural. A number of that name inside the answer itself, such as that of its
 * lines, may be meant instead.
 */
const isSumOfHeld = (document: Document, body: Schema, text: string, member: string | undefined): boolean => {
  const what = sumOfHeld.exec(text.replaceAll(/[`*"]/gu, '').trim())?.groups?.['what'];
  const isNamed =
    what !== undefined &&
    member !== undefined &&
    wordsOf(what).map(singular).join(' ') === wordsOf(member).join(' ') &&
    wordsOf(what).join(' ') !== wordsOf(member).join(' ');
  return (
    isNamed &&
    [...membersOf(document, body).values()].every((one) => {
      const inner = itemsOf(document, one) ?? one;
      return !membersOf(document, inner).has(member);
    })
  );
};

/** Nouns of what comes in and goes out, of which nothing is held. */
const flows: ReadonlySet<string> = new Set(
  'movement transaction transfer event change log history journal entry adjustment audit record'.split(' '),
);

/** Is a list one of what is right below the one resource that an operation reads. */
const isRightBelow = ({ path }: Operation, { operation }: Collection): boolean => isDirectlyBelow(operation.path, path);

/** "Added up over all bills of the guest", "The totals of every visit". */
const addedUpOver =
  /\b(?:added|summed|totall?ed|counted|adds?|sums?) up (?:over|of|across|from) (?:all|every|each) (?:of )?(?:the |its |their )?(?<what>[^.;,]+)/iu;

/** "Whether the bill is settled or not" leaves nothing out. */
const whetherOrNot = /,? whether (?:or not [^.;,]+|[^.;,]+ or not)/giu;

/** Words by which a number is not that of all items. */
const limiting =
  /\b(?:only|except|without|excluding|but|not|no|unless|if|when|where|while|last|since|before|after|from|until|this|current|today|less|minus|net|plus|of which|share|percent|average|mean|minimum|maximum|highest|lowest|latest|first)\b|%/iu;

/**
 * The rule of a number that is called as one of the items is, where the operation says that it adds up all of them: `paid` of a balance that is "added up over all bills
 * of the guest". None where the description of the number, or what is added up, may leave some out.
 */
const sumOfAll = (
  about: readonly string[],
  text: string,
  name: string,
  { numbers, traits, nouns }: { readonly numbers: readonly string[]; readonly traits: readonly Trait[]; readonly nouns: readonly string[] },
): Rule | undefined => {
  const what = about.flatMap((one) => addedUpOver.exec(one.replaceAll(/\s+/gu, ' '))?.groups?.['what'] ?? [])[0];
  const words = wordsOf(what?.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ') ?? '');
  const isOfList = nouns.length > 0 && nouns.every((noun, n) => singular(words[n] ?? '') === noun);
  const rest = [what ?? '', text].map((one) => one.replaceAll(whetherOrNot, ' '));
  const isOfSome = rest.some(
    (one) => limiting.test(one) || isOther.test(one) || traits.some(({ state }) => inWordsOf(one).includes(` ${state} `)),
  );
  if (!isOfList || isOfSome || !numbers.includes(name)) return undefined;
  return { kind: 'sum', member: name, less: undefined, counting: undefined, leavesBlanksOut: false, digits: undefined };
};

const inWordsOf = (text: string): string => ` ${wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).join(' ')} `;

/** The reads of a contract that is held to the standard requirements with figures whose texts say how they follow from the items of a list. */
export const listFigures = (contract: Contract): readonly ListFigures[] => {
  if (contract.standard.size === 0) return [];
  const { document, collections } = contract;
  const lists = collections.flatMap((collection): readonly CountedList[] => {
    const [described] = describedLists({ document, operations: [collection.operation] });
    if (!described) return [];
    const { item } = described;
    const numbers = [...membersOf(document, item)].filter(([, schema]) => isFigure(document, schema)).map(([name]) => name);
    return [{ collection, item, numbers, traits: traitsIn(contract, item), nouns: nounsOf(collection.operation.path) }];
  });
  const removable = new Set(
    roundTrips(contract).flatMap((trip) => (trip.remove === undefined ? [] : trip.lists.map(({ operation }) => operation.key))),
  );
  /** Does a list show all that there is, and by which of its values where nothing less does; undefined where it may hide some. */
  const shownBy = ({ collection, item }: CountedList, state: string | undefined): { readonly through: Through | undefined } | undefined => {
    const isShown = isWhole(document, collection.operation) && !hides.test(said(document, collection.operation));
    const through = isShown || state === undefined ? undefined : throughAt(document, collection, `/${escapeToken(state)}`, item);
    return isShown || through ? { through } : undefined;
  };
  const stateOf = ({ item }: CountedList, figures: readonly ListFigure[]): string | undefined =>
    figures.flatMap(({ rule }) => rule.counting?.traits ?? [])[0]?.member ?? stateMember(document, item);
  const ofListed = collections.flatMap((holders): readonly ListFigures[] =>
    countsOfListed(contract, holders, lists).flatMap(({ list, figure, at: pointer }): readonly ListFigures[] => {
      const shown = shownBy(list, stateOf(list, [figure]));
      const { operation } = holders;
      // What the list of the caller does not show may be counted as well.
      const read = { operation, collection: list.collection, figures: [figure] as const, isWider: true };
      return shown ? [at(operation.location, { ...read, within: { kind: 'listed', at: pointer, holders }, through: shown.through })] : [];
    }),
  );
  const ofReads = contract.operations.flatMap((operation): readonly ListFigures[] => {
    const body = answerSchema(operation);
    const isRead = operation.method === 'GET' && operation.effect === 'safe' && operation.unsupported === undefined;
    if (!isRead || body === undefined || isType(document, body, 'array') || collections.some((one) => one.operation.key === operation.key))
      return [];
    if (operation.parameters.some(({ in: where, required }) => where === 'query' && required)) return [];
    const around = said(document, operation);
    if (lagging.test(around.replaceAll(neverKept, ' '))) return [];
    const about = saidAbout(document, operation);
    const named = [
      ...nounsOf(operation.path),
      // `/crates/{code}` reads a crate.
      ...nounsOf(operation.path.replace(/\/\{[^{}]+\}$/u, '')),
      ...parametersIn(operation.path).flatMap(wordsOf),
      ...callersAt(operation.path),
    ];
    const known = new Set(named.map(singular));
    const found = membersAt(document, body).flatMap(({ pointer, schema }) => {
      const [described, ...more] = descriptionsIn(document, schema).filter((one) => one !== descriptionOfMoney(document, schema));
      const name = nameIn(pointer);
      const text = described ?? saidOfMember(about, name) ?? '';
      const whole = about.find((one) => addedUpOver.test(one.replaceAll(/\s+/gu, ' ')));
      if (!isFigure(document, schema) || more.length > 0 || (text === '' && whole === undefined)) return [];
      const words = new Set(wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular));
      const fitting = lists.flatMap(({ collection, item, numbers, traits, nouns }) => {
        if (collection.operation.key === operation.key || isOfItem(document, body, item, name)) return [];
        const isNamed = nouns.length > 0 && nouns.every((noun) => words.has(noun));
        const alone = amountAlone(document, item, numbers, nouns);
        const rule = ruleIn(text, {
          numbers,
          traits,
          known: new Set([...known, ...nouns]),
          figure: name,
          alone,
          spread: namedBy(document, item),
        });
        const all = rule ? undefined : sumOfAll(about, text, name, { numbers, traits, nouns });
        const meant = rule ?? all;
        const within =
          meant && withinOf(document, operation, collection, item, { figure: text, list: said(document, collection.operation) });
        // How many there are below a resource, whatever their state, is another requirement.
        const isJudged =
          within?.kind !== 'path' || !isRightBelow(operation, collection) || meant?.kind !== 'count' || meant.counting !== undefined;
        const isHeld = rule?.kind === 'sum' && !nouns.some((noun) => flows.has(noun)) && isSumOfHeld(document, body, text, rule.member);
        return meant && within && (isNamed || all || isHeld) && isJudged
          ? [{ collection, item, rule: meant, within, told: all ? `${whole}` : text }]
          : [];
      });
      const [only, ...others] = fitting;
      return only && others.length === 0 ? [{ ...only, figure: { pointer, rule: only.rule, text: only.told } }] : [];
    });
    const first = lists.find(({ collection }) => found.some((one) => one.collection === collection));
    return lists.flatMap((list): readonly ListFigures[] => {
      const { collection } = list;
      const own = found.filter((one) => one.collection === collection);
      const [figured] = own;
      if (!figured) return [];
      const figures = own.map(({ figure }) => figure);
      const listText = said(document, collection.operation);
      const shown = shownBy(list, stateOf(list, figures));
      if (!shown) return [];
      const isGone =
        removable.has(collection.operation.key) && around.search(goneUncounted) < 0 && figures.some(({ rule }) => rule.kind !== 'count');
      const [head, ...rest] = figures;
      return head
        ? [
            // Each has a location of its own: of several at one location a single one would be tried.
            at(collection === first?.collection ? operation.location : collection.operation.location, {
              operation,
              collection,
              figures: [head, ...rest],
              within: figured.within,
              through: shown.through,
              isWider: isGone || mayBeWider(figured.within, listText),
            }),
          ]
        : [];
    });
  });
  return [...ofReads, ...distinctBy(ofListed, ({ operation }) => operation.key)];
};

/** The words of a name that says it counts things, without that: `pass` of `passCount` and `passes_count`. None for every other name. */
const countedBy = (name: string): string => {
  const words = wordsOf(name);
  return words.length > 1 && words.at(-1) === 'count' ? words.slice(0, -1).map(singular).join(' ') : '';
};

/**
 * The counts that each item of a list shows of what names it in another list, where the text leaves some of that out: `passCount` of a pier, "Passes of the pier without
 * the revoked ones". Of what a run creates, and adds to, another requirement holds.
 */
const countsOfListed = (
  contract: Contract,
  holders: Collection,
  lists: readonly CountedList[],
): readonly { readonly list: CountedList; readonly figure: ListFigure; readonly at: string }[] => {
  const { document } = contract;
  const { operation } = holders;
  const [held] = describedLists({ document, operations: [operation] });
  const isPlain = operation.method === 'GET' && operation.effect === 'safe' && operation.unsupported === undefined;
  const isOpen = parametersIn(operation.path).length > 0 || operation.parameters.some((one) => one.in === 'query' && one.required);
  const noun = nounsOf(operation.path).at(-1);
  if (!held || !isPlain || isOpen || noun === undefined || holders.id === undefined) return [];
  if (roundTrips(contract).some((trip) => trip.lists.some((one) => one.operation.key === operation.key))) return [];
  if (lagging.test(said(document, operation).replaceAll(neverKept, ' '))) return [];
  return [...membersOf(document, held.item)].flatMap(([name, schema]) => {
    const [text, ...more] = descriptionsIn(document, schema);
    if (text === undefined || more.length > 0 || !isType(document, schema, 'integer')) return [];
    const fitting = lists.flatMap((list) => {
      const { collection, item, numbers, traits, nouns } = list;
      if (collection.operation.key === operation.key || parametersIn(collection.operation.path).length > 0) return [];
      const known = new Set([...nouns, noun]);
      const isNamed = nouns.length > 0 && nouns.join(' ') === countedBy(name);
      const rule =
        ruleIn(text, { numbers, traits, known, figure: name }) ??
        (isNamed ? ruleIn(`the number of ${text}`, { numbers, traits, known, figure: name }) : undefined);
      const words = new Set(wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular));
      const isMeant = isNamed || nouns.every((one) => words.has(one));
      const naming = [...membersOf(document, item).keys()].filter((one) => [`${noun} id`, noun].includes(wordsOf(one).join(' ')));
      const [only, ...others] = naming;
      const isFitting = nouns.length > 0 && isMeant && rule?.kind === 'count' && rule.counting !== undefined;
      return isFitting && only !== undefined && others.length === 0
        ? [{ list, figure: { pointer: `/${escapeToken(name)}`, rule, text }, at: `/${escapeToken(only)}` }]
        : [];
    });
    return fitting.length === 1 ? fitting : [];
  });
};

const stateMember = (document: Document, item: Schema): string | undefined => stateMembers(membersOf(document, item), 'last word')[0]?.[0];

/** What the schema of an amount of money says of such amounts as a whole, and not of this one. */
const descriptionOfMoney = (document: Document, schema: Schema): string | undefined => {
  const all = amountOfMoney(document, schema) === undefined ? [] : descriptionsIn(document, schema);
  return all.length > 1 ? all.at(-1) : undefined;
};
