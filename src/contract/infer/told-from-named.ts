import { nounWordsOf } from './id-names.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** The property, and the noun of what has it, from which a member is taken where a body leaves it out. */
export type FromNamed = { readonly property: string; readonly noun: string };

const leftOut = '(?:left (?:out|away|empty|blank)|not (?:given|sent|set|specified|provided|stated)|omitted|missing|absent|unset)';
const unless = String.raw`(?: (?:is|are) (?:used|taken))? (?:(?:if|when|where|whenever) (?:(?:it|this|none) (?:is )?)?${leftOut}|unless (?:it is )?(?:given|sent|set|specified|provided|stated))`;
const whole = String.raw`(?:the|that|those) (?<property>[a-z]+(?: [a-z]+)??) of (?:the|its) (?<noun>[a-z]+(?: [a-z]+)??)`;
const owned = String.raw`(?:the|its) (?<noun>[a-z]+(?: [a-z]+)??) s (?<property>[a-z]+(?: [a-z]+)??)`;

const forms: readonly RegExp[] = [whole, owned].flatMap((named) => [
  new RegExp(String.raw`^(?:it |this )?(?:is )?(?:taken from |copied from |as )?${named}${unless}$`, 'u'),
  new RegExp(
    String.raw`^(?:if|when|where) (?:it |this )?(?:is )?${leftOut} (?:then )?(?:(?:it|this) is |as )?${named}(?: (?:is|are) (?:used|taken)| applies)?$`,
    'u',
  ),
  new RegExp(String.raw`^(?:it )?defaults? to ${named}$`, 'u'),
  new RegExp(String.raw`^by default ${named}$`, 'u'),
]);

/** Words by which it is taken from there only at times, or is reckoned from it. */
const unclear =
  /\b(?:may|might|usually|normally|if any|times|minus|plus|half|twice|rounded|at (?:least|most)|or|and|except|else|otherwise)\b/iu;

/** What a member of a body is where it is left out, as its description says: "The weight of the crate if left out", "Defaults to the crate's weight". Undefined where it says nothing of that. */
export const fromNamedIn = (texts: readonly string[]): FromNamed | undefined => {
  const found = texts.flatMap(sentencesOf).flatMap((sentence) => {
    if (unclear.test(sentence)) return [];
    const words = wordsOf(sentence.replaceAll(/[`*]/gu, '').replaceAll(/[’']s\b/gu, ' s')).join(' ');
    const groups = forms.map((form) => form.exec(words)?.groups).find((one) => one !== undefined);
    return groups ? [{ property: groups['property'] ?? '', noun: groups['noun'] ?? '' }] : [];
  });
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
};

/** Does a noun in a sentence mean what is in a collection: "crate", or "plant" of `/house-plants`. */
export const meansItemOf = (noun: string, collection: string): boolean => {
  const words = nounWordsOf(collection);
  const said = noun.split(' ').map(singular).join(' ');
  return said === words.join(' ') || said === words.at(-1);
};
