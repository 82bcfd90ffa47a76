/** A day in milliseconds. */
export const dayMs = 24 * 3_600_000;

/** The calendar day, in UTC, of a moment since the epoch: `2031-05-09`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The moment at which a day begins in UTC. */
export const beginOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The most by which a day begins earlier or later somewhere on earth than in UTC. */
export const zoneLeaveMs = 14 * 3_600_000;

/** A moment as RFC 3339 writes it in UTC, cut to whole seconds: `2031-05-09T12:00:00Z`. */
export const wholeSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
