import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';

/** What the document says of a number by which a resource has room, and of the creation of what takes the room. */
export type RoomTexts = {
  /** The texts of the number itself. */
  readonly own: readonly string[];
  /** The text of the creation. */
  readonly creation: readonly string[];
  /** The texts of how the creation is refused. */
  readonly refusals: readonly string[];
};

const refusing =
  /\b(?:4\d\d|refus\w*|reject\w*|conflict\w*|errors?|fails?|denied|cannot|can't|not (?:possible|accepted|allowed|permitted|taken)|no (?:more|further|longer)|turned (?:away|down))\b/iu;

/** A number that binds nobody, is about another moment, or is looked at elsewhere. */
const loose =
  /\bsoft\b|\boverbook\w*,? (?:is |are )?(?:possible|allowed|permitted|fine)\b|\b(?:not an?|no) (?:hard )?limit\b|\b(?:may|can) be exceeded\b|\bapproximate\w*|\binformative\b|\b(?:target|expected) number\b|\bignored by\b|\bmore \w+ (?:are|may be) (?:accepted|allowed)\b|\badvisory\b|\bguidelines?\b|\bindicative\b|\binformational\b|\bwarn\w*\b|\brecommend\w*\b|\bsuggest\w*\b|\bunless\b|\bexcept\b|\bfor (?:information|planning|display|reference|statistics)\b|(?:\b(?:not|never|no longer)|n't) (?:be )?(?:strictly |currently |yet )?(?:enforced|checked|verified|considered|limited|looked at|taken into account|binding)\b|\b(?:looked at|checked|enforced|verified|applied|validated) (?:only |first |not until )?(?:when|on|at|once|after|before|by|with)\b(?![^.;]*\b(?:creat\w+|add\w*|posts?|new)\b)/iu;

/** A number for some of the time. */
const ofTime =
  /\b(?:per|each|every|any|an?|one|same|that|this|given|single) (?:\w+ )?(?:second|minute|hour|morning|evening|day|date|night|week|month|season|year|slot|shift|session)\b|\b(?:hourly|daily|nightly|weekly|monthly|yearly|annual\w*|concurrent\w*|simultaneous\w*)\b|\bat (?:the same|any one|any|one|a) (?:time|moment)\b|\bat once\b/iu;

/** A number for each of something: "per guest", "of one guest", "a guest may have". */
const ofEach =
  /\b(?:(?:per|each|every|(?:of|for|by|from) (?:an?|one|any|the same|a single)) (?<each>\w+)|(?:an?|one|the same) (?<holder>\w+) (?:may|can|has|have|holds?|books?))\b/giu;

const ofEachAlone = /\b(?:per|each|every) (?<each>\w+)\b/giu;

/** What gives its room back, and is not counted any more. */
const gone =
  /\b(?:cancel|withdr|remov|delet|releas|return|revok|declin|reject|refus|expir|past|end|archiv|finish|complet|clos|former|old)\w*\b/iu;

const counting = /\b(?:counts?|counted|counting)\b/iu;

/** Does a sentence count some alone: "Only paid bookings count". */
const countsSome = (sentence: string): boolean =>
  counting.test(sentence) &&
  (/\bonly\b/iu.test(sentence) || (/\b(?:not|no|never|without)\b|n't\b/iu.test(sentence) && !gone.test(sentence)));

/** Words before a noun that tell no state of it. */
const plainWords: ReadonlySet<string> = new Set([
  'allowed',
  'permitted',
  'supported',
  'limited',
  'combined',
  'added',
  'expected',
  'united',
]);

/** Words before the noun by which a text limits those in a state alone: `paid` of "The most paid bookings". */
export const statesBefore = (texts: readonly string[], noun: string): readonly string[] =>
  texts.flatMap((text) => {
    const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' '));
    return words.flatMap((word, n) => {
      const before = words[n - 1] ?? '';
      const isState =
        before.endsWith('ed') || ['active', 'open', 'current', 'live', 'valid', 'paid', 'unpaid', 'pending', 'running'].includes(before);
      return singular(word) === noun && isState && !plainWords.has(before) && !gone.test(before) ? [before] : [];
    });
  });

const namesOther = (text: string, form: RegExp, nouns: readonly string[]): boolean =>
  [...text.matchAll(form)].some(({ groups }) => {
    const word = singular((groups?.['each'] ?? groups?.['holder'] ?? '').toLowerCase());
    return !nouns.includes(word);
  });

/**
 * Is a number a limit for all that is created below a resource or names it: not one for a day, for each guest or for those that are paid, and not one that nothing enforces.
 * @param parent The word for what has the room.
 * @param child The word for what takes it.
 */
export const isForAll = ({ own, creation, refusals }: RoomTexts, full: RegExp, parent: string, child: string): boolean => {
  const about = [...own, ...[...creation, ...refusals].flatMap(sentencesOf).filter((one) => full.test(one))];
  const nouns = [parent, child, 'one', 'it', 'of', 'the'];
  return !(
    [...own, ...creation, ...refusals].flatMap(sentencesOf).some(countsSome) ||
    about.some(
      (text) => loose.test(text) || isDoubtful(text) || isRefusalDenied(text) || ofTime.test(text) || namesOther(text, ofEachAlone, nouns),
    ) ||
    own.some((text) => namesOther(text, ofEach, nouns))
  );
};

/** Words of how much room there is, which alone do not say that it may be full: "The capacity of the hall". */
const amount = /\bcapacity\b/giu;

/** More than the room is asked for at once, whatever else is there: "The party is greater than the capacity". */
const compared = /\b(?:exceed\w*|more|greater|larger|bigger|higher|above|beyond|over|too (?:many|large|big|great))\b/iu;

/** Do texts say that there may be no room: by the refusals, or by a sentence that refuses; by the word for the room alone not where a request by itself may be too great for it. */
export const saysMayBeFull = ({ own, creation, refusals }: RoomTexts, full: RegExp, isSlotted: boolean): boolean => {
  const mayBe = (sentence: string): boolean =>
    full.test(sentence.replaceAll(amount, ' ')) || (full.test(sentence) && !(isSlotted && compared.test(sentence)));
  const told = [...own, ...creation].flatMap(sentencesOf).filter((one) => refusing.test(one));
  return [...told, ...creation.filter((one) => full.test(one.replaceAll(amount, ' '))), ...refusals.flatMap(sentencesOf)].some(mayBe);
};

/** Words by which something takes no more, and by which the creation of more is refused then. */
const closes =
  /\b(?:closes|ends|locks|seals|completes|(?:is|becomes|gets) (?:then |thereby |automatically )?(?:closed|ended|locked|sealed|completed|full))\b/iu;
const isClosed = /\b(?:closed|ended|locked|sealed|completed|full|not open|no longer open|over)\b/iu;
const onlyOpen = /\bonly\b[^.;]*\bopen\b/iu;

/** Words by which it is closed later, not always, or not by that number alone. */
const laterOrMaybe =
  /\b(?:may|might|can|could|should|would|later|soon|shortly|eventual\w*|after\w*|within|nightly|next|day|night|hours?|minutes?|not|never|no longer|without|unless|until|before|or|owner|manual\w*|by hand|reopen\w*)\b|n't\b/iu;

/** Words by which some is taken all the same. */
const stillTaken = /\b(?:grace|in progress|already (?:begun|started)|still|late)\b/iu;

/**
 * Does a text say that a resource takes no more once there are as many as a number of it: "The response that reaches `maxResponses` closes the survey", where the creation of
 * more is refused by what is closed.
 * @param name The number.
 * @param parent The word for what has the room.
 */
export const closesWhenReached = ({ own, creation, refusals }: RoomTexts, name: string, parent: string): boolean => {
  const sentences = creation.flatMap(sentencesOf);
  if ([...own, ...sentences].some((one) => stillTaken.test(one))) return false;
  const isNamed = (one: string): boolean => one.match(/[\w-]+/gu)?.includes(name) === true;
  const isAbout = (one: string): boolean => wordsOf(one.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).some((word) => singular(word) === parent);
  const isSaid = [
    ...own.flatMap(sentencesOf).map((text) => ({ text, isOwn: true })),
    ...sentences.map((text) => ({ text, isOwn: false })),
  ].some(
    ({ text, isOwn }) =>
      (isOwn || isNamed(text)) && /\breach(?:es|ed|ing)\b/iu.test(text) && closes.test(text) && isAbout(text) && !laterOrMaybe.test(text),
  );
  const isRefused = sentences.some((one) => onlyOpen.test(one) || (isClosed.test(one) && refusing.test(one)));
  return isSaid && (isRefused || refusals.flatMap(sentencesOf).some((one) => isClosed.test(one)));
};

const slotWords: ReadonlySet<string> = new Set(
  'date day night week slot start starts begin begins from arrival arrive arrives checkin when'.split(' '),
);

/** Is what takes room there for a time that its body says, so that the same room is free at other times. */
export const isForTimes = (times: readonly string[]): boolean =>
  spanNames(times).length > 0 ||
  times.some((name) => {
    const words = wordsOf(name);
    return words.some((word) => slotWords.has(word)) && !words.some((word) => ['birth', 'born', 'joined', 'member'].includes(word));
  });
