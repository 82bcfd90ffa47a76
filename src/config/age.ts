import { UsageError } from './usage-error.ts';

const hoursIn = { m: 1 / 60, h: 1, d: 24 } as const;

/**
 * Reads an age: `36h`, `90m`, `7d`, or a number of hours.
 * @param option How the option is called, for the message.
 * @returns hours.
 * @throws {UsageError}
 */
export const ageOf = (text: string, option: string): number => {
  const [, number = '', unit = 'h'] = /^(\d+(?:\.\d+)?)([mhd]?)$/u.exec(text.trim()) ?? [];
  const hours = Number(number) * hoursIn[unit === 'm' || unit === 'd' ? unit : 'h'];
  if (number === '' || hours <= 0) throw new UsageError(`Cannot use ${option} "${text}": give an age, such as 36h, 90m or 7d`);
  return hours;
};
