import { z } from 'zod';
import type { Filter } from '../kit/filters.ts';
import { momentOf } from '../kit/filters.ts';
import type { Settings } from './settings.ts';

const hour = 3_600_000;
const isDay = (value: string): boolean => value.length === 10;

/** The first moment that passes a value of created_after, in milliseconds; undefined where the value is not a date. */
const firstMoment = (value: string, meaning: Settings['createdAfter']): number | undefined => {
  const moment = momentOf(value);
  if (moment === undefined || !isDay(value)) return moment;
  return moment + { 'from-day': 0, 'behind-day': 24 * hour, 'eastern-day': -9 * hour }[meaning];
};

/** Passes what was created after a date, or after a date with time. */
export const createdAfter =
  <Resource extends { readonly createdAtMs: number }>({ createdAfter: meaning }: Settings): Filter<Resource> =>
  ({ createdAtMs }, value) => {
    const first = firstMoment(value, meaning);
    return first === undefined || createdAtMs >= first;
  };

/** The schema of the parameter for such a date. */
export const date = ({ unreadableDate }: Settings) =>
  z
    .string()
    .refine((text) => unreadableDate === 'ignored' || momentOf(text) !== undefined, 'Must be a date')
    .optional();
