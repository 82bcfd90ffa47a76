import type { Contract, Operation } from '../../model.ts';
import { isObject } from '../../pointer.ts';
import { type Acts, actsIn } from './acts.ts';
import { readersOfAll } from './callers-told.ts';
import type { Clause } from './clauses.ts';
import { actWords, emptyWords, greaterRoles, leastRoles, particles } from './lexicon.ts';
import { toldRoles } from './hidden.ts';
import { type Marked, markedRoles, rolesOfTags } from './marked.ts';
import { readRoles, type Stated } from './read-roles.ts';
import { securityOf } from './scopes.ts';
import { atLeast } from './order.ts';
import { isOpenToAll, refusedRoles } from './refused-roles.ts';
import { type NamedByRow, namedByRow } from './rows-of-operations.ts';
import { roleOfValue, saidAt } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf, plain, vocabularyOf } from './texts.ts';
import { type Told, toldAt } from './told-at.ts';
import { refusedByDefault, toldByTags } from './told-by-tags.ts';
import { type Words, wordsFor } from './words-of-operation.ts';

/** What a document says that a caller with less rights than the operator's key may do: an operation, or not. */
export type Right = 'may' | 'may-not';

/**
 * What a role may do with an operation by what is said of the whole that its tag names: "machine rental" of `POST /mr-orders` with the tag "Machine rental". Only where nothing
 * else is said of it.
 */
const rightByTag = (clauses: readonly Clause[], { kind, tags, isAdding }: Words): Right | 'open' | undefined => {
  const told = clauses.filter(
    ({ words, kinds }) =>
      tags.some((tag) => tag.size > 0 && tag.size === words.size && [...words].every((word) => tag.has(word))) &&
      (kinds.size === 0 || kinds.has(kind) || (isAdding && kinds.has('create'))),
  );
  if (told.length === 0) return undefined;
  const [{ isMay } = { isMay: true }] = told;
  return told.some((one) => one.isOpen === true || one.isMay !== isMay) ? 'open' : isMay ? 'may' : 'may-not';
};

/** How a clause is about an operation: not at all (0), in general (1), by naming what it is about (2), or also what it does (3). */
const aboutBy = (clause: Clause, { kind, acts, nouns, above, phrase, isAdding }: Words, vocabulary: ReadonlySet<string>): 0 | 1 | 2 | 3 => {
  const { isMay, kinds, words, isAll } = clause;
  const named = [...words].filter((word) => nouns.has(word));
  // "Approve and remove invoices" is that act, also where its path names it by a noun: `POST /invoices/{id}/approvals`.
  const isActOn = [...words].some((word) => above.has(word) && !nouns.has(word));
  const done = [...words].filter((word) => acts.has(word) && (!nouns.has(word) || (isActOn && actWords.has(word))));
  const others = [...words].filter((word) => !nouns.has(word) && !acts.has(word));
  const isActOf = isActIn(clause);
  if (!isMay && clause.isOpen !== true && isOfPart(clause, vocabulary)) return 0;
  // "Check people in" is that act, whatever the path calls what it is on.
  if (phrase.length > 0 && phrase.every((word) => words.has(word))) return 3;
  if (done.length > 0) return named.length > 0 || others.every(isActOf) ? 3 : 0;
  const isOfKind = kinds.has(kind) || (isAdding && named.length > 0 && kinds.has('create'));
  // "exports" is about all that is done with them, "start sessions" about one thing.
  if (named.length > 0) return isOfKind || (kinds.size === 0 && !others.some(isActOf)) ? 2 : 0;
  if (others.length > 0 && !isAll) return 0;
  return isOfKind || (isAll && kinds.size === 0) ? 1 : 0;
};

/** Is a clause about a part that no path names, such as a member or a form: what is denied of it is not denied of the whole. */
const isOfPart = (clause: Clause, vocabulary: ReadonlySet<string>): boolean =>
  [...clause.words].some((word) => !vocabulary.has(word) && !isActIn(clause)(word));

/** Is a word of a clause what somebody does: by the words that documents often use, or by those of this document. */
const isActIn =
  ({ acts }: Clause) =>
  (word: string): boolean =>
    actWords.has(word) || acts?.has(word) === true;

/** A clause without the nouns of what an operation does: "comment moderation" is about that which moderates. */
const withoutForms = (clause: Clause, acts: ReadonlySet<string>): Clause => ({
  ...clause,
  words: new Set([...clause.words].filter((word) => word.length < leastForm || ![...acts].some((act) => act.startsWith(word)))),
});

/** The stem of a shorter word begins many others. */
const leastStem = 4;

/** A shorter beginning is that of many words. */
const leastForm = 5;

const isNounsOnly = ({ words }: Clause): boolean => [...words].every((word) => !actWords.has(word));

/** May a clause be about an operation in a way that cannot be read: it shares a word with what that is called, and names no other kind and no other act. */
const mayBeAbout = (clause: Clause, { kind, all, phrase }: Words): boolean => {
  const { kinds, words, hasOtherVerb } = clause;
  // "Check people in" is no check-out.
  const isOtherPhrase = phrase.length > 0 && [...words].some((word) => particles.has(word) && !phrase.includes(word));
  if (![...words].some((word) => all.has(word) && !(isOtherPhrase && phrase.includes(word)))) return false;
  if (kinds.has(kind) || hasOtherVerb === true) return true;
  const acts = [...words].filter(isActIn(clause));
  return acts.length > 0 ? acts.some((word) => all.has(word)) : kinds.size === 0;
};

/** What callers know of themselves, or end, whatever their role is. */
const ofOneself: ReadonlySet<string> = new Set(['me', 'self', 'myself', 'whoami', 'logout', 'signout']);

/**
 * May a right be about an operation by words that the document does not have elsewhere: "start walks" where no operation starts anything may be to create one, and "read hounds"
 * to read what the path calls dogs.
 */
const isPerhapsOf = (clause: Clause, { kind, all }: Words, vocabulary: ReadonlySet<string>, acts: Acts): boolean => {
  const { isMay, kinds, words } = clause;
  if (!isMay) return false;
  const isUnknownAct = [...words].some((word) => isActIn(clause)(word) && !acts.has(word) && !vocabulary.has(word));
  if (isUnknownAct && [...words].some((word) => all.has(word))) return true;
  return isOfPart(clause, vocabulary) && (kinds.size === 0 ? kind !== 'read' : kinds.has(kind));
};

const rightOf = (
  { clauses, isClosed, rest }: Stated,
  words: Words,
  { vocabulary, acts: known }: Vocabulary,
  isRefusalDescribed: boolean,
): Right | 'open' | undefined => {
  const { kind, acts, above, choices } = words;
  const said = clauses.map((clause) => ({ clause, by: aboutBy(clause, words, vocabulary) }));
  // "Invoices visible" does not say that all is done with them.
  const isOpen = (clause: Clause): boolean =>
    clause.isOpen === true ||
    (clause.isMay && !clause.isAll && clause.kinds.size === 0 && isNounsOnly(clause) && isOfPart(withoutForms(clause, acts), vocabulary));
  const most = (isMay: boolean): number =>
    Math.max(0, ...said.filter(({ clause }) => clause.isMay === isMay && !isOpen(clause)).map(({ by }) => by));
  // Where it depends, what is said more exactly still holds.
  const open = Math.max(0, ...said.filter(({ clause }) => isOpen(clause)).map(({ by }) => by));
  // What is said of a value of its body is not said of the others.
  if (clauses.some((clause) => [...clause.words].some((word) => choices.has(word) && isActIn(clause)(word) && !acts.has(word))))
    return 'open';
  const [granted, denied] = [most(true), most(false)];
  if (open > 0 && open >= Math.max(granted, denied)) return 'open';
  // "Read appointments | yes" and "export | no" leave open `/exports/appointments`.
  const isOfSpace = (clause: Clause): boolean =>
    [...words.space].some((one) => [...clause.words].some((word) => word === one || (one.length >= leastStem && word.startsWith(one))));
  if (granted > 0 && granted < 3 && clauses.some((clause) => (!clause.isMay || isOpen(clause)) && isOfSpace(clause))) return 'open';
  // "Everything but exports" leaves open what is below an export.
  const isBelowDenied = clauses.some(
    (clause) =>
      (!clause.isMay || isOpen(clause)) &&
      !isOfPart(clause, vocabulary) &&
      (clause.kinds.size === 0 || clause.kinds.has(kind)) &&
      [...clause.words].some((word) => above.has(word)) &&
      ![...clause.words].some((word) => isActIn(clause)(word) && !above.has(word) && !acts.has(word)),
  );
  // What the tag of an operation names as a whole is denied with all that is below it.
  if (denied === 0 && isBelowDenied) return granted === 0 && rightByTag(clauses, words) === 'may-not' ? 'may-not' : 'open';
  // "Everything except hiring trainers" leaves open what is done with trainers by another word.
  if (granted === 1 && denied === 0 && kind !== 'read' && clauses.some((clause) => !clause.isMay && mayBeAbout(clause, words)))
    return 'open';
  if (granted > denied && (denied === 0 || granted === 3)) return 'may';
  // "Write seating plans | yes" is about a seating plan, and "plan shifts | no" about shifts.
  const isWhole = ({ words: told }: Clause): boolean => [...told].every((word) => words.all.has(word) || emptyWords.has(word));
  const isSaid = (isMay: boolean): boolean =>
    said.some(({ clause, by }) => clause.isMay === isMay && by === 2 && !isOpen(clause) && isWhole(clause));
  if (granted === 2 && denied === 2 && isSaid(true) && !isSaid(false)) return 'open';
  if (denied > 0) return denied >= granted ? 'may-not' : 'open';
  const byTag = granted === 0 ? rightByTag(clauses, words) : undefined;
  if (byTag !== undefined) return byTag;
  // Of "read, start a class" it is open what is read.
  const isUnclear = ({ isMay, kinds, words: named, isOpen: depends }: Clause): boolean =>
    isMay && kind === 'read' && kinds.has('read') && (depends === true || kinds.size > 1 || [...named].some((word) => actWords.has(word)));
  const isMaybe = clauses.some((one) => (one.isMay && mayBeAbout(one, words)) || isUnclear(one));
  const isGivenElse = [...above].some((word) => ofOneself.has(word)) || clauses.some((one) => isPerhapsOf(one, words, vocabulary, known));
  if (isClosed && isRefusalDescribed && !isMaybe && !isGivenElse) return 'may-not';
  if (rest !== undefined) {
    const isClear = clauses.every((one) => one.isOpen !== true && !isOfPart(one, vocabulary) && !mayBeAbout(one, words));
    return rest === 'may' && isClear ? 'may' : 'open';
  }
  // "May create loans, subject to approval": so that a 403 of the operation does not say that this role gets it.
  return isMaybe && clauses.some((one) => one.isOpen === true && mayBeAbout(one, words)) ? 'open' : undefined;
};

/**
 * What a role may do where a row of a table names the operation as a whole: that wins over rows that name a part of its path, but not over sentences, and not where another
 * row is about the same thing.
 */
const rightWithRow = (
  stated: Stated,
  row: NamedByRow | undefined,
  words: Words,
  vocabulary: Vocabulary,
  isRefusalDescribed: boolean,
): Right | 'open' | undefined => {
  const byRow = row?.rights.get(stated.role ?? nameless);
  const isElsewhere =
    row?.thing !== undefined &&
    stated.clauses.some(
      (clause) =>
        clause.isOfRow === true &&
        aboutBy(clause, words, vocabulary.vocabulary) >= 2 &&
        (aboutBy(clause, words, vocabulary.vocabulary) === 3 || [...(row.thing ?? [])].every((word) => clause.words.has(word))),
    );
  if (byRow === undefined || isElsewhere) return rightOf(stated, words, vocabulary, isRefusalDescribed);
  const clauses = stated.clauses.filter(({ isOfRow }) => isOfRow !== true);
  const said = rightOf({ ...stated, clauses, isClosed: false, rest: undefined }, words, vocabulary, isRefusalDescribed);
  return said === undefined || said === byRow ? byRow : said === 'may-not' ? said : 'open';
};

/** The words of the paths of a document, and what its operations do. */
type Vocabulary = { readonly vocabulary: ReadonlySet<string>; readonly acts: Acts };

const known = new WeakMap<Contract['document'], Vocabulary & { readonly stated: readonly Stated[] }>();

/** The roles with less than all rights to which a document gives an operation, those to which it refuses it, and all of which it speaks. */
export type Rights = {
  readonly may: ReadonlySet<string>;
  readonly mayNot: ReadonlySet<string>;
  /** Of these the operation says that it depends on the request or the caller. */
  readonly open: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
};

/** Stands for callers with less rights whose role has no name. */
export const nameless = '';

/** A role of which only some may: "learners with an active enrolment", "editors who belong to it". */
const someOf = /(?<role>\p{L}+) (?:with|without|who|whose|that|enrolled|assigned|invited)\b/giu;

/** The roles of which an operation says that some of those with them may call it, so that what is said of the role elsewhere holds for no single caller. */
const rolesForSome = (document: Contract['document'], operation: Operation, roles: ReadonlySet<string>): readonly string[] =>
  saidAt(document, operation)
    .flatMap(linesOf)
    .map(plain)
    .filter((sentence) => /\b403\b|\bonly\b|^for\b/iu.test(sentence))
    .flatMap((sentence) => [...sentence.matchAll(someOf)].map(({ groups }) => stemOf((groups?.['role'] ?? '').toLowerCase())))
    .filter((role) => roles.has(role));

/** Who may and may not where an operation is for some roles. Of a least role that may not do everything, the order of the roles tells which others may; else that is open. */
const rightsByMark = (document: Contract['document'], { roles: marked, isLeast }: Marked): Rights => {
  const { full, lesser } = toldRoles(document);
  const all = lesser.size > 0 ? lesser : new Set([nameless]);
  const upper = isLeast ? [...marked].map((role) => atLeast(document, role)) : [];
  const isOrdered = upper.length > 0 && upper.every((one) => one !== undefined);
  const roles = isOrdered ? new Set(upper.flatMap((one) => [...one])) : marked;
  const isOfLesser = isLeast && !isOrdered && ![...roles].some((one) => full.has(one) || (greaterRoles.has(one) && !lesser.has(one)));
  const others = [...all].filter((one) => !roles.has(one));
  const mayNot = isOfLesser ? others.filter((one) => leastRoles.has(one) || all.size === 1) : others;
  return {
    may: new Set([...all].filter((one) => roles.has(one))),
    mayNot: new Set(mayNot),
    open: new Set(others.filter((one) => !mayNot.includes(one))),
    all,
  };
};

/** What an operation says of the words by which documents name it, for sentences about roles. */
const doingOf = (document: Contract['document'], operation: Operation): { readonly acts: ReadonlySet<string>; readonly kind: string } => {
  const words = wordsFor(document, operation, []);
  return { acts: words?.acts ?? new Set(), kind: words?.kind ?? 'act' };
};

/** What is said of roles about an operation, with what it says itself before what is said elsewhere. */
const withOwn = (rights: Rights | undefined, told: Told, lesser: ReadonlySet<string>): Rights | undefined => {
  const isOwn = (role: string): boolean => told.may.has(role) || told.mayNot.has(role) || told.open.has(role);
  const among = (roles: ReadonlySet<string>): readonly string[] => [...roles].filter((role) => lesser.has(role));
  const closed = told.isClosed ? [...lesser].filter((role) => !isOwn(role)) : [];
  const elsewhere = (roles: ReadonlySet<string> | undefined): readonly string[] =>
    told.isClosed ? [] : [...(roles ?? [])].filter((role) => !isOwn(role));
  const given = elsewhere(rights?.may);
  const may = new Set([...among(told.may), ...(told.isOfOne ? [] : given)]);
  const mayNot = new Set([...among(told.mayNot), ...closed, ...elsewhere(rights?.mayNot)]);
  const open = new Set([...among(told.open), ...elsewhere(rights?.open), ...(told.isOfOne ? given : [])]);
  if (may.size + mayNot.size + open.size === 0) return undefined;
  return { may, mayNot, open, all: new Set([...(rights?.all ?? lesser), ...may, ...mayNot, ...open]) };
};

/**
 * What a document says in prose that callers with less rights than everything may do with an operation: in a table of roles, in sentences such as "Clerks may create and
 * read, not delete" and "Only managers may remove a garage", or at the operation itself ("Agents and admins."). Undefined where it says nothing.
 * @param choices The listed values of the members of the body of the operation: what is said of one of them is not said of the others.
 */
export const rightsIn = (document: Contract['document'], operation: Operation, choices: readonly string[]): Rights | undefined => {
  const told = rightsTold(document, operation, choices);
  const granted = rolesOfSecurity(document, operation);
  if (granted.size === 0) return told;
  const { lesser } = toldRoles(document);
  const among = (roles: ReadonlySet<string>): readonly string[] => [...roles].filter((role) => granted.has(role));
  if (!told)
    return among(lesser).length === 0 ? undefined : { may: new Set(among(lesser)), mayNot: new Set(), open: new Set(), all: lesser };
  const others = (roles: ReadonlySet<string>): ReadonlySet<string> => new Set([...roles].filter((role) => !granted.has(role)));
  // "May remove their own notes" says on what it depends; the security of the operation cannot.
  const plainly = among(told.all).filter((role) => !told.open.has(role));
  return { may: new Set([...told.may, ...plainly]), mayNot: others(told.mayNot), open: told.open, all: told.all };
};

/**
 * The roles that the security of an operation names by themselves (OpenAPI 3.1, Security Requirement Object: scopes, or role names): whoever has one of them may call it, whatever
 * prose seems to say.
 */
const rolesOfSecurity = (document: Contract['document'], operation: Operation): ReadonlySet<string> =>
  new Set(
    securityOf(document, operation).flatMap((one) => {
      const named: readonly unknown[] = isObject(one) ? Object.values(one).flatMap((names) => (Array.isArray(names) ? names : [])) : [];
      const [only] = named;
      return named.length === 1 && typeof only === 'string' ? [roleOfValue(document, only)] : [];
    }),
  );

/** What is said of an operation, where a kind of credentials that may call every read is not kept from one by what the operation says of roles. */
const rightsTold = (document: Contract['document'], operation: Operation, choices: readonly string[]): Rights | undefined => {
  const told = rightsSaid(document, operation, choices);
  const readers = told && operation.method === 'GET' ? readersOfAll(document) : new Set<string>();
  const kept = [...(told?.mayNot ?? [])].filter((role) => readers.has(role));
  if (!told || kept.length === 0) return told;
  return { ...told, mayNot: new Set([...told.mayNot].filter((role) => !readers.has(role))), open: new Set([...told.open, ...kept]) };
};

const rightsSaid = (document: Contract['document'], operation: Operation, choices: readonly string[]): Rights | undefined => {
  const read = known.get(document) ?? { stated: readRoles(document), vocabulary: vocabularyOf(document), acts: actsIn(document) };
  known.set(document, read);
  const { lesser } = toldRoles(document);
  const upwards = (role: string): ReadonlySet<string> | undefined => atLeast(document, role);
  const told = toldAt(document, operation, { choices, doing: doingOf(document, operation), upwards });
  const marked = markedRoles(document, operation, choices);
  if (marked) {
    const { may, mayNot, open, all } = rightsByMark(document, marked);
    const isOwn = (role: string): boolean => told.open.has(role) || told.may.has(role);
    return {
      may,
      mayNot: new Set([...mayNot].filter((role) => !isOwn(role))),
      open: new Set([...open, ...[...mayNot].filter(isOwn)]),
      all,
    };
  }
  if (lesser.size > 0 && isOpenToAll(document, operation)) return { may: lesser, mayNot: new Set(), open: new Set(), all: lesser };
  const some = new Set(rolesForSome(document, operation, lesser));
  const own: Told = { ...told, may: new Set([...told.may].filter((role) => !some.has(role))), open: new Set([...told.open, ...some]) };
  return withOwn(own.isClosed ? undefined : rightsElsewhere(document, operation, choices, read), own, lesser);
};

/** Words by which an operation speaks of who may call it. */
const ofRights = /\b(?:roles?|permissions?|rights|authori[sz]ed|allowed|403|only (?:for|by)|(?:for|by) \p{L}+ only)\b/iu;

/** What is said of an operation by its tags, by a rule for all, and in the introduction. */
const rightsElsewhere = (
  document: Contract['document'],
  operation: Operation,
  choices: readonly string[],
  { stated, ...vocabulary }: Vocabulary & { readonly stated: readonly Stated[] },
): Rights | undefined => {
  const { lesser } = toldRoles(document);
  const upwards = (role: string): ReadonlySet<string> | undefined => atLeast(document, role);
  const ofTag = rolesOfTags(document, operation);
  if (ofTag) return rightsByMark(document, ofTag);
  const byTags = toldByTags(document, operation, doingOf(document, operation), upwards);
  const refused = new Set([...refusedRoles(document, operation), ...[...byTags.mayNot].filter((role) => lesser.has(role))]);
  const granted = new Set([...byTags.may].filter((role) => lesser.has(role) && !refused.has(role)));
  const words = stated.length === 0 ? undefined : wordsFor(document, operation, choices);
  const refusedElse = refusedByDefault(document, operation);
  // What an operation says of rights in a way that is not understood may take the rest from a role.
  const mayTake = saidAt(document, operation).some((text) => ofRights.test(text));
  const isRefusalDescribed = operation.responses.some(({ status }) => status === '403');
  const row = words && namedByRow(document, operation);
  const found = words
    ? stated.map((one) => {
        const role = one.role ?? nameless;
        const rest = one.rest === undefined || refusedElse.has(role) ? undefined : mayTake ? 'open' : one.rest;
        const right = granted.has(role)
          ? 'may'
          : refused.has(role)
            ? 'may-not'
            : rightWithRow({ ...one, rest }, row, words, vocabulary, isRefusalDescribed);
        return [role, right] as const;
      })
    : [];
  const byDefault = new Set(
    [...refusedElse].filter((role) => lesser.has(role) && !found.some(([one, right]) => one === role && right !== undefined)),
  );
  const may = new Set([...found.flatMap(([role, is]) => (is === 'may' ? [role] : [])), ...granted]);
  const mayNot = new Set([
    ...found.flatMap(([role, is]) => (is === 'may-not' ? [role] : [])),
    ...refused,
    ...[...byDefault].filter((role) => !may.has(role)),
  ]);
  const open = new Set(found.flatMap(([role, is]) => (is === 'open' && !mayNot.has(role) ? [role] : [])));
  if (may.size + mayNot.size + open.size === 0) return undefined;
  // A role of which nothing can be read is a role all the same.
  const all = new Set([
    ...found.map(([role]) => role),
    ...(stated.some(({ role }) => role === undefined) ? [] : lesser),
    ...mayNot,
    ...may,
  ]);
  return { may, mayNot, open, all };
};
