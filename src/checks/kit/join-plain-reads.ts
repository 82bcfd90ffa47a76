import { parameterlessReads } from '../../contract/operation.ts';
import type { Place } from '../../model/place.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Surroundings } from './define.ts';
import { joinVerdicts } from './join-places.ts';

/**
 * Joins verdicts about every operation where the reads that need nothing carry the evidence: each of them must have
 * been conclusive. Other operations may stay open, because a service may look at something else before the
 * credential; a breach there counts all the same.
 */
export const joinPlainReads = (
  judged: readonly { readonly place: Place; readonly verdict: Verdict }[],
  { contract }: Pick<Surroundings, 'contract'>,
): Verdict => {
  const all = joinVerdicts(judged.map(({ verdict }) => verdict));
  if (all.kind === 'fail' || all.kind === 'broken') return all;
  const plain = new Set(parameterlessReads(contract).map(({ key }) => key));
  const isPlain = ({ operation }: Place): boolean => operation !== null && plain.has(operation);
  // A promise about other operations alone stands on them.
  if (!judged.some(({ place }) => isPlain(place))) return all;
  const reads = joinVerdicts(judged.filter(({ place }) => isPlain(place)).map(({ verdict }) => verdict));
  if (reads.kind !== 'pass') return reads;
  const others = judged.filter(({ place }) => !isPlain(place));
  const open = others.flatMap(({ place, verdict }) =>
    verdict.kind === 'inconclusive' ? [`${place.operation ?? 'outside every operation'}: ${verdict.reason}`] : [],
  );
  const passed = joinVerdicts([reads, ...others.map(({ verdict }) => verdict).filter(({ kind }) => kind === 'pass')]);
  if (passed.kind !== 'pass' || open.length === 0) return passed;
  return { ...passed, untried: [...(passed.untried ?? []), ...open] };
};
