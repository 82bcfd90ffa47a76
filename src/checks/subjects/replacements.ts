import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfMethod } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** What is said of a change: by itself, and in the introduction of all changes with its method. */
export const textsOfChange = ({ document }: Contract, { location, method }: Operation): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...saidOfMethod(document, method),
];

/** Does the text of a PUT, or its name, say that it replaces all of what there is. */
export const isReplacing = (contract: Contract, operation: Operation): boolean =>
  [operation.operationId ?? '', ...textsOfChange(contract, operation)].some((text) =>
    wordsOf(text).some((word) => ['replace', 'replaces', 'replaced', 'replacement', 'whole', 'overwrites'].includes(word)),
  );

const leftOut =
  /\b(?:left out|leaves? out|omit(?:s|ted)?|not sent|not (?:in|part of) the (?:body|request)|absent|missing|does not (?:name|mention|send|have)|unset|not (?:given|provided|mentioned|included))\b/iu;

/** What the text of a replacement says that the members become which it leaves out: their default, or nothing; neither where it says nothing plain. */
export const becoming = (contract: Contract, operation: Operation): { readonly usual: boolean; readonly none: boolean } => {
  const said = textsOfChange(contract, operation)
    .flatMap(sentencesOf)
    .filter((one) => leftOut.test(one) && !/\b(?:kept?|keeps?|remain\w*|stays?|unchanged|unless|except|4\d\d|refused)\b/iu.test(one));
  return {
    usual: said.some((one) => /\bdefaults?\b/iu.test(one)),
    none: said.some((one) => /\bnull\b|\bcleared?\b|\bemptied\b|\b(?:is|are|gets?) (?:removed|deleted|reset)\b/iu.test(one)),
  };
};
