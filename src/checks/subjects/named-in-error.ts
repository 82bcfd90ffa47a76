import { jsonOf } from '../../contract/message.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';

/** Members of an error that are about the answer as a whole, so that they name no member of a body. */
const around: ReadonlySet<string> = new Set('type title status detail instance code message error'.split(' '));

/** The texts of an error and the names in it, without those that are about the answer as a whole. */
const wordsIn = (value: unknown, depth = 0): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    if (depth === 0 && around.has(name) && typeof held !== 'object') return [];
    return [name, ...wordsIn(held, depth + 1)];
  });
};

/** Does the JSON of an error name a member of a body, as a word of its own in any of its texts or names. What is about the answer as a whole (`title`, `detail`) does not count. */
export const namesMember = (exchange: Exchange, member: string): boolean =>
  wordsIn(jsonOf(exchange)).some((text) => text.split(/[^\p{L}\p{N}_]+/u).includes(member));
