import { UsageError } from '../../config/usage-error.ts';

/** Most times that cases are played: a promise that flips once in a hundred times is left to the nights. */
const mostTimes = 100;

/**
 * The number of `--repeat`; undefined where it is not given.
 * @throws {UsageError} where it is no number that can be used.
 */
export const timesOf = (given: string | undefined): number | undefined => {
  if (given === undefined) return undefined;
  const times = Number(given);
  if (!/^\d{1,3}$/u.test(given) || times < 1 || times > mostTimes)
    throw new UsageError(`Cannot use --repeat: must be a whole number from 1 to ${mostTimes}`);
  return times;
};
