import { type ExitCode, exitCodes, type TargetFooter, type TargetRecord } from '../model/record.ts';
import { stoppedWords } from './stopped-words.ts';

const words: Readonly<Record<ExitCode, string>> = { 0: 'PASS', 1: 'FAIL', 2: 'ERROR', 3: 'OPEN', 4: 'BROKEN', 5: 'STALE' };

/** The verdict in one word. */
export const verdictWord = (exitCode: ExitCode): string => words[exitCode];

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The verdict of a target in words, without {@link verdictWord}. */
export const verdictWords = (target: TargetRecord, footer: TargetFooter): string => {
  const { must, should, observe } = footer.counts;
  const ours = must.broken + should.broken + observe.broken;
  if (footer.ended.kind === 'lost') return `assay lost this target: ${footer.ended.reason}`;
  const found = [
    ...(footer.ended.kind === 'stopped' ? [stoppedWords(target, footer.ended.reason)] : []),
    ...(must.fail > 0 ? [`${counted(must.fail, 'must')} broken`] : []),
    ...(should.fail > 0 ? [counted(should.fail, 'warning')] : []),
    ...(ours > 0 ? [`${ours} not judged by a fault of assay`] : []),
  ];
  if (found.length > 0) return found.join(', ');
  if (footer.exitCode === 0 && target.torn !== undefined) return 'no promise found broken in this part';
  return footer.exitCode === 0 ? 'no promise found broken' : exitCodes[footer.exitCode];
};
