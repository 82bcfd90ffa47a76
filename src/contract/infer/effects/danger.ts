import type { Operation } from '../../model.ts';
import { isNounOf, nounWordsOf } from '../id-names.ts';
import { endsInParameter, isItemOf, isShallowItemOf, parametersIn, pathAbove } from '../path-template.ts';
import { dangerIn, type Named, wordsOf } from '../words.ts';
import { addsToListOfParent, collectionElsewhere, listOfNew, readOfNew } from './collections.ts';
import { answersOnly201, leadsToNew, showsSame } from './creation-responses.ts';
import { isChosenState } from './chosen-state.ts';
import { withoutThings } from './named-things.ts';
import type { NamedOf } from './names.ts';
import { isRemoval } from './one-resource.ts';
import { software } from './software.ts';
import { startingVerbs } from './started-runs.ts';
import { usedBelow } from './used-elsewhere.ts';
import { isTroubleWrittenDown } from './troubles.ts';
import { actsAs } from '../acting.ts';

const articles = new Set(['a', 'an', 'the', 'new', 'one', 'first', 'another', 'further']);

/** Words that say no more than that there is one from now on. */
const beginning = new Set('start starts open opens trigger triggers set sets apply submit submits install installs'.split(' '));

/** Those of them that set nothing going by themselves, so that a list which shows what the creation answers says enough: to open a case is to write it down. */
const writtenDown: ReadonlySet<string> = new Set('open opens apply submit submits install installs'.split(' '));

/** What is set for the whole account where it is below nothing: a new one takes effect on what is there. */
const governing: ReadonlySet<string> = new Set(
  (
    'configuration config currency default feature flag language level limit locale mode option parameter permission plan policy preference property quota role ' +
    'rule setting state status threshold timezone variable'
  ).split(' '),
);

/** Those of them that say so only with another word behind: "Set up a freezer" or "Set a task", and not "Set the freezer"; "Apply for a permit". */
const particles: Readonly<Record<string, string>> = { set: 'up', sets: 'up', apply: 'for' };

/** Words for adding one thing that names two others, by what it is called: "Assign a driver to a vehicle" for `POST /assignments`. */
const additions: Readonly<Record<string, string>> = { assign: 'assignment', attach: 'attachment', link: 'link', claim: 'claim' };

/**
 * Is a name that of handing in one more at a path of applications: "Apply on behalf of a guest", "Apply as a guest", "Apply to a school", and no more than "apply"; "Apply the
 * plan" and "Apply to all hosts" carry something out.
 */
const isHandedIn = ([verb, next, after]: readonly string[], path: string): boolean =>
  verb === 'apply' &&
  (next === undefined ||
    next === 'for' ||
    next === 'as' ||
    (next === 'on' && after === 'behalf') ||
    (next === 'to' && (after === 'a' || after === 'an'))) &&
  isNounOf('application', path);

/** Is a word one for adding one of the collection at a path. */
const addsTo = (word: string, path: string): boolean => additions[word] !== undefined && isNounOf(additions[word], path);

/**
 * Words of danger that also name a plain thing of which there is one more, such as a swap of shifts that is proposed. None of them names what reaches people, gives or
 * takes rights, or sets something going.
 */
const things: ReadonlySet<string> = new Set(['swap', 'copy', 'clone']);

/** Those that do so where one is written down, as a run that is logged: to schedule a run, or to request a stop, sets something going. */
const recorded: ReadonlySet<string> = new Set('exchange load move release run split stop'.split(' '));

/** Verbs by which something that has been is written down. */
const recording: ReadonlySet<string> = new Set('log record report enter note'.split(' ').flatMap((verb) => [verb, `${verb}s`]));

/** Verbs by which a file is kept. What is to become of it is said by what is done to it afterwards. */
const uploading: ReadonlySet<string> = new Set(['upload', 'uploads']);

/** Is a word the noun of the collection at a path, and names no more than a thing there. */
const isThingAt = (word: string, path: string, verb?: string): boolean =>
  (things.has(word) || (recorded.has(word) && (verb === undefined || recording.has(verb) || uploading.has(verb)))) &&
  nounWordsOf(path).at(-1) === word;

/** Is a word the noun of the one thing that a path ends in, and not the verb of the names: "Change the status of a copy" for `/copies/{copyId}`. */
const isThingItself = (word: string, path: string, { operationId, summary }: Named): boolean =>
  things.has(word) &&
  endsInParameter(path) &&
  nounWordsOf(pathAbove(path)).at(-1) === word &&
  [operationId, summary].every((name) => name === undefined || wordsOf(name)[0] !== word);

/** Verbs by which something that was not there is handed in, put forward or written down: not "Break a link", "Waive the claim". */
const filing = new Set(
  'file raise lodge log record report enter place post save store define draft propose suggest request offer plan schedule arrange book note'
    .split(' ')
    .flatMap((verb) => [verb, `${verb}s`]),
);

/** A name in which such a word is the noun of the collection right behind a verb for filing, "File a claim" for `POST /claims`, without it; undefined where it is not. */
const withoutNoun = (name: string | undefined, danger: string, path: string): string | undefined => {
  const [verb = '', ...rest] = wordsOf(name ?? '');
  const nouns = rest.filter((word) => !articles.has(word));
  const isNoun = addsTo(danger, path) || isThingAt(danger, path, verb);
  // "Upload a printer driver release": what stands before the noun says of what it is.
  if (uploading.has(verb)) return isNoun && nouns.at(-1) === danger ? [verb, ...nouns.slice(0, -1)].join(' ') : undefined;
  const [noun, ...others] = nouns;
  return filing.has(verb) && noun === danger && others.length === 0 && isNoun ? verb : undefined;
};

/**
 * A read of one that is not below what the collection is below: `GET /cohorts/{id}` for `POST /courses/{id}/cohorts` or `/courses/{id}/cohort`, with the answer of the creation, which is 201 or leads to
 * the new one. What the service works off for the one thing above needs 201, because it may do something to that.
 */
const isReadElsewhere = (document: Readonly<Record<string, unknown>>, operations: readonly Operation[], operation: Operation): boolean =>
  (answersOnly201(operation) || (leadsToNew(operation) && startingVerbs(operation).length === 0)) &&
  (collectionElsewhere(document, operations, operation) !== undefined ||
    operations.some(
      (one) => one.method === 'GET' && isShallowItemOf(one.path, operation.path) && showsSame(document, operations, operation, one.path),
    ));

/**
 * The word in the name of an operation that suggests more than one new resource. Not a word for a beginning right before the noun of the collection that a POST
 * adds to ("Start a job" for `POST /jobs`), where another operation removes one of it (`DELETE /jobs/{id}`), or where the answer leads to the new one, which
 * another operation reads (`GET /jobs/{id}`); nor the verb of which the collection is the noun, under the same conditions ("Assign a driver" for `POST /assignments`).
 * To set, open, submit or install one ("Set a deadline", "Open a case") sets nothing going, so that a list which shows what the creation answers is enough: at its own
 * path, or in the read of what it is below.
 */
export const dangerOf = (
  document: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  operation: Operation,
  namedOf: NamedOf,
): string | undefined => {
  const named = actsAs(operation) === 'POST' ? withoutThings(document, namedOf(operation), operation) : namedOf(operation);
  const danger = dangerIn(named);
  const { path } = operation;
  if (danger === undefined) return undefined;
  if (actsAs(operation) !== 'POST')
    return isChosenState(document, operations, operation, named, danger) || isThingItself(danger, path, named)
      ? dangerIn(named, new Set([danger]))
      : danger;
  if (!beginning.has(danger) && !addsTo(danger, path) && !isThingAt(danger, path)) return danger;
  if (danger.startsWith('trigger') && !isTroubleWrittenDown(document, operations, operation)) return danger;
  const isEnded = operations.some((one) => isItemOf(one.path, path) && isRemoval(one, operation, namedOf));
  const isRead = readOfNew(document, operations, operation, leadsToNew(operation) || answersOnly201(operation)) !== undefined;
  const isSet =
    /^sets?$/u.test(danger) &&
    /^sets? an? /u.test(`${wordsOf(named.summary ?? '').join(' ')} `) &&
    begun(named.summary, path) !== named.summary;
  const isOfAccount = parametersIn(path).length === 0 && nounWordsOf(path).some((word) => governing.has(word));
  const isListed =
    ((isSet && !isOfAccount) || writtenDown.has(danger)) &&
    (listOfNew(document, operations, operation) !== undefined || addsToListOfParent(document, operations, operation));
  const isUploaded =
    uploading.has(wordsOf(named.summary ?? named.operationId ?? '')[0] ?? '') && usedBelow(document, operations, operation) !== undefined;
  if (!isEnded && !isRead && !isListed && !isUploaded && !isReadElsewhere(document, operations, operation)) return danger;
  const plain = (name: string | undefined): string | undefined => {
    const [verb = '', ...rest] = wordsOf(name ?? '');
    // The article that an operationId leaves out stands in the summary.
    const whole = isSet && name === named.operationId && /^sets?$/u.test(verb) ? ['set', 'a', ...rest].join(' ') : name;
    return addsTo(verb, path) || isHandedIn([verb, ...rest], path)
      ? ['create', ...rest].join(' ')
      : (withoutNoun(name, danger, path) ?? begun(whole, path));
  };
  return dangerIn({ ...named, operationId: plain(named.operationId), summary: plain(named.summary) });
};

/** Words by which somebody is asked to become one of a collection. */
export const inviting: ReadonlySet<string> = new Set(['invite', 'invites']);

/**
 * Does a POST add one to a collection by inviting somebody: nothing else in its names is dangerous, and the list at its path shows what it answers. Who is invited is written
 * to, and is one of the collection from then on.
 */
export const invitesOne = (
  document: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  operation: Operation,
  namedOf: NamedOf,
): boolean =>
  operation.method === 'POST' &&
  dangerIn(namedOf(operation)) !== undefined &&
  dangerIn(namedOf(operation), inviting) === undefined &&
  listOfNew(document, operations, operation) !== undefined;

/** Words that say that somebody gets one for money. */
const trading = new Set(['sell', 'sells', 'buy', 'buys', 'purchase', 'purchases']);

/** Words behind the verb for a creation that say that it is paid for: "Enrol and pay". */
const paying = /(?<=\w) and pays?\b/u;

/** A name without those words; as it is where it has none. */
const unpaid = (name: string | undefined): string | undefined => {
  const words = wordsOf(name ?? '').join(' ');
  return paying.test(words) ? words.replace(paying, '') : name;
};

/** The names of a POST without the word for a trade right before the noun of the collection that it adds to, and without the payment that goes with it: "Sell a pass" for `POST /passes`, "Book and pay". */
export const withoutTrade = (named: Named, path: string): Named => ({
  ...named,
  operationId: begun(unpaid(named.operationId), path, trading),
  summary: begun(unpaid(named.summary), path, trading),
});

/** A name without the word for a beginning that stands right before the noun of a collection; an article may stand between. */
const begun = (name: string | undefined, collection: string, verbs: ReadonlySet<string> = beginning): string | undefined => {
  const words = wordsOf(name ?? '');
  const [verb = '', ...after] = words;
  const particle = particles[verb];
  // "Set an assignment" is about a new one, "Set the freezer" about one that is there.
  const isNew = ['set', 'sets'].includes(verb) && ['a', 'an'].includes(after[0] ?? '');
  if (particle !== undefined && after[0] !== particle && !isNew) return name;
  const rest = particle === undefined || isNew ? after : after.slice(1);
  // "Open the book of a lot" is about one lot more, and "Start the diary of a trip" of `/diaries` about one diary more.
  const owner = rest.findIndex((word, n) => word === 'of' && ['a', 'an'].includes(rest[n + 1] ?? ''));
  const owned = rest.slice(0, Math.max(0, owner)).filter((word) => !articles.has(word));
  const isOwned = owned.length === 1 && isNounOf(owned[0] ?? '', collection);
  const nouns = isOwned ? owned : rest.slice(owner + 1).filter((word) => !articles.has(word));
  const whole = nounWordsOf(collection);
  if (verb.startsWith('install') && [...whole, whole.join('')].some((word) => software.has(word))) return name;
  const isWhole =
    whole.length > 0 && whole.every((word, n) => (n < whole.length - 1 ? nouns[n] === word : isNounOf(nouns[n] ?? '', collection)));
  return verbs.has(verb) && (isWhole || isNounOf(nouns[0] ?? '', collection)) ? ['create', ...rest].join(' ') : name;
};
