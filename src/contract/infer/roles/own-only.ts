import type { Contract, Operation } from '../../model.ts';
import { endsInParameter, segmentsOf } from '../path-template.ts';
import { wordsOf } from '../words.ts';
import { inSomeForm } from './lexicon.ts';
import { type ToldRoles, toldRoles, type Whom } from './hidden.ts';
import { saidAt, textsOf } from './spelled.ts';
import { stemOf } from './stem.ts';
import { ownReadsInMatrices } from './tables.ts';
import { linesOf, plain, vocabularyOf } from './texts.ts';
import { actsAs } from '../acting.ts';

type Document = Contract['document'];

/** What holds in some cases only, or of what somebody was given to do. */
const isConditional =
  /\b(?:if|unless|until|when|while|except|assigned|shared|invited|public|by default|may be|might|could|optionally|sometimes|once|where)\b/iu;

const seeing = '(?:see|sees|read|reads|view|views|list|lists|get|gets|fetch|fetches|find|finds|access)';
const making = '(?:created|made|started|requested|asked for|uploaded|opened|submitted|added|placed|booked|ordered)';
const things = String.raw`(?:[\p{L}-]+ ){1,3}`;

/** "Clerks see only their own reports", "a clerk can only read the reports it made". */
const ownOnly = [
  new RegExp(String.raw`\b${seeing} only (?:their|its|his or her|the|those)? ?(?:${things})?of (?:their|its|his or her) own\b`, 'iu'),
  new RegExp(String.raw`\b${seeing} only (?:their|its|his or her) own\b`, 'iu'),
  new RegExp(String.raw`\bonly (?:ever )?${seeing} (?:their|its|his or her) own\b`, 'iu'),
  new RegExp(
    String.raw`\b${seeing} only (?:the |those |any )?${things}(?:that |which )?(?:they|it|he or she) (?:have |has )?(?:themselves |itself )?${making}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\bonly (?:ever )?${seeing} (?:the |those |any )?${things}(?:that |which )?(?:they|it|he or she) (?:have |has )?(?:themselves |itself )?${making}\b`,
    'iu',
  ),
];

/** "A tenant sees only the letters, bills and keys of this flat", "reads only what belongs to that household": of what the account is tied to, whoever made it. */
const tiedOnly = [
  new RegExp(
    String.raw`\b${seeing} only (?:the |those |any )?(?:[\p{L}-]+,? ){1,16}(?:of|in|for) (?:this|that|the same|its|their|his or her)(?: own| one)? (?!day|week|month|year|page|list|type|kind|state|status|period|time)[\p{L}-]+`,
    'iu',
  ),
  new RegExp(
    String.raw`\bonly (?:ever )?${seeing} (?:the |those |any )?(?:[\p{L}-]+,? ){1,16}of (?:this|that|the same|its|their|his or her)(?: own| one)? (?!day|week|month|year|page|list|type|kind|state|status|period|time)[\p{L}-]+`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:${seeing} only|only (?:ever )?${seeing}) (?:what|those that|the [\p{L}-]+ that) (?:belongs?|belonging) to\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:is|are) (?:limited|restricted|confined) to (?:the )?(?:[\p{L}-]+,? ){1,16}of (?:this|that|its|their|his or her)(?: own| one)? [\p{L}-]+`,
    'iu',
  ),
];

/** "Of orders, bills and returns a clerk sees those of the own shop": the things, and whose part of them is told. */
const thoseOfOwn = new RegExp(
  String.raw`^(?:[-*] )?of (?<things>[^.;:]{3,160}?),? (?:an? |the |every |each )?(?<role>\p{L}+) (?:may |can )?(?:only )?${seeing} (?:only )?(?:those|the ones) (?:of|in|from|on|for) (?:the|their|its|his or her) own [\p{L}-]+`,
  'iu',
);

/** "Sees only what belongs to that household": all things alike. */
const ofEverything = new RegExp(String.raw`\b(?:${seeing} only|only (?:ever )?${seeing}) what (?:belongs?|belonging) to\b`, 'iu');

const gone = String.raw`(?:(?:not|never) (?:shown|visible|there|returned|given|listed)|hidden|invisible|(?:answered (?:with )?)?404|as if (?:they|it) did not exist)`;

/** "The jobs of a curator are not shown to researchers", "reports made by managers are 404 for clerks". */
const keptFrom = new RegExp(
  String.raw`\b(?:of|by|from) (?:an? |the |other |another )*(?<whose>[\p{L}-]+)(?: keys?| tokens?)? (?:is|are) ${gone} (?:to|for|from) (?:an? |the )?(?<whom>[\p{L}-]+)`,
  'iu',
);

const rolesIn = (text: string, roles: ReadonlySet<string>): readonly string[] =>
  [...new Set(wordsOf(text).map(stemOf))].filter((word) => roles.has(word));

/** The lesser role from which a sentence keeps what a caller with all rights has made. */
const keptFromRole = (sentence: string, { full, lesser }: ToldRoles, patterns: readonly RegExp[] = ownOnly): string | undefined => {
  const text = plain(sentence);
  if (isConditional.test(text) || inSomeForm.test(text) || rolesIn(text, lesser).length === 0) return undefined;
  const { whose = '', whom = '' } = keptFrom.exec(text)?.groups ?? {};
  const role = stemOf(whom.toLowerCase());
  if (full.has(stemOf(whose.toLowerCase())) && lesser.has(role)) return role;
  const part = patterns.includes(thoseOfOwn) ? stemOf((thoseOfOwn.exec(text)?.groups?.['role'] ?? '').toLowerCase()) : '';
  if (lesser.has(part)) return part;
  // "Clerks" is the subject: it stands before what is said of it, and no other role does.
  return patterns.flatMap((one) => {
    const found = one.exec(text);
    const before = found ? text.slice(0, found.index) : '';
    const [subject, ...more] = rolesIn(before, lesser);
    return subject !== undefined && more.length === 0 && rolesIn(before, full).length === 0 ? [subject] : [];
  })[0];
};

/** A sentence that keeps from a role what others made. */
export type OwnOnlySentence = {
  readonly sentence: string;
  readonly whom: Whom;
  /** The roles by the stems of their names, whichever `whom` stands for. */
  readonly named: ReadonlySet<string>;
};

/** The sentences of a text in which a pronoun that begins one is the role with which the one before begins: "A *tenant* lives here. It only sees …". */
const sentencesWithSubjects = (text: string, lesser: ReadonlySet<string>): readonly string[] => {
  const lines = linesOf(text);
  return lines.map((line, n) => {
    const [, role = ''] =
      /^(?:[-*] )?(?:an? |the |every |each )?(\p{L}+)(?: (?:keys?|tokens?|users?|accounts?))? (?!of\b|in\b|for\b|with\b|and\b|or\b)\p{L}/iu.exec(
        plain(lines[n - 1] ?? ''),
      ) ?? [];
    return lesser.has(stemOf(role.toLowerCase()))
      ? line.replace(new RegExp(String.raw`^(?:it|they) (?=(?:can |may )?(?:only (?:ever )?)?${seeing}\b)`, 'iu'), `${role} `)
      : line;
  });
};

/** The stems of the nouns of a path. */
const nounsOf = (path: string): ReadonlySet<string> =>
  new Set(segmentsOf(path).flatMap((one) => ('literal' in one ? wordsOf(one.literal).map(stemOf) : [])));

/**
 * The sentence by which the credential with less rights reads with an operation only what it made itself: in the description of the operation, or in the introduction,
 * the tags and the security schemes, where it names what the path is about. Undefined where there is none.
 */
export const ownOnlySentence = (document: Document, operation: Pick<Operation, 'path' | 'location'>): OwnOnlySentence | undefined =>
  sentenceBy(ownOnly, document, operation);

/** The same, also for what the credential is tied to, whoever made it: "A tenant sees only the letters of this flat". */
export const tiedOnlySentence = (document: Document, operation: Pick<Operation, 'path' | 'location'>): OwnOnlySentence | undefined =>
  sentenceBy([...ownOnly, ...tiedOnly, thoseOfOwn], document, operation) ?? tiedByCell(document, operation);

/** What a table of rights leaves to a role of what is its own: "read letters | yes (own)". */
const tiedByCell = (document: Document, { path }: Pick<Operation, 'path'>): OwnOnlySentence | undefined => {
  const { lesser } = toldRoles(document);
  const nouns = nounsOf(path);
  const found = ownReadsInMatrices(textsOf(document)).filter(
    ({ role, about }) => lesser.has(role) && wordsOf(about).some((word) => nouns.has(stemOf(word))),
  );
  const [first] = found;
  const named = new Set(found.map(({ role }) => role));
  return first && { sentence: `${plain(first.about)}: ${plain(first.cell)}`, whom: whomOf(named, lesser), named };
};

const whomOf = (named: ReadonlySet<string>, lesser: ReadonlySet<string>): Whom => (named.size === lesser.size ? 'all' : named);

const sentenceBy = (
  patterns: readonly RegExp[],
  document: Document,
  operation: Pick<Operation, 'path' | 'location'>,
): OwnOnlySentence | undefined => {
  const roles = toldRoles(document);
  if (roles.lesser.size === 0) return undefined;
  const keeping = (sentence: string): readonly OwnOnlySentence[] => {
    const role = keptFromRole(sentence, roles, patterns);
    const named = new Set([role ?? '']);
    return role === undefined ? [] : [{ sentence, whom: whomOf(named, roles.lesser), named }];
  };
  const sentences = (text: string): readonly string[] => sentencesWithSubjects(text, roles.lesser);
  const [found] = saidAt(document, operation).flatMap(sentences).flatMap(keeping);
  if (found !== undefined) return found;
  const vocabulary = vocabularyOf(document);
  const nouns = nounsOf(operation.path);
  return textsOf(document)
    .flatMap(sentences)
    .filter((one) => {
      if (patterns.includes(thoseOfOwn) && ofEverything.test(plain(one))) return true;
      const { things: named } = (patterns.includes(thoseOfOwn) ? thoseOfOwn.exec(plain(one)) : null)?.groups ?? {};
      if (named !== undefined) return wordsOf(named).some((word) => nouns.has(stemOf(word)));
      const about = wordsOf(one)
        .map(stemOf)
        .filter((word) => vocabulary.has(word) && !roles.lesser.has(word) && !roles.full.has(word));
      return about.some((word) => nouns.has(word)) && !isOfOther(one, nouns);
    })
    .flatMap(keeping)[0];
};

/** "Only their own name on invoices": what is their own is something else than the path is about. */
const isOfOther = (sentence: string, nouns: ReadonlySet<string>): boolean => {
  const [, what] = /\bown ((?:(?!(?:on|in|of|at|for|to|from|below)\b)\p{L}+ ?){1,3})/iu.exec(plain(sentence)) ?? [];
  return what !== undefined && !wordsOf(what).some((word) => nouns.has(stemOf(word)));
};

const makers =
  '(?:(?:author|creator|uploader|submitter|writer|poster|sender|reporter|requester|requestor|initiator|originator)s?|owners?(?! of\\b)|(?:user|member|caller|one)s?(?= (?:who|that) ))';
const writing =
  '(?:change|edit|update|modify|replace|delete|remove|cancel|withdraw|rename|revoke|resolve|close|reopen)(?:s|d)?(?:(?:,| and| or|, and|, or) (?:change|edit|update|modify|replace|delete|remove|cancel|withdraw|rename|revoke|resolve|close|reopen)(?:s|d)?)*';

const self = '(?:they|it|he or she|she or he|he/she|s?he)';

/** "Authors can change their own comments, admins all", "Only the author and admins may delete it", "A comment can be edited by its author only". */
const ownWrites = [
  new RegExp(String.raw`\b(?:can|may) (?:only )?${writing} (?:only )?(?:their|its|his or her) own\b(?! and\b| or\b)`, 'iu'),
  new RegExp(String.raw`\bonly (?:the |its |their |an? )?${makers}\b[^.;]{0,60} (?:can|may) ${writing}\b`, 'iu'),
  // "Reps can delete the contacts they own and no others".
  new RegExp(
    String.raw`\b(?:can|may) ${writing} (?:only )?(?:the |those )?(?:[\p{L}-]+ ){1,3}(?:that |which )?(?:they|it|he or she) (?:own|owns|(?:have |has )?(?:themselves |itself )?${making})(?:,? (?:and|but) (?:no|not (?:the|any)) others?\b| only\b|,? (?:and )?(?:none|nothing) else\b)`,
    'iu',
  ),
  // "A clerk may change only the orders that he or she created", "may only remove notes of their own".
  ...[`${writing} only`, `only ${writing}`].map(
    (what) =>
      new RegExp(
        String.raw`\b(?:can|may) ${what} (?:(?:the |those |any )?(?:[\p{L}-]+ ){1,3}(?:(?:that |which )?${self} (?:own|owns|(?:have |has )?(?:themselves |itself |himself |herself )?${making})|(?:that|which) (?:were|was|are|is|have been|has been) ${making} (?:by|with) (?:it|them|themselves|itself|him or her|him|her|(?:this|that|their|its|the same) (?:key|token|user|account))|of (?:their|its|his or her|his|her) own)|what ${self} (?:own|owns|(?:have |has )?${making}))\b(?! and\b| or\b)`,
        'iu',
      ),
  ),
  new RegExp(
    String.raw`\b(?:can|may) (?:only )?be ${writing} (?:only )?by (?:the|its|their) ${makers}\b(?=[^.;]*\bonly\b|(?<=\bonly\b[^.;]*))`,
    'iu',
  ),
];

/** Words by which others may do it as well. */
const forOthers =
  /\b(?:unless|except|assigned|shared|invited|public|by default|may be|might|could|everybody|everyone|anybody|anyone|too|also|as well|one at a time|at a time)\b/iu;

/** Whom a sentence leaves only what they made: the roles of which it speaks, or all where it names none. Undefined where it names another role with less than all rights that may do it too. */
const makersIn = (line: string, lesser: ReadonlySet<string>): Whom | undefined => {
  if (forOthers.test(line)) return undefined;
  for (const form of ownWrites) {
    const found = form.exec(line);
    if (found === null) continue;
    const isPredicate = /^(?:can|may)/iu.test(found[0]);
    if (rolesIn(line.slice(isPredicate ? found.index : 0), lesser).length > 0) continue;
    const subject = new Set(isPredicate ? rolesIn(line.slice(0, found.index), lesser) : []);
    return subject.size === 0 || subject.size === lesser.size ? 'all' : subject;
  }
  return undefined;
};

/**
 * The callers with less than all rights who may do a change or removal of one resource only with what they made, by its own text: all, or some roles by the stems of their names.
 * Undefined where it says nothing of the kind.
 */
export const ownOnlyWriters = (document: Document, operation: Pick<Operation, 'path' | 'location' | 'method'>): Whom | undefined => {
  if (!['PATCH', 'PUT', 'DELETE'].includes(actsAs(operation)) || !endsInParameter(operation.path)) return undefined;
  const { lesser } = toldRoles(document);
  const told = saidAt(document, operation)
    .flatMap(linesOf)
    .flatMap((line) => makersIn(plain(line), lesser) ?? []);
  if (told.length === 0 || told.includes('all')) return told[0] === undefined ? undefined : 'all';
  const roles = new Set(told.flatMap((one) => [...one]));
  return roles.size === lesser.size ? 'all' : roles;
};
