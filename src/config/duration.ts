import { UsageError } from './usage-error.ts';

const secondsIn = { s: 1, m: 60, h: 3600 } as const;

/**
 * Reads a length of time: `90`, `90s`, `10m` or `1h`.
 * @param from What gave it, for the message.
 * @returns seconds, more than 0.
 * @throws {UsageError} for any other text.
 */
export const durationOf = (text: string, from: string): number => {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/u.exec(text) ?? [];
  const seconds = Number(number) * secondsIn[unit === 'm' || unit === 'h' ? unit : 's'];
  if (number === '' || seconds <= 0) throw new UsageError(`Cannot use ${from}: must be a time greater than 0, such as 90, 90s, 10m or 1h`);
  return seconds;
};
