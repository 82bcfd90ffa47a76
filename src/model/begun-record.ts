import { readCheckedLine } from './checked-line.ts';
import type { RecordEntry, RecordFooter, RecordHeader } from './record-lines.ts';
import { assertUnchanged, linesOf, parseLine, RecordError } from './record-reader.ts';

/** What is in the record of a run that may have been interrupted. */
export type BegunRecord = {
  readonly header: RecordHeader;
  /** The lines between the header and the footer, in their order. */
  readonly entries: readonly RecordEntry[];
  /** Undefined where the run was killed, or is still running. */
  readonly footer: RecordFooter | undefined;
};

/** Whether a text is the beginning of a line that a kill or a full disk cut: a whole one ends with its digest. */
const isTorn = (text: string): boolean => readCheckedLine(text).kind === 'torn';

/**
 * Reads the record of a run as far as it was written. A last line that was cut is left out; what it would have said is not known.
 * @throws {RecordError} where the file cannot be read, a line was changed or is missing, or the format is newer.
 */
export const readBegun = (path: string): BegunRecord => {
  const all = linesOf(path);
  const texts = all.length > 1 && isTorn(all.at(-1) ?? '') ? all.slice(0, -1) : all;
  const parsed = texts.map((text, index) => parseLine(path, text, index + 1));
  const [header] = parsed;
  if (header?.type !== 'run') throw new RecordError(path, 1, 'it is not the header of a run, name the run.jsonl of a run');
  const last = parsed.at(-1);
  const footer = last?.type === 'end' ? last : undefined;
  assertUnchanged(path, texts, parsed, footer === undefined);
  const { previous: _first, check: _own, ...headerMembers } = header;
  const between = parsed.slice(1, footer === undefined ? undefined : -1);
  const entries = between.map((line, index): RecordEntry => {
    if (line.type === 'run' || line.type === 'end')
      throw new RecordError(path, index + 2, `a second ${line.type === 'run' ? 'header' : 'footer'}; a file holds one run`);
    const { previous: _previous, check: _check, ...entry } = line;
    return entry;
  });
  if (footer === undefined) return { header: headerMembers, entries, footer };
  const { previous: _before, seal: _seal, ...footerMembers } = footer;
  return { header: headerMembers, entries, footer: footerMembers };
};
