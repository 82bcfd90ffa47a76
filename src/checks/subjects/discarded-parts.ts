import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, tailOf } from '../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
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
import { actsAs } from '../../contract/infer/acting.ts';

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

// What is void, invalid or obsolete may still be listed as such.
const gone = '(?:discarded|dropped|deleted|removed|cleared|thrown away|lost|forgotten)';
const discarding = '(?:discards|drops|deletes|clears|removes|throws away)';

/** What may stand behind that, where it holds at once and of the whole: "by it", "at once", "and have to be asked for again". "At midnight" and "from the cache" are something else. */
const end =
  '(?=(?:,? (?:by (?:it|this|that|the change|this call)|with (?:it|that|this)|at once|immediately|then|too|as well|automatically|for good|thereby))*(?:$|[.;:(–—]|,? (?:and|so|because|since|but|as (?:they|it))\\b))';

/** Behind the noun, the resource may be named to which it belongs: "the rates of this shipment". */
const owner = (own: string): string =>
  String.raw`(?: (?:of|for) (?:the|this|that) ${own}(?= (?:is|are|get|gets|become|becomes|no longer)\b))?(?! (?:of|for|from|with|in|on|at|to|by)\b)`;
const which = '(?:existing|all|old|earlier|previous|former|current|any|its|the|these|those)';

/** Words by which it happens to some alone, or under some condition. */
const unsure =
  /\b(?:if|unless|except|only|when|where|may|might|can|could|should|not|never|cannot|whose|which|that (?!and\b)\w+|expired|older|second|other than|others?|some|depending|stays?|still|keeps?|remains?|listed|marked|flagged|needed|necessary|requested?|requests|confirm\w*)\b/iu;

/** Words by which others take their place, which may have the same ids. */
const renewed = /\b(?:re-?(?:calculat|creat|generat|comput|quot|built|build)\w*|replac\w+|new ones|fresh ones|anew)\b/iu;

/** The beginning of a sentence about a change to one thing: "Changing the weight", "A change of the address". */
const ofOne =
  /^(?:(?:any|every|each|an?) )?(?:change|changes|update|updates|edit|edits) (?:of|to|in) (?:(?:the|this|an?|its|any) )*[`"]?(?<of>\w+)|^(?:changing|setting|updating|editing|sending|passing|providing|giving|adding|removing|replacing) (?:(?:the|this|an?|its|any|more|another) )*[`"]?(?<what>\w+)/iu;

/**
 * The sentence of a text by which everything that a noun names is discarded; undefined where none does.
 * @param noun In the singular: `rate`.
 * @param changed What is changed, or added, in the singular: `shipment`. Of the change of anything else in it nothing is known.
 */
export const discardingIn = (texts: readonly string[], noun: string, changed: readonly string[]): string | undefined => {
  const own = `(?:${changed.map(literalPattern).join('|')})s?`;
  const isOfOther = (sentence: string): boolean => {
    const { of, what } = ofOne.exec(sentence)?.groups ?? {};
    const thing = of ?? what;
    return thing !== undefined && !['it', 'this', ...changed].includes(singular(thing.toLowerCase()));
  };
  if (texts.some((text) => renewed.test(text))) return undefined;
  const nouns = `(?:${literalPattern(noun)}s|${literalPattern(noun)}es)`;
  const forms = [
    new RegExp(
      String.raw`\b${which}(?: ${which})* ${nouns}\b${owner(own)}(?:(?!,? (?:and|but|while|as) (?!(?:is|are|get|gets|become|becomes|then|thus|hence)\b))[^.;:]){0,40}?\b(?:is|are|get|gets|become|becomes|been)(?: then| thereby| automatically| thus| all| hence)* ${gone}\b${end}`,
      'iu',
    ),
    new RegExp(String.raw`\b${discarding}(?: ${which})+ ${nouns}\b${owner(own)}`, 'iu'),
  ];
  return (
    texts
      .flatMap(sentencesOf)
      // "After that" is no relative clause.
      .find(
        (one) =>
          forms.some((form) => form.test(one)) && !isOfOther(one) && !unsure.test(one.replaceAll(/\b(?:after|with|by) that\b/giu, ' ')),
      )
  );
};

const textsAt = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** The noun of a resource, and that of what a change adds to it, in the singular. */
const namesOf = (item: string, change: Operation): readonly string[] =>
  [
    nounWordsOf(item).at(-1) ?? '',
    isSamePath(change.path, item) ? '' : singular(wordsOf(tailOf(change.path).at(-1) ?? '').at(-1) ?? ''),
  ].filter((one) => one !== '');

const partsOf = (contract: Contract, type: AnyInferred): readonly DiscardedParts[] => {
  const item = itemOf(type).path;
  const isOnIt = ({ path }: Operation): boolean => isDirectlyBelow(path, item) && !endsInParameter(path);
  const lists = contract.collections.filter(({ operation }) => isOnIt(operation) && isPlainCall(operation));
  const changes = contract.operations.filter(
    (one) =>
      isPlainCall(one) &&
      one.effect !== 'safe' &&
      ((['PATCH', 'PUT'].includes(actsAs(one)) && isSamePath(one.path, item)) || (['POST', 'PUT'].includes(one.method) && isOnIt(one))),
  );
  return changes.flatMap((change) =>
    lists.flatMap((list): readonly DiscardedParts[] => {
      const make = contract.operations.find(
        (one) => one.method === 'POST' && isSamePath(one.path, list.operation.path) && isPlainCall(one),
      );
      const noun = singular(wordsOf(tailOf(list.operation.path).at(-1) ?? '').at(-1) ?? '');
      const sentence =
        make && make !== change && noun !== '' ? discardingIn(textsAt(contract, change), noun, namesOf(item, change)) : undefined;
      return make && sentence !== undefined ? [at(change.location, { type, change, list, make, sentence })] : [];
    }),
  );
};

/** Every such change of a contract that is held to the standard requirements. */
export const discardedParts = (contract: Contract): readonly DiscardedParts[] =>
  contract.standard.size === 0
    ? []
    : [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((type) => partsOf(contract, type));
