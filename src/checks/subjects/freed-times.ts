import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isActing } from '../../contract/infer/acting.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** An action, or a removal, whose text says that the time which its resource has for itself is free again. */
export type FreedTime = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  /** The members with the begin and the end of the time. */
  readonly begin: string;
  readonly end: string;
  readonly sentence: string;
};

const frees =
  /\b(?:free|available|bookable|vacant) again\b|\b(?:are|is|gets?|become) (?:released|freed)\b|\b(?:releases|frees)\b|\b(?:can|may) be (?:booked|reserved|rented|hired|taken|let|given)\b[^.;]*\bagain\b|\bno longer (?:blocks?|holds?|takes?|occup(?:y|ies))\b/iu;

/** Words by which it holds for some, or later. */
const limits =
  /\b(?:if|unless|only|might|could|except|not|never|optionally|when|until|within|hours?|minutes?|seconds?|weeks?|months?|next|tomorrow|soon|later|eventually|(?<!at )once|partly|some|half|remaining|rest)\b|\bafter (?!all\b|that\b)/iu;

/** What may be released beside a time. */
const ofMoney = /\b(?:deposits?|payments?|money|funds|fees?|cards?|refunds?|invoices?|amounts?|bail|guarantees?)\b/iu;

/** A sentence by which what was given free may stay taken for some, or for a while. */
const stays =
  /\b(?:cool(?:ing|down|s)?|grace|blackout|buffer|cleaning|cleaned|waiting list|waitlist|same (?:guest|customer|person|member|user|patient|client|tenant))\b|\b(?:stays?|remains?|keeps?|kept) (?:\w+ )?(?:blocked|reserved|taken|unavailable|closed)\b|\b(?:not|never|no) [^.;]*\bagain\b|\bagain\b[^.;]*\b(?:hours?|minutes?|days|weeks?|months?)\b|\b(?:hours?|minutes?|weeks?|months?) (?:after|later)\b/iu;

/** Words for a time, and for what is created at one: "the nights", "the room". */
const timeWords = 'time times slot slots night nights day days date dates period periods interval span hour hours'.split(' ');

/** Does a sentence speak of the time, or of what the creation names or makes, and of no money. */
const isOfTime = (contract: Contract, { create }: Trip, sentence: string): boolean => {
  const named = [...nounWordsOf(create.path).slice(-1), ...bodyMembers(contract, create).flatMap(({ name }) => wordsOf(name))];
  const nouns = new Set([...timeWords, ...named.map(singular).filter((word) => word !== 'id')]);
  return !ofMoney.test(sentence) && wordsOf(sentence).some((word) => nouns.has(singular(word)));
};

const sentenceOf = (contract: Contract, trip: Trip, { location }: Operation): string | undefined => {
  const [own, ofCreation] = [location, trip.create.location].map((node) =>
    saidIn(valueAt(contract.document, nodeOf(node)))
      .flatMap(sentencesOf)
      .flatMap((one) => one.split('; ')),
  );
  const found = own?.find((one) => frees.test(one) && !limits.test(one) && isOfTime(contract, trip, one));
  return [...(own ?? []), ...(ofCreation ?? [])].some((one) => one !== found && stays.test(one)) ? undefined : found;
};

/** The begin and the end of the one time that a creation has to name. */
const timeOf = (contract: Contract, { create }: Trip): readonly [begin: string, end: string] | undefined => {
  const times = bodyMembers(contract, create).filter(
    ({ required, schema }) =>
      required && partsOf(contract.document, schema).some(({ format }) => format === 'date' || format === 'date-time'),
  );
  const [span, ...others] = spanNames(times.map(({ name }) => name));
  return others.length === 0 ? span : undefined;
};

/** Does an action take a time, and so may give a part free. */
const namesTime = (contract: Contract, operation: Operation): boolean =>
  bodyMembers(contract, operation).some(({ schema }) =>
    partsOf(contract.document, schema).some(({ format }) => format === 'date' || format === 'date-time'),
  );

/** Every such action and removal of a contract that is held to the standard requirements. */
export const freedTimes = (contract: Contract): readonly FreedTime[] =>
  roundTrips(contract).flatMap((trip) => {
    const span = timeOf(contract, trip);
    if (!span) return [];
    return contract.operations.flatMap((operation): readonly FreedTime[] => {
      const isAction = isActing(operation) && isDirectlyBelow(operation.path, trip.itemPath) && operation.effect !== 'safe';
      const isRemoval = operation.method === 'DELETE' && isSamePath(operation.path, trip.itemPath);
      const isUsable = operation.unsupported === undefined && operation.inferred?.reaches === undefined;
      const sentence =
        (isAction || isRemoval) && isUsable && !namesTime(contract, operation) ? sentenceOf(contract, trip, operation) : undefined;
      return sentence === undefined ? [] : [at(operation.location, { trip, operation, begin: span[0], end: span[1], sentence })];
    });
  });
