import { outcomeOf } from '../../../contract/message.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type RatedPrice, ratedPrices } from '../../subjects/rated-prices.ts';

/** The lengths of time that are tried, in minutes: not whole hours, because every rounding of those is right. */
const lengths = [75, 90, 150] as const;

/** Rates by which a rounding up, and one down, differ from the others for the first of these lengths. */
const ratesFor = { up: [5, 9, 13, 3], started: [5, 9, 13, 3], down: [7, 11, 3], nearest: [7, 11, 3] } as const;

const unitMs = { hour: 3_600_000, minute: 60_000 } as const;

type Result = { readonly rated: Sent; readonly priced: Sent | undefined };

/** The price that a rate and a time make, and the least and the greatest that it may be. */
const priceOf = ({ told: { way, unit } }: RatedPrice, rate: number, ms: number): { readonly least: number; readonly most: number } => {
  const length = ms / unitMs[unit];
  const exact = rate * length;
  const little = 1e-6;
  if (way === 'up') return { least: Math.ceil(exact - little), most: Math.ceil(exact - little) };
  if (way === 'down') return { least: Math.floor(exact + little), most: Math.floor(exact + little) };
  if (way === 'started') return { least: rate * Math.ceil(length - little), most: rate * Math.ceil(length - little) };
  if (way === 'nearest') return { least: Math.ceil(exact - 0.5 - little), most: Math.floor(exact + 0.5 + little) };
  // Nothing says how it is rounded.
  return { least: Math.floor(exact + little), most: Math.ceil(exact - little) };
};

const later = (moment: unknown, minutes: number): string | undefined => {
  const ms = Date.parse(String(moment));
  return Number.isNaN(ms) ? undefined : new Date(ms + minutes * unitMs.minute).toISOString().replace('.000Z', 'Z');
};

const shownBy = ({ looks }: Sent) => looks.find(({ word }) => word === 'read')?.resource ?? looks[0]?.resource;

export const ratedPriceRight = defineProbe<RatedPrice, Result>({
  id: 'lifecycle/rated-price-right',
  title: 'A price is what the text makes of the rate of what is named and of the length of the time, rounded as it says',
  why: 'Every booking that is no whole number of hours is charged too little or too much.',
  fix: 'Multiply the rate by the exact length, and round the product once, in the direction that the text names.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...ratedPrices(contract)],
  prerequisites: ({ trip, rated }, around) => [...prerequisitesFor(rated.create, around), ...prerequisitesFor(trip.create, around)],
  cost: () => ({ requests: 24, creates: 5 }),
  async run({ trip, told, begin, end, rated, by, rate }, session) {
    const { document } = session.contract;
    const value = ratesFor[told.way ?? 'nearest'].find((one) => mayBeSent(document, rate.schema, one));
    const named = await make({ session, trip: rated, pathValues: await parentValues(session, rated) }, 'rate', (base) =>
      value === undefined ? base : { ...base, [rate.name]: value },
    );
    if (named.id === undefined || value === undefined) return { rated: named, priced: undefined };
    const id = typesOf(by.schema).includes('integer') ? Number(named.id) : named.id;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    let priced: Sent | undefined;
    for (const minutes of lengths) {
      priced = await make(way, `rated-${minutes}`, (base) => {
        const until = later(base[begin], minutes);
        return { ...base, [by.name]: id, ...(until === undefined ? {} : { [end]: until }) };
      });
      if (priced.id !== undefined) break;
    }
    return { rated: named, priced };
  },
  judge(subject, { rated, priced }) {
    const { price, begin, end, rate, by, told } = subject;
    if (!priced || priced.id === undefined) {
      const last = (priced ?? rated).exchange;
      return inconclusive(`The creation was answered ${outcomeOf(last)}`, [last]);
    }
    const [resource, of] = [shownBy(priced), shownBy(rated)];
    const [from, to] = [begin, end].map((name) => Date.parse(String(resource?.[name])));
    const [shown, each] = [resource?.[price], of?.[rate.name]];
    const evidence: readonly [Exchange, ...Exchange[]] = [priced.exchange, rated.exchange];
    const isNamed = String(resource?.[by.name]) === rated.id;
    if (typeof shown !== 'number' || typeof each !== 'number' || !isNamed || from === undefined || to === undefined || !(from < to))
      return inconclusive('The answers do not show the price, the rate and the time', evidence);
    const { least, most } = priceOf(subject, each, to - from);
    if (shown >= least && shown <= most) return pass(1);
    const expected = `${least === most ? least : `${least} to ${most}`} for ${(to - from) / unitMs.minute} minutes at ${each}: "${told.sentence}"`;
    return unconfirmed(fail({ code: 'price-otherwise', where: `/${price}`, expected, actual: String(shown) }, evidence));
  },
});
