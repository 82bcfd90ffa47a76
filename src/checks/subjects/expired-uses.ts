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
import { mayBeSent } from '../../generators/request-match.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type EndAsAsked, endsAsAsked, isEndName } from './ends-as-asked.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { readsByKey, type Use, usesOf } from './use-limits.ts';

/** A resource that is of no use after a moment, which its creation sets, and the request that uses it. */
export type ExpiredUse = Subject &
  Use & {
    readonly trip: Trip;
    /** The member of its creation with the moment or the day of its end. */
    readonly member: string;
    readonly isDay: boolean;
    /** Where the member is how long it lasts and no moment: what the answer shows of it, and the shortest time that may be asked for. */
    readonly lasting?: { readonly told: EndAsAsked; readonly shortest: number };
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
const toldIn = (contract: Contract, use: Operation, nouns: readonly string[]): string | undefined => {
  const found = textsOf(contract, use)
    .flatMap(sentencesOf)
    .filter((one) => expired.test(one) && wordsOf(one).some((word) => nouns.includes(singular(word))));
  const [sentence] = found;
  return found.every((one) => refusal.test(one) && !hedged.test(one) && !isDoubtful(one) && !isRefusalDenied(one)) ? sentence : undefined;
};

/** Nothing that lasts longer than this at least is waited for. */
const longestMs = 4000;

/** The member of a creation with the end of what it makes: a moment, a day, or else how long that lasts. */
const endOf = (contract: Contract, { create }: Trip): Pick<ExpiredUse, 'member' | 'isDay' | 'lasting'> | undefined => {
  const members = bodyMembers(contract, create);
  const ends = members.flatMap(({ name, schema }) => {
    const formats = partsOf(contract.document, schema).map(({ format }) => format);
    const isDay = formats.includes('date');
    return isEndName(name) && (isDay || formats.includes('date-time')) ? [{ member: name, isDay }] : [];
  });
  if (ends.length > 0) return ends.length === 1 ? ends[0] : undefined;
  const [told, ...others] = endsAsAsked(contract, create);
  const schema = members.find(({ name }) => name === told?.length)?.schema;
  if (told === undefined || schema === undefined || others.length > 0) return undefined;
  const shortest = [1, 2, 3, 1000, 2000, 3000].find(
    (one) => one * told.unitMs >= 1000 && one * told.unitMs <= longestMs && mayBeSent(contract.document, schema, one),
  );
  return shortest === undefined ? undefined : { member: told.length, isDay: false, lasting: { told, shortest } };
};

/** Every such use of a contract that is held to the standard requirements. */
export const expiredUses = (contract: Contract): readonly ExpiredUse[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip) => {
        const noun = singular(nounWordsOf(trip.addsTo).at(-1) ?? '');
        const end = noun === '' ? undefined : endOf(contract, trip);
        if (!end) return [];
        return [...usesOf(contract, trip), ...readsByKey(contract, trip)].flatMap((one): readonly ExpiredUse[] => {
          const nouns = [noun, ...(one.key ? ['link', wordsOf(one.key.parameter).at(-1) ?? ''] : [])];
          const sentence = toldIn(contract, one.use, nouns);
          return sentence === undefined ? [] : [at(one.use.location, { trip, ...end, sentence, ...one })];
        });
      });
