import { rememberedByText } from '../../model/remembered.ts';
import { holdsForSome } from './holds-for-some.ts';
import { isNoStatement, isNotDemanded } from './not-demanded.ts';
import { sentencesOf } from './sentences.ts';

/** Sentences that take back the one before them: "This is not enforced", "The server does not check it", "More are accepted, too". */
const takingBack =
  /^(?:(?:but|however|though|yet|still),? )?(?:(?:(?:this|that|it|neither|the (?:rule|limit|server|service|api))\b[^.;]*\b(?:not|never|no longer|neither|doesn['’]t|isn['’]t) |not )(?:(?:yet|always|currently|strictly|be) )*(?:enforced?|enforces|checked|checks?|verif\w+|applied|binding|guaranteed)\b|(?:this|that|it) is (?:only )?(?:planned|a recommendation|advice|an? (?:aim|goal|target))\b|(?:more|additional \w+|further (?:ones|\w+s)) (?:are|is|can be|may be) (?:also )?(?:accepted|allowed|possible|fine)\b|nothing is (?:refused|rejected)\b)/iu;

/** Does a sentence say nothing that each server keeps: a question, what is not demanded, or what holds somewhere, for some, later or not for certain. */
export const isDoubtful = (sentence: string): boolean => isNoStatement(sentence) || isNotDemanded(sentence) || holdsForSome(sentence);

/** The sentences of a text without those that are doubtful (see {@link isDoubtful}), and without those that the sentence, or the words, behind them take back. */
export const firmSentencesOf = rememberedByText((text): readonly string[] => {
  const sentences = sentencesOf(text);
  return sentences.filter(
    (sentence, n) => !isDoubtful(sentence) && !takingBack.test(sentences[n + 1] ?? '') && !/\be\.\s?g\.$/iu.test(sentences[n - 1] ?? ''),
  );
});
