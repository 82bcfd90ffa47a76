import { visible } from '../foreign-text.ts';

/** A value with every text in it {@link visible}, also the names of its members. What is safe here stays safe wherever it is shown. */
export const visibleModel = <Value>(value: Value): Value => shownValue(value) as Value;

const shownValue = (value: unknown): unknown => {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(shownValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [visible(name), shownValue(member)]));
};
