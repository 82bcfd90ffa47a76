import type { Finding, Verdict } from '../model/verdict.ts';
import type { JudgedCase } from './judged-requirements.ts';

/** A failed case as far as it tells which statement of the document was broken. */
export type Stated = { readonly requirement: string; readonly check: string; readonly finding: Finding };

/** Ids and numbers differ from one operation to the next, and say nothing about the breach. */
const withoutIds = (text: string): string => text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|ct-[\w-]+|\d+/giu, '#');

/**
 * Failed cases with one of these keys in common show the same breach: the same check found it in the same node of the document, or in the same
 * place of the message with the same expectation and answer.
 */
const keysOf = ({ requirement, check, finding: { code, documentedAt, where, expected, actual } }: Stated): readonly string[] => [
  ...(documentedAt === undefined ? [] : [JSON.stringify(['node', requirement, check, code, documentedAt.file, documentedAt.pointer])]),
  JSON.stringify(['words', requirement, check, code, where, withoutIds(expected), withoutIds(actual)]),
];

/**
 * Failed cases in groups of one breach: what an API does wrong everywhere, or in a component that many operations share, is told once, however many
 * operations show it. Reports use this only for display.
 * @returns the groups in the order of their first cases, and so the cases in each.
 */
export const sharedFindings = <One>(cases: readonly One[], statedBy: (one: One) => Stated): readonly (readonly [One, ...One[]])[] => {
  const groups: [One, ...One[]][] = [];
  const known = new Map<string, [One, ...One[]]>();
  for (const one of cases) {
    const keys = keysOf(statedBy(one));
    let group = keys.map((key) => known.get(key)).find((found) => found !== undefined);
    if (group === undefined) {
      group = [one];
      groups.push(group);
    } else group.push(one);
    for (const key of keys) if (!known.has(key)) known.set(key, group);
  }
  return groups;
};

/** A case that failed. */
export type FailedCase = JudgedCase & { readonly verdict: Verdict & { readonly kind: 'fail' } };

const isFailed = (one: JudgedCase): one is FailedCase => one.verdict.kind === 'fail';

/** The failed ones of some cases in groups of one breach, see {@link sharedFindings}. */
export const breachesIn = (cases: readonly JudgedCase[]): readonly (readonly [FailedCase, ...FailedCase[]])[] =>
  sharedFindings(cases.filter(isFailed), ({ case: { requirement, check }, verdict }) => ({ requirement, check, finding: verdict.finding }));

/** The operations of some findings, each once. */
export const operationsOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ operation }) => operation))];
