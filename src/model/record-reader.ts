import { readFileSync } from 'node:fs';

import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import { linesOf as linesOfFile } from './file-lines.ts';
import { digestOf, isLineIntact, isSealIntact } from './record-chain.ts';
import { recordFormat } from './record-lines.ts';
import type { RecordEntry, RecordHeader, RecordLine, RunRecord, TargetFooter } from './record-lines.ts';
import { gatherTargets } from './record-targets.ts';
import type { Sharing } from './sharing.ts';
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

/** How a record is read of which not everything is needed, or that is one of many. */
export type Reading = {
  /** Which of the lines between header and footer are given back beside what they say together. Default: all. */
  readonly keeps?: (entry: RecordEntry) => boolean;
  /** Gives back what was read before where that is the same. Default: what it is given. */
  readonly shared?: Sharing;
};

/**
 * As {@link readRecord}, with the lines between header and footer. Reads line by line, so that the text of the record is never in memory as a whole.
 * @throws {RecordError} as it does.
 */
export const readRecordLines = (
  path: string,
  { keeps = () => true, shared }: Reading = {},
): { readonly record: RunRecord; readonly entries: readonly RecordEntry[] } => {
  const chain = createChainWatch(path);
  const entries: RecordEntry[] = [];
  let header: (RecordLine & { readonly type: 'run' }) | undefined;
  let gathered: ReturnType<typeof gatherTargets> | undefined;
  let last: RecordLine | undefined;
  let number = 0;
  // What is wrong with a whole line counts only where the file is that of a run that ended, and unchanged.
  let fault: RecordError | undefined;
  const take = (line: RecordLine): void => {
    if (line.type === 'run' || line.type === 'end')
      throw new RecordError(path, number, `a second ${line.type === 'run' ? 'header' : 'footer'}; a file holds one run`);
    try {
      const { previous: _chain, check: _own, ...entry } = line;
      gathered?.add(shared === undefined ? entry : shared(entry));
      if (keeps(entry)) entries.push(entry);
    } catch (cause) {
      throw new RecordError(path, number, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
  for (const text of eachLine(path)) {
    // Only now is it known that the line before is not the last one.
    if (last !== undefined && last !== header && fault === undefined) {
      try {
        take(last);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        fault = error;
      }
    }
    number += 1;
    last = parseLine(path, text, number);
    chain.saw(text, last);
    if (number === 1 && last.type === 'run') {
      header = last;
      gathered = gatherTargets(header.targets);
    }
  }
  if (header === undefined || gathered === undefined)
    throw new RecordError(path, 1, 'it is not the header of a run, name the run.jsonl of a run');
  if (last?.type !== 'end')
    throw new RecordError(path, number, 'the footer is missing: the run did not end, so it has no record; run it again');
  chain.end();
  if (fault) throw fault;

  const { previous: _previous, check: _check, ...headerMembers } = header;
  const { previous: _before, seal: _seal, ...footerMembers } = last;
  const record = {
    header: headerMembers,
    targets: gathered.targets(),
    footer: { ...footerMembers, targets: last.targets.map(withoutOldCoverage) },
  };
  return { record, entries };
};

/** Older versions wrote another `coverage`, without a map. */
const withoutOldCoverage = (footer: TargetFooter): TargetFooter => {
  const { coverage, ...others } = footer;
  return coverage !== undefined && 'map' in coverage ? footer : others;
};

/** The first of some lines, without the others. */
const firstOf = (lines: Iterable<string>): readonly string[] => {
  for (const line of lines) return [line];
  return [];
};

/**
 * Reads the header of a run, also of one that was killed or is still running.
 * @throws {RecordError} where the file cannot be read, or its first line is not a header of this format.
 */
export const readHeader = (path: string): RecordHeader => {
  const [text = ''] = firstOf(eachLine(path));
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

/**
 * The lines of a record, one after another.
 * @throws {RecordError} where the file cannot be read or is empty.
 */
function* eachLine(path: string): Generator<string> {
  let count = 0;
  try {
    for (const line of linesOfFile(path)) {
      count += 1;
      yield line;
    }
  } catch (cause) {
    if (cause instanceof RecordError) throw cause;
    throw new RecordError(path, undefined, cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (count === 0) throw new RecordError(path, undefined, 'it is empty: the run did not start');
}

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

/** Why a line is taken for changed. @param gap Lines after it may be missing instead. */
const changedLine = (path: string, number: number, gap: boolean): RecordError =>
  new RecordError(
    path,
    number,
    `the line was changed after it was written${gap ? ', or lines after it were removed' : ''}; a changed record proves nothing`,
  );

/** Proves the chain of a finished record while its lines go by. Where the digests of two adjacent lines disagree, the line that the next one confirms is unchanged. */
const createChainWatch = (path: string): { saw(text: string, line: RecordLine): void; end(): void } => {
  let count = 0;
  let before: { readonly text: string; readonly digest: string } | undefined;
  let isFirst = false;
  /** The first line that the next one does not confirm, from 0, and whether the one after it is confirmed. */
  let broken: { readonly at: number; isNextConfirmed?: boolean } | undefined;
  const confirm = (at: number, isConfirmed: boolean): void => {
    if (broken === undefined && !isConfirmed) broken = { at };
    else if (broken !== undefined && broken.at === at - 1) broken.isNextConfirmed = isConfirmed;
  };
  return {
    saw(text, line) {
      if (before === undefined) isFirst = line.previous === null;
      else confirm(count - 1, line.previous === before.digest);
      before = { text, digest: digestOf(text) };
      count += 1;
    },
    end() {
      confirm(count - 1, isSealIntact(before?.text ?? ''));
      if (broken !== undefined) {
        const isLast = broken.at === count - 1;
        const changed = isLast || broken.isNextConfirmed === true ? broken.at : broken.at + 1;
        throw changedLine(path, changed + 1, changed === broken.at && !isLast);
      }
      if (!isFirst) throw new RecordError(path, 1, 'lines before it were removed; a changed record proves nothing');
    },
  };
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
    throw changedLine(path, changed + 1, changed === index && !isLast);
  }
  if (parsed[0]?.previous !== null) throw new RecordError(path, 1, 'lines before it were removed; a changed record proves nothing');
};
