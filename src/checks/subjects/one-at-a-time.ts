import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { distinctBy } from '../../model/json.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { alreadyThere } from './already-there.ts';
import { namingOf } from './child-counts.ts';
import { type Life, lives } from './lives.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { clausesOf, inWords, type State } from './state-mentions.ts';
import { refusing } from './refusal-words.ts';

/**
 * A resource of which another one has no more than one in some state ("a vehicle has at most one order in progress"), or that is not in one state ("a student has at most
 * one enrolment per course that is not withdrawn").
 */
export type OneAtATime = Subject & {
  readonly life: Life;
  /** The members of the body of a creation that name the other resource, or the two that are meant; none where its path does. */
  readonly by: readonly string[];
  /** The states of which there may be one alone. */
  readonly states: readonly State[];
  /** They in words. */
  readonly words: string;
  /** The operation that leads to such a state; the creation, where what is new is in one. */
  readonly operation: Operation;
  /** The text names no state ("the rider has a rental already"): then what is new has to be in one of them, and is brought to no other. */
  readonly isAsNew?: true;
};

const few = '(?:at most |only |no more than |not more than |up to |a maximum of )';
const article = '(?:an? |the |each |every |one |any |this |that |same )*';
const may = '(?:(?:can|may) (?:only )?)';

/** Words by which it is so as a rule, for some, or for a time, and is refused to nobody for certain. */
const hedged =
  / (?:usually|normally|typically|generally|mostly|should|ideally|unless|except|by default|as a rule|recommended|without|until|during|while|no longer|overridden|override|unlimited|plan|tier|sandbox|test mode|(?<!at )most|some|private|counts?|shown|sent|listed) /u;

/** What may follow without taking anything from it: "per month", "of type deposit" and "with a reminder" leave more than one. */
const bareRest =
  /^ (?:$|(?:at a time|at once|already|otherwise|else|or|so|because|409|422|refused|rejected|a second|another|any other|more|trying|this|that is|the answer|it|and a second|and another|is a|is refused) )/u;

/** Words by which the one before ends, or the other waits, so that nothing is refused. */
const makingWay =
  / (?:closes?|closed|cancels?|cancelled|replaces?|replaced|ends?|archives?|archived|supersedes?|superseded|queued|waits?|paused?|deactivates?|deactivated) /u;

/** Words by which only what is in the way at the same time is refused: "already has a booking on any of the days". */
const ofSomeTime =
  / (?:overlap\w*|clash\w*|(?:on|in|at|within|for|during|over) (?:(?:any|one|some|each|every|all|the same|that|this|those|these|its|their|the) )+(?:of )?(?:(?:the|its|these|those|their) )*(?:days?|dates?|times?|periods?|hours?|weeks?|nights?|slots?|ranges?|mornings?|evenings?|months?|moments?)) /u;

const ofOthers = / (?:another|second|new|previous|old|earlier|former|others?|existing|first|one) /u;

/** Does a clause say that there is one resource of a noun in a state for each of another noun, and not more. */
const saysOne = (
  clause: string,
  { state, noun, parent }: { readonly state: string; readonly noun: string; readonly parent: string },
): boolean => {
  const words = inWords(clause);
  const its = `(?:${state} ${noun}|${noun} (?:that is |which is |who is )?(?:in )?(?:the )?(?:state |status )?(?:of )?${state})`;
  const forms = [
    ` ${article}${parent}s? (?:(?:can|may) only have (?:at most )?|(?:(?:can|may) )?(?:has|have) ${few})one ${its} `,
    ` ${article}${parent}s? ${may}?(?:has|have) (?:${few})?one ${its} (?:at a time|at once) `,
    ` ${few}one ${its} (?:at a time |at once )?(?:per|for|of) ${article}${parent} `,
    ` there (?:is|can be|may be|can only be|may only be) (?:${few})?one ${its} (?:at a time |at once )?(?:per|for|of) ${article}${parent} (?:at a time|at once) `,
    ` ${few}one ${noun} (?:per|for|of) ${article}${parent} (?:can|may) be (?:in )?${state} `,
    ` (?:per|for) ${article}${parent} (?:there is |there can be |there may be )?${few}one ${its} `,
  ];
  const told = forms.map((form) => new RegExp(form, 'u').exec(words)).find((one) => one !== null);
  if (told) return !hedged.test(words) && bareRest.test(words.slice(told.index + told[0].length - 1));
  const held = new RegExp(
    ` (?:if|when|while|where) ${article}${parent} (?:already )?has (?:already )?(?:an?|another|one) (?:other )?${its} `,
    'u',
  );
  return refusing.test(words) && held.test(words) && !ofSomeTime.test(words);
};

/** States of what is not yet there for certain: whether a text means it as well is not plain. */
const early =
  /^(?:draft|new|created|initial|pending|requested|proposed|planned|scheduled|offered|invited|waiting|waitlisted|on hold|queued|quoted|submitted|unconfirmed|incomplete|inactive|expired|reserved)\b/u;

/** Does a clause say the same of a resource whatever its state: "409 when the rider has a rental already", "A rider can have only one rental at a time". */
const saysOneOfAll = (clause: string, noun: string, parent: string): boolean => {
  const words = inWords(clause);
  if (hedged.test(words) || ofSomeTime.test(words)) return false;
  const forms = [
    ` ${article}${parent}s? (?:(?:can|may) only have (?:at most )?|(?:(?:can|may) )?(?:has|have) ${few})one ${noun} (?:at a time|at once) `,
    ` ${few}one ${noun} (?:at a time |at once )?(?:per|for|of) ${article}${parent} (?:at a time|at once) `,
    ` ${few}one ${noun} (?:at a time|at once) (?:per|for|of) ${article}${parent} `,
    ` ${article}${parent}s? (?:can not|may not|must not) have (?:(?:two|several|more than one) ${noun}s?) (?:at a time|at once|at the same time) `,
  ];
  const refused = [
    ` (?:if|when|while|where) ${article}${parent} (?:(?:already has|has already) (?:an?|another|one)|has another) (?:other )?${noun} (?:already )?`,
    ` (?:if|when|while|where) ${article}${parent} has (?:an?|one) ${noun} already `,
  ];
  const isBare = (form: string): boolean => {
    const told = new RegExp(form, 'u').exec(words);
    return told !== null && bareRest.test(words.slice(told.index + told[0].length - 1));
  };
  return forms.some(isBare) || (refusing.test(words) && refused.some(isBare));
};

/** The conditions of a refusal that a sentence lists, each as a clause of its own: "409 if the hall is closed, or the guest already has an open visit". */
const listedConditions = (text: string): readonly string[] =>
  sentencesOf(text).flatMap((sentence) => {
    const [, before = '', list = ''] = /^(.*?\b(?:if|when|where)) (.+)$/iu.exec(sentence) ?? [];
    if (/\b(?:unless|except)\b/iu.test(list)) return [];
    const items = list.split(/(?:,? or |, )(?![^()]*\))/u).filter((one) => one !== '');
    return items.length > 1 && refusing.test(inWords(before)) ? items.map((item) => `${before} ${item}`) : [];
  });

/** What stands in brackets, but for the status of a refusal. */
const aside = /\s*\((?![^()]*\b4\d\d\b)[^()]*\)/gu;

/** Does a clause say that each of one noun has one resource for each of another noun, but for those in a state: "at most one enrolment per course that is not withdrawn". */
const saysOneBut = (
  clause: string,
  { state, noun, parent, other }: { readonly state: string; readonly noun: string; readonly parent: string; readonly other: string },
): boolean => {
  const but = `(?:(?:that|which) (?:is|has|was) not (?:been )?|without counting (?:those that are )?|apart from |other than )${state}`;
  const forms = [
    ` ${article}${parent}s? ${may}?(?:has|have) ${few}one ${noun} ${towards} ${article}${other} ${but} `,
    ` ${article}${parent}s? ${may}?(?:has|have) ${few}one ${noun} ${but} ${towards} ${article}${other} `,
  ];
  const words = inWords(clause);
  // A plan of which there is one subscription is no condition.
  const others = words.replace(' without counting ', ' ').replaceAll(new RegExp(` (?:${parent}|${other})s?(?= )`, 'gu'), ' it');
  return forms.some((form) => new RegExp(form, 'u').test(words)) && !hedged.test(others);
};

const towards = '(?:per|for|in|of|at|to|on|with|from|under)';

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** What an operation says, with what it says of its refusals. */
const textsOf = (contract: Contract, { location, responses }: Operation): readonly string[] => [
  ...textsAt(contract, location),
  ...responses
    .filter(({ status }) => ['409', '422'].includes(status))
    .flatMap((one) => textsAt(contract, one.location).map((text) => `409 ${text}`)),
];

const nounOf = ({ addsTo }: Trip): string => nounWordsOf(addsTo).at(-1) ?? '';

/** Nouns of what a creation names, with the member of its body that does; undefined where its path does. */
const namedBy = (contract: Contract, life: Life): readonly { readonly noun: string; readonly by: string | undefined }[] => {
  const { type } = life;
  const ofTrips = roundTrips(contract).flatMap((parent) => {
    const naming = parent.create.key === type.create.key ? undefined : namingOf(contract, parent, type);
    return naming ? [{ noun: nounOf(parent), by: naming.by }] : [];
  });
  // What nothing reads is named by an id as well.
  const ofIds = bodyMembers(contract, type.create).flatMap(({ name, required }) => {
    const words = wordsOf(name);
    return required && words.length > 1 && words.at(-1) === 'id' ? [{ noun: singular(words.at(-2) ?? ''), by: name }] : [];
  });
  const all = distinctBy([...ofTrips, ...ofIds], ({ noun, by }) => `${noun} ${by}`).filter(({ noun }) => noun !== '');
  // Of two addresses either may be meant.
  return all.filter(({ noun, by }) => all.every((one) => one.noun !== noun || one.by === by));
};

const rulesOf = (contract: Contract, life: Life): readonly OneAtATime[] => {
  const { type, states, leading } = life;
  const noun = nounOf(type);
  const listed = states.filter(({ member }) => member === type.state);
  const operations = [type.create, ...new Set(leading.map(({ operation }) => operation))];
  const clauses = operations.flatMap((operation) =>
    textsOf(contract, operation).flatMap((text) => [...clausesOf(text), ...listedConditions(text)]),
  );
  const isMakingWay = clauses.map(inWords).some((words) => makingWay.test(words) && ofOthers.test(words) && !refusing.test(words));
  const named = noun === '' || isMakingWay ? [] : namedBy(contract, life).filter((one) => one.noun !== noun);
  const isRefused = ({ responses }: Operation): boolean => responses.some(({ status }) => ['409', '422'].includes(status));
  const inOne = named.flatMap(({ noun: parent, by }) =>
    listed.flatMap((state): readonly OneAtATime[] => {
      if (!clauses.some((clause) => saysOne(clause, { state: state.name, noun, parent }))) return [];
      const operation = leading.find(({ to }) => to === state)?.operation ?? type.create;
      const rule = { life, by: by === undefined ? [] : [by], states: [state], words: `"${state.name}"`, operation };
      return isRefused(operation) ? [at(operation.location, rule)] : [];
    }),
  );
  const inAllBut = listed.flatMap((state): readonly OneAtATime[] => {
    const pairs = named.flatMap((one) => named.filter((other) => other !== one).map((other) => [one, other] as const));
    const pair = pairs.find(([one, other]) =>
      clauses.some((clause) => saysOneBut(clause, { state: state.name, noun, parent: one.noun, other: other.noun })),
    );
    if (!pair || !isRefused(type.create)) return [];
    const rest = listed.filter((one) => one !== state);
    const by = pair.flatMap((one) => one.by ?? []);
    return [at(type.create.location, { life, by, states: rest, words: `not "${state.name}"`, operation: type.create })];
  });
  // What may be there in some states only is no matter of what is new.
  const counted = listed.filter(({ name }) => !early.test(name));
  const ofCreation = textsOf(contract, type.create).flatMap((text) => [...clausesOf(text), ...listedConditions(text)]);
  const ofAll = named.slice(0, counted.length > 0 ? named.length : 0).flatMap(({ noun: parent, by }): readonly OneAtATime[] => {
    const isTold = isRefused(type.create) && ofCreation.some((clause) => saysOneOfAll(clause, noun, parent));
    const rule = { life, by: by === undefined ? [] : [by], states: counted, words: `there for the same ${parent}`, operation: type.create };
    return isTold && inOne.length === 0 ? [at(type.create.location, { ...rule, isAsNew: true })] : [];
  });
  const already = textsOf(contract, type.create)
    .flatMap((text) => [...clausesOf(text), ...listedConditions(text.replaceAll(aside, ' '))])
    .filter((clause) => refusing.test(inWords(clause)) && !hedged.test(inWords(clause)))
    .flatMap((clause) => alreadyThere(contract, type.create, clause, { noun, states: listed }) ?? [])
    .slice(0, 1)
    .map(({ by, but }): OneAtATime => {
      const rest = listed.filter((one) => one !== but);
      const words = but ? `there, and not "${but.name}"` : 'there';
      return at(type.create.location, { life, by, states: rest, words, operation: type.create });
    });
  return [...inOne, ...inAllBut, ...ofAll, ...(inAllBut.length === 0 && isRefused(type.create) && !isMakingWay ? already : [])];
};

const known = new WeakMap<Contract, readonly OneAtATime[]>();

/** Every such rule of a contract that is held to the standard requirements, each at the operation that leads to the state. */
export const onesAtATime = (contract: Contract): readonly OneAtATime[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : lives(contract).flatMap((life) => rulesOf(contract, life)));
  known.set(contract, found);
  return found;
};
