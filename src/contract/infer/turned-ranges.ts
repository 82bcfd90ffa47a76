import { literalPattern } from '../pattern/literal-pattern.ts';

const refusal = String.raw`(?:40\d|422|refus\w+|reject\w+|errors?|invalid)`;

const being = String.raw`(?:(?:that |which )?(?:is|lies|comes|falls|begins|starts|ends) )?`;
const later = String.raw`(?:(?:set |placed )?(?:after|behind|later than|greater than|past|beyond)|>)`;
const earlier = String.raw`(?:(?:set |placed )?(?:before|earlier than|less than|prior to|ahead of)|<)`;

/** Words by which the sentence says of something else, or of another answer. */
const hedged = /\b(?:not|never|no|unless|except|swap\w*)\b/iu;

/**
 * Does a sentence without its marks say that a range whose begin lies behind its end is refused: "400 if `from` is after `to`", "A `since` that is later than `until` gets 400",
 * "`to` before `from` is refused".
 */
export const refusesTurnedRange = (sentence: string, begin: string, end: string): boolean => {
  const [from, to] = [begin, end].map((name) => String.raw`(?:(?:the|an?) )?${literalPattern(name)}`);
  const turned = String.raw`(?:${from} ${being}${later} ${to}|${to} ${being}${earlier} ${from})\b`;
  return [
    new RegExp(String.raw`\b${refusal}\b[^.;]{0,20}\b(?:if|when|where|for) ${turned}`, 'iu'),
    new RegExp(String.raw`(?:^|[\s(])(?:(?:if|when|where) )?${turned}[^.;]{0,25}\b${refusal}\b`, 'iu'),
  ].some((form) => form.test(sentence) && !hedged.test(sentence));
};
