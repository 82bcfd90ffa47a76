import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import type { Life, Mover } from './lives.ts';
import { statefulAnswer } from './needed-states.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** Words behind a state by which whatever is in another one is refused: "`in_service` (409 if not)". */
const orRefused = String.raw`(?:,| -| –|;)?\s*\(?(?:else |otherwise |or )?(?:4\d\d|refused|rejected)?\s*(?:if not|otherwise|unless|else|if it is not|where it is not)`;

/** Does a sentence demand that something is in a state, which is written in code: "must be `open`", "only `open` ones", "is `open` (409 if not)". */
const demands = (sentence: string, state: string): boolean => {
  const code = String.raw`\x60${state.replaceAll(/[^\p{L}\p{N}_-]/gu, '.')}\x60`;
  return [
    String.raw`\b(?:must|has to|have to|needs? to|should) (?:already |still |first )?be ${code}`,
    String.raw`\bonly\b[^.]{0,40}${code}`,
    String.raw`\b(?:is|are|be) ${code}${orRefused}`,
    String.raw`\bis not ${code}`,
  ].some((form) => new RegExp(form, 'iu').test(sentence));
};

/**
 * The states of a resource without a read of its own in which the path or the body of an operation may name it, as a sentence with its noun tells: "on an instrument that is
 * `in_service` (409 if not)". Only to choose where to try the operation. Undefined where none does.
 */
export const toldStatesOf = (contract: Contract, { name, create }: AnyInferred, operation: Operation): readonly string[] | undefined => {
  const noun = nounWordsOf(name).at(-1);
  const shown = statefulAnswer(contract, create);
  if (noun === undefined || !shown || operation.key === create.key) return undefined;
  const sentences = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .filter((sentence) => wordsOf(sentence).some((word) => singular(word) === noun));
  const found = shown.states.filter((state) => sentences.some((sentence) => demands(sentence, state)));
  return found.length > 0 ? found : undefined;
};

/**
 * The change that sets the state of such a resource to one of some others; undefined where the document shows none.
 * @param isMeant May it be made for that.
 */
export const settingOf = (
  contract: Contract,
  resourceType: AnyInferred,
  now: string,
  wanted: readonly string[],
  isMeant: (mover: Mover) => boolean,
): { readonly life: Life | undefined; readonly by: readonly Mover[] } | undefined => {
  if (wanted.includes(now)) return { life: undefined, by: [] };
  const shown = statefulAnswer(contract, resourceType.create);
  const member = shown?.at.split('/').at(-1);
  const change = contract.operations.find(
    (one) =>
      actsAs(one) === 'PATCH' &&
      (one.effect === 'changes' || one.effect === 'destructive') &&
      one.unsupported === undefined &&
      isSamePath(one.path, itemOf(resourceType).path),
  );
  const described = change && bodyMembers(contract, change).find((one) => one.name === member);
  const values: unknown = isObject(described?.schema) ? described.schema['enum'] : undefined;
  const value = Array.isArray(values) ? wanted.find((one) => values.includes(one)) : undefined;
  if (!change || member === undefined || value === undefined) return undefined;
  const mover: Mover = { operation: change, set: { [member]: value }, to: { member, value, name: wordsOf(value).join(' ') } };
  return isMeant(mover) ? { life: undefined, by: [mover] } : undefined;
};
