import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isEndName } from './ends-as-asked.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { type Use, usesOf } from './use-limits.ts';

/** A resource that is of no use after a moment, which its creation sets, and the request that uses it. */
export type ExpiredUse = Subject &
  Use & {
    readonly trip: Trip;
    /** The member of its creation with the moment or the day of its end. */
    readonly member: string;
    readonly isDay: boolean;
    readonly sentence: string;
  };

const expired = /\bexpired\b|\bhas lapsed\b|\blapsed\b|\bno longer valid\b|\bpast its (?:end|date|expiry|validity)\b|\b(?:run|ran) out\b/iu;

const refusal = /\b4(?:00|03|04|09|10|22)\b|\b(?:refused|rejected|declined|not accepted|conflict|cannot be (?:used|redeemed|applied))\b/iu;

/** Words by which it is not always refused, or something else becomes of it. */
const hedged =
  /\b(?:unless|except|but|may|might|could|should|still|grace|within|after|days?|hours?|minutes?|usually|normally|sometimes|ignored|not refused|removed|deleted|nightly|again|renew\w*|extend\w*|instead)\b/iu;

const textsOf = ({ document }: Contract, { location, responses }: Operation): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  // What a refusal is described with is a reason for it.
  ...responses.flatMap(({ status, location: own }) =>
    /^4(?:00|03|09|10|22)$/u.test(status) ? saidIn(valueAt(document, nodeOf(own))).map((text) => `${status} ${text}`) : [],
  ),
];

/** The sentence of a use by which what it uses is refused once it has expired. */
const toldIn = (contract: Contract, use: Operation, noun: string): string | undefined => {
  const found = textsOf(contract, use)
    .flatMap(sentencesOf)
    .filter((one) => expired.test(one) && wordsOf(one).some((word) => singular(word) === noun));
  const [sentence] = found;
  return found.every((one) => refusal.test(one) && !hedged.test(one) && !isDoubtful(one) && !isRefusalDenied(one)) ? sentence : undefined;
};

/** Every such use of a contract that is held to the standard requirements. */
export const expiredUses = (contract: Contract): readonly ExpiredUse[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip) => {
        const noun = singular(nounWordsOf(trip.addsTo).at(-1) ?? '');
        const ends = bodyMembers(contract, trip.create).flatMap(({ name, schema }) => {
          const formats = partsOf(contract.document, schema).map(({ format }) => format);
          const isDay = formats.includes('date');
          return isEndName(name) && (isDay || formats.includes('date-time')) ? [{ member: name, isDay }] : [];
        });
        const [end, ...others] = ends;
        if (noun === '' || !end || others.length > 0) return [];
        return usesOf(contract, trip).flatMap((one): readonly ExpiredUse[] => {
          const sentence = toldIn(contract, one.use, noun);
          return sentence === undefined ? [] : [at(one.use.location, { trip, ...end, sentence, ...one })];
        });
      });
