import { createHash } from 'node:crypto';
import { rememberedByObject } from '../model/remembered.ts';
import type { Requirement } from '../model/requirement.ts';

type Requirements = ReadonlyMap<string, Requirement>;

/** Requirements as the inside of a list in JSON. Those that hold for every API are half a thousand, and the same for each contract. */
const writtenIn = rememberedByObject((requirements: Requirements) =>
  Buffer.from([...requirements.values()].map((one) => JSON.stringify(one)).join(',')),
);

/**
 * The digest of a contract: SHA-256, hexadecimal, of the list in JSON of its document, its requirements and its open points.
 * @param promised The requirements that hold for every API, and those of its own ledger behind them; none is in both.
 */
export const contractDigest = (
  document: unknown,
  promised: { readonly standard: Requirements; readonly own: Requirements },
  open: unknown,
): string => {
  const requirements = [promised.standard, promised.own].filter(({ size }) => size > 0).map(writtenIn);
  const hash = createHash('sha256').update(`[${JSON.stringify(document)},[`);
  for (const [n, one] of requirements.entries()) hash.update(n > 0 ? ',' : '').update(one);
  return hash.update(`],${JSON.stringify(open)}]`).digest('hex');
};
