import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { gatedBreaches, type GateAnswer, type GatedFailure } from '../../policy/gate.ts';
import { breachAnnotation } from '../github/breach-annotation.ts';
import { type Annotation, type AnnotationKind, workflowCommands } from '../github/workflow-commands.ts';
import { shown } from '../layout.ts';
import { type Repository, repositoryPath } from '../repository-path.ts';

type Gated = { readonly target: string; readonly breach: readonly [GatedFailure, ...GatedFailure[]] };

/** Blocking failures, stale known failures and warnings as GitHub's workflow commands, one on each line. */
export const githubAnnotations = ({ answer, line, targets }: GateAnswer, repository?: Repository): string => {
  const of = (weight: string): readonly Gated[] =>
    targets.flatMap(({ target, failures }) =>
      gatedBreaches(failures.filter((one) => one.weight === weight)).map((breach) => ({ target, breach })),
    );
  const annotated = (kind: AnnotationKind, gated: readonly Gated[]): readonly Annotation[] =>
    gated.map(({ target, breach: [failure, ...others] }) =>
      breachAnnotation({ ...failure, target, findings: [failure.finding, ...others.map(({ finding }) => finding)] }, kind, repository),
    );
  const expectations = targets.flatMap((one) => one.expectations);
  const stale = expectations.filter(isStale).map((one): Annotation => {
    const { file, line: at } = one;
    return {
      kind: 'error',
      title: `stale known failure ${nameOfKnown(one)}`,
      text: shown(`${one.told} (${one.owner}: ${one.reason})`),
      file: repositoryPath(file, repository),
      line: at,
    };
  });
  return workflowCommands(
    [
      ...(answer === 'no' ? [{ kind: 'error', title: 'assay gate', text: shown(line) } as const] : []),
      ...annotated('error', of('blocks')),
      ...stale,
      ...annotated('warning', [...of('newer'), ...of('warns')]),
      ...annotated('notice', of('known')),
    ],
    'gate.md',
  );
};
