import { rememberedByText } from '../../model/remembered.ts';
import { sentencesOf, withoutAsides } from './sentences.ts';
import { wordsOf } from './words.ts';

/** Words of a sentence that refuses something. */
const refusing =
  / (?:4\d\d|refuse[sd]?|reject(?:s|ed)?|can not|cannot|can t|not (?:be )?(?:possible|allowed|accepted|permitted)|impossible|conflict|fails?|errors?|denied) /u;

/** Words of a sentence that says what has to be. */
const demanding =
  / (?:must|has to|have to|needs?|needed|requires?|required|unless|until|only (?:if|when|once|for|while|as long as)|without|provided) /u;

const some = String.raw`(?:(?:an?|any|one|at least (?:one|an?|1)|some|enough|sufficient|such an?|the|its|their) )?`;
const few = String.raw`(?:\w+ ){0,2}`;

/** What is named before it in the same list: "at least one keeper and at least one NOUN", "a front, a side and a NOUN photo". */
const others = String.raw`(?:(?:\w+ ){1,6}(?:and|plus|as well as) ${some})?`;

/** What is there in an amount, so that "more than the stock" means that there is too little of it. */
const measured = '(?:stock|inventory|balance|funds?|money|credits?|budget|allowance|supply)';

/** Forms of sentences that say of what is named `NOUN` that it has to be there. */
const needed: readonly string[] = [
  String.raw`(?:needs?|requires?|must (?:already )?have|has to have|have to have|need to have) (?:already )?(?:both )?${some}${others}${few}NOUN`,
  String.raw`(?:at least (?:one|an?|1)|enough|sufficient) ${few}NOUN`,
  // "With at least one actor and one scene".
  String.raw`at least (?:one|an?|1) (?:\w+ ){1,3}?(?:and|plus|as well as) (?:at least )?(?:one|an?|1) ${few}NOUN`,
  String.raw`there (?:must|has to|have to|needs? to) be (?:both )?${some}${others}${few}NOUN`,
  String.raw`(?:until|unless|only if|only when|only once|provided(?: that)?) (?:\w+ ){0,4}(?:has|have|there is|there are) ${some}${few}NOUN`,
  // "The event must be open and have a jury", "Only for events that are open and have a jury", "Needs an open event with a jury".
  String.raw`(?:must|has to|have to|needs? to) be (?:\w+ ){1,5}and (?:must |already )?(?:have|has|contain|include) ${some}${few}NOUN`,
  String.raw`(?:only (?:(?:for|in|of|on|as long as|while) )?|needs? |requires? )(?:\w+ ){1,7}(?:has|have|with) (?:already )?${some}NOUN`,
  String.raw`(?:only (?:once|after)|until|unless) (?:the |its |an? )?${few}NOUN (?:is|are|has been|have been) (?:named|set|assigned|added|appointed|chosen|entered|attached|recorded|given|there|complete|completed)`,
  String.raw`NOUN (?:is|are) (?:required|needed|necessary)`,
  String.raw`NOUN (?:(?:must|has to|have to|needs? to|should|together|all) )*(?:reach|reaches|covers?|amounts? to|adds? up to|sums? up to|comes? to|suffices?) (?:at least )?(?:the|its|their|all|every|what) `.trimEnd(),
  String.raw`(?:the|an?|this|that) ${few}NOUN (?:must|has to|have to|needs? to) (?:be (?:(?:an? )?part of|(?:any )?one of(?: those (?:in|of|on))?|among those (?:in|of|on)|listed (?:in|on)|contained in)|belong to) (?:the|that|this|its)`,
  String.raw`(?:every|each|all|all the|all of the) ${few}NOUN (?:\w+ ){0,3}(?:has|have|must|had|needs? to|is|are) (?:been |be )?(?:assigned|added|attached|linked|entered|recorded|placed|filled|set)`,
];

/** Forms of sentences that say that it is not there. */
const lacking: readonly string[] = [
  String.raw`(?<!(?:must|has to|have to|needs? to) (?:have|contain|hold) )no (?!two |more |other |further |longer |second )${few}NOUN(?! (?:may|can|must|should|shall|is allowed|are allowed) )`,
  String.raw`without (?:both )?${some}${others}${few}NOUN`,
  String.raw`not (?:all|every|each) ${few}NOUN`,
  String.raw`NOUN (?:\w+ ){0,9}without (?:one|it|any|that|them)`,
  String.raw`NOUN (?:\w+ ){0,3}(?:missing|lacking|exhausted|unavailable|depleted|insufficient|required|too low|too small|runs out|ran out|used up|sold out|not enough|not sufficient|not available|not suffice|not set|empty)`,
  String.raw`(?:missing|lacks?|lacking|lack of|out of|insufficient|not enough|too few|too little|not sufficient|(?<!(?:must|may|can|should|shall) )not have|(?<!(?:must|has to|have to|needs? to) )have no|not yet have) ${some}${few}NOUN`,
  String.raw`(?:more than|less than|exceeds?|exceeding|beyond|above|higher than|greater than) (?:\w+ ){0,4}(?=${measured} )NOUN`,
];

/** Forms of sentences in which what is named holds nothing. */
const empty: readonly string[] = [
  String.raw`(?<! (?:not|non|never|no longer) )empty NOUN`,
  String.raw`NOUN (?:that |which )?(?:(?:is|are) )?(?:still |currently )?empty`,
];

/** Forms of sentences that say that it must hold something. */
const filled: readonly string[] = [
  String.raw`NOUN (?:must|may|can|should|shall) (?:not|never) be empty`,
  String.raw`NOUN (?:cannot|can t|mustn t) be empty`,
];

/** Forms of sentences that name an action by its participle, such as `verified`, as what has to be done before. */
const undone: readonly string[] = [
  String.raw`(?:must|has to|have to|needs? to) (?:first )?(?:be|have been) NOUN`,
  String.raw`not (?:yet )?(?:been )?NOUN`,
  String.raw`(?:until|unless|before) (?:\w+ ){0,5}(?:is|are|has been|have been) NOUN`,
  String.raw`un ?NOUN`,
];

/** What something is called in a text: nouns of what is added, in words apart by blanks, and participles of what is done. */
export type Called = { readonly nouns: readonly string[]; readonly participles: readonly string[] };

/** The same few nouns are looked for in every text of a document. */
const formsByNames = new WeakMap<readonly string[], (names: string) => readonly RegExp[]>();

const formsFor = (forms: readonly string[], names: readonly string[]): readonly RegExp[] => {
  if (names.length === 0) return [];
  const made =
    formsByNames.get(forms) ??
    rememberedByText((one): readonly RegExp[] => forms.map((form) => new RegExp(` ${form.replaceAll('NOUN', `(?:${one})`)} `, 'u')));
  formsByNames.set(forms, made);
  return made(names.join('|'));
};

const inWords = rememberedByText((sentence) => ` ${wordsOf(sentence).join(' ')} `);

/** The sentences of a text as words in small letters, with a blank at each end; the parts of a code such as `no_tariff` count as words. */
export const wordSentencesOf = (text: string): readonly string[] => sentencesOf(withoutAsides(text)).map(inWords);

/** Forms of sentences in which what is named must not be there, or is what the sentence goes without. */
const absent: readonly string[] = [String.raw`(?:no|not|without|never|neither|nor) ${few}NOUN`];

/**
 * Does a text say that something has to be there: "the order must have at least one line".
 * @param isRefusal Is the whole text about a refusal, as the description of an answer with 409.
 */
export const saysNeeded = (text: string, { nouns, participles }: Called, isRefusal: boolean): boolean => {
  const demands = [...formsFor(needed, nouns), ...formsFor(undone, participles)];
  const absences = formsFor(absent, nouns);
  return sentencesOf(withoutAsides(text)).some((sentence) => {
    const words = inWords(sentence);
    // The code of the refusal (`no_lines`) says what was lacking.
    const bare = inWords(sentence.replaceAll(/`[^`]*`/gu, ' '));
    return (
      (isRefusal || refusing.test(words) || demanding.test(words)) &&
      demands.some((form) => form.test(words)) &&
      !absences.some((form) => form.test(bare))
    );
  });
};

/** Words of a sentence that says of what lacks something that it is accepted: "only a cart without items can be merged". */
const permitting = / (?:only|unless|except|(?<!not )(?:can|may|must) (?!not )|(?<!not )(?:possible|allowed|accepted)) /u;

/**
 * Does a text say that what lacks something is refused: "`409` for a job that has no lines".
 * @param isRefusal Is the whole text about a refusal, as the description of an answer with 409.
 */
export const saysRefusedWithout = (text: string, { nouns }: Called, isRefusal: boolean): boolean => {
  const lacks = formsFor(lacking, nouns);
  return sentencesOf(text).some((sentence) => {
    const words = inWords(sentence);
    return (isRefusal || refusing.test(words)) && !permitting.test(words) && lacks.some((form) => form.test(words));
  });
};

/**
 * Does a text say that something has to be there, or that what lacks it is refused: "without a tariff the answer is `409`", "a course needs at least one lesson",
 * `out_of_stock`.
 * @param isRefusal Is the whole text about a refusal, as the description of an answer with 409.
 */
export const saysLacking = (text: string, { nouns, participles }: Called, isRefusal: boolean): boolean => {
  const demands = [...formsFor(needed, nouns), ...formsFor(undone, participles)];
  const lacks = formsFor(lacking, nouns);
  return wordSentencesOf(text).some((words) => {
    const isRefused = isRefusal || refusing.test(words);
    return (
      ((isRefused || demanding.test(words)) && demands.some((form) => form.test(words))) ||
      (isRefused && lacks.some((form) => form.test(words)))
    );
  });
};

/** Words of a sentence that says what may be done all the same. */
const allowing = / (?:can|may|must|will)(?! (?:not|t|never) ) /u;

/**
 * Does a text say that something with a noun is refused while it is empty: "an empty group gets `422`", "a group must not be empty", "while the group is empty the answer is 409".
 * @param isRefusal Is the whole text about a refusal, as the description of an answer with 409.
 */
export const saysEmptyRefused = (text: string, nouns: readonly string[], isRefusal: boolean): boolean => {
  const demands = formsFor(filled, nouns);
  const lacks = formsFor(empty, nouns);
  return sentencesOf(text).some((sentence) => {
    const words = inWords(sentence);
    return (
      demands.some((form) => form.test(words)) ||
      ((isRefusal || refusing.test(words)) && !permitting.test(words) && !allowing.test(words) && lacks.some((form) => form.test(words)))
    );
  });
};
