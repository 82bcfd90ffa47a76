import type { Contract, Operation } from '../../model.ts';
import { holdsForSome } from '../holds-for-some.ts';
import { toldRoles } from './hidden.ts';
import { rolesIn } from './phrases.ts';
import { saidAt, saidByTags } from './spelled.ts';
import { stemOf } from './stem.ts';
import { linesOf, plain } from './texts.ts';

type Document = Contract['document'];

/** "Students get a 403", "viewers are answered with 403": at an operation. */
const answered =
  /^(?<roles>[^.:;()]{3,60}?) (?:gets?|receives?|(?:is|are) (?:answered|refused|rejected|met)(?: with)?|(?:see|face)s?) (?:an? )?(?:status )?403[.;]?$/iu;

/** "Students have no access to it", "Guests cannot see them": at what its tag is about. */
const without =
  /^(?<roles>[^.:;()]{3,60}?) (?:(?:have|has|get|gets) no access(?: to (?:it|them|these|those|this|any of (?:it|them)))?|(?:cannot|can not|can't|may not|must not|do not get to|never) (?<verb>see|read|view|access|use|open) (?:it|them|these|those|any of (?:it|them)))[.;]?$/iu;

const anyone = '(?:all|any|every|each)(?: of the)? (?<who>roles?|keys?|tokens?|callers?|members?|users?)';

/** What is said of a thing, and gives nobody a right: "any member can be tested", "every key may have a name", "any token can expire". */
const ofThing = String.raw`(?:\p{L}+ly |also |always |still )?(?:be(?!\s+used\s+(?:here|for this)\b)|have|hold|contain|carry|belong|appear|occur|expire|exist|stay|remain|become|come|change hands|consist|refer|start with|end)\b`;

/** "Open to every role", "any role may look". Where more follows it is about some of them: "every role above clerk". */
const open: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:open|available|allowed|accessible) (?:to|for) ${anyone}(?=$|[.,;])`, 'iu'),
  new RegExp(String.raw`^${anyone} (?:may|can) (?!${ofThing})`, 'iu'),
  /\b(?:key|token)s? of any role (?:will do|works?)(?=$|[.,;])/iu,
  /^(?:for )?(?:every|any|all) roles?(?=$|[.;])/iu,
];

/** Words by which it is so in some cases, or for some of what there is. */
const inSomeCases =
  /\b(?:if|unless|when|while|except|but|only|not|no longer|never|once|until|own|theirs|themselves|assigned|(?:that|which|who) (?:is|are|has|have)|save for|apart from|other than|on (?:week|sun|mon|request)\w*)\b/iu;

/** Words by which a sentence says how much each may do, which gives the operation to nobody: "Each user may send 20 requests per minute". */
const ofAmounts =
  /\b(?:per|an|a|each|every|within an?) (?:second|minute|hour|day|week|month|year)\b|\b429\b|\b(?:at most|up to|no more than|at a time)\b/iu;

/** Does an operation say that all callers may use it, whatever their role: "Open to every role." */
export const isOpenToAll = (document: Document, operation: Operation): boolean => {
  const { full, lesser } = toldRoles(document);
  // Where some are members and others guests, "all members" are not all.
  const isRole = (who: string): boolean => [full, lesser].some((roles) => roles.has(stemOf(who.toLowerCase())));
  return saidAt(document, operation)
    .flatMap(linesOf)
    .map(plain)
    .some((line) => {
      const found = open.map((form) => form.exec(line)).find((one) => one !== null);
      return (
        found !== undefined &&
        !inSomeCases.test(line) &&
        !holdsForSome(line) &&
        !ofAmounts.test(line) &&
        !isRole(found.groups?.['who'] ?? '')
      );
    });
};

/**
 * May a sentence speak of something else than what its section is about, so that "them" behind it does: "Each note has a comment", "Deleted notes stay for a week",
 * "The `price` is secret".
 */
const mayBeOther =
  /`|\b(?:has|have|had|with|including|includes?|sees?|gets?|holds?|carr(?:y|ies)|contains?|stays?|shows?|keeps?|some|certain|not|makes?|writes?|sets?|reads?)\b|^(?:\w+ed|hidden|private|internal|old|own|each)\b/iu;

/** What "it" and "them" are called in a sentence about them. */
const pronoun = /\b(?:it|them|these|those|this)[.;]?$/iu;

/**
 * The roles, by the stems of their names, to which an operation is refused by its own words ("students get a 403") or by those of its tag ("The directory of an
 * organisation. Students have no access to it."). What they cannot see they can still be allowed to write: that is said of reads alone.
 */
export const refusedRoles = (document: Document, operation: Operation): ReadonlySet<string> => {
  const { lesser } = toldRoles(document);
  const own = saidAt(document, operation)
    .flatMap(linesOf)
    .flatMap((line) => rolesIn(answered.exec(plain(line))?.groups?.['roles'] ?? '', lesser) ?? []);
  const ofTag = saidByTags(document, operation)
    .map(linesOf)
    .flatMap((lines) => lines.filter((line, n) => !pronoun.test(plain(line)) || !lines.slice(0, n).some((one) => mayBeOther.test(one))))
    .flatMap((line) => {
      const { roles = '', verb } = without.exec(plain(line))?.groups ?? {};
      const isAbout = verb === undefined || /^(?:access|use|open)$/iu.test(verb) || operation.effect === 'safe';
      return (isAbout ? rolesIn(roles, lesser) : undefined) ?? [];
    });
  return new Set([...own, ...ofTag]);
};
