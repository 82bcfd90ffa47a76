import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isActing } from './acting.ts';
import { itemOf } from './covering.ts';
import { wordSentencesOf } from './lacks.ts';
import { isDirectlyBelow } from './path-template.ts';

const grows = String.raw`(?:grows?|rises?|increases?|goes? up|(?:is|are) (?:increased|raised|added|credited|topped up|replenished|updated|booked))`;
const raises = String.raw`(?:increases?|raises?|adds?|credits?|tops? up|replenish(?:es)?|books?)`;

/** Forms of sentences by which there is more of what is named `NOUN` after an action. */
const forms: readonly string[] = [
  String.raw` NOUN (?:(?!not |never |no )\w+ ){0,6}${grows} `,
  String.raw` ${raises} (?:(?!not |never |no )\w+ ){0,6}(?:to |into )?(?:the |its |their )?(?:\w+ ){0,2}NOUN `,
];

const hedges = / (?:not|never|nothing|no longer|later|afterwards by|does not|do not|only if|unless) /u;

/** Does a text say that an action makes more of what is called so: "The stock of the products grows by what was received". */
export const saysGrowing = (text: string, nouns: readonly string[]): boolean => {
  if (nouns.length === 0) return false;
  const told = forms.map((form) => new RegExp(form.replaceAll('NOUN', `(?:${nouns.join('|')})`), 'u'));
  return wordSentencesOf(text).some((words) => !hedges.test(words) && told.some((form) => form.test(words)));
};

/**
 * The action on what a creation makes by which there is more of something: the stock of a product is not there when an order is placed, but when it is received: "The stock of
 * the products grows by what was received". By the text of the action, which has to be the only such one; undefined where none says so.
 * @param nouns What there is more of is called.
 */
export const effectOf = (contract: Contract, creation: Operation, nouns: readonly string[]): Operation | undefined => {
  const made = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(({ create }) => create.key === creation.key);
  if (!made) return undefined;
  const found = contract.operations.filter(
    (one) =>
      isActing(one) &&
      !one.effect.startsWith('creates') &&
      isDirectlyBelow(one.path, itemOf(made).path) &&
      saidIn(valueAt(contract.document, nodeOf(one.location))).some((text) => saysGrowing(text, nouns)),
  );
  return found.length === 1 ? found[0] : undefined;
};
