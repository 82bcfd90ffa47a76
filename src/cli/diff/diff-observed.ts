import { readObserved } from '../../config/observed-file.ts';
import { realOutside } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { comparedOperations, isBreaking, observedChanges } from '../../model/observed-changes.ts';
import type { ExitCode } from '../../model/record.ts';
import { observedMarkdown, type ObservedDiffDocument } from '../../report/index.ts';
import type { Io } from '../io.ts';

/**
 * `assay diff --observed OLD NEW`: prints what changed between two files of `--save-observed`.
 * @returns 0 without a change that may break clients, 1 with one, 3 where the files have no operation in common.
 * @throws {UsageError} if a file cannot be used, or the two are about different contracts.
 */
export const diffObserved = async (old: string, fresh: string, { json }: { readonly json?: boolean }, io: Io): Promise<number> => {
  const outside = realOutside(io.cwd, io.env);
  const read = (file: string, which: string) =>
    readObserved(file, io.cwd, outside, (why) => new UsageError(`Cannot use <${which}>: it ${why}`));
  const [before, after] = [await read(old, 'old'), await read(fresh, 'new')];
  if (before.contract !== after.contract)
    throw new UsageError(
      `Cannot compare: "${old}" is about the contract "${before.contract}", "${fresh}" about "${after.contract}"; compare two files of one contract`,
    );
  const changes = observedChanges(before.operations, after.operations);
  const compared = comparedOperations(before.operations, after.operations).length;
  const exitCode: ExitCode = compared === 0 ? 3 : changes.some(isBreaking) ? 1 : 0;
  const document: ObservedDiffDocument = {
    format: 1,
    old,
    new: fresh,
    exitCode,
    compared,
    changes: changes.map((change) => ({ ...change, breaking: isBreaking(change) })),
  };
  io.stdout.write(json === true ? `${JSON.stringify(document, undefined, 2)}\n` : observedMarkdown(changes, compared));
  return exitCode;
};
