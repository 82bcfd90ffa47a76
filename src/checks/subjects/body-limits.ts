import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** Octets in a unit; of the ones that are read in two ways the larger number. */
const units: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 * 1024 };

const amount = /(\d{1,3}(?:[ ,_]\d{3})+|\d+)[\s-]*(?:(b)ytes?|(b)|octets?|(k)i?b|(k)ilobytes?|(m)i?b|(m)egabytes?)\b/giu;

/** Sentences that limit a request, or what it carries. */
const isLimit = (sentence: string): boolean =>
  /\b(?:body|bodies|requests?|payloads?|files?|uploads?|attachments?|contents?|documents?|images?|photos?)\b/iu.test(sentence) &&
  /\b(?:413|larger|bigger|more than|at most|up to|maximum|limit(?:ed)?|exceed\w*|over|too large|to \d+)\b/iu.test(sentence) &&
  !/\b(?:answers?|responses?|pages?)\b.{0,20}\b(?:at most|up to)\b/iu.test(sentence) &&
  // "Larger ones may get 413" leaves the server free.
  !/\b(?:may|might|can|could)\b(?: also| then)? (?:get|be (?:refused|rejected|answered)|receive|see|fail|result|return|lead)\b/iu.test(
    sentence,
  );

const sentencesAt = (node: unknown): readonly string[] => saidIn(node).flatMap(statementsOf);

/** The largest number of octets that a sentence names; undefined where it names none. */
const octetsIn = (sentence: string): number | undefined => {
  const found = [...sentence.matchAll(amount)].map(([, digits = '', ...letters]) => {
    const unit = letters.find((letter) => letter !== undefined)?.toLowerCase() ?? 'b';
    return Number(digits.replaceAll(/\D/gu, '')) * (units[unit] ?? 1);
  });
  return found.length === 0 ? undefined : Math.max(...found);
};

/** Sentences about a file, which is less than a body that carries it as text. */
const isOfFile = (sentence: string): boolean => /\b(?:files?|attachments?|uploads?|images?|photos?)\b/iu.test(sentence);

/**
 * The octets that the body of an operation may have at most, as a document says it in words where the operation describes 413: at the answer, at the body, at the
 * operation, or of the API as a whole. Undefined where nothing says it.
 *
 * @param isFile Whether the body is a file, so that what is said of files of this operation holds for it.
 */
export const bodyLimitOf = ({ document }: Contract, { location, responses, body }: Operation, isFile: boolean): number | undefined => {
  const described = responses.find(({ status }) => status === '413');
  if (described === undefined || body === undefined) return undefined;
  const operation = valueAt(document, nodeOf(location));
  const asked = isObject(operation) ? operation['requestBody'] : undefined;
  const inPlace = [valueAt(document, nodeOf(described.location)), asked, operation]
    .flatMap(sentencesAt)
    .filter((one) => isFile || !isOfFile(one));
  // A sentence about files holds for those, wherever it stands.
  const around = sentencesAt(document['info']).filter((one) => !isOfFile(one));
  return [...inPlace, ...around].filter(isLimit).flatMap((sentence) => octetsIn(sentence) ?? [])[0];
};
