import { documentWords, inferenceSentence, otherOperations, sharedWords, whereWords } from '../finding-words.ts';
import { visible } from '../foreign-text.ts';
import { shown } from '../layout.ts';
import { type Repository, repositoryPath } from '../repository-path.ts';
import type { ToldBreach } from '../told-breach.ts';
import type { Annotation, AnnotationKind } from './workflow-commands.ts';

/** One breach, at the line of the document that states what was broken. */
export const breachAnnotation = (breach: ToldBreach, kind: AnnotationKind, repository: Repository | undefined): Annotation => {
  const { target, requirement, title, level, findings, consequenceOf, inferred } = breach;
  const [finding] = findings;
  const [others, inference] = [otherOperations(findings), inferenceSentence(inferred === undefined ? {} : { inferred })];
  const sentences = [
    ...(consequenceOf === undefined ? [] : [shown(`Probably a consequence of ${consequenceOf}`)]),
    shown(title),
    shown(`${whereWords(finding)}: expected ${finding.expected}, got ${finding.actual}`),
    ...(others.length === 0 ? [] : [`Also at ${others.map(shown).join(', ')}`]),
    ...[documentWords(finding)].flatMap((text) => (text === undefined ? [] : [shown(text)])),
    ...(inference === '' ? [] : [visible(inference)]),
  ];
  const { file, line } = finding.documentedAt ?? {};
  return {
    kind,
    title: `${requirement}${sharedWords(findings)} (${level}) of ${target}`,
    text: sentences.join('. '),
    ...(file === undefined || line === undefined ? {} : { file: repositoryPath(file, repository), line }),
  };
};
