import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { type ToldRate, toldRateIn } from '../../contract/infer/told-rates.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { ownTexts } from './conflicts.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A creation whose answer shows a price which follows from a rate of what its body names, and from how long its time is. */
export type RatedPrice = Subject & {
  readonly trip: Trip;
  readonly told: ToldRate;
  /** The member that shows the price, and those with the begin and the end of the time. */
  readonly price: string;
  readonly begin: string;
  readonly end: string;
  /** What has the rate, the member of the body that names it, and the member of it that shows the rate. */
  readonly rated: Trip & { readonly read: NonNullable<Trip['read']> };
  readonly by: BodyMember;
  readonly rate: BodyMember;
};

const isNumber = ({ document }: Contract, schema: Schema | undefined): boolean =>
  isType(document, schema, 'integer') || isType(document, schema, 'number');

const priceWords: ReadonlySet<string> = new Set('price cost costs charge fee total amount'.split(' '));

const normal = (name: string): string => wordsOf(name).join(' ');

/** The one number of an answer that nobody sets and that the words of a sentence mean. */
const priceMeant = (contract: Contract, trip: Trip, what: string): string | undefined => {
  const set = new Set(bodyMembers(contract, trip.create).map(({ name }) => name));
  const noun = what.split(' ').at(-1) ?? '';
  if (!priceWords.has(noun)) return undefined;
  const found = [...membersOf(contract.document, placeIn(contract, trip.create, trip.id)?.schema)].filter(
    ([name, schema]) => !set.has(name) && isNumber(contract, schema) && wordsOf(name).includes(noun),
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** What the text of a creation, or the description of a number in its answer, derives. */
const toldOf = (contract: Contract, trip: Trip): { readonly told: ToldRate; readonly price: string } | undefined => {
  const members = [...membersOf(contract.document, placeIn(contract, trip.create, trip.id)?.schema)];
  const own = members.flatMap(([price, schema]) => {
    const told = isNumber(contract, schema)
      ? descriptionsIn(contract.document, schema)
          .map(toldRateIn)
          .find((one) => one !== undefined)
      : undefined;
    return told && told.what === '' ? [{ told, price }] : [];
  });
  const ofCreation = ownTexts(contract, trip.create).flatMap((text) => {
    const told = toldRateIn(text);
    const price = told && priceMeant(contract, trip, told.what);
    return told && price !== undefined ? [{ told, price }] : [];
  });
  const [only, ...others] = [...own, ...ofCreation];
  return others.length === 0 ? only : undefined;
};

const isMoment = ({ document }: Contract, { schema }: BodyMember): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time');

/** Every such creation of a contract that is held to the standard requirements. */
export const ratedPrices = (contract: Contract): readonly RatedPrice[] =>
  roundTrips(contract).flatMap((trip): readonly RatedPrice[] => {
    const found = toldOf(contract, trip);
    if (!found) return [];
    const { told, price } = found;
    const members = bodyMembers(contract, trip.create);
    const times = members.filter((one) => one.required && isMoment(contract, one)).map(({ name }) => name);
    const [span, ...spans] = spanNames(times);
    const named = members.flatMap((by): readonly Pick<RatedPrice, 'by' | 'rated' | 'rate'>[] => {
      const type = by.required ? referenceAt(contract, trip.create, [by.name])?.resourceType : undefined;
      const rated = type && roundTrips(contract).find(({ create }) => create.key === type.create.key);
      if (!rated?.read || nounWordsOf(rated.addsTo).at(-1) !== told.noun) return [];
      const shown = membersOf(contract.document, placeIn(contract, rated.read, rated.id)?.schema);
      const rate = bodyMembers(contract, rated.create).find(({ name, schema }) => normal(name) === told.rate && isNumber(contract, schema));
      return rate && isNumber(contract, shown.get(rate.name)) ? [{ by, rate, rated: { ...rated, read: rated.read } }] : [];
    });
    const [one, ...more] = named;
    if (!one || !span || spans.length + more.length > 0) return [];
    return [at(trip.create.location, { trip, told, price, begin: span[0], end: span[1], ...one })];
  });
