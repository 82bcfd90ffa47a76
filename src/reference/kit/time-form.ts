/** How a moment in UTC is written (RFC 3339, 5.6): the digits of the fraction, and `Z` or the equal numeric offset. */
export type TimeForm = 'seconds' | 'milliseconds' | 'microseconds' | 'numeric-offset';

const endings: Readonly<Record<TimeForm, string>> = {
  seconds: 'Z',
  milliseconds: '$1Z',
  microseconds: '$1000Z',
  'numeric-offset': '+00:00',
};

/** A moment in milliseconds since the epoch as text. */
export const timeText = (ms: number, form: TimeForm): string => new Date(ms).toISOString().replace(/(\.\d+)Z$/, endings[form]);
