import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { isMergePatch } from './merge-patch.ts';

const replacing = /\b(?:lists?|arrays?|collections?)\b.*\b(?:replaced?|replaces|overwritten|overwrites?|as a whole|entirely)\b/iu;

/** Words by which it is so for some lists, on a condition, elsewhere, or of one entry. */
const hedged =
  /\b(?:not|never|cannot|added|appended|merged|extended|kept?|keeps?|if|when|where|unless|only|can|may|might|could|should|usually|except|other than|more than|one by one|by index|item|entry|element|v\d|version \w+|PUT|sandbox)\b|\breplaced by (?!(?:the|what|those|that)\b)/iu;

/** In the introduction, which speaks of all operations, a list that is meant by one name may be anything. */
const ofAll = /\b(?:lists|arrays)\b/iu;

/** Does a change replace a list as a whole: it is a merge patch (RFC 7396, section 2), or the document says so. */
export const replacesLists = (contract: Contract, operation: Operation): boolean => {
  if (isMergePatch(contract, operation)) return true;
  const { document } = contract;
  const { location } = operation;
  return [valueAt(document, nodeOf(location)), document['info']].some((node, n) => {
    const { summary, description }: Readonly<Record<string, unknown>> = isObject(node) ? node : {};
    return [summary, description].some(
      (text) =>
        typeof text === 'string' &&
        text
          .split(/(?<=[.!?;])\s+|\n+/u)
          .some(
            (one) =>
              replacing.test(one) &&
              !hedged.test(operation.method === 'PUT' ? one.replaceAll(/\bPUT\b/gu, '') : one) &&
              (n === 0 || ofAll.test(one)),
          ),
    );
  });
};
