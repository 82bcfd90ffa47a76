import { itemsOf } from '../../../contract/held.ts';
import { offeredValues } from '../../../contract/infer/offered-values.ts';
import { coveredBy, coveredByLasting } from '../../../contract/infer/covering.ts';
import { valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Operation } from '../../../contract/model.ts';
import { type Placeholder, placeholdersIn } from '../../../generators/placeholder.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isMadeHere } from './named-values.ts';
import { prepareOffer } from './prepared-offer.ts';

type Wanted = {
  /** Key of the creation, and the member at the top of its body. */
  readonly operation: string;
  readonly member: string;
  readonly pathValues: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The values of the path of the creation where all of that is the run's own, so that it may be prepared; null otherwise. */
  readonly own: readonly string[] | null;
  /** What the value is for: each turn takes one of its own, as far as that is possible. */
  readonly turn: string;
};

const dayMs = 24 * 60 * 60 * 1000;

/** Days that are asked for one value, so that each day of a week is among them, and the days from now among which the first of them lies: none too near, and none too far for what is planned. */
const mostDays = 7;
const nearest = 2;
const spread = 12;

/** How often what offers nothing is prepared for one value. */
const mostPrepared = 2;

/** The days on which something was offered, by the read and the values in its path, the last one first: those are asked first. */
const goodDays = defineScenario<null, Map<string, readonly string[]>>({ id: 'days-of-offers', run: async () => new Map() });

/** Values that a read offers on one of some days; none where it offers none. */
const shownIn = async (
  session: Session,
  { operation: key, member, pathValues, query: asked, turn }: Wanted,
): Promise<readonly string[]> => {
  const found = offeredValues(session.contract, operationOf(session.contract, key), member);
  if (!found) return [];
  const { read, items, at, free, day } = found;
  const number = Number.parseInt(session.hex(`offered-${turn}`, 6), 16);
  const good = await session.run(goodDays, null);
  const place = JSON.stringify([read.key, pathValues]);
  const some = Array.from({ length: day === undefined ? 1 : mostDays }, (_, n) =>
    new Date(session.now() + (nearest + (number % spread) + n) * dayMs).toISOString().slice(0, 10),
  );
  const before = good.get(place) ?? [];
  for (const date of new Set(day === undefined ? some : [...some.filter((one) => before.includes(one)), ...before, ...some])) {
    const planned = usableRequest(session, read, 'offered', { pathValues });
    const given = new Map([...planned.query, ...Object.entries(asked), ...(day === undefined ? [] : [[day, date] as const])]);
    const exchange = await session.send({ ...planned, query: [...given] });
    const shown = isSuccess(exchange) ? (itemsOf({ items: [items] }, exchange) ?? []) : [];
    const values = shown.flatMap((item) => {
      const value = valueAt(item, at);
      const isFree = free === undefined || (isObject(item) && item[free] === true);
      return isFree && typeof value === 'string' ? [value] : [];
    });
    const others = (good.get(place) ?? []).filter((one) => one !== date);
    good.set(place, values.length > 0 ? [date, ...others] : others);
    if (values.length > 0) return values;
  }
  return [];
};

/** A value that a read offers, once for each turn; undefined where it offers none within some days. */
const offered = defineScenario<Wanted, { readonly value: string } | null>({
  id: 'offered-value',
  async run(session, wanted) {
    const number = Number.parseInt(session.hex(`offered-${wanted.turn}`, 6), 16);
    for (let n = 0; n <= mostPrepared; n += 1) {
      const values = await shownIn(session, wanted);
      const value = values[Math.floor(number / spread) % Math.max(values.length, 1)];
      if (value !== undefined) return { value };
      const { operation, member, own, query } = wanted;
      const isPrepared =
        own !== null && n < mostPrepared && (await prepareOffer(session, { operation, member, values: own, asked: query }));
      if (!isPrepared) return null;
    }
    return null;
  },
});

/** The request of a creation, as far as it tells what is offered: what its body names has to be known, and for some what its path names. */
type Asking = {
  readonly operation: string | null;
  readonly body: unknown;
  readonly turn: string;
  readonly path: Readonly<Record<string, string>>;
};

/** Members of a body as the parameters for which they stand. */
const textsIn = (names: Readonly<Record<string, string>>, from: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([name, own]) => {
      const value = from[own];
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [];
    }),
  );

/** Does the value that a creation is offered depend on what is in its path. */
export const isOfferedAround = ({ contract }: Session, { parameter: member = '' }: Placeholder, operation: string | null): boolean => {
  const found = operation === null ? undefined : offeredValues(contract, operationOf(contract, operation), member);
  return found !== undefined && Object.keys(found.around).length > 0;
};

/** The values in the path of a creation where the run has made what that is right below; null otherwise. */
const ownValues = async (
  session: Session,
  operation: Operation,
  path: Readonly<Record<string, string>>,
): Promise<readonly string[] | null> => {
  const { contract } = session;
  const values = valuesAlong(operation.path, path);
  const above = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1)?.resourceType;
  const id = values.at(-1);
  return above !== undefined && id !== undefined && (await isMadeHere(session, above.name, id)) ? values : null;
};

/** The value that a placeholder in the body of a creation stands for, which a read offers for what the creation names besides; undefined where none does. */
export const offeredIn = async (
  session: Session,
  { parameter: member = '' }: Placeholder,
  { operation: key, body, turn, path }: Asking,
): Promise<string | undefined> => {
  if (key === null || !isObject(body)) return undefined;
  const operation = operationOf(session.contract, key);
  const found = offeredValues(session.contract, operation, member);
  if (!found) return undefined;
  if (Object.values(found.around).some((name) => placeholdersIn(path[name] ?? '').length > 0)) return undefined;
  const pathValues = { ...textsIn(found.path, body), ...textsIn(found.around, path) };
  const query = textsIn(found.query, body);
  const isWhole =
    Object.keys(pathValues).length === Object.keys({ ...found.path, ...found.around }).length &&
    Object.keys(query).length === Object.keys(found.query).length;
  if (!isWhole) return undefined;
  const own = await ownValues(session, operation, path);
  const free = await orSkipped(session.run(offered, { operation: key, member, pathValues, query, own, turn }));
  return isSkipped(free) || free === null ? undefined : free.value;
};
