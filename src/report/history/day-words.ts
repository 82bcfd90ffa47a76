/** Made once: making it takes a hundred times as long as using it. */
let format: Intl.DateTimeFormat | undefined;

/** The day of a moment in UTC, for people: `14 Mar 2026`. The text itself where it is no moment. */
export const dayOf = (text: string): string => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  format ??= new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return format.format(date);
};

/** How long ago something was: `6 hours`. */
export const ageWords = (ms: number): string => {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  if (minutes === 0) return 'less than a minute';
  if (minutes < 90) return counted(minutes, 'minute');
  if (minutes < 48 * 60) return counted(Math.round(minutes / 60), 'hour');
  return counted(Math.round(minutes / 1440), 'day');
};
