import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { wordsOf } from '../words.ts';
import { toldRoles } from './hidden.ts';
import { greaterRoles, inSomeUse, verbs } from './lexicon.ts';
import { fewest, roleNamesOf } from './names.ts';
import { leastOf, leastWord, rolesIn } from './phrases.ts';
import { asRule } from './sentences.ts';
import { roleOfValue, saidAt, saidByTags } from './spelled.ts';
import { stemOf, stems } from './stem.ts';
import { linesOf, plain, vocabularyOf } from './texts.ts';

type Document = Contract['document'];

/** A sentence that is nothing but the names of roles: "Agents and admins.", "Agents and admins of the organisation." With an article it tells what the answer is: "The owner." */
const bare = /^(?!(?:the|an?|its|their|your) )(?<roles>[^.:;()]{3,60}?)(?: (?:of|in) (?:the|its|their|an?) \p{L}+)?[.;]$/iu;

/** The forms of a sentence that says for which roles an operation is; the group holds their names. */
const forms: readonly RegExp[] = [
  // "For managers only.", "Only admins.", "Roles: admin, agent."
  /^(?:only (?:for|by)|for only|for|only|(?:(?:minimum|least|lowest|required|needed|allowed|permitted) )?roles?:|(?:allowed|available|open|restricted|limited|reserved) (?:only )?(?:for|to)|access:|permissions?:)\s*(?<roles>[^.:;()]{3,60}?)(?: only)?(?: (?:of|in) (?:the|its|their|an?) \p{L}+)?[.;]?$/iu,
  /^(?<roles>[^.:;()]{3,60}?) only[.;]?$/iu,
  // "This takes an editor key.", "Takes the scope writer."
  /^(?:(?:this|it|the (?:operation|call|endpoint)) )?(?:takes|needs|requires|wants|calls for) (?=[^.:;()]*\b(?:keys?|tokens?|roles?|scopes?|rights|permissions?)\b)(?<roles>[^.:;()]{3,60}?)[.;]?$/iu,
  // "Owners decide, nobody else."
  /^(?<roles>[^.:;()]{3,60}?) (?:may |can )?\w+, (?:and )?(?:nobody|no one|none) else[.;]?$/iu,
  // "Only managers may cancel a class."
  /^only (?<roles>[^.:;()]{3,60}?) (?:may|can|are allowed to|are permitted to)\b(?<what>[^.;]*)/iu,
  // "Requires the role `manager`", "Needs the manager role."
  /^(?:(?<what>[^.;]*) )?(?:requires?|needs?) (?=[^.:;()]*\b(?:role|permission|rights)\b)(?<roles>[^.:;()]{3,60}?)(?: (?:for|to) this)?[.;]?$/iu,
  // "This is for managers only", "May only be called by agents and admins."
  /^(?:this|it|the (?:operation|call|endpoint)) is (?:only |reserved |limited |restricted )?(?:for|to) (?<roles>[^.:;()]{3,60}?) only[.;]?$/iu,
  /^(?:(?:this|it|the (?:operation|call|endpoint)) )?(?:may|can) only be (?:called|used|done) by (?<roles>[^.:;()]{3,60}?)[.;]?$/iu,
];

/**
 * "Needs MANAGER.", "Requires admin.", without a word that says that a role is meant: a name in capitals, or one for who may do everything. With an article or in small letters
 * it may be something that a request needs: "Needs a driver."
 */
const bareNeed = /^(?:(?:this|it|the (?:operation|call|endpoint)) )?(?:needs|requires|takes) (?<roles>(?!an? )[^.:;()]{3,60}?)[.;]?$/iu;

/** The roles of {@link bareNeed}. */
const neededBare = (line: string, names: ReadonlySet<string>): readonly string[] | undefined => {
  const roles = bareNeed.exec(line)?.groups?.['roles'] ?? '';
  const named = roles.split(/,? (?:and|or) |, ?|\//u);
  const isName = (one: string): boolean => /^\p{Lu}[\p{Lu}\d_-]+$/u.test(one) || greaterRoles.has(stemOf(one.toLowerCase()));
  return named.every(isName) ? rolesIn(roles, names) : undefined;
};

/** Words by which a sentence about a call means each of them. */
const ofAnyCall = stems(
  'the an this that it they them these those any each every all of to and or operation action call calling endpoint request access caller key token credential user which always also ' +
    'do perform use run make at on in from whatever one',
);

/** Words of names of an operation, and of what it does. */
export const namesOf = (node: unknown, path: string, method: string): ReadonlySet<string> => {
  const { summary, operationId } = isObject(node) ? node : {};
  const named = [path, summary, operationId].flatMap((one) => (typeof one === 'string' ? wordsOf(one) : []));
  const kind = { GET: 'read', PUT: 'change', PATCH: 'change', DELETE: 'remove', POST: 'create' }[method];
  const done = verbs.flatMap(([kinds, words]) => (kinds.some((one) => one === kind) ? [...words] : []));
  return new Set([...named.flatMap((word) => (isParticiple.test(word) ? [word] : [stemOf(word)])), ...done]);
};

/** "A paid invoice" is not every invoice. */
export const isParticiple = /[^e]ed$/u;

/** Is what a sentence is about the whole operation, rather than a part or some of its calls: "Deleting an invoice" of the removal, not "Forcing it" or "a paid invoice". */
export const isOfWhole = (what: string, own: ReadonlySet<string>): boolean => {
  const [first = ''] = what.split(/,|\b(?:because|since|as|so)\b/u);
  return wordsOf(first).every(
    (word) => own.has(isParticiple.test(word) ? word : stemOf(word)) || ofAnyCall.has(stemOf(word)) || word.length < leastWord,
  );
};

/** What holds for some calls alone. */
const ofSomeCalls = /\b(?:if|unless|until|when|while|except|own|themselves|whose|once|set|send|change|whatever)\b/iu;

/** Does a sentence hold for some calls alone, or only as a rule. */
const isConditional = (line: string): boolean => ofSomeCalls.test(line) || asRule.test(line) || inSomeUse.test(line);

/** A summary that ends in the roles in brackets: "Delete a ticket (admins)". */
const inBrackets = /\(([^()]{3,60})\)\s*\.?$/u;

/** Sentences of a tag that hold for all its operations: "Managers only.", "These are for managers only.", "All of these require the role `manager`." */
const ofTags: readonly RegExp[] = [
  /^(?:only for|for only|for|roles?:|(?:allowed|available|open|restricted|limited|reserved) only (?:for|to)|(?:restricted|limited|reserved) to)\s*(?<roles>[^.:;()]{3,60}?)(?<only> only)?[.;]?$/iu,
  // "Owners only, from start to finish.", "Admins only: everybody else gets a 403."
  /^(?<roles>[^.:;()]{3,60}?) only(?:[.;]?$|: (?=(?:everybody|everyone|anybody|anyone|all|any|every|others?|nobody|no one|whoever)\b)|, (?:from|at|in|throughout|everywhere|always|reading|without)\b)/iu,
  /^(?:(?:this|these|they|all|everything|all of (?:this|these|them)|(?:all|every|each|these)(?: of the)? (?:operations?|calls?|endpoints?|requests?))(?: here| below| in this (?:section|group))? )?(?:(?:is|are) (?:only |reserved |limited |restricted )?(?:for|to)|(?:requires?|needs?)(?= (?:(?:an?|the) )?(?:role|\S+ (?:role|rights)))) (?<roles>[^.:;()]{3,60}?)(?: only)?[.;]?$/iu,
];

/** Words without which "for managers" says whom a section helps, and not whom it is closed to. */
const isClosing = /\bonly\b|\broles?\b|\brights\b|\brestricted\b|\blimited\b|\breserved\b/iu;

/** The roles for which an operation is, as stems, and whether they are the least ones that may: "Managers and above", "Requires the role `editor`". */
export type Marked = { readonly roles: ReadonlySet<string>; readonly isLeast: boolean };

/** Members of an operation that list its roles: `x-roles: [admin, agent]`, `x-required-role: admin` (OpenAPI 3.1, Specification Extensions). */
const extension = /^x-(?<least>required-|needed-|minimum-|min-)?(?:allowed-|permitted-)?roles?(?<after>-required|-needed)?$/iu;

/** What the extensions of an operation list; undefined where they list none, or something else than the roles of the document. */
const listedIn = (document: Document, node: unknown, names: ReadonlySet<string>): Marked | undefined => {
  for (const [key, value] of isObject(node) ? Object.entries(node) : []) {
    const found = extension.exec(key)?.groups;
    const listed = [value].flat().flatMap((one) => (typeof one === 'string' ? [roleOfValue(document, one)] : []));
    if (found && listed.length > 0 && listed.every((one) => names.has(one)))
      return { roles: new Set(listed), isLeast: listed.length === 1 && (found['least'] ?? found['after']) !== undefined };
  }
  return undefined;
};

/** The names of roles that sentences at operations may have: those of the document, and where it names none as such, those that documents have for who may do everything. */
export const namesIn = (document: Document): ReadonlySet<string> => {
  const { full, lesser } = toldRoles(document);
  if (roleNamesOf(document).told.size >= fewest) return new Set([...full, ...lesser]);
  // An owner may be what the API is about.
  const things = vocabularyOf(document);
  return new Set([...[...greaterRoles].filter((one) => !things.has(one)), ...full, ...lesser]);
};

/** Is a role the least of those that may, rather than the only one. */
const isLeastIn = (line: string): boolean =>
  new RegExp(leastOf.source, 'iu').test(line) || /\b(?:requires?|needs?|takes?|minimum|least|lowest)\b/iu.test(line);

/**
 * The roles for which an operation is by its own words: "Agents and admins.", "Only managers may …", "Requires the role `owner`", or by an extension such as `x-roles`. Undefined
 * where it says nothing of the kind, or says it of some calls alone.
 * @param choices The listed values of the members of its body: a sentence with the word of one of them ("Only managers may complete repairs") is about that one.
 */
export const markedRoles = (
  document: Document,
  operation: Pick<Operation, 'location' | 'path' | 'method'>,
  choices: readonly string[],
): Marked | undefined => {
  const names = namesIn(document);
  const ofPart = new Set(
    choices
      .flatMap(wordsOf)
      .map(stemOf)
      .filter((word) => !names.has(word)),
  );
  const node = valueAt(document, nodeOf(operation.location));
  const { spell } = roleNamesOf(document);
  // The owners of a project are what `/projects/{id}/owners` shows, and not for whom.
  const about = new Set(wordsOf(operation.path).map(stemOf));
  const alone = (roles: readonly string[] | undefined): readonly string[] | undefined =>
    roles?.some((one) => about.has(one)) ? undefined : roles;
  const own = namesOf(node, operation.path, operation.method);
  for (const text of saidAt(document, operation)) {
    const isSummary = isObject(node) && typeof node['summary'] === 'string' && text === spell(node['summary']);
    const [, bracketed] = (isSummary ? inBrackets.exec(plain(text)) : null) ?? [];
    const told = alone(rolesIn(bracketed ?? '', names));
    if (told) return { roles: new Set(told), isLeast: isLeastIn(bracketed ?? '') };
    for (const line of linesOf(text).map(plain)) {
      if (isConditional(line) || wordsOf(line).some((word) => ofPart.has(stemOf(word)))) continue;
      const named = isSummary ? undefined : alone(rolesIn(bare.exec(line)?.groups?.['roles'] ?? '', names));
      const roles =
        named ??
        (isSummary ? undefined : alone(neededBare(line, names))) ??
        forms
          .flatMap((form) => {
            const { roles: whom = '', what = '' } = form.exec(line)?.groups ?? {};
            return isOfWhole(what, own) ? [rolesIn(whom, names) ?? []] : [];
          })
          .find((one) => one.length > 0);
      if (roles) return { roles: new Set(roles), isLeast: isLeastIn(line) };
    }
  }
  return listedIn(document, node, names);
};

/** The roles for which all operations of one of its tags are: "Managers only." in the description of the tag. Undefined where none says so. */
export const rolesOfTags = (document: Document, operation: Pick<Operation, 'location' | 'path'>): Marked | undefined => {
  const names = namesIn(document);
  const about = new Set(wordsOf(operation.path).map(stemOf));
  for (const line of saidByTags(document, operation).flatMap(linesOf).map(plain)) {
    if (isConditional(line) || !isClosing.test(line)) continue;
    const [roles] = ofTags
      .flatMap((form) => [rolesIn(form.exec(line)?.groups?.['roles'] ?? '', names) ?? []])
      .filter((one) => one.length > 0);
    if (roles && !roles.some((one) => about.has(one))) return { roles: new Set(roles), isLeast: isLeastIn(line) };
  }
  return undefined;
};
