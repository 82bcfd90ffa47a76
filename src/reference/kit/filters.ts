/** Whether a resource passes a filter with this value. */
export type Filter<Resource> = (resource: Resource, value: string) => boolean;

/** The member equals the value. */
export const equals =
  <Resource>(member: (resource: Resource) => string): Filter<Resource> =>
  (resource, value) =>
    member(resource) === value;

/** The member is one of the values in a comma-separated list. */
export const isListed =
  <Resource>(member: (resource: Resource) => string): Filter<Resource> =>
  (resource, values) =>
    values.split(',').includes(member(resource));

/**
 * The moment of a date (the start of the day in UTC) or of a date with time (RFC 3339), in milliseconds; undefined for other
 * text.
 */
export const momentOf = (text: string): number | undefined => {
  const form = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})?)?$/;
  if (!form.test(text)) return undefined;
  const isDateOnly = text.length === 10;
  const hasZone = /(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text.slice(10));
  const ms = Date.parse(isDateOnly || hasZone ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
};

/** The member, in milliseconds, is later than the moment of the value; with `orAt`, also exactly at it. */
export const isAfter =
  <Resource>(member: (resource: Resource) => number, orAt = false): Filter<Resource> =>
  (resource, value) => {
    const moment = momentOf(value);
    return moment !== undefined && (member(resource) > moment || (orAt && member(resource) === moment));
  };

/** Whether a resource passes every given filter. Values without a filter are ignored. */
export const meetsEach = <Resource>(
  resource: Resource,
  filters: Readonly<Record<string, Filter<Resource>>>,
  given: Readonly<Record<string, unknown>>,
): boolean => Object.entries(filters).every(([name, filter]) => typeof given[name] !== 'string' || filter(resource, given[name]));
