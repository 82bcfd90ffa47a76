import { printable } from '../../report/foreign-text.ts';
import type { Contract } from '../../contract/model.ts';
import { problemText } from '../../contract/problem.ts';
import type { Io } from '../io.ts';

/** Most lines about one document at the beginning of a run; `assay lint` shows all. */
const mostLines = 3;

/** Prints at the beginning of a run what is wrong with its documents, problems that keep operations from being judged first. */
export const printProblems = (contracts: Iterable<Contract>, { stderr }: Pick<Io, 'stderr'>): void => {
  for (const { problems, source } of new Set(contracts)) {
    const inOrder = problems.toSorted((a, b) => b.operations.length - a.operations.length);
    for (const problem of inOrder.slice(0, mostLines)) stderr.write(`${printable(problemText(problem))}\n`);
    if (inOrder.length > mostLines) stderr.write(`and ${inOrder.length - mostLines} more: assay lint ${source}\n`);
  }
};
