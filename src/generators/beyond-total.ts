import { valueOf } from '../contract/infer/formulas/expression.ts';
import type { ToldTotal } from '../contract/infer/told-totals.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema } from './resolved-schema.ts';

type Numbers = Readonly<Record<string, number>>;

/** Is a bound broken in each way in which its sentence can be read; undefined where the numbers are not enough. */
const isBroken = ({ expressions, side, limit, isBeyond }: ToldTotal, numbers: Numbers): boolean | undefined => {
  const values = expressions.map((one) => valueOf(one, numbers));
  if (values.includes(undefined)) return undefined;
  return values.every((value = 0) => (side === 'most' ? value > limit : value < limit) || (isBeyond && value === limit));
};

/** Is a bound kept in each way in which its sentence can be read. */
const isKept = ({ expressions, side, limit, isBeyond }: ToldTotal, numbers: Numbers): boolean =>
  expressions.every((one) => {
    const value = valueOf(one, numbers) ?? Number.NaN;
    return side === 'most' ? (isBeyond ? value < limit : value <= limit) : isBeyond ? value > limit : value >= limit;
  });

/** How far a number goes by its schema in the direction that may break a bound; without a limit of its own, as far as the bound itself. */
const farthest = (schema: unknown, { side, limit }: ToldTotal): number => {
  const { minimum, maximum } = isObject(schema) ? schema : {};
  if (side === 'most') return typeof maximum === 'number' ? Math.floor(maximum) : Math.ceil(limit) + 1;
  return typeof minimum === 'number' ? Math.ceil(minimum) : 0;
};

/**
 * An object that breaks a bound over several of its numbers by as little as whole numbers do, and nothing else that its schema says: one number after the other goes as
 * far as it has to. Undefined where none does, or where the object itself does not keep the bound.
 */
export const beyondTotal = (
  document: Contract['document'],
  { members, schema, total }: { readonly members: ReadonlyMap<string, Schema>; readonly schema: Schema; readonly total: ToldTotal },
  usual: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined => {
  const first = total.names.map((name) => [name, usual[name]] as const);
  if (first.some(([, value]) => typeof value !== 'number')) return undefined;
  let numbers: Numbers = Object.fromEntries(first) as Numbers;
  if (!isKept(total, numbers)) return undefined;
  for (const name of total.names) {
    const end = farthest(resolvedSchema(document, members.get(name) ?? true), total);
    const at = (value: number): Numbers => ({ ...numbers, [name]: value });
    const start = numbers[name] ?? end;
    if (isBroken(total, at(end)) !== true) {
      // What makes the bound easier to keep stays.
      const isNearer = total.expressions.every((one) => {
        const [now = 0, then = 0] = [valueOf(one, numbers), valueOf(one, at(end))];
        return total.side === 'most' ? then > now : then < now;
      });
      if (isNearer) numbers = at(end);
      continue;
    }
    const sign = end < start ? -1 : 1;
    let [kept, broken] = [0, Math.abs(end - (sign < 0 ? Math.floor(start) : Math.ceil(start)))];
    const from = sign < 0 ? Math.floor(start) : Math.ceil(start);
    while (broken - kept > 1) {
      const middle = Math.floor((kept + broken) / 2);
      if (isBroken(total, at(from + sign * middle)) === true) broken = middle;
      else kept = middle;
    }
    const made = { ...usual, ...at(from + sign * broken) };
    return mayBeSent(document, schema, made) ? made : undefined;
  }
  return undefined;
};
