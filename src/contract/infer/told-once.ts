import { firmSentencesOf } from './firm-sentences.ts';
import { isRefusalDenied } from './refusal-sentences.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

const twice = String.raw`(?:twice|more than once|repeatedly|several times|two times|in (?:two|several|more than one) (?:lines?|entries|items?|rows?|elements?))`;
const there = String.raw`(?:named|given|sent|listed|contained|used|present|mentioned|repeated|occurs?|appears?|stands?|comes?|contains?|names?|lists?|included?)`;

/** Sentences by which two entries of a list have nothing in common that they may not have. */
const forbidding: readonly RegExp[] = [
  // "labels must differ", "the names have to be distinct".
  /\b(?:must|have to|has to|need to) (?:all |each )?(?:differ|be (?:distinct|different|unique|pairwise different))\b(?! (?:from (?!each other|one another)|in (?!(?:the|a|this|its|one) (?:lists?|requests?|body|array))|per\b|for\b|across\b))/iu,
  // "A product can stand in one line only", "each item may appear only once".
  new RegExp(
    String.raw`\b(?:can|may|must|should|shall) (?:only |at most )?(?:be )?${there} (?:only |at most |in )?(?:once\b(?! (?:it|they|he|she|the|all|every)\b)|(?:in )?(?:one|a single) (?:line|entry|item|row|element)(?: only)?)\b`,
    'iu',
  ),
  // "must not be repeated", "cannot appear twice".
  new RegExp(
    String.raw`\b(?:must not|may not|cannot|can ?not|never|shall not) (?:be )?(?:repeat(?:ed)?\b|${there} (?:an? )?(?:\w+ ){0,2}${twice})`,
    'iu',
  ),
  // "An item can be an ingredient only once", "a guest may be on the list at most once".
  /\b(?:can|may|must|shall) (?:only |at most )?be (?:an?|in|on|among|part of) (?:\w+ ){1,5}(?:only |at most |just |exactly |no more than |not more than )once\b/iu,
  // "No item may be on the order more than once", "no seat can be booked twice in one order".
  /\bno (?!two )(?:\w+ ){1,3}(?:may|can|must|shall) (?:be|appear|occur|stand|come|repeat) (?:\w+ ){0,5}(?:twice|more than once)\b/iu,
  // "Up to ten tags, each of them once", "every seat at most once".
  /(?:[,;(–—-] ?|^)(?:each|every)(?: one| of (?:them|these|those)| \w+)?,? (?:(?:only|at most|exactly|just|no more than) )?once\b(?! (?:it|they|he|she|the|an?|all|every|per|an? \w+ is)\b)/iu,
  /\b(?:never|not) (?:the same|one|any|an?) \w+ (?:twice|more than once)\b/iu,
  /\b(?:without|no|must not contain|may not contain) (?:any )?repetitions?\b/iu,
  /\b(?:no duplicates?|without duplicates|must not (?:contain|have) duplicates)\b(?! (?:is|are) (?:stored|kept|made|created))/iu,
  /\bno two (?:\w+ ){1,4}(?:of (?:it|one|the (?:same )?\w+) )?(?:may|can|have|share|name|with|for) /iu,
];

/** Sentences that are a refusal where they name one: "an item that is named twice is answered `422`". */
const refusedTwice: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:${there} )?${twice}\b`, 'iu'),
  /\b(?:duplicates?|duplicated?|repeated|repeating) (?!request|call|key)\w+/iu,
];

const saysRefused = /\b(?:400|409|422|refused|rejected|invalid|not (?:allowed|valid|possible|accepted)|violations?)\b/iu;

/** What becomes of an entry that stands twice, or whom the rule is about. */
const otherwise =
  /\b(?:(?:is|are|will be|gets?|only) (?:kept|counted|used|applied|stored|shown|listed|taken) (?:only )?once|(?:keeps?|counts?) (?:only )?once|ignored|merged|summed|added (?:up|together)|dropped|skipped|combined|de-?duplicated|removed|second time|(?<!\bno (?:\w+ ){0,3})(?:may|can) (?:be|appear|occur|stand) (?:\w+ )?(?:repeated|twice|more than once|several times)|(?:is|are) (?:accepted|allowed|fine)|do(?:es)? not have to|merges|no rule|not valid \w+|for \w+ lists|if|unless|except|across|within an? (?:account|organi[sz]ation|workspace|house|practice|laboratory|project)|same (?:key|request|body)|replac\w+|overwrit\w+|wins|once (?:an?|per|each|every) (?:day|week|month|year|hour|minute|season|term|user|customer|person|guest|client|caller|visitor|patient|student|employee)|more than (?:two|three|four|five|\d+)|by (?:different|other|several)|in v\d\w*)\b|\b(?:vouchers?|coupons?|tokens?|links?|invitations?|codes?)\b[^.;]*\b(?:used?|redeemed)\b|\b(?:account|organi[sz]ation|workspace|tenant)s?\b/iu;

/** What a service makes of a list by itself: "Stored in lower case, each once", "Kept without duplicates". */
const keptOnce =
  /\b(?:stored|kept|saved|shown|returned|listed|normali[sz]ed|reduced)\b[^.;]*\b(?:(?:each|every|all|any)\b[^.;]*\bonce|(?:without|no) (?:any )?(?:duplicates?|repetitions?|doubles))\b/iu;

/** Does a sentence of a text about one list say that nothing stands in it twice, or that this is refused. */
export const saysOnce = (text: string): boolean =>
  firmSentencesOf(text).some((sentence) => {
    if (otherwise.test(sentence) || keptOnce.test(sentence) || isRefusalDenied(sentence)) return false;
    return (
      forbidding.some((form) => form.test(sentence)) || (saysRefused.test(sentence) && refusedTwice.some((form) => form.test(sentence)))
    );
  });

/** The sentences of a text that name a list by its last word: "components" or "component" for `kitComponents`. */
export const sentencesAbout = (text: string, list: string): string => {
  const words = wordsOf(list).filter((word) => !['id', 'ids', 'list', 'codes', 'keys'].includes(word));
  const last = words.at(-1) ?? list;
  const about = new RegExp(String.raw`\b(?:${last}|${singular(last)}|${singular(last)}s)\b`, 'iu');
  return (
    sentencesOf(text)
      // The code of the refusal may name it: `duplicate_line`.
      .filter((one) => about.test(one.replaceAll('_', ' ')) || one.includes(list))
      .join(' ')
  );
};
