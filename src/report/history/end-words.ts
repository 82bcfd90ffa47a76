import type { HistoryEnd, HistoryLine } from '../../policy/history/history-line.ts';

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

const words: Readonly<Record<Exclude<HistoryEnd, 'complete'>, string>> = {
  preflight: 'stopped at the first reads',
  interrupted: 'interrupted',
  budget: 'cut short by its time budget',
  lost: 'lost by assay',
};

/** How a run ended that was not complete, in a few words; empty for a complete one. */
export const endWords = ({ ended = 'complete', leftOut = 0, exitCode }: HistoryLine, isComplete: boolean): string => {
  if (ended !== 'complete') return words[ended];
  if (exitCode === 3) return 'not enough evidence';
  return leftOut > 0 && !isComplete ? `${counted(leftOut, 'requirement')} not selected` : '';
};

/** The verdict of a line in a few words. */
export const lineVerdict = (line: HistoryLine, isComplete: boolean): string => {
  const { must, should, observe } = line.counts;
  const ours = must.broken + should.broken + observe.broken;
  const end = endWords(line, isComplete);
  const found = [
    ...(must.fail > 0 ? [`${counted(must.fail, 'must')} broken`] : []),
    ...(should.fail > 0 ? [counted(should.fail, 'warning')] : []),
    ...(ours > 0 ? [`${ours} not judged by a fault of assay`] : []),
    ...(end === '' ? [] : [end]),
  ];
  return found.length === 0 ? 'no promise found broken' : found.join(', ');
};
