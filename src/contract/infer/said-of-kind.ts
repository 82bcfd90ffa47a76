import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidOfTags } from '../said.ts';
import { nounWordsOf } from './id-names.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** The sentences in the descriptions of the tags of a creation that name what it creates by its noun: "Two slots of one hall may not overlap" of `POST /halls/{hallId}/slots`. */
export const saidOfKind = ({ document }: Pick<Contract, 'document'>, { location, path }: Operation): readonly string[] => {
  const noun = nounWordsOf(path).at(-1) ?? '';
  return saidOfTags(document, valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .filter((sentence) => noun !== '' && wordsOf(sentence).some((word) => singular(word) === noun));
};
