import { sentencesOf } from '../../contract/infer/sentences.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { nodeOf } from '../../model/location.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** Names of the format in a text, with its number and that of its forerunner. */
const named = /\b(?:json )?merge[- ]patch(?:es)?\b|\brfc ?(?:7396|7386)\b/iu;

const denied = /\b(?:not?|never|neither|other than|unlike|instead of|except)\b/iu;

/** Is the body of a PATCH a merge patch (RFC 7396): by its media type, or by the text of the operation or of the introduction. */
export const isMergePatch = ({ document }: Contract, { method, body, location }: Operation): boolean => {
  if (method !== 'PATCH') return false;
  const essences = body?.content.map(({ mediaType }) => essenceOf(mediaType)) ?? [];
  if (essences.includes('application/merge-patch+json')) return true;
  if (!essences.includes('application/json')) return false;
  const said = [...saidIn(valueAt(document, nodeOf(location))), ...saidIn(document['info'])];
  return said.flatMap(sentencesOf).some((sentence) => named.test(sentence) && !denied.test(sentence));
};

/** Does a change leave the other members of an object as they are, those of one member at least: as a merge patch, or by a sentence ("`metadata` is merged"). */
export const isMerged = (contract: Contract, operation: Operation, member: string): boolean => {
  if (actsAs(operation) !== 'PATCH') return false;
  if (isMergePatch(contract, operation)) return true;
  const said = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(sentencesOf);
  return said.some((one) =>
    new RegExp(String.raw`(?:\x60${literalPattern(member)}\x60|^(?:the )?${literalPattern(member)}) (?:is|are|gets?) merged\b`, 'iu').test(
      one,
    ),
  );
};

const asAWhole = String.raw`(?:replaced (?:\w+ )?(?:as a whole|wholly|entirely|completely|whole)|(?:replaced, )?(?:never|not) merged)\b`;
const inSomeCases = /\b(?:if|unless|may|might|can|could|when|except)\b/iu;

/** Does a PATCH replace an object as a whole, by a sentence about it: "`address` and `tags` are replaced as a whole, never merged". */
export const isReplacedWhole = (contract: Contract, operation: Operation, member: string): boolean => {
  if (actsAs(operation) !== 'PATCH' || isMerged(contract, operation, member)) return false;
  const said = [...saidIn(valueAt(contract.document, nodeOf(operation.location))), ...saidIn(contract.document['info'])].flatMap(
    sentencesOf,
  );
  const [link, other] = ['(?:, (?:and )?| and )', String.raw`\x60[\w-]+\x60`];
  const subject = String.raw`(?:${other}${link})*\x60${literalPattern(member)}\x60(?:${link}${other})*`;
  // What is said of the lists in an object is not said of the object.
  const told = new RegExp(String.raw`(?<!\b(?:in|of|inside|within) (?:the )?)${subject} (?:is|are|gets?) (?:always )?${asAWhole}`, 'iu');
  return said.some((one) => told.test(one) && !inSomeCases.test(one));
};
