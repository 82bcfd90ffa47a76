import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';

/** Sentences by which either all entries of a body are stored or none. */
export const atomic =
  /\ball[- ]or[- ]no(?:thing|ne)\b|\beither all\b|\batomic(?:ally)?\b|\b(?:none|no (?:item|entry|row|record)) (?:of (?:them|the \w+) )?(?:is|are|will be|gets?) (?:created|stored|saved|added|kept|registered|recorded|imported|made)\b|\bnothing (?:at all )?is (?:created|stored|saved|added|kept)\b|\b(?:whole|entire|complete) (?:batch|request|list|bulk|import|call) (?:is|fails|will be) ?(?:refused|rejected)?/iu;

/** Sentences by which each entry of a body is answered, or judged, for itself. */
export const byEntry =
  /\b(?:item|entry|row|one) by (?:item|entry|row|one)\b|\b(?:each|every) (?:item|entry|row|one|element|\w+) (?:is|has|gets|is given|is handled|is processed|is answered)\b.{0,60}\b(?:own|itself|status|result|outcome|separately|independently)\b|\bpartial(?:ly)?\b|\bindependently\b|\bthe (?:others|rest|good ones|valid ones) (?:are|is) (?:still )?(?:created|stored|saved|added|kept)\b/iu;

const stored = String.raw`(?:created|stored|saved|added|kept|registered|recorded|imported|made|accepted|inserted)`;

/** The same, and what else may be done with what an entry names. */
const taken = String.raw`(?:${stored}|done|carried out|executed|performed|applied|processed|handled|updated|changed)`;

/** Words that leave it open whether a sentence holds, or make it hold for a wish of the caller alone. */
const open = /\b(?:may|might|can|could|optional\w*|unless|only|not|never|no|none|with `)/iu;

const keptBesideBad: readonly RegExp[] = [
  // "Good ones are registered even if others fail."
  new RegExp(
    String.raw`\b(?:good|valid|correct|right) (?:ones|\w+s) (?:are|get|will be) (?:still |nevertheless )?${stored}(?=$|[.,;]| (?:even (?:if|when|though)|although|though|regardless|despite|whatever|while)\b)`,
    'iu',
  ),
  // "The others are stored all the same."
  new RegExp(
    String.raw`\bthe (?:others|rest|other (?:items|entries|rows|records)) (?:are|is|get|gets|will be) (?:still |nevertheless )?${taken}(?=$|[.,;]| (?:all the same|anyway|as well|nevertheless|still)\b)`,
    'iu',
  ),
];

const whole = String.raw`(?:import|batch|request|body|list|bulk|call|upload|file|payload|array)`;

const others = String.raw`(?:(?:the|any|its) )?(?:other(?:s| \w+)|rest|remaining \w+|(?:good|valid|correct) (?:ones|\w+s)|whole \w+|entire \w+|${whole})\b`;

/** The same by what a bad one does not do: "One that is refused does not keep the others from being recorded." */
const hindersNone = new RegExp(
  String.raw`\b(?:does|do|will|must|shall) not (?:keep|stop|prevent|hinder|block|abort|cancel|undo|discard|affect|hold (?:back|up)|stand in the way of) ${others}`,
  'iu',
);

/** And by what does not happen to the others, and words that leave it open. */
const notHindered: readonly RegExp[] = [
  // "Without holding up the rest."
  new RegExp(
    String.raw`\bwithout (?:keeping|stopping|preventing|hindering|blocking|aborting|cancell?ing|affecting|holding (?:back|up)|standing in the way of) ${others}`,
    'iu',
  ),
  // "Each sample is taken or rejected by itself."
  new RegExp(
    String.raw`\b(?:each|every) (?:\w+ )?\w+ is (?:${taken}|taken) or (?:refused|rejected) (?:by itself|for itself|on its own|by its own|individually|separately|independently|alone)\b`,
    'iu',
  ),
  // "The others are not affected by it."
  new RegExp(
    String.raw`\bthe (?:others|rest|other \w+|remaining \w+) (?:are|is) not (?:affected|stopped|hindered|blocked|prevented|held (?:back|up))\b`,
    'iu',
  ),
];
const openBesides = /\b(?:may|might|can|could|optional\w*|unless|only|with `)/iu;

/** What cannot be done with an entry is its mistake, and leaves nothing open. */
const impossible = /\b(?:cannot|can't) be \w+(?:ed|ne|en|de)\b/giu;

const bad = String.raw`(?:bad|invalid|wrong|faulty|broken|incorrect|unusable|unknown|missing|mistaken|fail\w*|refus\w*|reject\w*|errors?|mistakes?|problems?|violat\w*|unsuccessful|(?:not|in)valid|(?:cannot|can't) be \w+(?:ed|ne|en|de))`;

/** Words of a mistake, without which "Adding one does not affect the others" is about something else; "it" is one that was named before. */
const ofMistake = new RegExp(String.raw`\b${bad}\b|^\W*(?:it|this|that|one of them)\b|\bby (?:it|this|that)\b`, 'iu');

const kind = String.raw`(?:duplicat\w*|repeat(?:s|ed)?|repetitions?|twice|doubles?|doubled|empty|blank|warnings?)`;

/** A mistake of one kind, of which nothing follows for another kind: "A duplicate does not affect the others". */
const ofOneKind = new RegExp(String.raw`\b${kind}\b`, 'iu');
const amongOthers = new RegExp(
  String.raw`\b${bad}(?: \w+)?,? (?:or|and) (?:an? )?${kind}\b|\b(?:or|and) (?:(?:is|are|an?|any|otherwise) ){0,3}${bad}\b`,
  'iu',
);

const partsOf = (texts: readonly string[], split: RegExp): readonly string[] =>
  texts.flatMap(sentencesOf).flatMap((sentence) => sentence.split(split));

const isOfKept = (part: string): boolean =>
  (!open.test(part) && keptBesideBad.some((one) => one.test(part))) ||
  (!openBesides.test(part.replaceAll(impossible, 'fails')) && (hindersNone.test(part) || notHindered.some((one) => one.test(part))));

/** Do texts say that the good entries of a body are stored although another one has a mistake, of whatever kind. */
export const saysGoodKept = (texts: readonly string[]): boolean =>
  partsOf(texts, /;/u)
    .filter((part) => !ofOneKind.test(part) || amongOthers.test(part))
    .flatMap((part) => part.split(':'))
    .some((part) => isOfKept(part) && (!hindersNone.test(part) || ofMistake.test(part)));

/** The same where the texts may be about mistakes of one kind alone, so that nothing is known of the others. */
export const mayKeepGood = (texts: readonly string[]): boolean => partsOf(texts, /[:;]/u).some(isOfKept);

/** Words of a mistake in the form of an entry, by which a body may be refused before its entries are judged. */
const ofForm =
  /\b(?:lack\w*|miss(?:es|ing)|malformed|incomplete|ill[- ]formed|schema|shape|required|valid\w*|invalid|unreadable (?:entr|item|row)\w*|without)\b/iu;
/** The same of a refusal, which may as well be one of what is no JSON: "Malformed", "Invalid body". */
const ofEntryForm =
  /\b(?:lack\w*|miss(?:es|ing)|incomplete|schema|shape|required|validation)\b|\b(?:an?|any|one|some|each) (?!(?:body|request|payload|json|\w+ body)\b)\w+ (?:that )?(?:is|are) (?:invalid|not valid|malformed|wrong)\b/iu;
const isWhole =
  /\b(?:as a whole|altogether|entire(?:ly)?|the whole|all of (?:it|them)|outright|up ?front|first|before (?:any|the|an?|it|each)|nothing (?:is|of)|none (?:is|are|of))\b/iu;
const refusing = /\b(?:40[09]|422|refused?|refuses|rejected?|rejects|fails?|error)\b/iu;

/**
 * May a body be refused as a whole because one of its entries lacks something, whatever is said of other mistakes: "A delivery in which a bag is incomplete is refused as a whole".
 * @param ofRefusals What is said of the refusals of the operation alone.
 */
export const mayRefuseWhole = (texts: readonly string[], ofRefusals: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .some((sentence) => !hindersNone.test(sentence) && ofForm.test(sentence) && refusing.test(sentence) && isWhole.test(sentence)) ||
  ofRefusals.flatMap(sentencesOf).some((sentence) => ofEntryForm.test(sentence)) ||
  texts.flatMap(sentencesOf).some((sentence) => atomic.test(sentence) && refusing.test(sentence) && !hindersNone.test(sentence));

/** Do texts say that the answer tells of the entries in the order in which they were sent. */
export const saysInOrder = (texts: readonly string[]): boolean =>
  texts.some((text) =>
    /\bin (?:the )?(?:same|given) order\b|\b(?:for|per|of) (?:each|every) (?:item|entry|row|record|element|one|line),? in their (?:own )?order\b|\bin (?:the )?order (?:(?:they|it) (?:were|was|is|are) )?(?:sent|given|received|asked|requested|submitted)\b|\bin (?:the )?order of (?:the |their )?(?:items|entries|rows|records|elements|request|body|list|input)\b|\bfor (?:each|every) (\w+),? in (?:the )?order of (?:the |their )?\1(?:s|es)?\b/iu.test(
      text.replaceAll(/\s+/gu, ' '),
    ),
  );

const told = String.raw`(?:results?|outcomes?|answers?|status(?:es)?|entry|entries|element|line|row|object)`;

const eachTold: readonly RegExp[] = [
  // "The answer has one result for each item", "`outcomes` has an entry per row".
  new RegExp(String.raw`\b(?:one|an?|exactly one) ${told} (?:for|per) (?:each|every|\w+(?=[,.;]|$))`, 'iu'),
  // "For each item there is one result".
  new RegExp(String.raw`\bfor (?:each|every) \w+,? (?:(?:there is|it has|you get) )?(?:one|an?) ${told}\b`, 'iu'),
];

/** Do texts say that the answer has one result for each entry, none left out. */
export const saysEachTold = (texts: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .some(
      (sentence) =>
        eachTold.some((one) => one.test(sentence)) &&
        !/\b(?:may|might|can|could|unless|only|not|never|no|none|fail\w*|refus\w*|reject\w*|error|wrong|invalid|bad|optional\w*|good|valid|created|stored|if|where|when)\b/iu.test(
          sentence,
        ),
    );

const entry = String.raw`(?:item|entry|row|record|one|element)`;

/** Sentences about two entries of one body with the same value. */
const within: readonly RegExp[] = [
  // "An address which an earlier good item of the same import has, fails."
  new RegExp(
    String.raw`\b(?:earlier|previous|another|other|preceding|former) (?:\w+ )?${entry}s? (?:of|in|within|from) (?:the |this |one |a )?(?:same )?${whole}\b`,
    'iu',
  ),
  // "Whose code exists already, also earlier in the same batch".
  new RegExp(
    String.raw`\b(?:exists?|existed|used|taken|had|has|already)\b[^.;:]{0,20}\b(?:earlier|before|further up|higher up) (?:in|within) (?:the |this |one |a )?(?:same )?${whole}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:duplicates?|duplicated|twice|more than once|repeated|repeats)\b[^.;]{0,40}\b(?:in|within|inside|of) (?:the |this |one |a )?(?:same )?${whole}\b`,
    'iu',
  ),
];

const failing =
  /\b(?:fails?|failed|refused|rejected|invalid|is an error|errors?|not (?:created|stored|registered|imported|accepted)|4\d\d)\b/iu;

/** Another fate of the second one, or a sentence that is not about equal values. */
const elsewise =
  /\b(?:ignored|overwrit\w*|updates?|updated|merged|replaces?|replaced|last one|wins|may|might|can|if `|with `|affect\w*|does not fail|do not fail)\b/iu;

/** Do texts say that an entry fails whose values an earlier one of the same body has. */
export const saysDuplicateFails = (texts: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/[:;]/u))
    .some(
      (part) =>
        within.some((one) => one.test(part)) &&
        /\b(?:has|have|had|uses?|used|taken|same|duplicate\w*|twice|once|repeat\w*|already)\b/iu.test(part) &&
        failing.test(part) &&
        !elsewise.test(part),
    );

const likeSingle = String.raw`\b(?:as (?:with|by|in|if|though|when|for|at)|like|(?:the )?same (?:way )?as)\b[^.;]{0,30}(?:[\x60*"'“‘]|\b(?:single|new|creations?|POST)\b)`;
const eachHandled = String.raw`\b(?:each|every) (?:\w+ )?${entry}\b.{0,30}\b(?:checked|validated|created|handled|processed|treated|judged|stored|added|registered|taken)\b.{0,30}\b(?:(?:on|by|for) (?:its|their) own|(?:by|for) itself|separately|individually|independently|one by one|one after (?:the|an)other|in turn)\b`;
const asSingle: readonly RegExp[] = [
  // "Every item is checked and created on its own, as with `addGuest`."
  new RegExp(String.raw`${eachHandled}.{0,20}${likeSingle}`, 'iu'),
  // "As with `addGuest`, each entry is handled by itself."
  new RegExp(String.raw`${likeSingle}[^.;]{1,40},? ${eachHandled}`, 'iu'),
];

/** Do texts say that each entry is handled by itself as by the creation of one resource, so that the second of two equal ones comes too late. */
export const saysEachAsSingle = (texts: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/[:;]/u))
    .some(
      (part) =>
        asSingle.some((one) => one.test(part)) &&
        !/\b(?:may|might|can|could|unless|except|but|not|never|without|unlike|instead|duplicat\w*|equal|twice|later|first|before)\b/iu.test(
          part,
        ),
    );

/** Words between an entry and the name of what it is like. */
const likeIt =
  /\b(?:like|same|as (?:if|for|in|at|by|to|though)|is an?|are|members? of|fields? of|properties of|body of|bodies of|form of|shape of|schema of|rules of)\b/iu;

/** Words by which a sentence is about each entry, and those by which it says that an entry is something else. */
const ofEach =
  /\b(?:each|every|an?|the|one) (?:\w+ )?(?:item|entry|row|record|element|line)\b|\b(?:items|entries|rows|records|elements|lines)\b|\b(?:each|every) (?:one|of (?:them|these))\b/iu;
const unlike = /\b(?:unlike|not|never|without|except|but|instead of|rather than|besides|apart from|afterwards|later|first)\b/iu;

/** A name in the way in which texts set names apart: `PatronInput`, *Register a patron*. */
const setApart = (name: string): RegExp => new RegExp(String.raw`(?:[\x60*_"'“‘]|\]\()[#/\w]*${literalPattern(name)}[\x60*_"'”’)]`, 'iu');

/** A name that stands in texts without signs around it, and that no word is like: `CreateRopeDto`, `crate_input`. */
const isNameAlone = (name: string): boolean => /^[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+$|^[a-z]+_[a-z_]+$/u.test(name);

/** "Each a CreateRopeDto", "each of them is a CreateRopeDto", "a list of CreateRopeDto": what stands for each entry is its name alone. */
const eachIs = (name: string): RegExp =>
  new RegExp(
    String.raw`(?:\b(?:each|every one)(?: (?:one|of (?:them|these)))?,? (?:is |being |as )?(?:an? )?|^(?:an? |the )?(?:list|array) of (?:\w+ )?)[\x60*_"'“‘]?${literalPattern(name)}(?:s|[\x60*_"'”’])?(?=$|[\s.,;)])`,
    'iu',
  );

/**
 * Do texts say that an entry is like the body by which one resource is created: "Each like a new member", "the rules for a new crate", "the members of `CrateInput`",
 * "as if it had been sent to *Add a crate*".
 * @param names Names of that body and of its operation: of the schema, the summary, the method with the path.
 */
export const saysLikeOne = (texts: readonly string[], noun: string, names: readonly string[] = []): boolean => {
  const named = names.filter((name) => name.length > 3).map(setApart);
  const isNamed = texts
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/[;:,]\s|\band (?=a row|an entry|an item)/u))
    .some((part) => ofEach.test(part) && likeIt.test(part) && !unlike.test(part) && named.some((name) => name.test(part)));
  const isNameOfEach = texts
    .flatMap(sentencesOf)
    .some((sentence) => !unlike.test(sentence) && names.some((name) => isNameAlone(name) && eachIs(name).test(sentence)));
  if (isNamed || isNameOfEach) return true;
  const about = new RegExp(
    String.raw`\b(?:like|same as|as (?:for|in|at|by|to)|rules (?:for|of|as)|members of|fields of|body of|form of|shape of)\b[^.;]{0,40}\b(?:new|single|one) ${literalPattern(noun)}\b`,
    'iu',
  );
  return noun !== '' && texts.flatMap(sentencesOf).some((sentence) => about.test(sentence));
};
