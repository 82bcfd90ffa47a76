import { shown } from '../layout.ts';

/** GitHub shows at most ten annotations of a kind for a step; the last one says how many more there are. */
const mostOfKind = 10;

/** Escapes the text of a command. Source: GitHub Actions, workflow commands: a command ends with its line, `%` begins an escape. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Escapes the value of a property, which commas and colons would end too. */
const property = (text: string): string => data(shown(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

export type AnnotationKind = 'error' | 'warning' | 'notice';

/** An annotation. GitHub shows it at the line of the file, if both are given. */
export type Annotation = {
  readonly kind: AnnotationKind;
  readonly title: string;
  /** Without control characters of foreign origin. */
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
};

const written = ({ kind, title, text, file, line }: Annotation): string => {
  const location = file === undefined || line === undefined ? '' : `file=${property(file)},line=${line},`;
  return `::${kind} ${location}title=${property(title)}::${data(text)}`;
};

const bounded = (all: readonly Annotation[], everything: string): readonly Annotation[] => {
  const [first] = all;
  if (all.length <= mostOfKind || first === undefined) return all;
  const rest = all.length - mostOfKind + 1;
  return [...all.slice(0, mostOfKind - 1), { kind: first.kind, title: 'assay', text: `and ${rest} more, see ${everything}` }];
};

/**
 * Annotations as GitHub's workflow commands, one on each line: errors, then warnings, then notices, of each kind as many as GitHub shows.
 * @param everything The report that has those that are left out.
 */
export const workflowCommands = (annotations: readonly Annotation[], everything: string): string =>
  (['error', 'warning', 'notice'] as const)
    .flatMap((kind) =>
      bounded(
        annotations.filter((one) => one.kind === kind),
        everything,
      ),
    )
    .map((one) => `${written(one)}\n`)
    .join('');
