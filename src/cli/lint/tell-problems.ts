import type { Contract } from '../../contract/model.ts';
import { problemText } from '../../contract/problem.ts';
import type { Io } from '../io.ts';

/** Most lines about one document at the head of a run; `assay lint` tells the rest. */
const mostLines = 3;

/** Says at the head of a run what is wrong with its documents: first what keeps operations from being judged. */
export const tellProblems = (contracts: Iterable<Contract>, { stderr }: Pick<Io, 'stderr'>): void => {
  for (const { problems, source } of new Set(contracts)) {
    const inOrder = problems.toSorted((a, b) => b.operations.length - a.operations.length);
    for (const problem of inOrder.slice(0, mostLines)) stderr.write(`${problemText(problem)}\n`);
    if (inOrder.length > mostLines) stderr.write(`and ${inOrder.length - mostLines} more: assay lint ${source}\n`);
  }
};
