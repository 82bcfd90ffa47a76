import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A member of the body of a change, or of the creation, whose value stays what the creation gave it, by the words of the document. */
export type Unchangeable = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly member: BodyMember;
  readonly sentence: string;
  /** The sentence says with which status another value is refused. */
  readonly isRefused: boolean;
};

const stays =
  /\b(?:cannot|can not|can't|may not|must not|never) (?:be )?(?:changed?s?|altered|modified|edited|updated)\b|\bimmutable\b|\bfixed (?:at(?! \d)|after|on|upon|with|once created)\b(?: (?:the )?creation)?|\b(?:only|just) (?:be )?(?:set|given|chosen) (?:at|on|upon|by|with|when) (?:the )?creat/iu;
const isConditional =
  /\b(?:if|while|when|once|unless|except|until|as long as|only for|others?|by (?:a|an|the) (?!creat)|without|directly|any more|anymore|after (?!(?:the )?creation))\b/iu;
const isIgnored = /\bignor/iu;
const refusal = /(?<!\d)4(?:00|03|09|22)(?!\d)|\brefused\b|\brejected\b/u;

/** Words by which it is so as a rule, in part or elsewhere, or is not so. */
const isOfSome =
  /\b(?:usually|normally|generally|typically|should|recommend\w*|by default|plans?|production|sandbox|test mode|in bulk|some|most|such as|not (?:yet )?(?:immutable|fixed)|not (?:be )?immutable)\b/iu;

/** What may follow without taking anything from it; "by customers", "to null", "for paid bills" and "in the app" are about some callers, values or cases. */
const isNarrowing =
  /^[\s,]*(?:(?:later|later on|afterwards|manually|automatically|directly|then|at all)\b[\s,]*)*\(?(?:by (?!(?:any|every)(?:one|body)\b)|to (?!(?:another|a different|something|anything)\b)|for (?!good\b|ever\b|the (?:life|lifetime)\b)|in (?!(?:its|the) (?:life|lifetime)\b)|on (?!creation\b)|within |via |through |together |manually|automatically|of |more than |here\b|contact |ask )/iu;

/** Is what cannot be changed another thing than the member: "its prefix", "the check digit", "the meaning of a code". */
const isOfOther = (before: string, name: string): boolean => {
  const found =
    /^\s*(?:`[^`]*`[\s:–-]*)?(?:(?:the|its|a|an|their|this) )?(?<thing>[\p{L}-]+(?: [\p{L}-]+)?)(?: of (?:the |an? )?[\p{L}-]+)?(?: (?:is|are|it))?\s*$/iu.exec(
      before,
    );
  const words = wordsOf(found?.groups?.['thing'] ?? '');
  const own = [
    ...wordsOf(name).map(singular),
    'value',
    'field',
    'member',
    'property',
    'attribute',
    'it',
    'this',
    'and',
    'is',
    'that',
    'they',
    'afterwards',
    'then',
    'one',
    'which',
    'set',
    'given',
    'created',
    'chosen',
    'assigned',
    'id',
    'identifier',
    'key',
    'name',
  ];
  return words.length > 0 && !words.some((word) => own.includes(singular(word)));
};

/** The sentence of a text that says so of all resources, at all times; with what follows it after a colon. */
const sentenceIn = (text: string, name: string): string | undefined =>
  sentencesOf(text).find((one) => {
    const told = stays.exec(one);
    return (
      told !== null &&
      !isOfSome.test(one) &&
      !isNarrowing.test(one.slice(told.index + told[0].length)) &&
      !isOfOther(one.slice(0, told.index), name) &&
      !isConditional.test(one.slice(0, told.index + told[0].length + 24).replace(/\b(?:once|when) (?:it (?:is|was) )?created\b/iu, ''))
    );
  });

const ofMember = (contract: Contract, trip: Trip, operation: Operation, member: BodyMember): string | undefined => {
  const named = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .filter((one) => {
      const told = stays.exec(one);
      // Of several names before the words, nothing says which of them is meant.
      const names = told === null ? [] : [...one.slice(0, told.index).matchAll(/`([^`]+)`/gu)].map(([, name]) => name);
      // "The `code` of a paid bill" is that of some.
      const isOfKind = told !== null && /` of (?:an?|the|any) [\p{L}-]+ [\p{L}-]+ $/iu.test(one.slice(0, told.index));
      return names.length === 1 && names[0] === member.name && !isOfKind;
    });
  const own = [...bodyMembers(contract, trip.create), member]
    .filter(({ name }) => name === member.name)
    .flatMap(({ schema }) => partsOf(contract.document, schema).map(({ description }) => description))
    .filter((one) => typeof one === 'string');
  return [...named, ...own].flatMap((text) => sentenceIn(text, member.name) ?? [])[0];
};

/** The members of the body of a change, and those that only the creation describes. */
const membersFor = (contract: Contract, trip: Trip, operation: Operation): readonly BodyMember[] =>
  distinctBy([...bodyMembers(contract, operation), ...bodyMembers(contract, trip.create)], ({ name }) => name);

/** Every such member of a contract that is held to the standard requirements, at the change that takes it. */
export const unchangeables = (contract: Contract): readonly Unchangeable[] =>
  roundTrips(contract).flatMap((trip) =>
    [trip.patch, trip.put]
      .filter((one) => one !== undefined)
      .flatMap((operation) =>
        membersFor(contract, trip, operation).flatMap((member): Unchangeable[] => {
          const sentence = trip.read === undefined ? undefined : ofMember(contract, trip, operation, member);
          if (sentence === undefined) return [];
          const isRefused = refusal.test(sentence) && !isIgnored.test(sentence);
          return [at(operation.location, { trip, operation, member, sentence, isRefused })];
        }),
      ),
  );
