import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { gatedBreaches, type GateAnswer, type GatedFailure } from '../../policy/gate.ts';
import { documentWords, inferenceSentence, otherOperations, sharedWords, whereWords } from '../finding-words.ts';
import { visible } from '../foreign-text.ts';
import { shown } from '../layout.ts';

/** GitHub shows at most ten annotations of a kind for a step; the last one says how many more there are. */
const mostOfKind = 10;

/** Escapes the text of a command. Source: GitHub Actions, workflow commands: a command ends with its line, `%` begins an escape. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Escapes the value of a property, which commas and colons would end too. */
const property = (text: string): string => data(shown(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

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

type Gated = { readonly target: string; readonly breach: readonly [GatedFailure, ...GatedFailure[]] };

/** One breach. GitHub shows it at the line of the document that states what was broken. */
const annotationOf = ({ target, breach }: Gated, kind: Kind): Annotation => {
  const [failure] = breach;
  const { requirement, level, title, consequenceOf, finding } = failure;
  const findings = breach.map((one) => one.finding);
  const [others, inferred] = [otherOperations(findings), inferenceSentence(failure)];
  const sentences = [
    ...(consequenceOf === undefined ? [] : [shown(`Probably a consequence of ${consequenceOf}`)]),
    shown(title),
    shown(`${whereWords(finding)}: expected ${finding.expected}, got ${finding.actual}`),
    ...(others.length === 0 ? [] : [`Also at ${others.map(shown).join(', ')}`]),
    ...[documentWords(finding)].flatMap((text) => (text === undefined ? [] : [shown(text)])),
    ...(inferred === '' ? [] : [visible(inferred)]),
  ];
  const { file, line } = finding.documentedAt ?? {};
  return {
    kind,
    title: `${requirement}${sharedWords(findings)} (${level}) of ${target}`,
    text: sentences.join('. '),
    ...(file === undefined || line === undefined ? {} : { file, line }),
  };
};

/** Blocking failures, stale known failures and warnings as GitHub's workflow commands, one on each line. */
export const githubAnnotations = ({ answer, line, targets }: GateAnswer): string => {
  const of = (weight: string): readonly Gated[] =>
    targets.flatMap(({ target, failures }) =>
      gatedBreaches(failures.filter((one) => one.weight === weight)).map((breach) => ({ target, breach })),
    );
  const expectations = targets.flatMap((one) => one.expectations);
  const stale = expectations.filter(isStale).map((one): Annotation => {
    const { file, line: at } = one;
    return {
      kind: 'error',
      title: `stale known failure ${nameOfKnown(one)}`,
      text: shown(`${one.told} (${one.owner}: ${one.reason})`),
      file,
      line: at,
    };
  });
  const errors = [
    ...(answer === 'no' ? [{ kind: 'error', title: 'assay gate', text: shown(line) } as const] : []),
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
