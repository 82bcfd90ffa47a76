import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import type { GateAnswer } from '../../policy/gate.ts';
import { shown } from '../layout.ts';

/** GitHub shows at most ten annotations of a kind for a step; the last one says how many more there are. */
const mostOfKind = 10;

/** Escapes the text of a command. Source: GitHub Actions, workflow commands: a command ends with its line, `%` begins an escape. */
const data = (text: string): string => shown(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Escapes the value of a property, which commas and colons would end too. */
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

type Kind = 'error' | 'warning' | 'notice';

type Annotation = { readonly kind: Kind; readonly title: string; readonly text: string; readonly file?: string; readonly line?: number };

const written = ({ kind, title, text, file, line }: Annotation): string => {
  const location = file === undefined || line === undefined ? '' : `file=${property(file)},line=${line},`;
  return `::${kind} ${location}title=${property(title)}::${data(text)}`;
};

const bounded = (all: readonly Annotation[]): readonly Annotation[] => {
  if (all.length <= mostOfKind) return all;
  const [first] = all;
  const rest = all.length - mostOfKind + 1;
  return first === undefined
    ? []
    : [...all.slice(0, mostOfKind - 1), { kind: first.kind, title: 'assay', text: `and ${rest} more, see gate.md` }];
};

/** Blocking failures, stale known failures and warnings as GitHub's workflow commands, one on each line. */
export const githubAnnotations = ({ answer, line, targets }: GateAnswer): string => {
  const failures = targets.flatMap(({ target, failures: all }) => all.map((failure) => ({ target, failure })));
  const of = (weight: string): typeof failures => failures.filter(({ failure }) => failure.weight === weight);
  const annotationOf = ({ target, failure }: (typeof failures)[number], kind: Kind): Annotation => {
    const { operation, where, expected, actual } = failure.finding;
    const location = `${operation}${where === '' ? '' : ` at ${where}`}`;
    return {
      kind,
      title: `${failure.requirement} (${failure.level}) of ${target}`,
      text: `${failure.consequenceOf === undefined ? '' : `Probably a consequence of ${failure.consequenceOf}. `}${failure.title}. ${location}: expected ${expected}, got ${actual}`,
    };
  };
  const expectations = targets.flatMap((one) => one.expectations);
  const stale = expectations.filter(isStale).map((one): Annotation => {
    const { file, line: at } = one;
    return {
      kind: 'error',
      title: `stale known failure ${nameOfKnown(one)}`,
      text: `${one.told} (${one.owner}: ${one.reason})`,
      file,
      line: at,
    };
  });
  const errors = [
    ...(answer === 'no' ? [{ kind: 'error', title: 'assay gate', text: line } as const] : []),
    ...of('blocks').map((one) => annotationOf(one, 'error')),
    ...stale,
  ];
  const warnings = [...of('newer'), ...of('warns')].map((one) => annotationOf(one, 'warning'));
  const notices = of('known').map((one) => annotationOf(one, 'notice'));
  return [errors, warnings, notices]
    .flatMap(bounded)
    .map((one) => `${written(one)}\n`)
    .join('');
};
