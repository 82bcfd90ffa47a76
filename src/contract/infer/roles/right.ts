import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { segmentsOf } from '../path-template.ts';
import { sentencesOf } from '../sentences.ts';
import { wordsOf } from '../words.ts';
import type { Clause } from './clauses.ts';
import { actWords, greaterRoles, type Kind, leastRoles } from './lexicon.ts';
import { toldRoles } from './hidden.ts';
import { type Marked, markedRoles, rolesOfTags } from './marked.ts';
import { readRoles, type Stated } from './read-roles.ts';
import { isOpenToAll, refusedRoles } from './refused-roles.ts';
import { stemOf } from './stem.ts';
import { vocabularyOf } from './texts.ts';

/** What a document says that a caller with less rights than the operator's key may do: an operation, or not. */
export type Right = 'may' | 'may-not';

/** The names of an operation, read as words. */
type Words = {
  readonly kind: Kind;
  readonly acts: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  readonly above: ReadonlySet<string>;
  readonly choices: ReadonlySet<string>;
  /** The words of an action with a verb of several, such as `check` and `in` of `/bookings/{id}/check-in`; empty for another one. */
  readonly phrase: readonly string[];
  /** It adds to a collection, whatever else it does. */
  readonly isAdding: boolean;
};

const kindOf = ({ method, effect }: Operation): Kind | undefined => {
  if (effect === 'safe') return 'read';
  if (effect === 'asks') return undefined;
  if (method === 'DELETE') return 'remove';
  if (method === 'PUT' || method === 'PATCH') return 'change';
  return effect.startsWith('creates') ? 'create' : 'act';
};

/** A verb that is one only with its particle. */
const particle = /[^\p{L}](?:in|out|on|off|up|down|back)$/iu;

const wordsFor = (document: Contract['document'], operation: Operation, choices: readonly string[]): Words | undefined => {
  const kind = kindOf(operation);
  if (kind === undefined) return undefined;
  const segments = segmentsOf(operation.path);
  const literals = segments.flatMap((one) => ('literal' in one ? [one.literal] : []));
  const last = segments.findLastIndex((one) => 'parameter' in one);
  const tail = last < 0 ? literals.slice(-1) : segments.slice(last + 1).flatMap((one) => ('literal' in one ? [one.literal] : []));
  // What ends in a plural adds to a collection.
  const isAction = kind === 'act' && tail.length > 0 && literals.length > 1 && !/(?<!s)s$/u.test(tail.at(-1) ?? '');
  const about = isAction ? literals.slice(0, -tail.length).slice(-1) : tail.length > 0 ? tail : literals.slice(-1);
  const node = valueAt(document, nodeOf(operation.location));
  const summary = isObject(node) && typeof node['summary'] === 'string' ? node['summary'] : '';
  const named = [wordsOf(operation.operationId ?? '')[0], wordsOf(summary)[0], ...(isAction ? tail.flatMap(wordsOf) : [])];
  return {
    kind,
    acts: new Set(named.flatMap((word) => (word === undefined ? [] : [stemOf(word)]))),
    nouns: new Set(about.flatMap(wordsOf).map(stemOf)),
    above: new Set(literals.flatMap(wordsOf).map(stemOf)),
    choices: new Set(choices.flatMap(wordsOf).map(stemOf)),
    phrase: isAction && tail.length === 1 && particle.test(tail[0] ?? '') ? wordsOf(tail[0] ?? '').map(stemOf) : [],
    isAdding: kind === 'create' || (kind === 'act' && operation.method === 'POST' && !isAction),
  };
};

/** How a clause is about an operation: not at all (0), in general (1), by naming what it is about (2), or also what it does (3). */
const aboutBy = (clause: Clause, { kind, acts, nouns, phrase, isAdding }: Words, vocabulary: ReadonlySet<string>): 0 | 1 | 2 | 3 => {
  const { isMay, kinds, words, isAll } = clause;
  const named = [...words].filter((word) => nouns.has(word));
  const done = [...words].filter((word) => acts.has(word) && !nouns.has(word));
  const others = [...words].filter((word) => !nouns.has(word) && !acts.has(word));
  if (!isMay && clause.isOpen !== true && isOfPart(clause, vocabulary)) return 0;
  // "Check people in" is that act, whatever the path calls what it is on.
  if (phrase.length > 0 && phrase.every((word) => words.has(word))) return 3;
  if (done.length > 0) return named.length > 0 || others.every((word) => actWords.has(word)) ? 3 : 0;
  const isOfKind = kinds.has(kind) || (isAdding && named.length > 0 && kinds.has('create'));
  // "exports" is about all that is done with them, "start sessions" about one thing.
  if (named.length > 0) return isOfKind || (kinds.size === 0 && !others.some((word) => actWords.has(word))) ? 2 : 0;
  if (others.length > 0 && !isAll) return 0;
  return isOfKind || (isAll && kinds.size === 0) ? 1 : 0;
};

/** Is a clause about a part that no path names, such as a member or a form: what is denied of it is not denied of the whole. */
const isOfPart = ({ words }: Clause, vocabulary: ReadonlySet<string>): boolean =>
  [...words].some((word) => !vocabulary.has(word) && !actWords.has(word));

const isNounsOnly = ({ words }: Clause): boolean => [...words].every((word) => !actWords.has(word));

const rightOf = (
  { clauses, isClosed }: Stated,
  words: Words,
  vocabulary: ReadonlySet<string>,
  isRefusalDescribed: boolean,
): Right | undefined => {
  const { kind, acts, above, choices } = words;
  const said = clauses.map((clause) => ({ clause, by: aboutBy(clause, words, vocabulary) }));
  // "Invoices visible" does not say that all is done with them.
  const isOpen = (clause: Clause): boolean =>
    clause.isOpen === true ||
    (clause.isMay && !clause.isAll && clause.kinds.size === 0 && isNounsOnly(clause) && isOfPart(clause, vocabulary));
  const most = (isMay: boolean): number =>
    Math.max(0, ...said.filter(({ clause }) => clause.isMay === isMay && !isOpen(clause)).map(({ by }) => by));
  // Where it depends, what is said more exactly still holds.
  const open = Math.max(0, ...said.filter(({ clause }) => isOpen(clause)).map(({ by }) => by));
  // What is said of a value of its body is not said of the others.
  if (clauses.some((clause) => [...clause.words].some((word) => choices.has(word) && actWords.has(word) && !acts.has(word))))
    return undefined;
  const [granted, denied] = [most(true), most(false)];
  if (open > 0 && open >= Math.max(granted, denied)) return undefined;
  // "Everything but exports" leaves open what is below an export.
  const isBelowDenied = clauses.some(
    (clause) =>
      (!clause.isMay || isOpen(clause)) &&
      !isOfPart(clause, vocabulary) &&
      (clause.kinds.size === 0 || clause.kinds.has(kind)) &&
      [...clause.words].some((word) => above.has(word)) &&
      ![...clause.words].some((word) => actWords.has(word) && !above.has(word) && !acts.has(word)),
  );
  if (denied === 0 && isBelowDenied) return undefined;
  if (granted > denied && (denied === 0 || granted === 3)) return 'may';
  if (denied > 0) return denied >= granted ? 'may-not' : undefined;
  return isClosed && isRefusalDescribed ? 'may-not' : undefined;
};

const known = new WeakMap<Contract['document'], { readonly stated: readonly Stated[]; readonly vocabulary: ReadonlySet<string> }>();

/** The roles with less than all rights to which a document gives an operation, those to which it refuses it, and all of which it speaks. */
export type Rights = { readonly may: ReadonlySet<string>; readonly mayNot: ReadonlySet<string>; readonly all: ReadonlySet<string> };

/** Stands for callers with less rights whose role has no name. */
export const nameless = '';

/** A role of which only some may: "learners with an active enrolment", "editors who belong to it". */
const someOf = /(?<role>\p{L}+) (?:with|without|who|whose|that|enrolled|assigned|invited)\b/giu;

/** Does an operation say that some of those with a role may call it, so that what is said of the role elsewhere holds for no single caller. */
const isForSome = (document: Contract['document'], { location }: Operation, roles: ReadonlySet<string>): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .filter((sentence) => /\b403\b|\bonly\b|^for\b/iu.test(sentence))
    .some((sentence) => [...sentence.matchAll(someOf)].some(({ groups }) => roles.has(stemOf((groups?.['role'] ?? '').toLowerCase()))));

/** Who may and may not where an operation is for some roles. Of a least role that may not do everything, it is open which of the others are above it. */
const rightsByMark = (document: Contract['document'], { roles, isLeast }: Marked): Rights => {
  const { full, lesser } = toldRoles(document);
  const all = lesser.size > 0 ? lesser : new Set([nameless]);
  const isOfLesser = isLeast && ![...roles].some((one) => full.has(one) || (greaterRoles.has(one) && !lesser.has(one)));
  const others = [...all].filter((one) => !roles.has(one));
  return {
    may: new Set([...all].filter((one) => roles.has(one))),
    mayNot: new Set(isOfLesser ? others.filter((one) => leastRoles.has(one) || all.size === 1) : others),
    all,
  };
};

/**
 * What a document says in prose that callers with less rights than everything may do with an operation: in a table of roles, in sentences such as "Clerks may create and
 * read, not delete" and "Only managers may remove a garage", or at the operation itself ("Agents and admins."). Undefined where it says nothing.
 * @param choices The listed values of the members of the body of the operation: what is said of one of them is not said of the others.
 */
export const rightsIn = (document: Contract['document'], operation: Operation, choices: readonly string[]): Rights | undefined => {
  const { stated, vocabulary } = known.get(document) ?? { stated: readRoles(document), vocabulary: vocabularyOf(document) };
  known.set(document, { stated, vocabulary });
  const { lesser } = toldRoles(document);
  const marked = markedRoles(document, operation, choices);
  if (marked) return rightsByMark(document, marked);
  if (isForSome(document, operation, lesser)) return undefined;
  if (lesser.size > 0 && isOpenToAll(document, operation)) return { may: lesser, mayNot: new Set(), all: lesser };
  const ofTag = rolesOfTags(document, operation);
  if (ofTag) return rightsByMark(document, ofTag);
  const refused = refusedRoles(document, operation);
  const words = stated.length === 0 ? undefined : wordsFor(document, operation, choices);
  if (!words) return refused.size === 0 ? undefined : { may: new Set(), mayNot: refused, all: new Set([...lesser, ...refused]) };
  const isRefusalDescribed = operation.responses.some(({ status }) => status === '403');
  const found = stated.map((one) => {
    const role = one.role ?? nameless;
    return [role, refused.has(role) ? 'may-not' : rightOf(one, words, vocabulary, isRefusalDescribed)] as const;
  });
  const [may, mayNot] = (['may', 'may-not'] as const).map((right) => new Set(found.flatMap(([role, is]) => (is === right ? [role] : []))));
  if (!may || !mayNot || may.size + mayNot.size + refused.size === 0) return undefined;
  // A role of which nothing can be read is a role all the same.
  const all = new Set([...found.map(([role]) => role), ...(stated.some(({ role }) => role === undefined) ? [] : lesser), ...refused]);
  return { may, mayNot: new Set([...mayNot, ...refused]), all };
};
