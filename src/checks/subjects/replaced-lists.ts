import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { isMergePatch } from './merge-patch.ts';

const replacing = /\b(?:lists?|arrays?|collections?)\b.*\b(?:replaced?|replaces|overwritten|overwrites?|as a whole|entirely)\b/iu;

/** Does a change replace a list as a whole: it is a merge patch (RFC 7396, section 2), or the document says so. */
export const replacesLists = (contract: Contract, operation: Operation): boolean => {
  if (isMergePatch(contract, operation)) return true;
  const { document } = contract;
  const { location } = operation;
  return [valueAt(document, nodeOf(location)), document['info']].some((node) => {
    const { summary, description }: Readonly<Record<string, unknown>> = isObject(node) ? node : {};
    return [summary, description].some(
      (text) =>
        typeof text === 'string' &&
        text.split(/(?<=[.!?;])\s+|\n+/u).some((one) => replacing.test(one) && !/\b(?:not|never|added|appended|merged)\b/iu.test(one)),
    );
  });
};
