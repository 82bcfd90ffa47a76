import { wordsOf } from '../../contract/infer/words.ts';
import { isObject } from '../../contract/pointer.ts';

/** Words of members that tell of the answer, or of how often it was given, and not of what is shown. */
const passing = new Set(
  'now age ttl remaining elapsed uptime timestamp time ago views hits seen accessed nonce token signature trace request expires expiry url href link served generated rendered answered took'.split(
    ' ',
  ),
);

/** A value without the members that may differ from answer to answer, its members in the order of their names. */
export const lasting = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lasting);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !wordsOf(name).some((word) => passing.has(word)));
  return Object.fromEntries(kept.toSorted(([x], [y]) => (x < y ? -1 : 1)).map(([name, one]) => [name, lasting(one)]));
};
