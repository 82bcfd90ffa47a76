import type { ValidateFunction } from 'ajv/dist/2020.js';

import { isObject } from '../../model/json.ts';
import { type HistoryLine, isIntact } from './history-line.ts';
import { validatorFor } from './history-validator.ts';

/** A line that says nothing any more, counted from 1, and why. */
export type DamagedLine = { readonly line: number; readonly why: string };

/** What a file has: its lines in the order of the file, each target of a run once. */
export type ParsedHistory = { readonly lines: readonly HistoryLine[]; readonly damaged: readonly DamagedLine[] };

let validate: ValidateFunction | undefined;

const isLine = (value: unknown): value is HistoryLine => (validate ??= validatorFor('history'))(value);

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The line of a text, or why it has none. */
const lineOf = (text: string): HistoryLine | string => {
  const value = parsedJson(text);
  if (value === undefined) return 'it is cut off, or not JSON';
  if (!isObject(value)) return 'it is no object';
  if (typeof value['format'] === 'number' && value['format'] > 1) return 'a newer version of assay wrote it';
  if (!isLine(value) || Number.isNaN(Date.parse(value.startedAt))) return 'it is not a line of a history';
  return isIntact(value) ? value : 'it was altered after it was written';
};

/**
 * Reads a history. A line that is cut off or was altered is left out and named; the others count. So does a line that two joined files
 * have both: once.
 * @param texts The lines of the file, without line feeds.
 */
export const parseHistory = (texts: Iterable<string>): ParsedHistory => {
  const lines = new Map<string, HistoryLine>();
  const damaged: DamagedLine[] = [];
  let number = 0;
  for (const text of texts) {
    number += 1;
    if (text.trim() === '') continue;
    const line = lineOf(text);
    if (typeof line === 'string') {
      damaged.push({ line: number, why: line });
      continue;
    }
    const key = JSON.stringify([line.run, line.target]);
    const other = lines.get(key);
    // Only one of two equal lines may have the requirements in words.
    if (other === undefined || (other.requirements === undefined && line.requirements !== undefined)) lines.set(key, line);
  }
  return { lines: [...lines.values()], damaged };
};
