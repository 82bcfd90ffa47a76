import type { RunRecord } from '../model/record.ts';
import { shellWord } from './shell.ts';

/** More than one target of the run has the case, so its id alone is ambiguous. */
const isAmbiguous = ({ targets }: RunRecord, id: string): boolean =>
  targets.filter(({ cases }) => cases.some((planned) => planned.id === id)).length > 1;

/** The command of {@link replayCommand} in two halves, for short lines: the run, and its case. */
export const replayHalves = (record: RunRecord, directory: string, target: string, id: string): readonly [string, string] => [
  `assay replay ${shellWord(directory)}`,
  `${shellWord(id)}${isAmbiguous(record, id) ? ` --target ${shellWord(target)}` : ''}`,
];

/** The command that judges a case again. `directory` is that of the run, as it is shown to people. */
export const replayCommand = (record: RunRecord, directory: string, target: string, id: string): string =>
  replayHalves(record, directory, target, id).join(' ');
