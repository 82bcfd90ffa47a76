import { sentencesOf } from './sentences.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { singular } from './singular.ts';
import { alternativesOf, isType, membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

type Json = Contract['document'];

/** Words by which a member says that no other resource may have its value. */
const saysUnique =
  /^unique\b(?! (?:id|letters|characters|digits|words|visitors|users))|\b(?:is|are|be|kept|stays) unique\b|\bunique (?:among|within|per|in|across|for each)\b/iu;

/** The same of the resources: "Two members of a club never have the same address". */
const noTwo =
  /\bno two (?:(?!same\b)[\w-]+ ){1,6}?(?:have|share|carry|may have|can have) the same\b|\btwo (?:(?!same\b)[\w-]+ ){1,6}?never (?:have|share|carry) the same\b/iu;

/** Words by which a value may be used for one resource alone: "can be registered only once within an account", and not once a day. */
const saysOnce =
  /\b(?:only|at most|just) once\b(?! (?:per|an?|each|every|for|in|at|during|with|by)\b)|\b(?:can|may|must) be (?:registered|used|taken|given|added) (?:only )?once (?:in the whole|in all|across)\b/iu;

const deniesUnique = /\b(?:not|never|no longer|need not)\b[^.]{0,20}\bunique\b/iu;

/** Does a document say of a member that no two resources have the same value. */
export const isDocumentedUnique = (document: Json, schema: unknown): boolean =>
  partsOf(document, schema).some(({ description, 'x-unique': marked }) => {
    const isSaid =
      typeof description === 'string' && (saysUnique.test(description) || noTwo.test(description)) && !deniesUnique.test(description);
    return marked === true || isSaid;
  });

const isTaken = /\b(?:already|taken|in use|exists|duplicate)\b/iu;

/** What an operation says of its answer 409 (RFC 9110, section 15.5.10); undefined where it describes none. */
const conflictOf = (document: Json, { responses }: Operation): string | undefined => {
  const response = responses.find(({ status }) => status === '409');
  const node = response && valueAt(document, nodeOf(response.location));
  if (!isObject(node)) return undefined;
  return typeof node['description'] === 'string' ? node['description'] : '';
};

/** "Labels are unique within a device" is about a member, "labels are unique" may be about resources. */
const isWithin = /\bunique (?:among|within|per|in|across|for each)\b/iu;

/** What the words of a creation say before "must be unique" or "only once"; its words name the member. */
const subjectsIn = (document: Json, { location }: Operation): readonly (readonly string[])[] => {
  const node = valueAt(document, nodeOf(location));
  const text = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  return text
    .split(/[.;:\n]\s+/u)
    .filter((sentence) => !deniesUnique.test(sentence))
    .flatMap((sentence) => {
      const named = [saysUnique, saysOnce].map((says) =>
        wordsOf(sentence.slice(0, Math.max(0, sentence.search(says))).replaceAll(/\be-mail/giu, 'email')),
      );
      return isWithin.test(sentence) ? [...named, ...named.map((words) => words.map(singular))] : named;
    });
};

/** Words of a sentence about the value of another resource, which an answer 409 is about. */
const ofAnother = /\b(?:another|other|already|taken|in use|exists|existing|duplicate|unique|same)\b/iu;

/** Words of a sentence about a state, a time or a rule, and not about a value that may be there only once. */
const ofState =
  /\b(?:while|during|overlap\w*|time|times|date|day|period|slot|status|state|active|pending|open|closed|running|version|idempoten\w*|per|each)\b/iu;

/** Names of members that other resources have in common as a rule. */
const shared: ReadonlySet<string> = new Set([
  'description',
  'summary',
  'note',
  'notes',
  'comment',
  'text',
  'body',
  'content',
  'type',
  'kind',
  'reason',
]);

/** "The address is kept in lower case. No two authors have the same one: 409." The second sentence is about what the first one names. */
const withItsSubject = (sentences: readonly string[]): readonly string[] =>
  sentences.map((one, n) => (/^no two [^.;]*\bthe same one\b/iu.test(one) && n > 0 ? `${sentences[n - 1]} ${one}` : one));

/**
 * The one text of a body that a sentence of the operation's description names as taken by another resource, where it says that this is answered 409: "A URL that
 * another endpoint has is answered with 409."
 * @param address The member that "an address" means, though it is not called so.
 */
const saidTaken = (document: Json, create: Operation, texts: readonly string[], address: string | undefined): readonly string[] => {
  const node = valueAt(document, nodeOf(create.location));
  const description = isObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
  const nouns = new Set(wordsOf(create.path).flatMap((word) => [word, singular(word)]));
  const named = withItsSubject(sentencesOf(description))
    .filter((sentence) => /\b409\b/u.test(sentence) && ofAnother.test(sentence) && !ofState.test(sentence))
    .flatMap((sentence) => {
      const plain = sentence.replaceAll(/`[^`]*_[^`]*`/gu, ' ');
      const words = wordsOf(plain);
      return texts.filter((name) => {
        const own = wordsOf(name);
        const isOwn = !shared.has(own.at(-1) ?? '') && !nouns.has(own.join(' ')) && !['id', 'ids'].includes(own.at(-1) ?? '');
        const isNamed = words.includes(own.join('')) || words.some((_, n) => own.every((word, m) => words[n + m] === word));
        return isOwn && (isNamed || (name === address && words.includes('address')));
      });
    });
  return new Set(named).size === 1 ? named.slice(0, 1) : [];
};

/** The only member with an address of e-mail, where no other one is an address by its name. */
const addressIn = (document: Json, texts: readonly (readonly [name: string, schema: Schema])[]): string | undefined => {
  const mails = texts.filter(([, member]) => partsOf(document, member).some(({ format }) => format === 'email'));
  const isOther = texts.some(([name]) => wordsOf(name).includes('address') && !mails.some(([mail]) => mail === name));
  return mails.length === 1 && !isOther ? mails[0]?.[0] : undefined;
};

/** Is a member a text whose values are not listed, and no moment. */
const isFreeText = (document: Json, schema: Schema): boolean =>
  isType(document, schema, 'string') &&
  partsOf(document, schema).every(
    ({ enum: listed, const: only, format }) =>
      listed === undefined && only === undefined && !['date', 'date-time', 'time'].includes(String(format)),
  );

/**
 * The texts of a request body whose values another resource may have taken, where the creation describes 409: those that are documented as unique, by their
 * own words or by those of the creation ("The berth number must be unique within the harbour"), else the one that the description of the operation says to be
 * taken, else the one required text that the description of 409 names so.
 */
export const uniqueMembers = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const conflict = conflictOf(document, create);
  if (conflict === undefined) return [];
  const asking = alternativesOf(document, asked);
  const texts = [...new Map(asking.flatMap((one) => [...membersOf(document, one)]))].filter(([, member]) =>
    isType(document, member, 'string'),
  );
  const subjects = subjectsIn(document, create);
  const isSubject = (name: string): boolean => subjects.some((said) => wordsOf(name).every((word) => said.includes(word)));
  const unique = texts.filter(([name, member]) => isDocumentedUnique(document, member) || isSubject(name)).map(([name]) => name);
  if (unique.length > 0) return unique;
  const said = saidTaken(
    document,
    create,
    texts.filter(([, member]) => isFreeText(document, member)).map(([name]) => name),
    addressIn(document, texts),
  );
  if (said.length > 0 || !isTaken.test(conflict)) return said;
  const required = new Set(
    asking.flatMap((one) => partsOf(document, one)).flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])),
  );
  const words = new Set(wordsOf(conflict));
  const named = texts.map(([name]) => name).filter((name) => required.has(name) && wordsOf(name).every((word) => words.has(word)));
  return named.length === 1 ? named : [];
};

/** Words by which it holds as a rule, for some, on a condition, or among some alone: whether a second one is refused is open then. */
const openly =
  /\b(?:should|recommend\w*|advis\w*|ideally|usually|normally|generally|typically|preferably|expected to|not enforced|not checked|enforced (?:only )?(?:in|for|by)|production|sandbox|test mode|unless|by default|plans?|edit\w*|lock\w*|active|open|published|pending|enabled|live|unpaid|confirmed|current|currently)\b|\bfor (?:business|premium|paid|new|some|certain) \w+|\b(?:from|since|until) 20\d\d\b|\b(?:if|when|where) `|\b(?:may|might|could|can) (?:be (?:returned|refused|rejected|answered|given)|fail|happen|occur|return|answer)\b|\bin (?:one|a|the same) (?:second|minute|hour|day|batch|import)\b|\b(?:batch|import|file)\b/iu;

/**
 * The texts of a request body that {@link uniqueMembers} finds, where a second creation with the same values is refused to everybody: none where what is said of them holds
 * as a rule, for some or among some.
 */
export const uniqueForAll = (document: Json, create: Operation, asked: unknown): readonly string[] => {
  const names = uniqueMembers(document, create, asked);
  const node = valueAt(document, nodeOf(create.location));
  const own = isObject(node) && typeof node['description'] === 'string' ? [node['description']] : [];
  const ofMembers = alternativesOf(document, asked)
    .flatMap((one) => [...membersOf(document, one)])
    .filter(([name]) => names.includes(name))
    .flatMap(([, schema]) => partsOf(document, schema).map(({ description }) => description));
  const isAbout = (sentence: string): boolean =>
    [/\bunique\b/iu, noTwo, saysOnce].some((form) => form.test(sentence)) || (/\b409\b/u.test(sentence) && ofAnother.test(sentence));
  const sentences = [...own, ...ofMembers.filter((text) => typeof text === 'string')].flatMap(sentencesOf).filter(isAbout);
  return sentences.some((sentence) => openly.test(sentence)) ? [] : names;
};
