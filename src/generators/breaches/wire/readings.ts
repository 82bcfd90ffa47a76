import { isNothing, scalarReadings } from './scalar-readings.ts';
import type { Sent } from './sending.ts';

/** Everything that reasonable readers may take a parameter for. */
export type Readings = {
  readonly values: readonly unknown[];
  /** Somebody may take it for not being there. */
  readonly absent: boolean;
  /** There are more readings than can be looked at. */
  readonly tooMany: boolean;
};

/** Lists of readings are looked at up to here. */
const mostLists = 256;

/** Every way to read each of several texts, as lists; undefined where they are too many. */
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
  [',', '|', ' '].filter((separator) => text.includes(separator)).map((separator) => text.split(separator));

/**
 * What was sent for a parameter, as it may be read over there: each text by itself, the first or the last of a name that is
 * repeated, all of them joined, and as a list of one item, of all, or split at what separates items.
 */
export const readingsOf = (sent: Sent): Readings => {
  if (sent.length === 0) return { values: [], absent: true, tooMany: false };
  const singles = [...new Set([...sent, sent.join(',')])];
  const split = [[...sent], ...sent.map((text) => [text]), ...parts(sent.join(',')), ...sent.flatMap(parts)];
  const asLists = split.map(lists);
  return {
    values: [
      ...singles.flatMap(scalarReadings),
      ...asLists.flatMap((list) => list ?? []),
      ...(sent.every((text) => text === '') ? [[]] : []),
    ],
    absent: sent.every(isNothing),
    tooMany: asLists.includes(undefined),
  };
};
