import { isActing } from '../../contract/infer/acting.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { changesPrice, tariffIn, tariffOfDescription } from '../../contract/infer/tariffs/read.ts';
import { numbersOf, type Tariff, type TimeUnit, unitMs } from '../../contract/infer/tariffs/tariff.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { hasOtherTerms, type PriceTexts } from './price-terms.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** What has the numbers of a tariff. */
export type Rated = {
  readonly trip: Trip & { readonly read: NonNullable<Trip['read']> };
  /** The member with an object that has them; undefined where the resource itself has. */
  readonly inside: string | undefined;
  /** The member for the words of each number. */
  readonly numbers: ReadonlyMap<string, { readonly name: string; readonly schema: Schema }>;
};

/** A creation whose answer shows a price by the tariff of what its body names, for the time between two members. */
export type PricedCreation = {
  readonly kind: 'creation';
  readonly trip: Trip;
  readonly begin: string;
  readonly end: string;
  readonly by: BodyMember;
  /** The member of the answer that shows how long it is, in the smallest unit of the tariff. */
  readonly length: string | undefined;
  /** What takes a discount off: the member that names it, and the one of it with the percentage. */
  readonly discount: { readonly by: BodyMember; readonly trip: Trip; readonly percent: BodyMember } | undefined;
};

/** A read that tells what so much of a time costs. */
export type PricedRead = { readonly kind: 'read'; readonly read: Operation; readonly parameter: string; readonly unit: TimeUnit };

/** An action that ends what was created, whose answer shows a price by the tariff of what the creation named, for the time between both. */
export type PricedAction = {
  readonly kind: 'action';
  readonly trip: Trip;
  readonly operation: Operation;
  readonly by: BodyMember;
  /** The member of the creation with the begin of the time, and that of the action with its end; the answer shows both. */
  readonly begin: string;
  readonly end: string;
  /** The text names a case in which it costs nothing. */
  readonly mayBeFree: boolean;
};

/** A price that several sentences make of rates and of a length of time. */
export type TariffPrice = Subject & {
  readonly tariff: Tariff;
  readonly rated: Rated;
  /** The member of the answer that shows it. */
  readonly price: string;
  readonly by: PricedCreation | PricedRead | PricedAction;
};

const priceWords: ReadonlySet<string> = new Set('price cost costs charge fee total amount'.split(' '));

const normal = (name: string): string => wordsOf(name).join(' ');

const isNumber = ({ document }: Contract, schema: Schema | undefined): boolean =>
  isType(document, schema, 'integer') || isType(document, schema, 'number');

/** Words of the name of a number that is no whole price: `unitPrice`, `hourlyCost`, `taxAmount`. */
const ofPart =
  /\b(?:unit|per|each|base|basic|net|gross|list|tax|vat|minute|hour|hourly|day|daily|night|nightly|week|weekly|minimum|min|maximum|max|deposit|discount|late|extra|service|old|previous)\b/u;

/** The one number of an answer that nobody sets and that is called a price. */
const priceIn = (contract: Contract, answer: Schema | undefined, set: ReadonlySet<string>, what?: string): string | undefined => {
  const found = [...membersOf(contract.document, answer)].filter(
    ([name, schema]) =>
      !set.has(name) &&
      isNumber(contract, schema) &&
      (what === undefined
        ? priceWords.has(wordsOf(name).at(-1) ?? '') && !ofPart.test(normal(name))
        : normal(name) === what || singular(normal(name)) === singular(what)),
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** Words of the name of a number beside those of a tariff that may change its price. */
const ofMore = /\b(?:tax|vat|surcharge|minimum (?:fee|price|charge)|min (?:fee|price|charge)|(?:fee|price|charge) (?:minimum|min))\b/u;

/** The same in an object of which the text tells the whole tariff. */
const ofMoreInside = /\b(?:fee|fees|price|cost|charge|charges|rate|minimum|min|maximum|max|percent|factor|multiplier|grace)\b/u;

/** What has every number of a tariff, in the body of its creation and in the answer of its read. */
const ratedBy = (contract: Contract, tariff: Tariff, trip: Trip, inside: string | undefined): Rated | undefined => {
  const { document } = contract;
  const { read } = trip;
  if (!read) return undefined;
  const members = bodyMembers(contract, trip.create);
  const holder = inside === undefined ? undefined : members.find(({ name }) => name === inside);
  const asked: readonly (readonly [string, Schema])[] = holder
    ? [...membersOf(document, holder.schema)]
    : members.map(({ name, schema }) => [name, schema] as const);
  const answer = membersOf(document, placeIn(contract, read, trip.id)?.schema);
  const shown = inside === undefined ? answer : membersOf(document, answer.get(inside));
  const numbers = numbersOf(tariff).flatMap((words) =>
    asked
      .filter(([name, schema]) => normal(name) === words && isNumber(contract, schema) && isNumber(contract, shown.get(name)))
      .map(([name, schema]) => [words, { name, schema }] as const),
  );
  const isWhole = numbers.length === numbersOf(tariff).length;
  const used = new Set(numbers.map(([, { name }]) => name));
  const isMore = asked.some(
    ([name, schema]) =>
      !used.has(name) &&
      isNumber(contract, schema) &&
      (ofMore.test(normal(name)) || (inside !== undefined && ofMoreInside.test(normal(name)))),
  );
  return isWhole && !isMore ? { trip: { ...trip, read }, inside, numbers: new Map(numbers) } : undefined;
};

const isTime = ({ document }: Contract, { schema }: BodyMember): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time' || format === 'date');

const tripBy = (contract: Contract, create: Operation, { name }: BodyMember): Trip | undefined => {
  const type = referenceAt(contract, create, [name])?.resourceType;
  return type && roundTrips(contract).find((one) => one.create.key === type.create.key);
};

/** What takes the discount of a tariff off; null where nothing clearly does. */
const discountOf = (contract: Contract, tariff: Tariff, trip: Trip): PricedCreation['discount'] | null => {
  if (!tariff.discount) return undefined;
  const { of } = tariff.discount;
  const found = bodyMembers(contract, trip.create).flatMap((by) => {
    const named = by.required ? undefined : tripBy(contract, trip.create, by);
    const percents = named
      ? bodyMembers(contract, named.create).filter(
          (one) =>
            isNumber(contract, one.schema) &&
            /\b(?:percent|percentage)\b/u.test(normal(one.name)) &&
            wordsOf(one.name).includes('discount'),
        )
      : [];
    const isMeant =
      of === '' ||
      nounWordsOf(named?.addsTo ?? '')
        .map(singular)
        .join(' ')
        .endsWith(singular(of.split(' ').at(-1) ?? ''));
    const [percent, ...others] = percents;
    return named && percent && others.length === 0 && isMeant ? [{ by, trip: named, percent }] : [];
  });
  return found.length === 1 ? found[0] : null;
};

const smallestOf = ({ lines }: Tariff): TimeUnit => lines.at(-1)?.unit ?? 'minute';

/** A body that has to name an amount of something may multiply the price by it. */
const hasOtherAmount = (contract: Contract, trip: Trip): boolean =>
  bodyMembers(contract, trip.create).some((one) => one.required && isNumber(contract, one.schema));

/** Does the document say elsewhere what may change a price that an answer shows. */
const changesElsewhere = (
  contract: Contract,
  answer: Schema | undefined,
  price: string,
  { numbers }: Rated,
  around: Pick<PriceTexts, 'operations' | 'isLess'>,
): boolean =>
  hasOtherTerms(contract, {
    ...around,
    price: membersOf(contract.document, answer).get(price),
    rates: [...numbers.values()].map(({ schema }) => schema),
  });

const pricedCreations = (contract: Contract): readonly TariffPrice[] =>
  roundTrips(contract).flatMap((trip): readonly TariffPrice[] => {
    const [tariff, ...others] = saidIn(valueAt(contract.document, nodeOf(trip.create.location))).flatMap((text) => tariffIn(text) ?? []);
    if (!tariff || others.length > 0 || hasOtherAmount(contract, trip)) return [];
    const members = bodyMembers(contract, trip.create);
    const answer = placeIn(contract, trip.create, trip.id)?.schema;
    const price = priceIn(contract, answer, new Set(members.map(({ name }) => name)), tariff.what);
    const [span, ...spans] = spanNames(members.filter((one) => one.required && isTime(contract, one)).map(({ name }) => name));
    const named = members.flatMap((by) => {
      const of = by.required ? tripBy(contract, trip.create, by) : undefined;
      const rated = of && ratedBy(contract, tariff, of, undefined);
      return rated ? [{ by, rated }] : [];
    });
    const discount = discountOf(contract, tariff, trip);
    const terms = { operations: [trip.create], isLess: tariff.discount !== undefined };
    const [one, ...more] = named;
    if (price === undefined || !one || !span || spans.length + more.length > 0 || discount === null) return [];
    if (changesElsewhere(contract, answer, price, one.rated, terms)) return [];
    const unit = smallestOf(tariff);
    const isOfDays = members.some(
      (member) => member.name === span[0] && partsOf(contract.document, member.schema).some(({ format }) => format === 'date'),
    );
    // A day of moments may be one of the calendar.
    if (isOfDays ? unit !== 'day' : tariff.cap !== undefined || unit === 'day' || unit === 'week') return [];
    const length = [...membersOf(contract.document, answer)].find(
      ([name, schema]) => singular(normal(name)) === unit && isNumber(contract, schema),
    )?.[0];
    const by = { kind: 'creation', trip, begin: span[0], end: span[1], by: one.by, length, discount } as const;
    return [at(trip.create.location, { tariff, rated: one.rated, price, by })];
  });

/** Words by which a read may tell another price than the tariff. */
const unclear =
  /\b(?:if|unless|except|may|might|can|could|estimat\w*|approx\w*|about|plus|minus|less|without|including|discount\w*|vehicle|customer|member)\b/iu;

/** Does a text name the member, or the schema, that has the tariff. */
const namesHolder = (contract: Contract, text: string, member: BodyMember): boolean => {
  const schemas = partsOf(contract.document, valueAt(contract.document, nodeOf(member.location))).flatMap(({ $ref }) =>
    typeof $ref === 'string' ? [$ref.split('/').at(-1) ?? ''] : [],
  );
  const words = ` ${wordsOf(text).join(' ')} `;
  return [member.name, ...schemas].some((name) => words.includes(` ${normal(name)} `));
};

/** The tariffs that members of a resource are, and that texts name. */
const heldTariffs = (
  contract: Contract,
  trip: Trip,
  texts: readonly string[],
): readonly { readonly tariff: Tariff; readonly rated: Rated }[] =>
  bodyMembers(contract, trip.create).flatMap((member) => {
    const tariffs = descriptionsIn(contract.document, member.schema).flatMap((text) => tariffOfDescription(text) ?? []);
    const [tariff, ...others] = texts.some((text) => namesHolder(contract, text, member)) ? tariffs : [];
    const rated = tariff && others.length === 0 ? ratedBy(contract, tariff, trip, member.name) : undefined;
    return tariff && rated && !tariff.discount ? [{ tariff, rated }] : [];
  });

const pricedReads = (contract: Contract): readonly TariffPrice[] =>
  roundTrips(contract).flatMap((trip) =>
    contract.operations
      .filter((one) => one.method === 'GET' && one.effect === 'safe' && isDirectlyBelow(one.path, trip.itemPath))
      .flatMap((read): readonly TariffPrice[] => {
        const [asked, ...more] = read.parameters.filter((one) => one.in === 'query' && isAsked(one));
        const unit = (Object.keys(unitMs) as readonly TimeUnit[]).find((one) => asked && singular(normal(asked.name)) === one);
        const texts = saidIn(valueAt(contract.document, nodeOf(read.location)));
        if (!asked || more.length > 0 || unit === undefined || texts.some((text) => unclear.test(text))) return [];
        const price = priceIn(contract, answerSchema(read), new Set([asked.name]));
        const held = heldTariffs(contract, trip, texts);
        const [one, ...others] = held;
        if (!one || others.length > 0 || price === undefined) return [];
        if (changesElsewhere(contract, answerSchema(read), price, one.rated, { operations: [read] })) return [];
        return [at(read.location, { ...one, price, by: { kind: 'read', read, parameter: asked.name, unit } })];
      }),
  );

/** Sentences by which something costs nothing. */
const free = /\b(?:costs? nothing|(?:is|are) free|free of charge)\b/iu;

const isMoment = ({ document }: Contract, schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time');

/** Do two names say the begin and the end of one time, also where that is past: `startedAt`, `endedAt`. */
const isSpan = (begin: string, end: string): boolean => {
  const bare = (name: string): string =>
    wordsOf(name)
      .map((word) =>
        word
          .replace(/^(?<verb>start|end|open|clos|enter|finish|stopp)ed$/u, '$<verb>')
          .replace(/^stopp$/u, 'stop')
          .replace(/^clos$/u, 'close'),
      )
      .join(' ');
  return spanNames([bare(begin), bare(end)]).length === 1;
};

const pricedActions = (contract: Contract): readonly TariffPrice[] =>
  roundTrips(contract).flatMap((trip) =>
    contract.operations
      .filter((one) => isActing(one) && isDirectlyBelow(one.path, trip.itemPath))
      .flatMap((operation): readonly TariffPrice[] => {
        const { document } = contract;
        const [ofCreation, ofAction] = [trip.create, operation].map(({ location }) =>
          saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf),
        );
        const told = (ofAction ?? []).filter((one) => / by (?:the|its) /u.test(one) && !unclear.test(one));
        const answer = membersOf(document, answerSchema(operation));
        const [begin, end] = [trip.create, operation].map((one) =>
          bodyMembers(contract, one).filter(({ name, schema }) => isMoment(contract, schema) && isMoment(contract, answer.get(name))),
        );
        const [from, until] = [begin?.[0]?.name, end?.[0]?.name];
        const price = priceIn(contract, answerSchema(operation), new Set(bodyMembers(contract, operation).map(({ name }) => name)));
        const others = [...(ofCreation ?? []), ...(ofAction ?? [])].filter((one) => changesPrice(one) && !told.includes(one));
        if (from === undefined || until === undefined || price === undefined || !told.some((one) => wordsOf(one).includes(normal(price))))
          return [];
        if (begin?.length !== 1 || end?.length !== 1 || !isSpan(from, until) || others.some((one) => !free.test(one))) return [];
        const held = bodyMembers(contract, trip.create).flatMap((by) => {
          const of = by.required && answer.has(by.name) ? tripBy(contract, trip.create, by) : undefined;
          return of ? heldTariffs(contract, of, told).map((one) => ({ ...one, by })) : [];
        });
        const [one, ...more] = held;
        if (!one || more.length > 0 || hasOtherAmount(contract, trip)) return [];
        if (changesElsewhere(contract, answerSchema(operation), price, one.rated, { operations: [trip.create, operation] })) return [];
        const by = { kind: 'action', trip, operation, by: one.by, begin: from, end: until, mayBeFree: others.length > 0 } as const;
        return [at(operation.location, { tariff: one.tariff, rated: one.rated, price, by })];
      }),
  );

/** Every price of a contract that is held to the standard requirements and that its text makes of a tariff that is understood in full. */
export const tariffPrices = (contract: Contract): readonly TariffPrice[] => [
  ...pricedCreations(contract),
  ...pricedReads(contract),
  ...pricedActions(contract),
];
