import type { Contract, Operation } from '../model.ts';
import { nodeOf } from '../../model/location.ts';
import { literalPattern } from '../pattern/literal-pattern.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

const stays =
  /\b(?:cannot|can not|can't|may not|must not|never) (?:be )?(?:changed?s?|altered|modified|edited|updated)\b|\bimmutable\b|\bfixed (?:at(?! \d)|after|on|upon|with|once created)\b(?: (?:the )?creation)?|\b(?:only|just) (?:be )?(?:set|given|chosen) (?:at|on|upon|by|with|when) (?:the )?creat/iu;
const isConditional =
  /\b(?:if|while|when|once|unless|except|until|as long as|only for|others?|by (?:a|an|the) (?!creat)|without|directly|any more|anymore|after (?!(?:the )?creation))\b/iu;

/** Words by which it is so as a rule, in part or elsewhere, or is not so. */
const isOfSome =
  /\b(?:usually|normally|generally|typically|should|recommend\w*|by default|plans?|production|sandbox|test mode|in bulk|some|most|such as|not (?:yet )?(?:immutable|fixed)|not (?:be )?immutable)\b/iu;

/** What may follow without taking anything from it; "by customers", "to null", "for paid bills" and "in the app" are about some callers, values or cases. */
const isNarrowing =
  /^[\s,]*(?:(?:later|later on|afterwards|manually|automatically|directly|then|at all)\b[\s,]*)*\(?(?:by (?!(?:any|every)(?:one|body)\b)|to (?!(?:another|a different|something|anything)\b)|for (?!good\b|ever\b|the (?:life|lifetime)\b)|in (?!(?:its|the) (?:life|lifetime)\b)|on (?!creation\b)|within |via |through |together |manually|automatically|of |more than |here\b|contact |ask )/iu;

/** Is what cannot be changed another thing than the member: "its prefix", "the check digit", "the meaning of a code". */
const isOfOther = (before: string, name: string): boolean => {
  const found =
    /^\s*(?:`[^`]*`[\s:–-]*)?(?:(?:the|its|a|an|their|this) )?(?<thing>[\p{L}-]+(?: [\p{L}-]+)?)(?: of (?:the |an? )?[\p{L}-]+)?(?: (?:is|are|it))?\s*$/iu.exec(
      before,
    );
  const words = wordsOf(found?.groups?.['thing'] ?? '');
  const own = [
    ...wordsOf(name).map(singular),
    'value',
    'field',
    'member',
    'property',
    'attribute',
    'it',
    'this',
    'and',
    'is',
    'that',
    'they',
    'afterwards',
    'then',
    'one',
    'which',
    'set',
    'given',
    'created',
    'chosen',
    'assigned',
    'id',
    'identifier',
    'key',
    'name',
  ];
  return words.length > 0 && !words.some((word) => own.includes(singular(word)));
};

/** The sentence of a text that says so of all resources, at all times; with what follows it after a colon. */
const sentenceIn = (text: string, name: string): string | undefined =>
  sentencesOf(text).find((one) => {
    const told = stays.exec(one);
    return (
      told !== null &&
      !isOfSome.test(one) &&
      !isNarrowing.test(one.slice(told.index + told[0].length)) &&
      !isOfOther(one.slice(0, told.index), name) &&
      !isConditional.test(one.slice(0, told.index + told[0].length + 24).replace(/\b(?:once|when) (?:it (?:is|was) )?created\b/iu, ''))
    );
  });

/** Does a sentence begin with what a member is called, and no more before it says that this cannot be changed: "The boat cannot be changed" of `boat` or `boat_id`. */
const isPlainlyNamed = (before: string, name: string, { path }: Pick<Operation, 'path'>): boolean => {
  const words = wordsOf(name).filter((word, n) => n === 0 || !['id', 'uuid'].includes(word));
  // What the operation is about may be called so too.
  const isOfPath = path.split('/').some((segment) =>
    wordsOf(segment)
      .map(singular)
      .includes(singular(words.at(-1) ?? '')),
  );
  return !isOfPath && new RegExp(`^(?:[-*] )?(?:the |its )?${literalPattern(words.join(' '))} $`, 'iu').test(before);
};

/**
 * The sentence by which the value of a member of a change stays what the creation gave it, always and for everybody; undefined where there is none.
 * @param own What is written of the member itself.
 */
export const sentenceOfFixed = (
  { document }: Pick<Contract, 'document'>,
  operation: Pick<Operation, 'location' | 'path'>,
  name: string,
  own: readonly string[],
): string | undefined => {
  const named = saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .filter((one) => {
      const told = stays.exec(one);
      if (told === null) return false;
      const before = one.slice(0, told.index);
      // Of several names before the words, nothing says which of them is meant.
      const names = [...before.matchAll(/`([^`]+)`/gu)].map(([, said]) => said);
      // "The `code` of a paid bill" is that of some.
      const isOfKind = /` of (?:an?|the|any) [\p{L}-]+ [\p{L}-]+ $/iu.test(before);
      return names.length === 0 ? isPlainlyNamed(before, name, operation) : names.length === 1 && names[0] === name && !isOfKind;
    });
  return [...named, ...own].flatMap((text) => sentenceIn(text, name) ?? [])[0];
};
