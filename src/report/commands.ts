import type { RunRecord } from '../model/record.ts';
import { shellWord } from './shell.ts';

/** More than one target of the run has the case, so that its id alone does not tell which is meant. */
const isAmbiguous = ({ targets }: RunRecord, id: string): boolean =>
  targets.filter(({ cases }) => cases.some((planned) => planned.id === id)).length > 1;

/** The words of {@link replayCommand} in two halves, for where a line is short: the run, and the case of it. */
export const replayHalves = (record: RunRecord, directory: string, target: string, id: string): readonly [string, string] => [
  `assay replay ${shellWord(directory)}`,
  `${shellWord(id)}${isAmbiguous(record, id) ? ` --target ${shellWord(target)}` : ''}`,
];

/** The command that judges a case again. `directory` is that of the run, as people are told it. */
export const replayCommand = (record: RunRecord, directory: string, target: string, id: string): string =>
  replayHalves(record, directory, target, id).join(' ');
