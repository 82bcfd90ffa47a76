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

/** Quoted texts, lists of values, and the ends of either that a finding has cut off. */
const values = /"[^"\u2026]*\u2026 \(\d+ characters\)|"(?:[^"\\]|\\.)*"|\[(?:[^\]\u2026]*\]|[^\u2026]*\u2026 \(\d+ characters\))/gu;

/** Ids that are no quoted texts (`inv_2egz57n7dcfp`), and JSON pointers. */
const names = /(?<![\w-])(?=[\w-]*\d)[\w-]{6,}|(?<=^|\s)\/[\w~*/{}-]+/gu;

/** A quoted path or URL, such as the link to the next page. */
const isAddress = (quoted: string): boolean => /^"(?:https?:\/)?\/\S*"$/u.test(quoted);

/** Mistakes of a request: what a finding says of the answer is only that it was taken. */
const isOfRequest = (where: string): boolean => /^(?:query|header|path|cookie|request body) \S/u.test(where);

/** The kind of a place: that of a member, whether an operation answers with a page of resources or with one of them. */
const placeOf = (operation: string, where: string): string => {
  if (!where.startsWith('#')) return withoutIds(where);
  return operation.endsWith('}') ? where : where.replace(/^#(?:\/[^/]+)?\/(?:\d+|\*)(?=\/)/u, '#');
};

/**
 * What a finding demands and saw, without the names and values of its operation. Each operation has its own: a list of the names by which it sorts, the
 * title that was sent, the id that came back.
 */
const kindOf = ({ requirement, check, finding: { code, operation, where, expected, actual } }: Stated): string => {
  const demanded = expected.replaceAll(operation, '#');
  const quoted = new Set(demanded.match(values));
  const answer = actual
    .replaceAll(operation, '#')
    .replace(/, elsewhere .*/su, '')
    .replaceAll(values, (text) => (quoted.has(text) || isAddress(text) ? '#' : text))
    .replaceAll(names, '#');
  const demand = withoutIds(demanded.replaceAll(values, '#').replaceAll(names, '#'));
  const place = placeOf(operation, where);
  return JSON.stringify([requirement, check, code, place, demand, isOfRequest(where) ? '' : withoutIds(answer)]);
};

/** A group of one breach, and the operations that show it. */
type Group<One> = { readonly cases: [One, ...One[]]; readonly operations: Set<string> };

/**
 * Failed cases in groups of one breach: what an API does wrong everywhere, or in a component that many operations share, is told once, however many
 * operations show it. Two cases of one operation that differ in their values stay apart, because a group names only the values of its first case.
 * Reports use this only for display.
 * @returns the groups in the order of their first cases, and so the cases in each.
 */
export const sharedFindings = <One>(cases: readonly One[], statedBy: (one: One) => Stated): readonly (readonly [One, ...One[]])[] => {
  const groups: Group<One>[] = [];
  const known = new Map<string, Group<One>>();
  const ofKind = new Map<string, Group<One>[]>();
  for (const one of cases) {
    const stated = statedBy(one);
    const { operation } = stated.finding;
    const keys = keysOf(stated);
    const kind = kindOf(stated);
    const alike = ofKind.get(kind) ?? [];
    ofKind.set(kind, alike);
    let group =
      keys.map((key) => known.get(key)).find((found) => found !== undefined) ?? alike.find(({ operations }) => !operations.has(operation));
    if (group === undefined) {
      group = { cases: [one], operations: new Set() };
      groups.push(group);
    } else group.cases.push(one);
    group.operations.add(operation);
    if (!alike.includes(group)) alike.push(group);
    for (const key of keys) if (!known.has(key)) known.set(key, group);
  }
  return groups.map(({ cases: shown }) => shown);
};

/** A case that failed. */
export type FailedCase = JudgedCase & { readonly verdict: Verdict & { readonly kind: 'fail' } };

const isFailed = (one: JudgedCase): one is FailedCase => one.verdict.kind === 'fail';

/** The failed ones of some cases in groups of one breach, see {@link sharedFindings}. */
export const breachesIn = (cases: readonly JudgedCase[]): readonly (readonly [FailedCase, ...FailedCase[]])[] =>
  sharedFindings(cases.filter(isFailed), ({ case: { requirement, check }, verdict }) => ({ requirement, check, finding: verdict.finding }));

/** The operations of some findings, each once. */
export const operationsOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ operation }) => operation))];
