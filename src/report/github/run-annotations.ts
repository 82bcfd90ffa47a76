import { breachesIn } from '../../policy/shared-findings.ts';
import { type EndedTarget, endedTargets } from '../ended-targets.ts';
import { shown } from '../layout.ts';
import type { ReportInput } from '../report-input.ts';
import { type Repository, repositoryPath } from '../repository-path.ts';
import { staleEntries } from '../stale-entries.ts';
import { toldBreach } from '../told-breach.ts';
import { verdictWord, verdictWords } from '../verdict-words.ts';
import { breachAnnotation } from './breach-annotation.ts';
import { type Annotation, type AnnotationKind, workflowCommands } from './workflow-commands.ts';

/** Why a target gave no answer at all, or not a whole one. */
const endAnnotations = ({ target, footer, judged }: EndedTarget): readonly Annotation[] => {
  const title = `assay: ${target.target}`;
  const broken = judged.flatMap(({ case: planned, verdict }) => (verdict.kind === 'broken' ? [{ planned, error: verdict.error }] : []));
  const [first] = broken;
  const ended: readonly Annotation[] =
    footer.ended.kind === 'complete'
      ? []
      : [
          {
            kind: footer.ended.kind === 'lost' || footer.exitCode !== 0 ? 'error' : 'warning',
            title,
            text: shown(
              `${verdictWord(footer.exitCode)}: ${verdictWords(target, footer)}${footer.ended.kind === 'stopped' ? ` (${footer.ended.message})` : ''}`,
            ),
          },
        ];
  if (first === undefined || footer.ended.kind === 'lost') return ended;
  const more = broken.length > 1 ? `, and ${broken.length - 1} more cases` : '';
  return [...ended, { kind: 'error', title, text: shown(`assay itself failed at ${first.planned.id}: ${first.error}${more}`) }];
};

const annotationsOf = (ended: EndedTarget, repository: Repository | undefined): readonly Annotation[] => {
  const { judged, excused, causes } = ended;
  const kindOf = (id: string, level: string): AnnotationKind => {
    if (excused.has(id)) return 'notice';
    return level === 'must' ? 'error' : level === 'should' ? 'warning' : 'notice';
  };
  // Known and unexpected failures are told apart, and a cause before what follows from it.
  const breaches = [false, true].flatMap((follows) =>
    [false, true].flatMap((isKnown) =>
      breachesIn(judged.filter(({ case: { id } }) => causes.has(id) === follows && excused.has(id) === isKnown)),
    ),
  );
  const stale = staleEntries(ended).map(({ name, told, owner, reason, file, line }): Annotation => ({
    kind: 'error',
    title: `stale known failure ${name}`,
    text: shown(`${told} (${owner}: ${reason})`),
    file: repositoryPath(file, repository),
    line,
  }));
  return [
    ...endAnnotations(ended),
    ...breaches.map((group) => {
      const [{ case: planned }] = group;
      return breachAnnotation(toldBreach(ended, group), kindOf(planned.id, planned.level), repository);
    }),
    ...stale,
  ];
};

/**
 * What a run found as GitHub's workflow commands: a broken must, a stale known failure and a run that gave no answer are errors, a broken should is
 * a warning, a known failure a notice.
 */
export const githubCommands = ({ record, repository }: ReportInput): string =>
  workflowCommands(
    endedTargets(record).flatMap((ended) => annotationsOf(ended, repository)),
    'the summary of the job, or the other reports of the run',
  );
