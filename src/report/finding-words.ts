import type { Case, InferredWord } from '../model/case.ts';
import type { Finding } from '../model/verdict.ts';
import type { JudgedCase } from '../policy/judged-requirements.ts';
import { breachesIn, operationsOf } from '../policy/shared-findings.ts';
import { confirmWords } from './confirm-words.ts';

/** Where a finding was seen: the operation, and the location in its message. */
export const whereWords = ({ operation, where }: Finding): string => `${operation}${where === '' ? '' : ` at ${where}`}`;

/** Where the document states what was broken: `openapi.yaml:12:5 #/components/schemas/Error`. Undefined where the record does not say. */
export const documentWords = ({ documentedAt }: Finding): string | undefined => {
  if (documentedAt === undefined) return undefined;
  const { file, line, column, pointer } = documentedAt;
  return `${file}:${line}:${column} ${pointer}`;
};

/** Most places in the document that a report lists for one breach. */
const mostPlaces = 3;

/** Where the document states what several findings of one breach broke, each place once, see {@link documentWords}. */
export const documentPlaces = (findings: readonly Finding[]): readonly string[] => {
  const places = [...new Set(findings.flatMap((finding) => documentWords(finding) ?? []))];
  const rest = places.length - mostPlaces;
  return rest > 0 ? [...places.slice(0, mostPlaces), `and ${rest} more`] : places;
};

/** A word of `x-assay` that assay inferred, with its reason. */
const inferredWord = ({ word, operation, why }: InferredWord): string => `${word} of ${operation ?? 'the whole document'}: ${why}`;

/** What assay inferred for a case, a phrase each. */
export const inferredWords = ({ inferred = [] }: Pick<Case, 'inferred'>): readonly string[] => inferred.map(inferredWord);

/** An inference in one sentence; empty where a case rests on none. */
export const inferenceSentence = (planned: Pick<Case, 'inferred'>): string => {
  const words = inferredWords(planned);
  return words.length === 0 ? '' : `assay inferred ${words.join('; ')} (${confirmWords})`;
};

/** How many operations show a breach, where there are several: ` at 41 operations`. */
export const sharedWords = (findings: readonly Finding[]): string => {
  const { length } = operationsOf(findings);
  return length > 1 ? ` at ${length} operations` : '';
};

/** By id of a failed case, at how many operations the same breach shows, see {@link sharedWords}. */
export const sharedCases = (judged: readonly JudgedCase[]): ReadonlyMap<string, string> =>
  new Map(
    breachesIn(judged).flatMap((group) => {
      const words = sharedWords(group.map(({ verdict }) => verdict.finding));
      return group.map(({ case: { id } }) => [id, words] as const);
    }),
  );

/** Most operations that a report lists. */
const mostOperations = 200;

/** The operations of findings behind the first one, in texts of a few each, so that no report cuts them. */
export const otherOperations = ([first, ...others]: readonly Finding[]): readonly string[] => {
  const rest = operationsOf(others).filter((operation) => operation !== first?.operation);
  const texts: string[] = [];
  for (const operation of rest.slice(0, mostOperations)) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + operation.length < 300) texts[texts.length - 1] = `${last}, ${operation}`;
    else texts.push(operation);
  }
  return rest.length > mostOperations ? [...texts, `and ${rest.length - mostOperations} more`] : texts;
};
