import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, tailOf } from '../../contract/infer/path-template.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isPlainCall } from './lives.ts';

/** A change to a resource by which what a list below it shows is discarded, as its text says: offers of a shipment, once that gets another parcel. */
export type DiscardedParts = Subject & {
  readonly type: AnyInferred;
  readonly change: Operation;
  readonly list: Collection;
  /** What puts something into the list. */
  readonly make: Operation;
  /** The sentence that says so. */
  readonly sentence: string;
};

const gone = '(?:discarded|dropped|invalidated|invalid|deleted|removed|cleared|void|voided|thrown away|lost|withdrawn|forgotten|obsolete)';
const discarding = '(?:discards|drops|invalidates|deletes|clears|removes|voids|throws away|withdraws)';
const which = '(?:existing|all|old|earlier|previous|former|current|any|its|the|these|those)';

/** Words by which it happens to some alone, or under some condition. */
const unsure =
  /\b(?:if|unless|except|only|when|where|may|might|can|could|should|not|never|cannot|whose|which|that (?!and\b)\w+|expired|older|second|other than|some|depending)\b/iu;

/**
 * The sentence of a text by which everything that a noun names is discarded; undefined where none does.
 * @param noun In the singular: `rate`.
 */
export const discardingIn = (texts: readonly string[], noun: string): string | undefined => {
  const nouns = `(?:${literalPattern(noun)}s|${literalPattern(noun)}es)`;
  const forms = [
    new RegExp(
      String.raw`\b${which}(?: ${which})*(?: \w+)? ${nouns}\b(?:(?!,? (?:and|but|while|as) (?!(?:is|are|get|gets|become|becomes|then|thus|hence)\b))[^.;:]){0,40}?\b(?:is|are|get|gets|become|becomes|been)(?: then| thereby| automatically| thus| all| hence)* ${gone}\b`,
      'iu',
    ),
    new RegExp(String.raw`\b${discarding}(?: ${which})+(?: \w+)? ${nouns}\b(?! (?:of|from|with|in|for)\b)`, 'iu'),
  ];
  return (
    texts
      .flatMap(sentencesOf)
      // "After that" is no relative clause.
      .find((one) => forms.some((form) => form.test(one)) && !unsure.test(one.replaceAll(/\b(?:after|with|by) that\b/giu, ' ')))
  );
};

const textsAt = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

const partsOf = (contract: Contract, type: AnyInferred): readonly DiscardedParts[] => {
  const item = itemOf(type).path;
  const isOnIt = ({ path }: Operation): boolean => isDirectlyBelow(path, item) && !endsInParameter(path);
  const lists = contract.collections.filter(({ operation }) => isOnIt(operation) && isPlainCall(operation));
  const changes = contract.operations.filter(
    (one) =>
      isPlainCall(one) &&
      one.effect !== 'safe' &&
      ((['PATCH', 'PUT'].includes(one.method) && isSamePath(one.path, item)) || (['POST', 'PUT'].includes(one.method) && isOnIt(one))),
  );
  return changes.flatMap((change) =>
    lists.flatMap((list): readonly DiscardedParts[] => {
      const make = contract.operations.find(
        (one) => one.method === 'POST' && isSamePath(one.path, list.operation.path) && isPlainCall(one),
      );
      const noun = singular(wordsOf(tailOf(list.operation.path).at(-1) ?? '').at(-1) ?? '');
      const sentence = make && make !== change && noun !== '' ? discardingIn(textsAt(contract, change), noun) : undefined;
      return make && sentence !== undefined ? [at(change.location, { type, change, list, make, sentence })] : [];
    }),
  );
};

/** Every such change of a contract that is held to the standard requirements. */
export const discardedParts = (contract: Contract): readonly DiscardedParts[] =>
  contract.standard.size === 0
    ? []
    : [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((type) => partsOf(contract, type));
