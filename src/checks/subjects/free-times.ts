import { parametersIn } from '../../contract/infer/path-template.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { idWords } from '../../contract/infer/reference-types.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { timeInCommon } from '../../generators/spans.ts';
import { at, type Subject } from '../kit/define.ts';
import { people } from './person-names.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { saidOfKind } from '../../contract/infer/said-of-kind.ts';
import { saidIn } from '../../contract/said.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { conflictTexts, mayConflict, ownTexts, withConflicts } from './conflicts.ts';
import { statefulAnswer } from './needed-states.ts';

/** A creation that takes a time of something for itself, so that no other one may have a part of it. */
export type FreeTime = Subject & {
  readonly trip: Trip;
  /** The members with the begin and the end of the time; in the place of the end, one that says how long it lasts, as a number of `unitMs` milliseconds. */
  readonly begin: string;
  readonly end: string;
  readonly unitMs: number | undefined;
  /** Does the document say that one may begin when another one ends. */
  readonly mayTouch: boolean;
  /** Are both days in it days of that time, so that two of which one ends on the day when the other begins overlap. */
  readonly isIncluded: boolean;
  /** May a creation leave out the end, so that the time has none. */
  readonly mayBeEndless: boolean;
  /** The member that names what the time is of, where a body may leave that out: "two shifts of one employee". */
  readonly of?: string;
  /** The member that names what the time is of, where the text says that: what else a body names may be another one. */
  readonly about?: string;
  /** The states of those that count, where the text says that, and where the answer to a creation shows the state. */
  readonly counted?: Counted;
};

/** States in which a time counts: "requested and confirmed bookings of one room must not overlap". */
export type Counted = {
  /** JSON pointer to the state in the answer to a creation. */
  readonly at: string;
  readonly states: readonly string[];
};

/** "Already has a slot in part of that time", "has another booking during this period". */
const hasInTime = String.raw`(?:(?:already|still) (?:has|have|holds?)|(?:has|have|holds?) (?:already|another|some other)) (?:an? |another |any |other )*[\w-]+(?: [\w-]+)? (?:in|during|within|for|at) (?:(?:a |any |some )?part of )?(?:that|this|these|the same) (?:times?|periods?|span|interval|hours)\b`;

const refusal = String.raw`\b(?:409|refused|rejected|conflict\w*|not (?:allowed|possible|permitted|accepted))`;

/** The status of a conflict, where nothing denies it. */
const gets409 = String.raw`(?<!\b(?:no|never|not|without)(?: an?)? )\b409\b`;

/** Sentences by which two of a kind may not have a time in common. */
const saysApart = new RegExp(
  [
    String.raw`\b(?:never|not|no(?: two)?|cannot|without|must not|may not)\b(?! (?:an? )?(?:409|conflicts?|errors?|refus|reject))[^.;]*\b${timeInCommon}`,
    String.raw`\b${timeInCommon}[^.;]*${refusal}`,
    String.raw`${gets409}[^.;]*\b${timeInCommon}`,
    // "`409` if the vet already has a slot in part of that time".
    String.raw`${gets409}[^.;]*\b(?:if|when|where) [^.;]*\b${hasInTime}`,
    String.raw`\bdouble[- ]?book\w*`,
    // "No room is used by two lessons at the same time", "Nobody works twice at the same time".
    String.raw`\b(?:no|never|nobody|cannot)\b[^.;]*\b(?:two|twice)\b[^.;]*\bat (?:the same|one|any one) time\b`,
  ].join('|'),
  'iu',
);

/** Words by which they may have one in common, unless a word before them denies it: "No two of them may overlap". */
const permits = new RegExp(
  String.raw`(?<!\b(?:no|never|none|neither|nobody|nothing)\b[^.;]*)\b(?:may|can|could|might|allowed to)\b (?!not\b)[^.;:]*\b${timeInCommon}`,
  'iu',
);

/** Words by which only some of them count, or more than one at a time is allowed. */
const countsSome =
  /\b(?:confirmed|approved|accepted|paid|unless|except|up to|more than)\b|\bat most (?!one \w+ (?:on|at|in|during|for) (?:any|an?|one|each|every|the same)\b)/iu;

/** What is not there any more takes no time from what is new: "unless one of them is cancelled". */
const butGone =
  /,? (?:unless|except(?: (?:if|when|where))?) (?:(?:one|either|any|the other|another|it)(?: of (?:them|the two|these))?|they) (?:is|are|was|were|has been|have been) (?:already )?(?:cancell?ed|called off|withdrawn|deleted|removed|void(?:ed)?|rejected|declined)\b/iu;

const saysSome = (sentence: string): boolean => permits.test(sentence) || countsSome.test(sentence.replace(butGone, ''));

/** The end of a sentence that speaks of what it limited before: "a boat has at most three open bookings, and no two of them overlap". */
const ofLimited =
  /\b(?:at most|up to|no more than|not more than|a maximum of)\b[^.;]*,? (?:and|of which|none of which) (?:no|never|none|neither)\b[^.;]*\b(?:them|these|those|which|two)\b/iu;

const oneOf = (states: readonly string[]): string => String.raw`\x60?(?:${states.map((one) => wordsOf(one).join('[ _-]')).join('|')})\x60?`;

/** States before the noun of what has a time, with what joins them: "requested, confirmed and checked-in bookings". */
const namedStates = (states: readonly string[], nouns: readonly string[]): RegExp => {
  const state = oneOf(states);
  const article = String.raw`(?:(?:an?|any|all|every|no|the|other|another|already|currently|still|either|both|only|that (?:is|are)|which (?:is|are)) )*`;
  return new RegExp(
    String.raw`(?<!\b(?:not|non|never|than|except|besides|but|unless|without)[ -](?:(?:an?|any|the) )?)(?<states>${state}(?:,? (?:and |or |nor )?${article}${state})*) (?=${article}(?:${nouns.join('|')})s?\b)`,
    'iu',
  );
};

/** States whose times are of no account: "and cancelled ones do not count", "those that are declined are left out". */
const statesLeftAside = (states: readonly string[], nouns: readonly string[]): RegExp => {
  const state = oneOf(states);
  const what = String.raw`(?:(?:those|the ones|all|what|whatever|anything|one)(?: that| which)? (?:is|are|was|were|has been|have been) )`;
  const verbs = String.raw`(?:(?:do|does)(?: not|n['’]t) (?:count|matter|block|stand in the way)|(?:is|are)(?: not|n['’]t) (?:counted|considered|compared|looked at)|(?:is|are) (?:ignored|disregarded|left out|left aside|not counted)|(?:take|takes|block|blocks) (?:no time|nothing))`;
  return new RegExp(
    String.raw`(?<!\b(?:not|non|never|than|but)[ -])(?:,? ?\b(?:and|but|while|whereas|where) )?${what}?(?<states>${state}(?:(?:,| and| or|, and|, or) ${state})*)(?: (?:ones|(?:${nouns.join('|')})s?))? ${verbs}\b`,
    'iu',
  );
};

const statesIn = (text: string, states: readonly string[]): readonly string[] => {
  const words = ` ${wordsOf(text).join(' ')} `;
  return states.filter((one) => words.includes(` ${wordsOf(one).join(' ')} `));
};

/** A sentence without the states that it counts, and these. */
const countedIn = (
  sentence: string,
  states: readonly string[],
  nouns: readonly string[],
): { readonly rest: string; readonly states: readonly string[] } => {
  if (states.length === 0 || nouns.length === 0) return { rest: sentence, states: [] };
  const aside = statesLeftAside(states, nouns).exec(sentence);
  const without = aside ? sentence.replace(aside[0], ' ') : sentence;
  const found = namedStates(states, nouns).exec(without);
  if (found) return { rest: without.replace(found[0], ' '), states: statesIn(found.groups?.['states'] ?? '', states) };
  const left = statesIn(aside?.groups?.['states'] ?? '', states);
  return { rest: without, states: left.length === 0 ? [] : states.filter((one) => !left.includes(one)) };
};

/** What the times in a sentence are of: "two shifts of one employee", "the employee has another shift at that time". */
const ofOne =
  /\bof (?:one|the same|a single|any one) (?<of>[\w-]+)\b|\b(?:the|that|an?) (?<who>[\w-]+) (?:already )?(?:has|have) (?:already )?(?:an?|another|an overlapping|some other) [\w -]{1,30}?\b(?:at|in|during|within) (?:(?:a |any )?part of )?(?:that|this|the same) (?:time|period)\b|\bno (?<used>[\w-]+) (?:is|are|may be|can be) (?:used|taken|booked|occupied|reserved|needed) (?:by|for) two\b/iu;

/** A reason for a conflict: "the employee has another shift at that time". */
const otherAtThatTime =
  /\b(?:has|have|with|there is) (?:already )?(?:another|an overlapping|some other) [\w -]{1,30}?\bat (?:that|this|the same) time\b/iu;

/** Sentences by which one may begin at the moment when another one ends. */
const saysTouch =
  /\bback[- ]to[- ]back\b|\bhalf[- ]open\b|\bno longer (?:a )?part\b|(?<!\bnot )\btouch\w*\b[^.;]*\bnot overlap\b|\b(?:ends?|end itself)\b[^.;]*\b(?:exclusive|not (?:a )?part|not included)\b|\bmay (?:start|begin|follow)\b[^.;]*\b(?:that very (?:moment|day)|when|the (?:(?:very|same|exact) )*(?:moment|instant|minute|second)|as soon as)\b|\b(?:can|may) (?:start|begin|arrive|come|move in|check in|set out)\b[^.;]*\b(?:on|at) the (?:(?:very|same|exact) )*(?:day|date|moment|instant|minute)(?: (?:on|at))? (?:which|when|that|as) (?:the |an |any )?(?:first|former|last|other|another|previous|earlier|one before)\b/iu;

/** The same in words for what comes one after the other: "Tours may follow each other directly", "Adjacent slots are no overlap". */
const saysFollow =
  /\b(?:may|can|could|are allowed to) (?!not\b)(?:\w+ly )?(?:follow|adjoin|abut|touch)(?: on)? (?:each other|one another|another(?: one)?|the (?:next|other|previous|one before)(?: one)?)\b(?![^.;]*\b(?:at least|after|with an?|unless|only|if|pause|break)\b)|\b(?:adjacent|adjoining|abutting|consecutive|contiguous) (?:\w+ )?(?:is|are) (?:\w+ )?(?:fine|allowed|ok|okay|accepted|possible|permitted|no (?:overlap|conflict))\b/iu;

/** Sentences by which the day at its end is a part of a time. */
const saysIncluded =
  /\bboth (?:(?:days|dates|ends|of them) )?(?:are )?(?:included|inclusive)\b|\binclusive(?:ly)?\b|\b(?:first|start) and (?:the )?(?:last|end)(?: days?| dates?)?\b[^.;]*\b(?:includ|belong|count)|\b(?:including|up to and including) (?:the |its |their )?(?:last|end|final)\b|\b(?:last|end|final) (?:day|date)\b (?:is |counts as |belongs |being )?(?:included|part|to it)\b|\b(?:an?|any|one|some|no|a single) (?:single )?days? in common\b|\bshar(?:es?|ing) (?:even )?(?:an?|any|one|some|the same) (?:single )?days?\b/iu;

/** Sentences by which it is not, or by which a night and not a day is taken. */
const saysExcluded =
  /\bexclusive\b|\bnot (?:be )?(?:included|inclusive|a part|part)\b|\bexcluded\b|\bhalf[- ]open\b|\bcheck(?:s|ed|ing)?[- ]?out\b|\bnights?\b|\bday after the last\b|\bfree again\b|\bno longer\b/iu;

/** Sentences by which a time may have no end. */
const saysEndless = /\bwithout (?:an? |any )?end\b|\bopen[- ]ended\b|\bindefinite(?:ly)?\b|\bno end\b|\bfor good\b/iu;

const textsOf = (contract: Contract, operation: Operation): readonly string[] => {
  const members = bodyMembers(contract, operation).flatMap(({ schema }) => partsOf(contract.document, schema));
  return [
    ...ownTexts(contract, operation),
    ...conflictTexts(contract, operation),
    ...[...members.flatMap(saidIn), ...saidOfKind(contract, operation)].map((text) => withConflicts(operation, text)),
  ].map((text) => text.replaceAll(/\s+/gu, ' '));
};

/** Does a creation name what its time is of: in its path, or by a member that it has to have. */
const isOfOne = (contract: Contract, { path, ...create }: Operation): boolean =>
  parametersIn(path).length > 0 ||
  bodyMembers(contract, { path, ...create }).some(({ name, required }) => required && wordsOf(name).at(-1) === 'id');

/** What the text of a creation says of the times of all of its kind. */
type SaidApart = Pick<FreeTime, 'mayTouch' | 'isIncluded' | 'mayBeEndless' | 'counted'> & {
  /** The nouns of what the times are of, where a sentence says that. */
  readonly nouns: readonly string[];
};

/** What the text of a creation says of the times of all of its kind, where these may not overlap; undefined where they may, or only some of them count. */
const saidApart = (contract: Contract, create: Operation): SaidApart | undefined => {
  const said = textsOf(contract, create).flatMap(sentencesOf);
  const reasons = conflictTexts(contract, create).filter((one) => otherAtThatTime.test(one));
  const stateful = statefulAnswer(contract, create);
  const kinds = [nounWordsOf(create.path).at(-1) ?? [], 'one', 'thing'].flat();
  const all = [...said.filter((one) => saysApart.test(one)), ...reasons.map((one) => otherAtThatTime.exec(one)?.[0] ?? one)];
  const plain = all.filter((one) => !ofLimited.test(one));
  const counts = plain.map((one) => countedIn(one, stateful?.states ?? [], kinds));
  if (counts.length === 0 || counts.some(({ rest }) => saysSome(rest))) return undefined;
  const states = counts.flatMap((one) => (one.states.length > 0 ? [one.states] : []));
  const [counted = [], ...others] = states;
  // Where two sentences count different ones, each may be about something else.
  if (others.some((one) => one.join(' ') !== counted.join(' '))) return undefined;
  const apart = plain;
  const mayTouch = said.some((one) => saysTouch.test(one) || saysFollow.test(one));
  const isIncluded = !mayTouch && said.some((one) => saysIncluded.test(one)) && !said.some((one) => saysExcluded.test(one));
  const nouns = [...apart, ...reasons].flatMap((one) => {
    const { of, who, used } = ofOne.exec(one)?.groups ?? {};
    return [of ?? who ?? used ?? []].flat().map((word) => singular(word.toLowerCase()));
  });
  return {
    mayTouch,
    isIncluded,
    mayBeEndless: said.some((one) => saysEndless.test(one)),
    nouns,
    ...(stateful && counted.length > 0 ? { counted: { at: stateful.at, states: counted } } : {}),
  };
};

/** Words for people in the names of members, beside those for whoever does something about a resource. */
const alsoPeople: ReadonlySet<string> = new Set('staff worker colleague guide teacher trainer nurse doctor crew'.split(' '));

/** Is a required member a person, by an id or a name: `staffName`, `driver_id`. */
const isOfPerson = ({ name, required }: BodyMember): boolean => {
  const words = wordsOf(name).filter((word) => !['id', 'name'].includes(word));
  return required && words.length > 0 && words.every((word) => people.has(word) || alsoPeople.has(word));
};

/** The member of a body that names what the times are of, where the body may leave that out; null where that is another thing than any member names. */
const memberOf = (contract: Contract, create: Operation, nouns: readonly string[]): string | undefined | null => {
  if (nouns.length === 0) return undefined;
  const isNamed = (name: string): boolean => wordsOf(name).some((word) => nouns.includes(singular(word)));
  if (parametersIn(create.path).some(isNamed)) return undefined;
  const all = bodyMembers(contract, create);
  const members = all.filter(({ name }) => isNamed(name));
  const [only] = members;
  // "Of the same person": the body names a person in a word of its own.
  const [person, ...persons] = nouns.some((noun) => people.has(noun)) ? all.filter(isOfPerson) : [];
  if (members.length === 0 && person && persons.length === 0) return person.name;
  if (only === undefined || members.length > 1) return null;
  return only.required ? undefined : only.name;
};

const hasFormat = ({ document }: Contract, schema: BodyMember['schema'], formats: readonly string[]): boolean =>
  partsOf(document, schema).some(({ format }) => typeof format === 'string' && formats.includes(format));

const isDay = (contract: Contract, schema: BodyMember['schema']): boolean => hasFormat(contract, schema, ['date']);

const isTimed = (contract: Contract, schema: BodyMember['schema']): boolean => hasFormat(contract, schema, ['date', 'date-time']);

type NamedTime = { readonly begin: BodyMember; readonly end: BodyMember; readonly unitMs: number | undefined };

/** The begin of the one time that a creation names and how long it lasts, where it names no end. */
const lastingTime = (contract: Contract, create: Operation): NamedTime | undefined => {
  const members = bodyMembers(contract, create);
  const { begin, until } = lastingNames(members) ?? {};
  const [from, length] = [begin, until?.name].map((one) => members.find(({ name }) => name === one));
  return from && length && hasFormat(contract, from.schema, ['date-time'])
    ? { begin: from, end: length, unitMs: until?.unitMs }
    : undefined;
};

/** The begin and the end of the one time that a creation names: both of them required, else the begin alone. */
const timeOf = (contract: Contract, create: Operation): NamedTime | undefined => {
  // An id names what lies at the begin, and is no time.
  const members = bodyMembers(contract, create).filter(({ name }) => !idWords.has(wordsOf(name).at(-1) ?? ''));
  const required = members.filter((one) => one.required);
  const timed = members.filter(
    ({ name, schema, ...one }) => one.required || (isSettable({ name, required: false }) && isTimed(contract, schema)),
  );
  const named = (among: readonly BodyMember[]): readonly (readonly [string, string])[] => spanNames(among.map(({ name }) => name));
  const ofAll = named(timed).filter(([begin]) => required.some(({ name }) => name === begin));
  const [span, ...others] = named(required).length > 0 ? named(required) : ofAll;
  const [begin, end] = (span ?? []).map((one) => members.find(({ name }) => name === one));
  if (begin && end) return others.length === 0 ? { begin, end, unitMs: undefined } : undefined;
  return named(members).length === 0 ? lastingTime(contract, create) : undefined;
};

/** The creations of a contract whose text says that their times may not overlap, and whose path or body names what the time is of. */
export const freeTimes = (contract: Contract): readonly FreeTime[] =>
  roundTrips(contract).flatMap((trip): readonly FreeTime[] => {
    const { create } = trip;
    if (!['creates', 'creates-permanently'].includes(create.effect) || !mayConflict(create)) return [];
    const time = timeOf(contract, create);
    const said = time && saidApart(contract, create);
    if (!time || !said) return [];
    const of = memberOf(contract, create, said.nouns);
    if (of === null || (of === undefined && !isOfOne(contract, create))) return [];
    const { begin, end, unitMs } = time;
    const isIncluded = said.isIncluded && [begin, end].every(({ schema }) => isDay(contract, schema));
    const mayBeEndless = said.mayBeEndless && !end.required && unitMs === undefined;
    return [
      at(create.location, {
        trip,
        begin: begin.name,
        end: end.name,
        unitMs,
        mayTouch: said.mayTouch,
        isIncluded,
        mayBeEndless,
        ...(of === undefined ? {} : { of }),
        ...aboutOf(contract, create, said.nouns),
        ...(said.counted === undefined ? {} : { counted: said.counted }),
      }),
    ];
  });

/** The required member that names what the text says the times are of. */
const aboutOf = (contract: Contract, create: Operation, nouns: readonly string[]): Pick<FreeTime, 'about'> => {
  const named = bodyMembers(contract, create).filter(({ name }) => wordsOf(name).some((word) => nouns.includes(singular(word))));
  const [only, ...others] = named;
  return only?.required === true && others.length === 0 ? { about: only.name } : {};
};

/** A change that can let a time that something has for itself last longer. */
export type LongerTime = Subject & {
  readonly trip: Trip;
  readonly change: Operation;
  /** The member with the begin of the time. */
  readonly begin: string;
  /** The member that says how long it lasts, as a number of `unitMs` milliseconds; with its end, where there is no unit. */
  readonly until: { readonly name: string; readonly unitMs: number | undefined };
  readonly mayTouch: boolean;
};

const units: readonly (readonly [words: readonly string[], unitMs: number])[] = [
  [['minutes', 'minute', 'mins', 'min'], 60_000],
  [['hours', 'hour'], 3_600_000],
];

/** The members with the begin of a time and how long it lasts (`starts_at`, `duration_minutes`), where there is one of each. */
const lastingNames = (members: readonly BodyMember[]): Pick<LongerTime, 'begin' | 'until'> | undefined => {
  const begins = members.filter(({ name, required }) => required && /^(?:starts?|begins?|from|scheduled)$/u.test(wordsOf(name)[0] ?? ''));
  const lasting = members.flatMap(({ name, schema }) => {
    const words = wordsOf(name);
    const unitMs = units.find(([known]) => known.includes(words.at(-1) ?? ''))?.[1];
    const isMeant = words.some((word) => ['duration', 'length', 'lasts'].includes(word)) && typesOf(schema).includes('integer');
    return isMeant && unitMs !== undefined ? [{ name, unitMs }] : [];
  });
  const [begin, ...otherBegins] = begins;
  const [until, ...others] = lasting;
  return begin && until && otherBegins.length + others.length === 0 ? { begin: begin.name, until } : undefined;
};

/** The members with the begin and the end of a time, where there is one of each. */
const endNames = (members: readonly BodyMember[]): Pick<LongerTime, 'begin' | 'until'> | undefined => {
  const [span, ...others] = spanNames(members.filter(({ required }) => required).map(({ name }) => name));
  return span && others.length === 0 ? { begin: span[0], until: { name: span[1], unitMs: undefined } } : undefined;
};

/** Sentences by which a change keeps to the same: "The rules for booking hold here too", "409 for time that is taken". */
const saysAlike =
  /\b(?:rules?|conditions?|limits?|checks?)\b[^.;]*\b(?:hold|apply|applies)\b|\b(?:time|slot|period)s?\b[^.;]*\b(?:taken|occupied|booked|reserved)\b|\b(?:taken|occupied|booked|reserved)\b[^.;]*\b(?:time|slot|period)s?\b/iu;

/** Sentences by which it does not, or times may overlap after all. */
const saysNotAlike =
  /\b(?:do(?:es)? not|are not|is not|never|no longer) (?:hold|apply|checked|compared)\b|\bnot (?:checked|compared)\b|\b(?:may|can|could|might|allowed to)\b (?!not\b)[^.;]*\boverlap/iu;

/** The changes of a contract that can let a time last longer, of what may not overlap by the text of its creation, and of the change as well. */
export const longerTimes = (contract: Contract): readonly LongerTime[] =>
  roundTrips(contract).flatMap((trip): readonly LongerTime[] => {
    const { create, patch: change } = trip;
    if (change?.effect !== 'changes' || ![create, change].every(({ responses }) => responses.some(({ status }) => status === '409')))
      return [];
    const members = bodyMembers(contract, create);
    const names = lastingNames(members) ?? endNames(members);
    const said = names && isOfOne(contract, create) ? saidApart(contract, create) : undefined;
    const ofChange = textsOf(contract, change).flatMap(sentencesOf);
    const isAlike = ofChange.some((one) => saysAlike.test(one) || saysApart.test(one)) && !ofChange.some((one) => saysNotAlike.test(one));
    const isSet = names && bodyMembers(contract, change).some(({ name }) => name === names.until.name);
    return names && said && isAlike && isSet ? [at(change.location, { trip, change, ...names, mayTouch: said.mayTouch })] : [];
  });
