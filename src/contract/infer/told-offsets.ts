import { sentencesOf } from './sentences.ts';

const zone = String.raw`(?:(?:explicit |numeric |utc |gmt |time[- ]?zone |zone )*(?:offset|designator)|time[- ]?zone|zone|"?Z"?)`;
const refused = String.raw`(?:refused?|refuses|reject(?:ed|s)?|invalid|not (?:accepted|allowed|valid|permitted|taken)|(?:is|are|gets?|gives?|answered)[^.;]{0,24}\b4(?:00|22)\b|errors?)`;

/** "An offset or `Z` is required", "must end with an offset", "always carry their offset". */
const demanding: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:must|has to|have to|needs? to) (?:always |all |also )?(?:have|carry|include|contain|state|name|give|specify|end (?:in|with)|be (?:sent|given|written) with) (?:an? |the |its |their |either )*${zone}`,
    'iu',
  ),
  new RegExp(String.raw`\b${zone}(?: or (?:an? )?${zone})?,? (?:is|are) (?:always )?(?:required|mandatory|obligatory)\b`, 'iu'),
  new RegExp(String.raw`\brequires? (?:an? |the )(?:\w+ )?${zone}`, 'iu'),
];

/** "Without an offset it is refused", "values without a time zone are rejected", "local times are not accepted". */
const refusing: readonly RegExp[] = [
  new RegExp(String.raw`\bwithout (?:an? |any |the )?${zone}\b[^.]*\b${refused}`, 'iu'),
  new RegExp(String.raw`\b(?:refuse[sd]?|reject(?:ed|s)?)\b[^.]*\bwithout (?:an? |any |the )?${zone}`, 'iu'),
  new RegExp(String.raw`\b(?:local (?:date-)?times?|(?:floating|naive) (?:times?|timestamps?))\b[^.]*\b${refused}`, 'iu'),
];

/** "It has an offset or `Z`; without it, it is refused", also in two sentences. */
const refusingOne = new RegExp(String.raw`\b${zone}\b.*\bwithout (?:it|one|either|them)\b[^.]*\b${refused}`, 'iu');

const withoutZone = new RegExp(String.raw`\bwithout (?:an? |any |the )?${zone}\b`, 'iu');

/** What else becomes of a moment without an offset, and sentences about answers or some moments alone. */
const otherwise =
  /\b(?:taken|read|treated|interpreted|understood|assumed?|counts?|counted|parsed) (?:as|to be|in|for)\b|\bmeans\b|\bdefaults?\b|\bassumed?\b|\b(?:responses?|returned|we (?:answer|send|return|give|show))\b|\b(?:if|unless|except|should|recommended)\b/iu;

/** Without one of these words nothing is said of offsets. */
const topic = /offset|zone|designator|\bwithout\b|\blocal\b|naive|floating/iu;

const aboutMoments = /\b(?:date[- ]?times?|timestamps?|moments?|instants?|times?|points? in time)\b/iu;

/**
 * Does a document say that a moment without an offset from UTC is refused (RFC 3339, section 5.6: `time-offset`).
 * @param own What is written of the member.
 * @param around What is written of the operation and of the API, where a sentence has to speak of moments.
 */
export const refusesWithoutOffset = (own: readonly string[], around: readonly string[]): boolean => {
  const plain = (text: string): readonly string[] => sentencesOf(text).map((one) => one.replaceAll(/[`*“”]/gu, ''));
  const isSaid = (sentences: readonly string[], index: number): boolean => {
    const one = sentences[index] ?? '';
    if (!topic.test(one) || otherwise.test(one)) return false;
    return (
      [...demanding, ...refusing].some((form) => form.test(one)) ||
      refusingOne.test(one) ||
      refusingOne.test(`${sentences[index - 1] ?? ''} ${one}`)
    );
  };
  const says = (text: string, isOwn: boolean): boolean => {
    const sentences = plain(text);
    return sentences.some(
      (one, index) => isSaid(sentences, index) && (isOwn || aboutMoments.test(one) || aboutMoments.test(sentences[index - 1] ?? '')),
    );
  };
  if (!own.some((text) => says(text, true)) && !around.some((text) => says(text, false))) return false;
  // What one sentence takes for UTC is not refused by another one.
  return ![...own, ...around].flatMap(plain).some((one) => withoutZone.test(one) && otherwise.test(one));
};
