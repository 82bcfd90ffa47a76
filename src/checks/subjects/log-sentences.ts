import { sentencesOf } from '../../contract/infer/sentences.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { singular } from '../../contract/infer/singular.ts';
import { isLeft } from './action-words.ts';

/** What a list has entries for, in the words of its text: "each creation, `PUT`, `PATCH`, opening and closing". */
export type Told = { readonly sentence: string; readonly deeds: string };

/** Words by which not everything is written down, or not at once, or from some time on, or by which a sentence is about what is not. */
const isOpen =
  /\b(?:may|might|can|could|some|usually|mostly|important|major|up to|at most|except|unless|only|not|never|no|without|sampled|later|eventually|days?|months?|until|if|when|after|since|following|once|while|during|before|between|than)\b/iu;

/** What others do than the caller: "every change by support staff". */
const isByOthers =
  /\bby (?:(?:an?|the|any|every|each|our|your) )?(?:\w+ )?(?:staff|admins?|administrators?|support|operators?|moderators?|managers?|owners?|editors?|reviewers?|employees?|agents?|team|system|server|others?|someone else|somebody else)\b|\bby (?:an)?other\b/iu;

const entry = '(?:entr(?:y|ies)|events?|records?|lines?|rows?|items?)';
const written = '(?:logged|recorded|written(?: down)?|listed|noted|kept|tracked|appended|added|entered|shown)';

/** Ways to say that a list has an entry for each of some deeds, whose words are in the group. */
const ways: readonly RegExp[] = [
  new RegExp(String.raw`\b${entry} (?:each )?(?:for|of|per|on|about) (?:each|every|all|any)\b(.*)$`, 'iu'),
  new RegExp(String.raw`\b${entry} per (.*)$`, 'iu'),
  new RegExp(
    String.raw`^(.*)\b(?:leaves?|adds?|writes?|makes?|appends?|produces?|creates?|gives?|causes?|gets?|has|have|results? in) (?:exactly )?(?:an?|one|its own) (?:new |own |single )?${entry}\b`,
    'iu',
  ),
  new RegExp(String.raw`\b(?:each|every|all|any)\b(.*)\b(?:is|are|gets?|will be|has been) (?:also )?${written}\b`, 'iu'),
  new RegExp(String.raw`\b(?:records|logs|lists|keeps|tracks|shows|contains|holds) (?:each|every|all|any)\b(.*)$`, 'iu'),
  new RegExp(String.raw`^(.*ing\b.*\band\b.*ing\b.*) (?:is|are) (?:all |each |both )?${written}\b`, 'iu'),
];

/** What a text says that a list has entries for. */
export const toldDeeds = (texts: readonly string[]): readonly Told[] =>
  texts.flatMap(sentencesOf).flatMap((sentence) => {
    if (isOpen.test(sentence) || isByOthers.test(sentence)) return [];
    const deeds = ways.flatMap((way) => way.exec(sentence)?.[1]?.trim() ?? []).find((one) => one !== '');
    return deeds === undefined ? [] : [{ sentence, deeds }];
  });

/** The beginning that the forms of a verb share: `clos` of `closing` and `closure`, `cance` of `cancelling` and `cancellation`. */
const rootOf = (verb: string): string => {
  const plain = verb.replace(/[ey]$/u, '');
  return plain.slice(0, Math.max(5, plain.length - 2));
};

/** Endings behind which a word that begins like a verb is another form of it. */
const isForm = (word: string, verb: string): boolean => {
  if (isLeft(verb, word) || stemOf(word) === stemOf(verb)) return true;
  const root = rootOf(verb);
  return root.length >= 4 && word.startsWith(root) && /(?:ing|ed|ion|al|ure|ment|ance|ence)s?$/u.test(word);
};

/** What is behind a deed: "of the price", "a question". */
const objectBehind =
  /^[\s`]+(?:(?:of|to|in|on|for|made to) (?:(?:the|an?|its|this|each|every|all) )?|(?:the|an?|its|this|each|every|all) )(\w+)/u;

/** Words for the resource whatever it is called, and for its state. */
const itself: ReadonlySet<string> = new Set(['resource', 'object', 'record', 'it', 'state', 'status']);

/** Words that may stand right behind a deed, and are no part of its name. */
const joining: ReadonlySet<string> = new Set(
  (
    'and or of to in on for by with at as that which who made done it its the a an this each every all both also too plus through via from within into including along ' +
    'separately individually alike well call calls action actions operation operations event events step steps transition transitions'
  ).split(' '),
);

/** Is a word with the one right behind it the name of something else: "closing dates", "a closed survey". */
const isPartOfName = ({ word, behind }: Placed, nouns: readonly string[]): boolean => {
  const next = /^`?[ ]+`?(\w+)/u.exec(behind)?.[1]?.toLowerCase();
  if (next === undefined || joining.has(next)) return false;
  if (/^[A-Z]+$/u.test(word)) return next !== 'request' && next !== 'requests';
  return !(nouns.includes(singular(next)) && /ing$/iu.test(word));
};

/** Is what stands behind a deed the resource itself, or nothing. */
const isOfItself = (place: Placed, nouns: readonly string[]): boolean => {
  const object = objectBehind.exec(place.behind)?.[1];
  const isIt = object === undefined || itself.has(object.toLowerCase()) || nouns.includes(singular(object.toLowerCase()));
  return isIt && !isPartOfName(place, nouns);
};

type Placed = { readonly word: string; readonly before: string; readonly behind: string };

/** The words of a text with what stands behind each. */
const placesIn = (text: string): readonly Placed[] =>
  [...text.matchAll(/[\p{L}\p{N}_-]+/gu)].map((found) => ({
    word: found[0],
    before: text.slice(0, found.index),
    behind: text.slice(found.index + found[0].length),
  }));

const isChange = /^(?:chang(?:es?|ing|ed)|modif(?:y|ying|ications?)|edit(?:s|ing)?|updat(?:es?|ing))$/iu;

/** Before a change of the whole resource stands how many there are, or another deed; before one of a part, what that part is: "price changes". */
const isPlainBefore = /(?:^|[,;`]|\b(?:and|or|each|every|all|any|successful|single|further|subsequent|later))\s*$/iu;

/** Is a change of the resource, whatever part of it, among some deeds. */
const hasChange = (deeds: string, nouns: readonly string[]): boolean =>
  placesIn(deeds).some((place) => isChange.test(place.word) && isPlainBefore.test(place.before) && isOfItself(place, nouns));

/**
 * Is a change by a method among what a list has entries for.
 * @param nouns What the resource is called.
 */
export const coversChange = ({ deeds }: Told, method: string, nouns: readonly string[]): boolean =>
  placesIn(deeds).some(
    (place) =>
      (place.word === method || (method === 'PUT' && /^replac(?:es?|ing|ements?)$/iu.test(place.word))) && isOfItself(place, nouns),
  ) ||
  (hasChange(deeds, nouns) && !/\b(?:state|status)\b/iu.test(deeds));

/** Is the creation of the resource among that. */
export const coversCreation = ({ deeds }: Told, nouns: readonly string[]): boolean =>
  placesIn(deeds).some((place) => /^creat(?:es?|ing|ions?)$/iu.test(place.word) && isOfItself(place, nouns));

/** Words that say that everything is meant. */
const anything = /^(?:actions?|operations?|steps?|moves?|transitions?|everything|anything|mutations?)$/iu;

/**
 * Is an action among what a list has entries for: by its own name, or in a word for all of them where an entry has a value for it.
 * @param hasValue One of the listed values of an entry is for this action.
 */
export const coversAction = ({ deeds }: Told, verb: string, nouns: readonly string[], hasValue: boolean): boolean =>
  placesIn(deeds).some(
    (place) =>
      (isForm(place.word.toLowerCase(), verb) || (hasValue && anything.test(place.word) && isPlainBefore.test(place.before))) &&
      isOfItself(place, nouns),
  ) ||
  // Beside a creation, or another action, a change is one of the values.
  (hasValue && hasChange(deeds, nouns) && !/\bcreat/iu.test(deeds));
