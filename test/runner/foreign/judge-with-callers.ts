import { expect } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';

/** The keys of the owner of an account, of one or two with less rights in it, and of the owner of another account. */
type Callers = Readonly<Record<'key' | 'restricted' | 'other', string>> & { readonly third?: string };

/**
 * Judges a service by its document with every permission and with the keys of its callers.
 * @returns What is told of it, by the requirement, the code and the operation, and the checks that passed.
 */
export const judgeWithCallers = async (
  document: object,
  url: string,
  { key, ...secrets }: Callers,
  {
    only,
    maxCreates,
    roles,
  }: { readonly only: readonly string[]; readonly maxCreates: number; readonly roles?: Readonly<Partial<Record<keyof Callers, string>>> },
) => {
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates,
    http: { timeoutMs: 10_000, headers: {} },
    key,
    secrets,
    credentials: ['key', 'restricted', 'other', ...(secrets.third === undefined ? [] : (['third'] as const))],
    ...(roles === undefined ? {} : { roles }),
    durations: { 'created.listed': 2, 'updated.shown': 2, 'removed.gone': 2, 'removed.settled': 0.3, 'created.settled': 4 },
    selection: { only, skip: [] },
  });
  expect(verdicts.filter(({ verdict }) => verdict.kind === 'broken')).toEqual([]);
  const told = verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.code} ${verdict.finding.operation}`] : [],
  );
  const passed = new Set(verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'pass' ? [check] : [])));
  return { told, passed };
};
