import type { Mention, State } from './state-mentions.ts';

// What a sentence says of a resource that a body names. In brackets behind a rule the number of a refusal may be the answer to what breaks the rule.

/** Words that refuse what a body names: a number that only follows a rule in brackets may be the answer to what breaks the rule. */
const refusingName =
  /^ 4\d\d | (?:can not|can no longer|can never|may not|must not|may no longer|not (?:possible|allowed|permitted|accepted)|impossible|refuse[sd]?|reject(?:s|ed)?|(?:answers?|answered|gets?|gives?|is|are|leads? to|results? in|fails?) (?:with )?(?:an? )?4\d\d|(?:takes?|accepts?|allows?) (?:no|none)(?: more| further| longer)?) /u;

/** Rules about what has to be: what they name is not refused. */
const obliging = / (?:must|has to|have to|needs?|should|requires?|only) (?!not )/u;

/** Does a sentence refuse what it names, and not say what has to be. */
export const refusesName = (words: string): boolean => refusingName.test(words) && !obliging.test(words);

/** A sentence without the codes of errors: `bay_occupied` says nothing of a bay. */
export const withoutCodes = (sentence: string, states: readonly State[]): string =>
  sentence.replaceAll(/`([a-z0-9]+(?:[_-][a-z0-9]+|[A-Z][a-z0-9]*)+)`/gu, (text, code: string) =>
    states.some(({ value }) => value === code) ? text : '',
  );

/**
 * A sentence without the codes beside a status that say what something is not, or that there are too many in a state: "a published event is 409 (`notDraft`)" does not say that it is
 * no draft.
 */
export const withoutCodesOfStatuses = (sentence: string): string =>
  sentence.replaceAll(/(\b[45]\d\d`?[ ,:(]+(?:code )?)`(?:(?:not?|is[_-]?[Nn]ot)[A-Z_-]|too[_-]?[Mm]any|TOO_MANY)[\w.-]*`/gu, '$1');

/** Is a state one of several things that are said of the resource in a row: "the bay has an open session, is out of service". */
export const isElided = ({ before }: Mention, nouns: readonly string[]): boolean =>
  nouns.some((noun) => new RegExp(` the ${noun} (?:has|is|was) (?:\\w+ ){0,5}(?!(?:which|that|who|it|they) )\\w+ is $`, 'u').test(before));

/** Does a sentence say that what a body names is of a kind: "`vet_id` is an active vet", "the shop has to be open and the wares active". */
export const isKind = ({ state, at, before }: Mention, words: string, nouns: readonly string[]): boolean =>
  (/ (?:is|are|has to be|have to be|must be|names|has to name|must name) (?:an?|the|one|some) $/u.test(before) &&
    nouns.some((noun) => words.slice(at + state.name.length + 1).startsWith(` ${noun} `))) ||
  (/ (?:must|has to|have to|needs? to) be /u.test(before) &&
    nouns.some((noun) => new RegExp(` and (?:the |its |their |all |every |each )?${noun} $`, 'u').test(before)));

/** Is a state beside its noun followed by the number of a refusal: "a blocked customer `409`", "a unit which is not available `409`". */
export const isNumbered = ({ state, at, before }: Mention, words: string, nouns: readonly string[]): boolean => {
  const rest = words.slice(at + state.name.length + 1);
  return (
    nouns.some((noun) => new RegExp(`^ ${noun} 4\\d\\d `, 'u').test(rest)) ||
    (/^ 4\d\d /u.test(rest) && / (?:that|which|who) (?:is|are|was|were|has been|have been)(?: not| no longer| not yet)? $/u.test(before))
  );
};
