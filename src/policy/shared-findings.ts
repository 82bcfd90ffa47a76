import type { Finding, Verdict } from '../model/verdict.ts';
import type { JudgedCase } from './judged-requirements.ts';

/** A failed case as far as it tells which statement of the document was broken. */
export type Stated = { readonly requirement: string; readonly check: string; readonly finding: Finding };

/** Equal keys: the same check found the same breach of the same node of the document. */
const keyOf = ({ requirement, check, finding: { code, documentedAt } }: Stated): string | undefined =>
  documentedAt === undefined ? undefined : JSON.stringify([requirement, check, code, documentedAt.file, documentedAt.pointer]);

/**
 * Failed cases in groups of one breach: a component that many operations share is broken once, however many of them show it. Reports use this
 * only for display. A case whose record does not say where the document states it is a group of its own.
 * @returns the groups in the order of their first cases, and so the cases in each.
 */
export const sharedFindings = <One>(cases: readonly One[], statedBy: (one: One) => Stated): readonly (readonly [One, ...One[]])[] => {
  const groups: [One, ...One[]][] = [];
  const known = new Map<string, [One, ...One[]]>();
  for (const one of cases) {
    const key = keyOf(statedBy(one));
    const group = key === undefined ? undefined : known.get(key);
    if (group !== undefined) {
      group.push(one);
      continue;
    }
    const fresh: [One, ...One[]] = [one];
    groups.push(fresh);
    if (key !== undefined) known.set(key, fresh);
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
