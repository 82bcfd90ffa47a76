import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';

/** What the descriptions of some nodes say of Accept. */
const saidOfAcceptAt = (nodes: readonly unknown[]): readonly string[] =>
  nodes
    .flatMap((node) => (isObject(node) && typeof node['description'] === 'string' ? [node['description']] : []))
    .flatMap(sentencesOf)
    .filter((sentence) => /\baccept\b/iu.test(sentence));

/** What a document says of Accept, of an operation and of the API as a whole. */
export const saidOfAccept = ({ document }: Contract, { location }: Operation): readonly string[] =>
  saidOfAcceptAt([valueAt(document, nodeOf(location)), document['info']]);

/** Sentences that leave the answer open ("the answer is 406 or JSON all the same"), or only say what is looked at before what. */
export const leavesOpen = /\b406\b[`")]*,? or\b|\bor\b[^,.;]{0,30}\b406\b|\b(?:order|sequence)\b/iu;

const refusesUnserved = (sentence: string): boolean =>
  /\b406\b/u.test(sentence) && !/\b(?:not|never|may)\b(?! acceptable)/iu.test(sentence) && !leavesOpen.test(sentence);

/** Does a document say in words that a request whose Accept admits nothing is answered 406. */
export const saysNotAcceptable = (contract: Contract, operation: Operation): boolean =>
  saidOfAccept(contract, operation).some(refusesUnserved);

/** Does a document have a rule of its own for the choice: "with an Accept that names `text/csv` and not JSON the answer is CSV, else JSON". */
export const choosesByWords = (contract: Contract, operation: Operation): boolean =>
  saidOfAccept(contract, operation).some((sentence) =>
    /\b(?:else|otherwise|only|not|without|default|anything other|any other|exactly|first|contains?|unless|names?|naming|mentions?)\b/iu.test(
      sentence,
    ),
  );

/** Words by which a refusal is of some operations alone. */
const isNarrow = /\b(?:only|exports?|downloads?|reports?|csv|pdf|files?|see|some|where (?:an operation|several)|lists?)\b/iu;

/** Does the introduction say that a request whose Accept admits nothing is answered 406, for all operations. */
export const saysSoOfAll = ({ document }: Contract): boolean =>
  saidOfAcceptAt([document['info']]).some((sentence) => refusesUnserved(sentence) && !isNarrow.test(sentence));

/** "… or names our type only with parameters, is 406", "406 where a type has any media type parameters". */
const withParameters =
  /\b(?:only )?(?:with|has|have|carr(?:y|ies)|bears?|modified by) (?:(?:any|other|some|unknown|further|extra|additional|its|of) |media[- ]type )*parameters?\b/iu;

/**
 * The parameter with which a type in Accept is refused by the words of a document: one that it does not except ("other than `profile`"). Undefined where it says nothing of that, or leaves
 * it open.
 */
export const refusedParameter = (contract: Contract, operation: Operation): string | undefined => {
  const told = saidOfAccept(contract, operation).find(
    (sentence) =>
      refusesUnserved(sentence) &&
      withParameters.test(sentence) &&
      !/\b(?:ignored?|allowed|accepted|without|needs?|required|no)\b/iu.test(sentence),
  );
  return told === undefined ? undefined : /\bcharset\b/iu.test(told) ? 'ct=1' : 'charset=utf-8';
};
