import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { singular } from '../../contract/infer/singular.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { distinct } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import { harmless, isLeftBy } from './action-words.ts';
import { nounsIn } from './collection-nouns.ts';
import { reasonsIn } from './conflict-reasons.ts';
import { conflictTexts, isConflicting, isOfBody, mayConflict } from './conflicts.ts';
import { moveAmong } from './move-among.ts';
import { isElided, isKind, isNumbered, refusesName, withoutCodes, withoutCodesOfStatuses } from './named-states.ts';
import { withMovesTold } from './told-drawings.ts';
import { withDeedsRefused, withElseRefused } from './refused-deeds.ts';
import { deniedMoves } from './denied-moves.ts';
import { isDoneToOthers, isLimited, isOfUnknown, isOptional, isOnCondition, isPartlyRefused } from './limited-clauses.ts';
import { withoutMakers } from './for-makers.ts';
import { withPerfectStates } from './perfect-states.ts';
import { withPlainRefusals } from './plain-refusals.ts';
import { withReasonsApart } from './reasons-apart.ts';
import { boundsIn } from './until-states.ts';
import { isAlone, isSubject, withLimitsApart, withoutForGood, withoutNeither, withRefusalsApart } from './own-states.ts';
import {
  type Mention,
  type State,
  clausesOf,
  inWords,
  isLeftBehind,
  isNegated,
  isOutcome,
  notLacking,
  mentionsIn,
  mustBe,
  textsOf,
} from './state-mentions.ts';
import {
  refusing,
  unclear,
  otherwise,
  permitting,
  failing,
  allBut,
  later,
  isLimit,
  isMore,
  besideNumber,
  limitsToState,
  bareStatus,
  isRefusal,
  isPermitted,
  isMarked,
} from './refusal-words.ts';

const summaryOf = ({ document }: Contract, { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  return isObject(node) && typeof node['summary'] === 'string' ? wordsOf(node['summary']) : [];
};

export type Wanted = {
  readonly operation: Operation;
  readonly states: readonly State[];
  /** The noun of the resource. */
  readonly noun: string;
  /** Nouns of other resources: a state beside one of them is not that of the resource. */
  readonly others: ReadonlySet<string>;
  /** Names of members of the body that are no states: a sentence that names one is about that member alone. */
  readonly members: readonly string[];
  /** What a member of the body chooses to do: a sentence that names one is about that alone, and what is said of anything else is no matter of one of them. */
  readonly choices?: readonly string[];
  /** The operation creates something below the resource: then only a state beside its noun is meant. */
  readonly isBelow: boolean;
  /** What is created below has no state of its own: then "in every status but archived" is the state of the resource. */
  readonly isStateless?: boolean;
  /** The body names the resource: what is wrong with it may be answered like any other wrong value. */
  readonly isNamed?: true;
};

const isBeside = ({ state, at }: Mention, words: string, nouns: readonly string[]): boolean => {
  const rest = words.slice(at + state.name.length + 1);
  const before = words.slice(0, at + 1);
  return nouns.some(
    (noun) =>
      rest.startsWith(` ${noun} `) ||
      new RegExp(`(?:and|or) \\w+(?: \\w+)? ${noun} `, 'u').test(rest.slice(0, 40)) ||
      new RegExp(
        ` ${noun} (?:that |which |who )?(?:is |are |has been |have been |was |in |has to be |have to be |must be |needs to be |need to be )?(?:not |no longer |not yet )?(?:in )?(?:a |an |the )?(?:already |currently |still |now |state |status )*(?:\\w+ (?:or|nor|and) )*$`,
        'u',
      ).test(before),
  );
};

/** Does the clause that stands before another one of the same text name one of some things, so that "it" may be that. */
const isBehindOthers = (all: readonly string[], clause: string, others: ReadonlySet<string>): boolean => {
  const at = all.findIndex((one) => one.includes(clause));
  const before = at > 0 ? inWords(all[at - 1] ?? '') : '';
  return at < 0 || [...others].some((one) => before.includes(` ${one} `));
};

/** What may stand between the states of an enumeration, besides commas. */
export const between = /^ ?(?:(?:or|and|nor|an?|the) )*$/u;

/** Does a state follow others without a word of its own, in an enumeration that ends in "or": `delivered` of "has to be in transit, delivered or returned". */
const isEnumerated = (mentions: readonly Mention[], n: number, isFirst: (one: Mention) => boolean): boolean => {
  const gapAt = (at: number): string | undefined => {
    const [one, last] = [mentions[at], mentions[at - 1]];
    const gap = one && last && one.at >= last.end ? one.before.slice(last.end) : undefined;
    return gap !== undefined && between.test(gap) ? gap : undefined;
  };
  let first = n;
  while (gapAt(first) !== undefined) first -= 1;
  let end = n;
  while (gapAt(end + 1) !== undefined) end += 1;
  const start = mentions[first];
  return first < n && start !== undefined && isFirst(start) && / (?:or|and|nor) /u.test(gapAt(end) ?? '');
};

/** The place of the last of some states among those of a member. */
const lastOf = (states: readonly State[], member: string, some: ReadonlySet<State>): number =>
  states.filter((one) => one.member === member).reduce((last, one, n) => (some.has(one) ? n : last), -1);

/** Does a clause say up to a place that something is possible. */
const isPermitting = (words: string, at: number): boolean => [...words.slice(0, at + 1).matchAll(permitting)].length > 0;

/**
 * Is a clause nothing but the states in which something is possible: "Works while the order is open", "For drafts". That is a refusal of the others where the
 * operation describes one, stated by the described conflict.
 */
const isLimitTo = (operation: Operation, words: string, named: readonly Mention[], nouns: readonly string[]): boolean => {
  if (named.length === 0 || named.some(isNegated) || isMore.test(words) || later.test(words) || hasOther(words, named)) return false;
  if (!isConflicting(operation)) return false;
  return isLimit.test(words) || isBareFor(words, named, nouns);
};

/** Words behind states that bind what is said of them to something else. */
const onCondition = / (?:if|when|where|unless|for|with|without|by|until|provided) /u;

/** Does "or" join something else to the states of a clause: "while it is open or on its way". */
const hasOther = (words: string, named: readonly Mention[]): boolean =>
  named.some(({ end }) => {
    const [joint = ''] = /^ or (?:(?:an?|the|in|is|it is|already) )*/u.exec(words.slice(end)) ?? [];
    // The name of a state may begin with such a word: "in transit".
    return joint !== '' && !named.some(({ at }) => at + 1 >= end + ' or '.length && at + 1 <= end + joint.length);
  });

/**
 * Does a text tell what is done in a state beside those of a limit, or after them, and no refusal: "Works while it is open. Once it is in transit, that costs a fee".
 * What the operation itself leads to is another matter.
 */
const tellsOfOther = (operation: Operation, clauses: readonly string[], states: readonly State[], nouns: readonly string[]): boolean => {
  const some = ['it', 'they', ...nouns].join('|');
  const whenIts = ` (?:(?:when|while|once|if|as soon as|after|where) (?:(?:the|an?) )?(?:${some}) (?:is|are|was|were|has been|have been) (?:already |in |on )?|for (?:those|the ones) (?:that are |which are )?(?:in |on )?)`;
  return clauses.map(inWords).some((words) => {
    if (refusing.test(words) || failing.test(words)) return false;
    if (
      /^ (?:there|in (?:this|that|which) case|later (?:attempts?|calls?|requests?|changes?)) /u.test(words) ||
      (later.test(words) && !isLimit.test(words))
    )
      return true;
    if (isLimit.test(words)) return false;
    const isToldOf = states.some(({ name, value }) => new RegExp(`${whenIts}${name} `, 'u').test(words) && !isLeftBy(operation, value));
    return (
      isToldOf ||
      mentionsIn(words, states, nouns).some((one) => isSubject(one) && / (?:needs?|requires?|takes?|costs?) /u.test(words.slice(one.end)))
    );
  });
};

/** Is a clause only "for" and the states, as those of what it is about: "For drafts", "For open and late loans". */
const isBareFor = (words: string, named: readonly Mention[], nouns: readonly string[]): boolean => {
  const rest = named.toReversed().reduce((text, { at, end }) => text.slice(0, at) + text.slice(end), words);
  return /^ for $/u.test(rest) || new RegExp(`^ for(?: (?:and|or|an?|the|${nouns.join('|')}))* $`, 'u').test(rest);
};

/**
 * Is a clause only the states that it is for, and the status of what is refused otherwise: "For published events (409 `not_published`)", "On open accounts (409)", "While the
 * loan is `open` (409)".
 */
const isBareForElse = (clause: string, states: readonly State[], nouns: readonly string[]): boolean => {
  const plain = clause.replaceAll(bareStatus, ' ');
  if (plain === clause) return false;
  const being = new RegExp(
    `^ (?:only )?(?:while|as long as) (?:it|they|(?:(?:the|this|an?) )?(?:${nouns.join('|')})) (?:is|are) (?:still )?`,
    'u',
  );
  const words = inWords(plain)
    .replace(/^ (?:on|in|to|of|at|with) /u, ' for ')
    .replace(being, ' for ');
  const named = mentionsIn(words, states, nouns);
  return named.length > 0 && !named.some(isNegated) && isBareFor(words, named, nouns);
};

/** Words around the states of a limit that leaves out what has them: "Only while `open` or `late`, else `409`". */
const aroundLimit =
  /^ (?:only )?(?:(?:possible|allowed|accepted) )?(?:only )?(?:while|as long as|when|if|in|for) (?:(?:it|they) (?:is|are) )?(?:still |in )?(?:the )?(?:(?:state|status|states) )?(?<rest>.*?)(?: (?:else|otherwise))?(?: 4\d\d)?(?: (?:else|otherwise))? $/u;

/** Is a clause nothing but such a limit. */
const isElidedLimit = (words: string, states: readonly State[], nouns: readonly string[]): boolean => {
  if (!/ only /u.test(words) || !otherwise.test(words)) return false;
  const limited = ` for ${aroundLimit.exec(words)?.groups?.['rest'] ?? ''} `.replaceAll(/ +/gu, ' ');
  const named = mentionsIn(limited, states, nouns);
  return named.length > 0 && !named.some(isNegated) && isBareFor(limited, named, nouns);
};

/** Does "it" have a state in a condition: "409 if it is not `open`". */
const isOfPronoun = ({ before }: Mention): boolean =>
  /^ (?:4\d\d |refused )(?:(?:if|when|while|unless|as long as) )it is (?:still |already |in |no longer |not yet |not |an? )*$/u.test(
    before,
  );

/** The states that the text of an operation names anywhere. */
export const namedIn = (contract: Contract, operation: Operation, states: readonly State[]): readonly State[] => {
  // A member such as `pausedAt` names no state.
  const isMember = (name: string): boolean => !states.some(({ value }) => value === name);
  const texts = textsOf(contract, operation).map((text) =>
    inWords(text.replaceAll(/`(\w+)`/gu, (whole, name: string) => (isMember(name) ? ' ' : whole))),
  );
  const nouns = nounsIn(contract);
  const coded = textsOf(contract, operation).join(' ');
  // "An offer that is pending" is one of the offers, and no state of something else.
  const isThing = ({ name, value }: State): boolean => nouns.has(name) && !coded.includes(`\`${value}\``);
  return states.filter(
    (one) => !isThing(one) && texts.some((words) => [one.name, `${one.name}s`].some((name) => words.includes(` ${name} `))),
  );
};

/** A state in code behind the word for it: its name is no thing, though a collection may be called so. */
const namedState = /(?<=\b(?:state|status|stage|phase)) `[^`]+`/giu;

/** What is sent is no matter. */
const isOfSent =
  / (?:body|bodies|payload|content|(?:whatever|what|anything|everything) (?:else )?(?:(?:that )?is |you |was )?sent) (?:\w+ ){0,4}(?:ignored|ignores) /u;

/** What a change leaves out is no matter of the state either: "What is left out stays". */
const isOfLeftOut =
  /^ (?:(?:what|whatever|anything|everything|all) (?:(?:that )?(?:is|was|are) |you )?(?:left out|omitted|not sent|not given|not named|missing|absent|leave out|omit|do not send)|(?:(?:the|all) )?(?:(?:omitted|missing|absent|left out|other|remaining) )?(?:members|fields|properties|attributes|values)(?: (?:that|which))?(?: (?:are|were))?(?: (?:left out|omitted|not sent|not given|missing|absent))?) (?:stays?|remains?|(?:is|are) (?:kept|unchanged|left))(?: (?:as (?:it|they) (?:is|are|was|were)|unchanged|untouched|the same))? /u;

/** An item of a list of choices with what is said of one of them: "- `replace`: the vault has what the file has. `409` while it is locked." */
const itemOfChoice = /^[ \t]*[-*] +`(?<value>[\w-]+)`\s*[:–—-].*(?:\n(?![ \t]*(?:[-*] |\n|$)).*)*$/gmu;

/** A text without what it says of single values of a parameter or a member, which holds for a call with that value alone. */
const withoutChoices = (contract: Contract, operation: Operation, text: string): string => {
  if (text.search(itemOfChoice) < 0) return text;
  const { document } = contract;
  const schemas = [...operation.parameters.map(({ schema }) => schema), ...bodyMembers(contract, operation).map(({ schema }) => schema)];
  const values = schemas.flatMap((schema) =>
    partsOf(document, schema).flatMap(({ enum: listed }) => (Array.isArray(listed) ? (listed as unknown[]) : [])),
  );
  return text.replaceAll(itemOfChoice, (all, value: string) => (values.includes(value) ? '' : all));
};

/** Words by which a clause speaks of the call or of the resource itself. */
const ofItself = / (?:it|this|that|again|already|twice|second|repeated|idempotent|call|request|effect) /u;

/** "`respondent` is not stored and stays `null`": what becomes of one member. */
const keptMember =
  /`(?<member>\w+)`(?: (?:is|are) [^.;:,`]{1,40}? (?:and|but))? (?:stays?|remains?|is ignored)\b(?: (?:`[^`]*`|null|empty|unset))?/giu;

/** A clause without what it says of members that show no state. */
const withoutKeptMembers = (clause: string, states: readonly State[]): string =>
  clause.replaceAll(keptMember, (all, member: string) =>
    states.some((one) => [one.member, one.name, one.value].includes(member) || wordsOf(one.member).includes(member)) ? all : ' ',
  );

/** Does a clause say that something does no harm: not where that follows a refusal, "the answer is 409 and nothing is changed". */
const isHarmless = (clause: string): boolean => {
  const words = inWords(clause);
  // "An empty object changes nothing" and "a body is ignored" say so of what is sent, in whatever state.
  if (/ empty (?:json )?(?:object|body|patch|document|change) /u.test(words) || isOfSent.test(words) || isOfLeftOut.test(words))
    return false;
  const isOfRefusal =
    / (?:4\d\d|refused) /u.test(words) && !/ (?:no|not|never|without|instead of)(?: an?)? (?:4\d\d|refused) /u.test(words);
  const isMeant = (word: string): boolean =>
    word === 'nothing'
      ? / nothing (?:$|else|happens|changes|more|to do|is (?:changed|done))| (?:does?|changes) nothing /u.test(words)
      : words.includes(` ${word} `);
  return !isOfRefusal && harmless.some(isMeant);
};

/** What the action does to what is in a state already: "From `draft` to `scheduled`; a scheduled episode gets the new time". */
const isDoneAgain = (words: string, { name }: State, nouns: readonly string[]): boolean =>
  new RegExp(
    `^ (?:(?:an?|the|one) )?${name} (?:${nouns.join('|')}|one|ones) (?:then |just |simply )?(?:gets?|takes?|receives?|moves?|is (?:given|moved|set|re\\w+)|are (?:given|moved|set|re\\w+)|may|can) (?!not |never |only |no )`,
    'u',
  ).test(words);

/** Words of a clause about an action that is done once more. */
const repeating =
  / (?:again|once more|twice|a second time|second|repeated|repeating|repeats?|repetitions?|repeatedly|more than once|idempotent) /u;

/** Does a clause say of nothing but the repetition of an action that it does no harm: "Cancelling it once more changes nothing", "Cancelling a cancelled order has no effect". */
const isRepetition = (words: string, states: readonly State[], own: readonly State[]): boolean => {
  const named = states.filter(({ name }) => words.includes(` ${name} `));
  return named.every((one) => own.includes(one)) && (named.length > 0 || repeating.test(words));
};

/** Does a text of an operation say that to do it again, or in another state, does no harm; that something stays says so of a state alone. */
export const saysHarmless = (contract: Contract, operation: Operation, states: readonly State[]): boolean =>
  textsOf(contract, operation)
    .flatMap(clausesOf)
    .filter(isHarmless)
    .map(inWords)
    .some((words) => !/ (?:stays?|remains|unchanged) /u.test(words) || states.some(({ name }) => words.includes(` ${name} `)));

/** "Only for open tabs and not more than the rest, otherwise `409`": the amount is a need beside the state, which holds without it. */
const amountBeside =
  /(?<=\bonly (?:for |with |on |from )?[^.;,()]{3,40}) and (?:for |of )?(?:not|no|never) more than [^.;,()]{2,40}(?=[,.;(]|$)/giu;

/** The states in code that a clause begins with as those that it is for: "While `live`, ...", "In `draft` and `open`, ...". */
const leadOf = (clause: string, states: readonly State[]): readonly State[] => {
  const [lead = ''] =
    /^\s*(?:only )?(?:while|as long as|when|once|if|in)(?: (?:it|they|(?:the|an?) \w+) (?:is|are))?(?: (?:still|in|the|states?|status))*(?:(?: |, | or | and |, or )`[^`]+`)+/iu.exec(
      clause,
    ) ?? [];
  return states.filter(({ value }) => lead.includes(`\`${String(value)}\``));
};

/** "The campaign must be `funded` and has one payout at most (`409`)": how many there may be is another need, beside which the state is needed all the same. */
const numberBeside =
  /(?<=\b(?:must|has to|needs to) be (?:`[^`]+`|\w+)(?: or (?:`[^`]+`|\w+))?) and (?:(?:can|may|must) have|has|have) (?:at most |no more than |not more than )?(?:an?|one|two|three|four|five|\d+) \w+(?: at most)?(?=\s*[(.;])/giu;

/** "The hall must be open, the guest registered, and the seat free": what stands behind the first need are needs of something else, and no limits of it. */
const withoutOtherNeeds = (clause: string): string => {
  const [first = '', ...rest] = clause.split(/(?=, (?:and )?(?:the|its|their) )/u);
  return / (?:must|has to|have to|needs? to) /u.test(inWords(first))
    ? [first, ...rest.filter((one) => / otherwise /u.test(inWords(one)))].join('')
    : clause;
};

/** A text about a change by its body without the sentences that deny a move: "A published post does not go back to draft" refuses no other change of it. */
const withoutDenied = (text: string, { operation, states, noun }: Wanted): string => {
  if (!['PATCH', 'PUT'].includes(operation.method)) return text;
  const values = states.map(({ value }) => String(value));
  const sentences = sentencesOf(text);
  const others = sentences.filter((one) => deniedMoves(one, values, noun).length === 0);
  return others.length === sentences.length ? text : others.join(' ');
};

/**
 * The states in which the text of an operation that describes a conflict says that it is refused: "Cancelled loans cannot be extended", "Only a draft can be published",
 * "A booked loan becomes out. In any other state the answer is 409". Undefined where it says none, or what it says is not plain.
 */
export const refusedStates = (contract: Contract, wanted: Wanted): readonly State[] | undefined => {
  const { operation, states, noun, others, members, choices = [], isBelow, isStateless = false, isNamed = false } = wanted;
  if (!mayConflict(operation) && !(isNamed && operation.responses.some(({ status }) => status === '404'))) return undefined;
  // A member of the body that is the state is what a sentence about its values means: "`status` must be `open` or `closed` (422)".
  const settable = isConflicting(operation) ? [] : bodyMembers(contract, operation).map(({ name }) => wordsOf(name).join(' '));
  const stateMembers = distinct(states.map(({ member }) => wordsOf(member).join(' '))).filter((one) => settable.includes(one));
  const isOfValues = (clause: string): boolean =>
    !isNamed && !isConflicting(operation) && (isOfBody(clause) || stateMembers.some((one) => inWords(clause).includes(` ${one} `)));
  const nouns = [noun, `${noun}s`];
  // Where a resource can be rejected itself, "a rejected entry" refuses nothing.
  const ownVerbs = states.map(({ name }) => name).filter((name) => ['rejected', 'refused'].includes(name));
  const refuses = (words: string): boolean => refusing.test(ownVerbs.reduce((rest, verb) => rest.replaceAll(` ${verb} `, '  '), words));
  const about = { operation, states, nouns, isBelow };
  // A synonym of the resource stands in the summary: "Cancel a booking".
  const called = new Set(summaryOf(contract, operation).flatMap((word) => [word, singular(word)]));
  // Where a text lists moves from several states, what it refuses depends on where to.
  if (movesFrom(textsOf(contract, operation), states).length > 1) return undefined;
  const isOfOneMove = moveAmong(contract, operation, states);
  const refused = new Set<State>();
  const allowed = new Set<State>();
  /** The states that the operation itself leads to, and those of them in which its text says that it does no harm. */
  const own = states.filter(({ value }) => isLeftBy(operation, value));
  const repeatable = new Set<State>();
  /** States behind which everything is refused, and before which nothing is said. */
  const until = new Set<State>();
  const deed = { operation, states, noun, summary: summaryOf(contract, operation), isAlone: !isBelow || isStateless };
  const deedsApart = (text: string): string => (isNamed ? text : withDeedsRefused(text, deed));
  for (const text of textsOf(contract, operation)
    .map((one) => withoutDenied(isNamed ? one : withElseRefused(one, deed), wanted))
    .map((one) => withoutMakers(withoutChoices(contract, operation, one), noun))
    .map((one) => withPerfectStates(withReasonsApart(one), operation, states, noun))
    .map((one) => withMovesTold(one.replaceAll(amountBeside, '').replaceAll(numberBeside, ''), states))
    .map((one) => deedsApart(withRefusalsApart(withPlainRefusals(withoutNeither(one), states, noun), states, noun)))) {
    const said = withoutForGood(clausesOf(text), states).filter((clause) => !isOfValues(clause));
    // "The lines stay" says nothing of the resource itself, but "it changes nothing where its lines are closed already" does.
    const isOfOthers = (words: string): boolean => {
      if (nouns.some((one) => words.includes(` ${one} `))) return false;
      // "The task is failed and nothing is changed" says what becomes of the task.
      const isSaid = [...others].some((one) => / (?:is|becomes|ends|fails|gets) /u.test(words.split(` the ${one}`)[1] ?? ''));
      return [...others].some((one) => words.includes(` ${one} `)) && !ofItself.test(words) && (isSaid || !/ nothing /u.test(words));
    };
    // "The lease stays in the stage `offer`" speaks of the lease, and of no offer.
    const isOfOther = (clause: string): boolean => isOfOthers(inWords(clause.replaceAll(namedState, ' ')));
    // "The order of the rows stays" names neither the resource nor its state.
    const isOfElse = (clause: string): boolean => {
      const words = inWords(clause).replaceAll(/ (?:stays?|remains|unchanged)(?= )/gu, ' ');
      return (
        ![...nouns, ...states.map(({ name }) => name)].some((one) => words.includes(` ${one} `)) &&
        !ofItself.test(words) &&
        !isHarmless(words)
      );
    };
    const mild = isNamed
      ? []
      : said.filter((clause) => isHarmless(withoutKeptMembers(clause, states)) && !isOfOther(clause) && !isOfElse(clause));
    if (!mild.every((clause) => own.length > 0 && isRepetition(inWords(clause), states, own))) return undefined;
    for (const state of mild.length > 0 ? own : []) repeatable.add(state);
    const calm = said.map(inWords).filter((words) => !refuses(words));
    for (const state of own) if (calm.some((words) => isDoneAgain(words, state, nouns))) repeatable.add(state);
    const clauses = withLimitsApart(
      said.filter((clause) => !mild.includes(clause)),
      states,
    );
    const isOpenLimit = tellsOfOther(operation, clauses, states, nouns);
    let earlier: readonly Mention[] = [];
    /** What clauses about a part are for: "While `live`, `goal` is fixed (`409`)". All others are others than that. */
    const partly = new Set<State>();
    /** What each clause names so that refuses nothing: what is said "otherwise" is said of none of it. */
    const spoken: (readonly Mention[])[] = [];
    /** Did the last clause that names states hold for some alone, or for a part: then what is said "otherwise" does so as well. */
    let isOpen = false;
    /** The states right before the noun in the first clause that names some so: "for tickets of a paid or partially refunded order". */
    let acted: readonly Mention[] = [];
    for (const clause of clauses) {
      const read = (isNamed ? withoutCodes(clause, states) : withoutCodesOfStatuses(clause)).replaceAll(besideNumber, '');
      const words = inWords(read);
      const all = mentionsIn(words, states, nouns, read);
      const isOther = [...others].some((one) => words.includes(` ${one} `));
      const but = allBut.exec(words);
      const isOfStatus = isStateless && but !== null && / (?:state|status|states|statuses) /u.test(but[0]);
      const isBare = isStateless && (isBareFor(words, all, nouns) || isElidedLimit(words, states, nouns));
      // "It" may be another thing that was spoken of right before.
      const isPlainIt = isBelow && isStateless && !isBehindOthers(said, clause, others);
      const isOfIt = (one: Mention): boolean =>
        isBeside(one, words, nouns) ||
        (isNamed && isElided(one, nouns)) ||
        (isOfStatus && one.at > but.index) ||
        (isPlainIt && isOfPronoun(one)) ||
        isBare;
      const ownAll = all.filter((one) => isNamed || !(isOfUnknown(one, about, called) || isMarked.test(one.before)));
      const named = ownAll.filter((one, n) => (isOther || isBelow ? isOfIt(one) || isEnumerated(ownAll, n, isOfIt) : true));
      const limited = inWords(withoutOtherNeeds(read));
      const isAboutMember = members.some((name) => limited.includes(` ${wordsOf(name).join(' ')} `));
      const isOfChoice = (one: string): boolean => choices.some((value) => one.includes(`\`${value}\``));
      if (isOfChoice(clause) || (otherwise.test(words) && isOfChoice(text)) || isOfOneMove(words)) continue;
      const isFirst = ({ state }: Mention): boolean => states.find(({ member }) => member === state.member) === state;
      if (named.some((one) => isLeftBehind(one) || (/ after (?:an? |the )*$/u.test(one.before) && isFirst(one)))) continue;
      const before = earlier;
      const sources = named.filter((one) => !isOutcome(one, nouns));
      // What becomes of the resource is not what it has to be.
      earlier = named.length > 0 && sources.length === 0 ? acted : sources;
      if (acted.length === 0 && !refuses(words) && !unclear.test(words)) acted = actedOn(named, words, nouns);
      if (named.length > 0 && !refuses(words)) spoken.push(sources);
      // What is possible until it comes to a state is refused in that one; of those behind it nothing is said for certain.
      const bound = isNamed || isOther || isAboutMember || !isConflicting(operation) ? [] : boundsIn(named, nouns);
      if (bound.length > 0) {
        for (const { state } of bound) if (!own.includes(state)) refused.add(state);
        continue;
      }
      const isOfSome = unclear.test(words) || isOptional(words, about) || isAboutMember || (!isNamed && isLimited(clause, words, about));
      if (named.length > 0) isOpen = isOfSome;
      if (isOfSome) for (const state of leadOf(clause, states)) partly.add(state);
      if (isOfSome) continue;
      const isRefusing = isNamed ? refusesName(words) : refuses(words);
      const must = named.filter(
        (one, n) => mustBe.test(one.before) || isJoined(named, n) || (isNamed && / 4\d\d /u.test(words) && isKind(one, words, nouns)),
      );
      const unless = / (?:unless|except|save for|apart from) /u.exec(words);
      const isOnly = / only /u.test(words);
      const add = (set: Set<State>, some: readonly Mention[]): void => some.forEach(({ state }) => set.add(state));
      if (limitsToState(words, states)) continue;
      // What is left of such a sentence says more than which states are refused.
      if (/ neither /u.test(words) && otherwise.test(words)) continue;
      if (!isNamed && otherwise.test(words) && isDoneToOthers(words)) continue;
      // "An open survey has to be closed first, otherwise `409`" speaks of open ones alone.
      const subject = named.filter((one) => isSubject(one) && !must.includes(one) && one.at < (must[0]?.at ?? 0));
      if (subject.length > 0) add(refused, subject);
      else if (
        but !== null &&
        !isNamed &&
        (isRefusing || (isLimit.test(words) && !isOpenLimit && !onCondition.test(words.slice(but.index))))
      ) {
        const beyond = firstOf(
          operation,
          named.filter(({ at }) => at > but.index),
          nouns,
        );
        add(isRefusing && !isPermitting(words, but.index) ? allowed : refused, beyond);
      } else if (otherwise.test(words) && (isRefusing || isOnly || (isNamed && / 4\d\d /u.test(words)))) {
        const ownBefore = named.filter(({ at }) => at < (otherwise.exec(words)?.index ?? 0));
        const source = ownBefore.length > 0 ? ownBefore : before;
        const isOfNeed = / (?:required|mandatory|needed|necessary|obligatory) (?:for|if|when|in|while|on) /u.test(words);
        if (!isNamed && (isOfNeed || isOnCondition(words, named) || (own.length === 0 && isOpen))) continue;
        add(allowed, firstOf(operation, source, nouns));
        if (ownBefore.length === 0) for (const one of spoken) add(allowed, firstOf(operation, one, nouns));
        if (ownBefore.length === 0) for (const state of partly) if (!refused.has(state)) allowed.add(state);
      } else if (must.length > 0) {
        if (isNamed || (!hasOther(words, must) && unless === null)) add(allowed, must);
      } else if (unless && isRefusing)
        add(
          allowed,
          named.filter(({ at }) => at > unless.index),
        );
      else if (isOnly) {
        const only = words.indexOf(' only ');
        // "A delivered order can only be rated" limits what is done with delivered ones. "Drafts only", "open or late only".
        const isBehind = named.some(({ end }) => end === only) || named.some((one) => isAlone(one, words, nouns));
        const meant = isBehind ? named : named.filter(({ at }) => at >= only);
        const isSaid =
          / (?:can|could|may|possible|allowed|accepted|permitted|available|valid) | only (?:\w+ ){0,2}(?:while|when|if|for|in|from|as long as) /u.test(
            words,
          );
        if ((isSaid || isBehind) && (isNamed || !hasOther(words, meant)))
          add(
            allowed,
            meant.filter((one) => !isLeftBy(operation, one.state.value) && !isDone(one)),
          );
      } else if (isNamed && !isRefusing) {
        const numbered = named.filter((one) => isNumbered(one, words, nouns));
        if (numbered.length < named.length) continue;
        add(allowed, numbered.filter(isNegated));
        add(
          refused,
          numbered.filter((one) => !isNegated(one)),
        );
      } else if (!isNamed && !isOpenLimit && isBareForElse(clause, states, nouns)) add(allowed, named);
      else if (isRefusing) {
        const [negated, plain] = [named.filter(isNegated), named.filter((one) => !isNegated(one))];
        if (negated.length > 0 && plain.length > 0) return undefined;
        const meant = plain.filter((one) => isPermitted(words, one));
        const rejected = isRefusal(clause) ? plain.filter((one) => !meant.includes(one)) : [];
        const isPartly = !isNamed && rejected.some((one) => isPartlyRefused(one, words, named, about));
        const isPartlyLacking = !isNamed && negated.some((one) => isPartlyRefused(one, words, named, about));
        if (isPartlyLacking) continue;
        if (negated.some((one) => isPermitted(words, one))) add(refused, negated);
        else if (negated.length > 0)
          for (const one of negated.flatMap((mention) => [
            ...notLacking(mention, states),
            ...stepsAfter(contract, operation, mention, clause, states),
          ]))
            allowed.add(one);
        // Beside what is refused by its name, what is possible need not be all.
        else if (rejected.length > 0) add(refused, isPartly ? [] : rejected);
        else add(later.test(words) && !/ only /u.test(words) ? until : allowed, meant);
      } else if (!isNamed && isLimitTo(operation, words, named, nouns) && !isOpenLimit) add(allowed, named);
    }
  }
  for (const text of conflictTexts(contract, operation)) {
    const reasons = reasonsIn(text, states, noun, !isBelow && !isNamed);
    for (const one of reasons.refused) refused.add(one);
    for (const one of reasons.allowed) allowed.add(one);
  }
  if ([...allowed, ...until].some((one) => refused.has(one))) return undefined;
  const dimensions = new Set([...allowed].map(({ member }) => member));
  const rest = states.filter((one) => dimensions.has(one.member) && !allowed.has(one));
  const behind = [...until].flatMap(({ member }) => states.filter((one) => one.member === member).slice(lastOf(states, member, until) + 1));
  const found = [...new Set([...refused, ...rest, ...behind])].filter((one) => !repeatable.has(one));
  return found.length > 0 && found.length < states.length ? found : undefined;
};

/** The states from which texts list a move: `new` and `open` of "new to open or solved; open to solved", and those of the rows of a table that leads from state to state. */
const movesFrom = (texts: readonly string[], states: readonly State[]): readonly State[] => {
  const words = texts.map(inWords);
  const rows = texts.flatMap(moveRowsIn).filter(({ to }) => to.some((one) => states.some((state) => isCalled(state, one))));
  const isTabled = (from: State): boolean => rows.some((row) => row.from.some((one) => isCalled(from, one)));
  return states.filter(
    (from) => isTabled(from) || states.some((to) => to !== from && words.some((one) => one.includes(` ${from.name} to ${to.name} `))),
  );
};

/** Is a state meant by a name in a cell. */
const isCalled = ({ name, value }: State, cell: string): boolean => value === cell || inWords(cell).trim() === name;

/** Is a word that is also a state what can be done: "others can only be cancelled". */
const isDone = ({ before }: Mention): boolean => / (?:can|could|may) (?:only |then )*be (?:only |then )*$/u.test(before);

/** Words of what was done with a resource, which stays so in the states behind it. */
const deed = /(?:ed|paid|sent|done|made|sold|given|taken|written|built|begun)$/u;

/**
 * The states between one that a clause says to be lacking, as a deed and not as the value itself, and the last one to which the action leads by its text: "`409` if it is not paid" refuses
 * no refund of what is `partially_refunded`, which was paid.
 */
const stepsAfter = (
  contract: Contract,
  operation: Operation,
  { state }: Mention,
  clause: string,
  states: readonly State[],
): readonly State[] => {
  if (!deed.test(state.name) || clause.includes(`\`${String(state.value)}\``)) return [];
  const text = textsOf(contract, operation).join(' ');
  const list = states.filter(({ member }) => member === state.member);
  return list
    .slice(list.indexOf(state) + 1)
    .filter(({ value }) => text.includes(`\`${String(value)}\``))
    .slice(0, -1);
};

/** Is a state one of several of which the first has to be: "has to be paid or partially refunded". */
const isJoined = (mentions: readonly Mention[], n: number): boolean => {
  const [one, last] = [mentions[n], mentions[n - 1]];
  if (!one || !last || !/^ ?(?:or|a|an| )+ ?$/u.test(one.before.slice(last.end))) return false;
  return mustBe.test(last.before) || isJoined(mentions, n - 1);
};

/** The states that stand right before the noun, with those that "or" joins to them; none where one of them is lacking. */
const actedOn = (mentions: readonly Mention[], words: string, nouns: readonly string[]): readonly Mention[] => {
  const isBeforeNoun = ({ end }: Mention): boolean => nouns.some((noun) => words.slice(end).startsWith(` ${noun} `));
  const isJoinedTo = (one: Mention, next: Mention | undefined): boolean =>
    next !== undefined && /^ ?(?:or|and|an?|the| )+ ?$/u.test(next.before.slice(one.end));
  let last: Mention | undefined;
  const found = mentions.toReversed().filter((one) => {
    const isIt = isBeforeNoun(one) || isJoinedTo(one, last);
    last = isIt ? one : undefined;
    return isIt;
  });
  return found.some(isNegated) ? [] : found.toReversed();
};

/** Does a sentence name a state as one of several that something is possible from: "from draft or scheduled", though scheduling leaves it so. */
const isOneOfSources = (one: Mention, mentions: readonly Mention[]): boolean =>
  mentions.some((other) => {
    const [first, second] = other.at < one.at ? [other, one] : [one, other];
    return other.state !== one.state && second.at >= first.end && /^ ?or (?:(?:an?|the|from) )*$/u.test(second.before.slice(first.end));
  });

/** The first of the states that a sentence names, with those that "or" joins to it; without what the action leaves, where that is none of them. */
const firstOf = (operation: Operation, mentions: readonly Mention[], nouns: readonly string[]): readonly Mention[] => {
  // "Sent parcels and drafts": the noun stands behind one of them alone.
  const joint = new RegExp(`^ ?(?:or|and|an?|${nouns.join('|')}| )* ?$`, 'u');
  const [first, ...more] = mentions.filter((one) => !isLeftBy(operation, one.state.value) || isOneOfSources(one, mentions));
  if (!first) return [];
  const joined: Mention[] = [first];
  for (const one of more) {
    const last = joined.at(-1) ?? first;
    if (!joint.test(one.before.slice(last.end))) break;
    joined.push(one);
  }
  return joined;
};
