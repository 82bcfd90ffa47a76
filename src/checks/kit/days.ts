/** A minute in milliseconds. */
export const minuteMs = 60_000;

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

/** A moment of RFC 3339, written so many hours (1 to 14) ahead of UTC, with the same digits of a second. */
export const inOtherZone = (moment: string, hours: number): string => {
  const local = new Date(Date.parse(moment) + hours * 60 * minuteMs).toISOString().slice(0, 19);
  return `${local}${/\.\d+/u.exec(moment)?.[0] ?? ''}+${String(hours).padStart(2, '0')}:00`;
};

/** Is a text the name of a time zone of the IANA database. */
export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** The calendar day of a moment (milliseconds since the epoch) in a time zone, and how many minutes of it have passed. */
export const dayIn = (zone: string, ms: number): { readonly day: string; readonly minutes: number } => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(ms);
  const of = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  return { day: `${of('year')}-${of('month')}-${of('day')}`, minutes: Number(of('hour')) * 60 + Number(of('minute')) };
};
