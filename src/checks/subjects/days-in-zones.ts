import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { anyNamingOf } from './child-counts.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A day that a server takes from a moment, on the calendar of a time zone that the resource itself or one that it names shows. */
export type DayInZone = Subject & {
  readonly trip: Trip;
  /** The member that shows the day. */
  readonly member: string;
  /** The member of the body that has the moment, and all that have one: they keep their distances. */
  readonly moment: string;
  readonly moments: readonly string[];
  /** The text names the moment; else it is the only one that there is. */
  readonly isNamed: boolean;
  /** The member that has the time zone, and the resource whose that is, with the member by which the other one names it; undefined where it is its own. */
  readonly zone: BodyMember;
  readonly holder: { readonly trip: Trip; readonly by: string | undefined } | undefined;
};

/** Names of members that hold the name of a time zone. */
const zoneNames: ReadonlySet<string> = new Set('timezone,tz,timezoneid,timezonename,ianatimezone,tzid,tzname,zoneid'.split(','));

/** The member of a creation that sets a time zone by its name in the IANA database. */
const zoneOf = (contract: Contract, { create }: Trip): BodyMember | undefined => {
  const found = bodyMembers(contract, create).filter(({ name }) => zoneNames.has(wordsOf(name).join('')));
  return found.length === 1 ? found[0] : undefined;
};

const hasFormat = (contract: Contract, schema: Schema, format: string): boolean =>
  partsOf(contract.document, schema).some((part) => part['format'] === format);

/** Texts by which a day is one of a time zone. */
const isOfZone = /\btime[- ]?zones?\b|\blocal (?:calendar|day|date|time)\b|\bcalendar of (?:the|its)\b|`(?:tz|time_?zone)`/iu;

/** Texts by which it is another day, or not always that one. */
const isOtherDay =
  /\b(?:utc|gmt|after|before|previous|next|following|until|last|deadline|business|working|weeks?|months?|unless|except|otherwise|else|if|or|\d+|one|two|three|seven|ten|minus|plus|earlier|later|rounded|estimated|your|caller|client|viewer|account|server)\b/iu;

/** Remarks that change nothing: an example, or that it is no day in UTC. */
const remarks =
  /\b(?:e\.g\.|for example|such as) ?[^).;]*|`?\b\d{4}-\d{2}-\d{2}\b`?|\b(?:and )?(?:not|rather than|instead of) (?:(?:in|the|that|of) )*utc\b/giu;

const endings = /(?:ning|ting|ing|ed|s)$/u;

/** The beginnings by which forms of a word are the same: of "starting", "starts" and "start". */
const stem = (word: string): string => (word.length > 4 ? word.replace(endings, '') : word);

/** Words at the end of a name that only say that it is a moment. */
const momentWords: ReadonlySet<string> = new Set(['at', 'on', 'time', 'date', 'datetime', 'moment', 'timestamp']);

/** The member whose moment a text takes the day of: the only one that it names, else the only one that there is. */
const momentIn = (text: string, moments: readonly string[]): Pick<DayInZone, 'moment' | 'isNamed'> | undefined => {
  const ticked = moments.filter((name) => text.includes(`\`${name}\``));
  const words = new Set(wordsOf(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).map(stem));
  const named = moments.filter((name) => {
    const own = wordsOf(name).filter((word) => !momentWords.has(word));
    return own.length > 0 && own.every((word) => words.has(stem(word)));
  });
  const found = ticked.length > 0 ? ticked : named;
  const [only, ...others] = found.length > 0 ? found : moments;
  return only === undefined || others.length > 0 ? undefined : { moment: only, isNamed: found.length > 0 };
};

const namesNoun = (text: string, { addsTo }: Trip): boolean => {
  const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).map(singular);
  const noun = nounWordsOf(addsTo).at(-1);
  return noun !== undefined && words.includes(noun);
};

/** "the time zone of the branch", "the branch's time zone". */
const zoneOfNoun = /\btime[- ]?zone of (?:the |this |that )?(?<of>\p{L}+)|\b(?<own>\p{L}+)['’]s (?:own |local )?time[- ]?zone/iu;

/** Does a text name something else whose time zone it means. */
const isOfOther = (text: string, trip: Trip): boolean => {
  const { of, own } = zoneOfNoun.exec(text)?.groups ?? {};
  const noun = of ?? own;
  return noun !== undefined && !namesNoun(noun, trip);
};

/** Whose time zone a text means: that of a resource whose noun it has, else the own one. */
const zoneMeant = (contract: Contract, trip: Trip, text: string): Pick<DayInZone, 'zone' | 'holder'> | undefined => {
  const holders = roundTrips(contract).flatMap((one) => {
    const zone = one.create.key === trip.create.key ? undefined : zoneOf(contract, one);
    const naming = zone && anyNamingOf(contract, one, trip);
    return zone && naming && namesNoun(text, one) ? [{ zone, holder: { trip: one, by: naming.by } }] : [];
  });
  if (holders.length > 0) return holders.length === 1 ? holders[0] : undefined;
  const zone = isOfOther(text, trip) ? undefined : zoneOf(contract, trip);
  return zone && { zone, holder: undefined };
};

/** The days of a contract that is held to the standard requirements which the server takes from a moment in a time zone, each at the creation of what shows it. */
export const daysInZones = (contract: Contract): readonly DayInZone[] =>
  roundTrips(contract).flatMap((trip): readonly DayInZone[] => {
    const place = placeIn(contract, trip.create, trip.id);
    const settable = bodyMembers(contract, trip.create);
    const moments = settable.filter(({ schema }) => isObject(schema) && schema['format'] === 'date-time').map(({ name }) => name);
    if (!place || moments.length === 0) return [];
    return [...membersOf(contract.document, place.schema)].flatMap(([member, schema]): readonly DayInZone[] => {
      if (settable.some(({ name }) => name === member) || !hasFormat(contract, schema, 'date')) return [];
      const text = descriptionsIn(contract.document, schema).join(' ').replaceAll(/\s+/gu, ' ').replaceAll(remarks, '');
      if (!isOfZone.test(text) || isOtherDay.test(text)) return [];
      const moment = momentIn(text, moments);
      const meant = moment === undefined ? undefined : zoneMeant(contract, trip, text);
      return moment !== undefined && meant ? [at(trip.create.location, { trip, member, moments, ...moment, ...meant })] : [];
    });
  });
