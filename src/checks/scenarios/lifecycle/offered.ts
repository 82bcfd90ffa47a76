import { itemsOf } from '../../../contract/held.ts';
import { offeredValues } from '../../../contract/infer/offered-values.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Placeholder } from '../../../generators/placeholder.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

type Wanted = {
  /** Key of the creation, and the member at the top of its body. */
  readonly operation: string;
  readonly member: string;
  readonly pathValues: Readonly<Record<string, string>>;
  /** What the value is for: each turn takes one of its own, as far as that is possible. */
  readonly turn: string;
};

const dayMs = 24 * 60 * 60 * 1000;

/** Days that are asked for one value, and the days from now among which the first of them lies: none too near, and none too far for what is planned. */
const mostDays = 5;
const nearest = 2;
const spread = 12;

/** A value that a read offers, once for each turn; undefined where it offers none within some days. */
const offered = defineScenario<Wanted, { readonly value: string } | null>({
  id: 'offered-value',
  async run(session, { operation: key, member, pathValues, turn }) {
    const found = offeredValues(session.contract, operationOf(session.contract, key), member);
    if (!found) return null;
    const { read, items, at, free, day } = found;
    const number = Number.parseInt(session.hex(`offered-${turn}`, 6), 16);
    for (let n = 0; n < (day === undefined ? 1 : mostDays); n += 1) {
      const planned = usableRequest(session, read, 'offered', { pathValues });
      const date = new Date(session.now() + (nearest + (number % spread) + n) * dayMs).toISOString().slice(0, 10);
      const query = day === undefined ? planned.query : [...planned.query.filter(([name]) => name !== day), [day, date] as const];
      const exchange = await session.send({ ...planned, query });
      const shown = isSuccess(exchange) ? (itemsOf({ items: [items] }, exchange) ?? []) : [];
      const values = shown.flatMap((item) => {
        const value = valueAt(item, at);
        const isFree = free === undefined || (isObject(item) && item[free] === true);
        return isFree && typeof value === 'string' ? [value] : [];
      });
      const value = values[Math.floor(number / spread) % Math.max(values.length, 1)];
      if (value !== undefined) return { value };
    }
    return null;
  },
});

/** The value that a placeholder in the body of a creation stands for, which a read offers for what the body names besides; undefined where none does. */
export const offeredIn = async (
  session: Session,
  { parameter: member = '' }: Placeholder,
  { operation, body, turn }: { readonly operation: string | null; readonly body: unknown; readonly turn: string },
): Promise<string | undefined> => {
  if (operation === null || !isObject(body)) return undefined;
  const found = offeredValues(session.contract, operationOf(session.contract, operation), member);
  const pathValues = Object.entries(found?.path ?? {}).flatMap(([name, own]) => {
    const value = body[own];
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [];
  });
  if (!found || pathValues.length < Object.keys(found.path).length) return undefined;
  const free = await orSkipped(session.run(offered, { operation, member, pathValues: Object.fromEntries(pathValues), turn }));
  return isSkipped(free) || free === null ? undefined : free.value;
};
