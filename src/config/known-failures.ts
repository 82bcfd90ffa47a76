import { dirname, resolve } from 'node:path';
import type { ListedFailure } from '../model/known-failure.ts';
import { parseConfig } from './document.ts';
import { systemCode, type Outside } from './outside.ts';
import type { Path } from './location.ts';
import type { SchemaNode } from './schema-node.ts';
import type { Settings } from './settings.ts';
import { UsageError } from './usage-error.ts';
import { problemsOf } from './validate.ts';

const text = (description: string): SchemaNode => ({ type: 'string', minLength: 1, description });

/** The list of known failures. Written in JSON Schema 2020-12; docs/gate.md explains it. */
export const knownFailuresSchema: SchemaNode = {
  type: 'array',
  description: 'Failures that are expected for the time being. Each names either a requirement or a case.',
  items: {
    type: 'object',
    description: 'One known failure.',
    required: ['owner', 'reason', 'expires'],
    additionalProperties: false,
    properties: {
      target: text('Name or glob of the targets at which it is expected; absent: every target that the list is given for.'),
      requirement: text('Id of a requirement: every failure of it, or the one that the other keys describe.'),
      case: text('Id of a case, as reports print it.'),
      operation: text('Key of the operation that fails; a failure of another one is not known.'),
      finding: {
        type: 'object',
        description: 'What identifies the failure; another failure at the same location is a changed one.',
        additionalProperties: false,
        properties: {
          code: text('Code of the finding, as reports print it.'),
          where: text('Location in the message, as reports print it.'),
        },
      },
      owner: text('Who is responsible for it.'),
      reason: text('Why it is accepted for now, such as the ticket.'),
      expires: text('The last day, in UTC, on which it is expected: YYYY-MM-DD.'),
    },
  },
};

/** Known failures of one target, with a way to complain about one at its line. */
export type KnownFailures = {
  /** Absolute path of the file. */
  readonly path: string;
  readonly entries: readonly ListedFailure[];
  complaint(entry: ListedFailure, key: keyof ListedFailure, why: string): UsageError;
};

const isList = (value: unknown): value is readonly Omit<ListedFailure, 'file' | 'line'>[] =>
  problemsOf(knownFailuresSchema, value).length === 0;

/** Is a text a day of the calendar? 2026-02-30 is not. */
const isDay = (day: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

type Fault = { readonly path: Path; readonly text: string };

/** Problems of one entry that the schema cannot express. */
const faultsOf = (entry: Omit<ListedFailure, 'file' | 'line'>, at: string): readonly Fault[] => {
  const faults: Fault[] = [];
  if (entry.requirement === undefined && entry.case === undefined)
    faults.push({ path: [at], text: 'names no failure: give "requirement" or "case"' });
  if (entry.requirement !== undefined && entry.case !== undefined)
    faults.push({ path: [at, 'case'], text: 'names a requirement and a case: remove one of the two' });
  if (entry.finding !== undefined && Object.keys(entry.finding).length === 0)
    faults.push({ path: [at, 'finding'], text: 'describes nothing: give "code", "where" or both, or remove it' });
  if (!isDay(entry.expires)) faults.push({ path: [at, 'expires'], text: 'is not a day: write YYYY-MM-DD' });
  return faults;
};

const keyOf = ({ target, requirement, case: id, operation, finding }: Omit<ListedFailure, 'file' | 'line'>): string =>
  JSON.stringify([target, requirement, id, operation, finding?.code, finding?.where]);

/**
 * Reads the text of a list of known failures, in YAML or JSON.
 * @throws {UsageError} with every problem on its own line and its exact position.
 */
export const parseKnownFailures = (source: string, file: string, path: string): KnownFailures => {
  const document = parseConfig(source, file, dirname(path), 'known failures');
  const { value } = document;
  const complaintOf = (faults: readonly Fault[]): UsageError =>
    new UsageError(faults.map((fault) => `Cannot read ${document.where(fault.path)}: ${fault.text}`).join('\n'));
  const problems = problemsOf(knownFailuresSchema, value);
  if (problems.length > 0 || !isList(value))
    throw new UsageError(problems.map((one) => `Cannot read ${document.where(one.path, one.part)}: ${one.text}`).join('\n'));
  const faults = value.flatMap((entry, at) => faultsOf(entry, String(at)));
  const keys = value.map(keyOf);
  for (const [at, key] of keys.entries()) {
    const first = keys.indexOf(key);
    if (first !== at)
      faults.push({ path: [String(at)], text: `is the same failure as the entry at line ${document.lineOf([String(first)])}` });
  }
  if (faults.length > 0) throw complaintOf(faults);
  const entries = value.map((entry, at): ListedFailure => ({ ...entry, file, line: document.lineOf([String(at)]) }));
  return {
    path,
    entries,
    complaint: (entry, key, why) => complaintOf([{ path: [String(entries.indexOf(entry)), key], text: why }]),
  };
};

/**
 * Reads a list of known failures.
 * @param fail Makes the error about the path itself, at the key that gives it.
 * @throws {UsageError} where there is no such file, or it cannot be used.
 */
export const readKnownFailures = async (
  file: string,
  directory: string,
  outside: Outside,
  fail: (text: string) => UsageError,
): Promise<KnownFailures> => {
  const path = resolve(directory, file);
  let source: string | undefined;
  try {
    source = await outside.readFile(path);
  } catch (error) {
    throw fail(`names "${file}", which cannot be read: ${systemCode(error) ?? 'unknown error'}`);
  }
  if (source === undefined) throw fail(`names "${file}", which does not exist`);
  return parseKnownFailures(source, file, path);
};

/** Milliseconds of a day in UTC, which has no summer time. */
const dayMs = 86_400_000;

/**
 * Checks a list against the limit of a gate: a failure that is accepted for years is accepted for ever, and nobody looks at it again.
 * @param today YYYY-MM-DD, in UTC; an entry within the limit stays within it later.
 * @throws {UsageError} naming the first entry whose last day is further ahead than `maxKnownDays`.
 */
export const refuseFarDays = (list: KnownFailures, maxKnownDays: number, today: string): void => {
  for (const entry of list.entries) {
    const ahead = Math.round((Date.parse(entry.expires) - Date.parse(today)) / dayMs);
    if (ahead <= maxKnownDays) continue;
    const last = new Date(Date.parse(today) + maxKnownDays * dayMs).toISOString().slice(0, 10);
    throw list.complaint(
      entry,
      'expires',
      `${entry.expires} is ${ahead} days ahead, and a failure may be known for ${maxKnownDays} days at a time: write ${last} or before, or raise gate.maxKnownDays of the config`,
    );
  }
};

/** The known failures of a target, where its config names a list. */
export const knownFailuresOf = async (settings: Settings, outside: Outside): Promise<KnownFailures | undefined> => {
  const file = settings.config.knownFailures;
  if (file === undefined) return undefined;
  const at = ['knownFailures'];
  return readKnownFailures(file, settings.directoryOf(at), outside, (why) => settings.complaint(at, why));
};
