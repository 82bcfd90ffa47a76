import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { allRequests } from '../../model/exchange-reader.ts';
import { diffRuns, type RunSide } from '../../policy/diff/diff-runs.ts';
import { shapesOf } from '../../policy/diff/shapes.ts';
import { diffDocument, diffMarkdown, incomparableDocument } from '../../report/index.ts';
import type { Io } from '../io.ts';
import { evidenceOnDisk } from '../report/evidence-on-disk.ts';
import { warnOfDamage } from '../report/warn-of-damage.ts';
import { fromExchanges } from '../report/from-exchanges.ts';

export type DiffOptions = { readonly target?: string; readonly json?: boolean };

/** A side, or why it has no record. */
const sideOf = async (run: string, io: Io): Promise<RunSide | string> => {
  const found = evidenceOnDisk(run, io.cwd);
  if (found.record === undefined) return found.why;
  await warnOfDamage(found, io);
  return { record: found.record, shapes: await fromExchanges(found.displayPath, () => shapesOf(allRequests(found.directory))) };
};

/**
 * `assay diff OLD NEW`: prints what changed between two runs of one target.
 * @returns 0 without a regression, 1 if a must fails that did not fail before, 3 if nothing can be compared.
 * @throws {UsageError} if a run or the target does not exist.
 */
export const diff = async (oldRun: string, newRun: string, { target, json }: DiffOptions, io: Io): Promise<number> => {
  const [old, fresh] = [await sideOf(oldRun, io), await sideOf(newRun, io)];
  if (typeof old === 'string' || typeof fresh === 'string') {
    const whys = [old, fresh].filter((side) => typeof side === 'string');
    const why = whys.join('; ');
    io.stdout.write(json === true ? `${JSON.stringify(incomparableDocument(why), undefined, 2)}\n` : `Not comparable: ${why}\n`);
    return 3;
  }
  for (const { record } of [old, fresh]) {
    const names = record.targets.map((one) => one.target);
    if (target !== undefined && !names.includes(target))
      throw new UsageError(`Cannot use --target: run ${record.header.run} judged no target "${target}"${suggestion(target, names)}`);
  }
  const difference = diffRuns(old, fresh, target);
  io.stdout.write(json === true ? `${JSON.stringify(diffDocument(difference), undefined, 2)}\n` : diffMarkdown(difference));
  return difference.exitCode;
};
