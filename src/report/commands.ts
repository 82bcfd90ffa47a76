import type { RunRecord } from '../model/record.ts';
import { shellWord } from './shell.ts';

const ambiguous = new WeakMap<RunRecord, ReadonlySet<string>>();

/** The ids of cases that more than one target of the run has. Found once for a record: a report names the command of each case. */
const ambiguousIn = (record: RunRecord): ReadonlySet<string> => {
  const known = ambiguous.get(record);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { cases } of record.targets) {
    const own = new Set(cases.map(({ id }) => id));
    for (const id of own) (seen.has(id) ? twice : seen).add(id);
  }
  ambiguous.set(record, twice);
  return twice;
};

/** The command of {@link replayCommand} in two halves, for short lines: the run, and its case. */
export const replayHalves = (record: RunRecord, directory: string, target: string, id: string): readonly [string, string] => [
  `assay replay ${shellWord(directory)}`,
  `${shellWord(id)}${ambiguousIn(record).has(id) ? ` --target ${shellWord(target)}` : ''}`,
];

/** The command that judges a case again. `directory` is that of the run, as it is shown to people. */
export const replayCommand = (record: RunRecord, directory: string, target: string, id: string): string =>
  replayHalves(record, directory, target, id).join(' ');
