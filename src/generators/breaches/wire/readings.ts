import { isNothing, scalarReadings } from './scalar-readings.ts';
import type { Sent } from './sending.ts';

/** The most lists of readings that are examined. */
const mostLists = 256;

/** Every way to read each of several texts, as lists; undefined where there are too many. */
const lists = (texts: readonly string[]): unknown[][] | undefined => {
  let all: unknown[][] = [[]];
  for (const text of texts) {
    const readings = [...new Set(scalarReadings(text))];
    if (all.length * readings.length > mostLists) return undefined;
    all = all.flatMap((list) => readings.map((one) => [...list, one]));
  }
  return all;
};

const parts = (text: string): string[][] =>
  [',', '|', ' ', '\t'].filter((separator) => text.includes(separator)).map((separator) => text.split(separator));

/** May what was sent be read as no value at all? */
export const readsAsAbsent = (sent: Sent): boolean => sent.every(isNothing);

/** Readings as one value: each text by itself, since servers take the first or the last of a repeated name, or all joined. */
export const readAsOne = (sent: Sent): unknown[] => [...new Set([...sent, sent.join(',')])].flatMap(scalarReadings);

/** Readings as a list: of one item, of all, or split at separators. Undefined where there are too many. */
export const readAsList = (sent: Sent): unknown[][] | undefined => {
  const split = [[...sent], ...sent.map((text) => [text]), ...parts(sent.join(',')), ...sent.flatMap(parts)].map(lists);
  if (split.includes(undefined)) return undefined;
  return [...split.flatMap((list) => list ?? []), ...(sent.every((text) => text === '') ? [[]] : [])];
};
