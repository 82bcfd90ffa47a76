import { inPath } from '../../../contract/infer/path-template.ts';
import { spanNames } from '../../../contract/infer/span-names.ts';
import { tellingTimes, unitMs } from '../../../contract/infer/tariffs/tariff.ts';
import { jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import type { PricedAction, PricedCreation, PricedRead, Rated, TariffPrice } from '../../subjects/tariffs.ts';
import { parentValues } from './round-trip/parents.ts';
import type { Sent } from './round-trip/results.ts';
import { make, onItem } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';

/** A price that was asked for, and what it ought to follow from. */
export type Priced = {
  readonly exchange: Exchange;
  readonly shown: Resource | undefined;
  /** How long the time was, in milliseconds; of two days that may both count, either length. */
  readonly lengths: readonly number[];
  readonly percent: number;
  /** What takes the discount off. */
  readonly discount: Exchange | undefined;
};

export type Prices = {
  readonly rated: Sent;
  /** What the words of the tariff mean, as a read of what has it shows them. */
  readonly numbers: ReadonlyMap<string, number> | undefined;
  readonly priced: readonly Priced[];
};

const shownBy = ({ looks }: Sent): Resource | undefined => looks.find(({ word }) => word === 'read')?.resource ?? looks[0]?.resource;

/** The price of a smallest unit, and how much more the next greater number is: less than the whole units have small ones, so that each way of counting gives another price. */
const [base, factor] = [1290, 4.3];

/** Numbers by which the steps of a tariff differ; undefined where a schema allows none. */
const telling = (
  { contract: { document } }: Session,
  { numbers }: Rated,
  { tariff }: TariffPrice,
): ReadonlyMap<string, number> | undefined => {
  const rates = [...(tariff.cap ? [tariff.cap.most] : []), ...tariff.lines.map(({ rate }) => rate)].toReversed();
  const wanted = new Map(rates.map((words, n) => [words, base * factor ** n] as const));
  const found: (readonly [string, number])[] = [];
  for (const [words, { schema }] of numbers) {
    const first = wanted.get(words) ?? 15;
    const value = [1, 0.1, 0.01, 0.001]
      .map((part) => Math.round(first * (wanted.has(words) ? part : 1)))
      .find((one) => mayBeSent(document, schema, one));
    if (value === undefined || value < 1) return undefined;
    found.push([words, value]);
  }
  return new Map(found);
};

/** A body with numbers of a tariff where they belong. */
const withNumbers = (rated: Rated, values: ReadonlyMap<string, number>, body: Resource): Resource => {
  const own = Object.fromEntries([...values].map(([words, value]) => [rated.numbers.get(words)?.name ?? '', value]));
  const held = rated.inside === undefined ? undefined : body[rated.inside];
  return rated.inside === undefined ? { ...body, ...own } : { ...body, [rated.inside]: { ...(isObject(held) ? held : {}), ...own } };
};

/** The numbers of a tariff as a resource shows them; undefined where one is lacking. */
const numbersShown = ({ numbers, inside: member }: Rated, resource: Resource | undefined): ReadonlyMap<string, number> | undefined => {
  const held = member === undefined ? resource : resource?.[member];
  const shown = [...numbers].flatMap(([words, { name }]) => {
    const value = isObject(held) ? held[name] : undefined;
    return typeof value === 'number' ? [[words, value] as const] : [];
  });
  return shown.length === numbers.size ? new Map(shown) : undefined;
};

const dayMs = unitMs.day;

/** A time in the form of another one. */
const written = (ms: number, like: string): string => {
  const iso = new Date(ms).toISOString();
  return /^\d{4}-\d\d-\d\d$/u.test(like) ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
};

/** A length, and the whole minutes that a service may count instead of it. */
const inMinutes = (ms: number): readonly number[] => [
  ...new Set([ms, ...[Math.floor, Math.ceil].map((round) => round(ms / unitMs.minute) * unitMs.minute)]),
];

/** How long the time of a resource is by what it shows. */
const lengthsOf = ({ tariff }: TariffPrice, { begin, end, length }: PricedCreation, shown: Resource | undefined): readonly number[] => {
  const unit = tariff.lines.at(-1)?.unit ?? 'day';
  const told = length === undefined ? undefined : shown?.[length];
  if (typeof told === 'number') return [told * unitMs[unit]];
  const [from, to] = [begin, end].map((name) => Date.parse(String(shown?.[name])));
  if (from === undefined || to === undefined || !(from <= to)) return [];
  return unit === 'day' ? [to - from + dayMs, ...(to > from ? [to - from] : [])] : inMinutes(to - from);
};

/** Something that takes a discount off what is created at a time. */
const discounting = async (session: Session, { discount }: PricedCreation, like: string): Promise<Sent | undefined> => {
  if (!discount) return undefined;
  const { trip, percent } = discount;
  const { document } = session.contract;
  const value = [13, 7, 10, 5].find((one) => mayBeSent(document, percent.schema, one));
  const members = bodyMembers(session.contract, trip.create);
  const [span] = spanNames(members.map(({ name }) => name));
  const from = Date.parse(like);
  const made = await ifTried(
    make({ session, trip, pathValues: await parentValues(session, trip) }, 'discount', (body) => {
      const times = span?.flatMap((name, n) => {
        const known = body[name];
        const form = typeof known === 'string' && !Number.isNaN(Date.parse(known)) ? known : like;
        return known === undefined ? [] : [[name, written(from + (n === 0 ? -2 : 300) * dayMs, form)] as const];
      });
      return { ...body, ...Object.fromEntries(times ?? []), [percent.name]: value };
    }),
  );
  return made?.id === undefined ? undefined : made;
};

const creationsPriced = async (
  session: Session,
  subject: TariffPrice,
  by: PricedCreation,
  id: string,
  numbers: ReadonlyMap<string, number>,
): Promise<readonly Priced[]> => {
  const { trip, begin, end } = by;
  const way = { session, trip, pathValues: await parentValues(session, trip) };
  const named = typesOf(by.by.schema).includes('integer') ? Number(id) : id;
  const priced: Priced[] = [];
  let later = 0;
  let like = '';
  const times = tellingTimes(subject.tariff, numbers);
  const needed = new Set(bodyMembers(session.contract, trip.create).flatMap(({ name, required }) => (required ? [name] : [])));
  const one = async (ms: number, purpose: string, along: Resource = {}): Promise<Sent | undefined> =>
    ifTried(
      make(way, purpose, (usual) => {
        // Usual times lie apart from each other by chance: what takes a discount off holds around the first one.
        if (like === '') like = String(usual[begin]);
        const from = Date.parse(like) + later;
        if (Number.isNaN(from)) return usual;
        const isDay = /^\d{4}-\d\d-\d\d$/u.test(like);
        const body = Object.fromEntries(Object.entries(usual).filter(([name]) => needed.has(name)));
        const time = { [begin]: written(from, like), [end]: written(from + ms - (isDay ? dayMs : 0), like) };
        return { ...body, ...time, ...along, [by.by.name]: named };
      }),
    );
  for (const ms of times) {
    const sent = await one(ms, `priced-${ms}`);
    later += ms + dayMs;
    const shown = sent && shownBy(sent);
    if (sent?.id === undefined || shown === undefined || String(shown[by.by.name]) !== id) continue;
    priced.push({ exchange: sent.exchange, shown, lengths: lengthsOf(subject, by, shown), percent: 0, discount: undefined });
  }
  const begun = priced.length === 0 ? undefined : like;
  const less = begun === undefined ? undefined : await discounting(session, by, begun);
  const percent = less && by.discount ? shownBy(less)?.[by.discount.percent.name] : undefined;
  if (!less || !by.discount || typeof percent !== 'number' || percent === 0) return priced;
  const sent = await one(times[0] ?? dayMs, 'priced-less', { [by.discount.by.name]: less.id });
  const shown = sent && shownBy(sent);
  const isNamed = shown !== undefined && String(shown[by.discount.by.name]) === less.id && String(shown[by.by.name]) === id;
  if (!sent || !isNamed) return priced;
  return [...priced, { exchange: sent.exchange, shown, lengths: lengthsOf(subject, by, shown), percent, discount: less.exchange }];
};

const readsPriced = async (
  session: Session,
  { tariff }: TariffPrice,
  by: PricedRead,
  id: string,
  numbers: ReadonlyMap<string, number>,
): Promise<readonly Priced[]> => {
  const priced: Priced[] = [];
  for (const ms of tellingTimes(tariff, numbers)) {
    const count = ms / unitMs[by.unit];
    const schema = by.read.parameters.find(({ name }) => name === by.parameter)?.schema ?? true;
    if (!Number.isInteger(count) || !mayBeSent(session.contract.document, schema, count)) continue;
    const request = usableRequest(session, by.read, 'priced', { pathValues: inPath(by.read.path, [id]) });
    const query = [...request.query.filter(([name]) => name !== by.parameter), [by.parameter, String(count)] as const];
    const exchange = await session.send({ ...request, query });
    const body = jsonOf(exchange);
    priced.push({ exchange, shown: isObject(body) ? body : undefined, lengths: [ms], percent: 0, discount: undefined });
  }
  return priced;
};

/** So long before now the latest of the times ends: a clock may be a little behind. */
const marginMs = 10 * unitMs.minute;

const actionsPriced = async (
  session: Session,
  { tariff, price }: TariffPrice,
  by: PricedAction,
  id: string,
  numbers: ReadonlyMap<string, number>,
): Promise<readonly Priced[]> => {
  const { trip, operation, begin, end } = by;
  const way = { session, trip, pathValues: await parentValues(session, trip) };
  const named = typesOf(by.by.schema).includes('integer') ? Number(id) : id;
  const members = bodyMembers(session.contract, trip.create).filter(({ required }) => required);
  const priced: Priced[] = [];
  for (const ms of tellingTimes(tariff, numbers)) {
    const until = Math.floor((session.now() - marginMs) / unitMs.minute) * unitMs.minute;
    const made = await ifTried(
      make(way, `ended-${ms}`, (usual) => ({
        ...Object.fromEntries(Object.entries(usual).filter(([name]) => members.some((one) => one.name === name))),
        [by.by.name]: named,
        [begin]: written(until - ms, ''),
      })),
    );
    if (made?.id === undefined) continue;
    const exchange = await ifTried(onItem(way, operation, made.exchange, made.id, { [end]: written(until, '') }));
    const body = exchange && jsonOf(exchange);
    if (!exchange || !isObject(body) || String(body[by.by.name]) !== id || (by.mayBeFree && body[price] === 0)) continue;
    const length = Date.parse(String(body[end])) - Date.parse(String(body[begin]));
    priced.push({ exchange, shown: body, lengths: length > 0 ? inMinutes(length) : [], percent: 0, discount: undefined });
  }
  return priced;
};

const pricesOf = async (
  session: Session,
  subject: TariffPrice,
  id: string,
  numbers: ReadonlyMap<string, number>,
): Promise<readonly Priced[]> => {
  const { by } = subject;
  if (by.kind === 'read') return readsPriced(session, subject, by, id, numbers);
  return by.kind === 'action' ? actionsPriced(session, subject, by, id, numbers) : creationsPriced(session, subject, by, id, numbers);
};

/** Makes something with numbers that tell the steps of a tariff apart, and asks for the prices of times that do. */
export const askPrices = async (session: Session, subject: TariffPrice): Promise<Prices> => {
  const { rated } = subject;
  const values = telling(session, rated, subject);
  const way = { session, trip: rated.trip, pathValues: await parentValues(session, rated.trip) };
  const made = await make(way, `rates-${subject.by.kind}`, (body) => (values ? withNumbers(rated, values, body) : body));
  const numbers = numbersShown(rated, shownBy(made));
  if (made.id === undefined || !numbers) return { rated: made, numbers: undefined, priced: [] };
  const priced = await pricesOf(session, subject, made.id, numbers);
  return { rated: made, numbers, priced };
};
