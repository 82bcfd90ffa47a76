/** A day in milliseconds. */
export const dayMs = 24 * 3_600_000;

/** The calendar day, in UTC, of a moment since the epoch: `2031-05-09`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The moment at which a day begins in UTC. */
export const beginOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** A day begins so much earlier, and so much later, somewhere on earth than in UTC. */
export const zoneLeaveMs = 14 * 3_600_000;

/** RFC 3339 section 5.6, with any zone. */
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** The moment that a value names, in milliseconds since the epoch; undefined where it is none, or of no known zone. */
export const momentIn = (value: unknown): number | undefined => {
  const at = typeof value === 'string' && dateTime.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};
