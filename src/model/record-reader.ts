import { readFileSync } from 'node:fs';

import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import { digestOf, isLineIntact, isSealIntact } from './record-chain.ts';
import { recordFormat } from './record-lines.ts';
import type { RecordEntry, RecordHeader, RecordLine, RunRecord, TargetFooter } from './record-lines.ts';
import { gatherTargets } from './record-targets.ts';
import { validatorFor } from './record-validator.ts';

/** A file that is not a complete, unchanged record. */
export class RecordError extends Error {
  /** Counted from 1; undefined where it is not about one line. */
  readonly line: number | undefined;
  constructor(path: string, line: number | undefined, why: string, options?: ErrorOptions) {
    super(`Cannot read record "${path}"${line === undefined ? '' : ` at line ${line}`}: ${why}`, options);
    this.name = 'RecordError';
    this.line = line;
  }
}

/**
 * Reads the record of a finished run.
 * @throws {RecordError} with the line, where the file cannot be read, a line was changed, is missing or does not fit the published schema,
 *   the format is newer, or the footer is missing.
 */
export const readRecord = (path: string): RunRecord => readRecordLines(path).record;

/**
 * As {@link readRecord}, with the lines between header and footer.
 * @throws {RecordError} as it does.
 */
export const readRecordLines = (path: string): { readonly record: RunRecord; readonly entries: readonly RecordEntry[] } => {
  const texts = linesOf(path);
  const parsed = texts.map((text, index) => parseLine(path, text, index + 1));
  const header = parsed[0];
  if (header?.type !== 'run') throw new RecordError(path, 1, 'it is not the header of a run, name the run.jsonl of a run');
  const footer = parsed.at(-1);
  if (footer?.type !== 'end') {
    throw new RecordError(path, texts.length, 'the footer is missing: the run did not end, so it has no record; run it again');
  }
  assertUnchanged(path, texts, parsed);

  const gathered = gatherTargets(header.targets);
  const entries: RecordEntry[] = [];
  for (const [index, line] of parsed.entries()) {
    if (line === header || line === footer) continue;
    const number = index + 1;
    if (line.type === 'run' || line.type === 'end') {
      throw new RecordError(path, number, `a second ${line.type === 'run' ? 'header' : 'footer'}; a file holds one run`);
    }
    try {
      const { previous: _chain, check: _own, ...entry } = line;
      gathered.add(entry);
      entries.push(entry);
    } catch (cause) {
      throw new RecordError(path, number, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }
  const { previous: _previous, check: _check, ...headerMembers } = header;
  const { previous: _before, seal: _seal, ...footerMembers } = footer;
  const record = {
    header: headerMembers,
    targets: gathered.targets(),
    footer: { ...footerMembers, targets: footer.targets.map(withoutOldCoverage) },
  };
  return { record, entries };
};

/** Older versions wrote another `coverage`, without a map. */
const withoutOldCoverage = (footer: TargetFooter): TargetFooter => {
  const { coverage, ...others } = footer;
  return coverage !== undefined && 'map' in coverage ? footer : others;
};

/**
 * Reads the header of a run, also of one that was killed or is still running.
 * @throws {RecordError} where the file cannot be read, or its first line is not a header of this format.
 */
export const readHeader = (path: string): RecordHeader => {
  const [text = ''] = linesOf(path);
  const header = parseLine(path, text, 1);
  if (header.type !== 'run') throw new RecordError(path, 1, 'it is not the header of a run, name the run.jsonl of a run');
  // A command that trusts it may send keys to the address that it has.
  if (!isLineIntact(text)) throw new RecordError(path, 1, 'the line was changed after it was written; a changed record proves nothing');
  const { previous: _previous, check: _check, ...members } = header;
  return members;
};

/**
 * The lines of a record, as texts.
 * @throws {RecordError} where the file cannot be read or is empty.
 */
export const linesOf = (path: string): readonly string[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new RecordError(path, undefined, cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (text === '') throw new RecordError(path, undefined, 'it is empty: the run did not start');
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
};

let validate: ValidateFunction | undefined;

/** Made on first use, because a run writes records and seldom reads one. */
const lineShape = (): ValidateFunction => (validate ??= validatorFor('record'));

const isRecordLine = (value: unknown): value is RecordLine => lineShape()(value);

/** @throws {RecordError} where a text is not a line of a record of this format. */
export const parseLine = (path: string, text: string, number: number): RecordLine => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecordError(path, number, 'it is not a JSON text: the line was changed, or the run was killed while writing it', { cause });
  }
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : recordFormat;
  if (number === 1 && format !== recordFormat) {
    throw new RecordError(
      path,
      1,
      `it has format ${String(format)}, this version reads format ${recordFormat}; use the version that wrote it`,
    );
  }
  if (isRecordLine(value)) return value;
  throw new RecordError(path, number, `it is not a line of a record (${firstFault(lineShape().errors)})`);
};

/** The first error that is not of `anyOf` or `not`: these two only select the shape of a line. */
const firstFault = (errors: readonly ErrorObject[] | null | undefined): string => {
  const fault = errors?.find(({ keyword }) => keyword !== 'anyOf' && keyword !== 'not');
  return fault === undefined ? 'unknown' : `${fault.instancePath || 'the line'} ${fault.message ?? fault.keyword}`;
};

/**
 * Where the digests of two adjacent lines disagree, the line that the next one confirms is unchanged.
 * @param isOpen The last line is no footer, so that only its own digest confirms it.
 * @throws {RecordError} naming the changed line.
 */
export const assertUnchanged = (path: string, texts: readonly string[], parsed: readonly RecordLine[], isOpen = false): void => {
  const isConfirmed = (index: number): boolean => {
    const text = texts[index] ?? '';
    return index === texts.length - 1 ? (isOpen ? isLineIntact(text) : isSealIntact(text)) : parsed[index + 1]?.previous === digestOf(text);
  };
  for (const index of texts.keys()) {
    if (isConfirmed(index)) continue;
    const isLast = index === texts.length - 1;
    const changed = isLast || isConfirmed(index + 1) ? index : index + 1;
    const gap = changed === index && !isLast ? ', or lines after it were removed' : '';
    throw new RecordError(path, changed + 1, `the line was changed after it was written${gap}; a changed record proves nothing`);
  }
  if (parsed[0]?.previous !== null) throw new RecordError(path, 1, 'lines before it were removed; a changed record proves nothing');
};
