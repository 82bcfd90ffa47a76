import type { Contract, Operation } from '../../model.ts';
import { nodeOf } from '../../../model/location.ts';
import { valueAt } from '../../pointer.ts';
import { saidIn } from '../../said.ts';
import { wordsOf } from '../words.ts';
import { isNarrowed } from './clauses.ts';
import { inSomeUse, verbs } from './lexicon.ts';
import { isOfWhole, isParticiple, namesIn, namesOf } from './marked.ts';
import { roleNamesOf } from './names.ts';
import { mentionedIn, type Phrase, phraseOf } from './phrases.ts';
import { asRule } from './sentences.ts';
import { saidAt } from './spelled.ts';
import { stemOf, stems } from './stem.ts';
import { linesOf, plain } from './texts.ts';

type Document = Contract['document'];

/** What sentences at an operation say of roles, by the stems of their names. */
export type Told = {
  readonly may: ReadonlySet<string>;
  readonly mayNot: ReadonlySet<string>;
  /** Of these it depends, on what they ask for or on who they are. */
  readonly open: ReadonlySet<string>;
  /** All other roles may not. */
  readonly isClosed: boolean;
  /** It is left to one whom the resource names, who may have any role: what is said elsewhere gives it to no whole role. */
  readonly isOfOne: boolean;
};

/** What an operation does, by the stems of the words with which it is named. */
export type Doing = { readonly acts: ReadonlySet<string>; readonly kind: string };

type Part = { readonly may?: Phrase; readonly mayNot?: Phrase; readonly isClosed?: boolean; readonly open?: ReadonlySet<string> };

/** What holds in some cases, or for what is one's own. */
const inSomeCases =
  /\b(?:if|unless|until|when|while|except|own|themsel(?:f|ves)|himself|herself|whose|once|only be|they lead|assigned|involved|belongs?|others?|another|else's|everybody else|everyone else|without|with|by default|after|before|still|no longer|in their place|depending|plans?|versions?|previously|formerly|future|trial|beta|deprecated|legacy|within|during|outside|up to|above|below|over|(?:more|less|older|newer) than)\b/iu;

/** Words of a sentence that says of a role what it may do, rather than what happens to somebody with it. */
const ofRights = /\b(?:may|can|cannot|can't|403|404|only|own|allowed|permitted|unless|except|themsel\w+|access|nobody|no one)\b/iu;

const group = String.raw`(?<roles>[^.:;]{3,80}?)`;
const end = String.raw`[.;]?$`;

/** "Not for scanners.", "… but not to integration keys", "Not available to clerks." */
const notFor = new RegExp(
  String.raw`(?:^|[,;] (?:but )?|\bbut )not (?:open |available |meant |intended |allowed |accessible )?(?:for|to) ${group}${end}`,
  'iu',
);

/** "Scanners may not see patrons.", "Integration keys cannot." What cannot be done is named, or is "this". */
const cannot = new RegExp(
  String.raw`(?:^|[,;] (?:but |and )?)${group} (?:cannot|can not|can't|may not|must not|(?:is|are) not (?:allowed|permitted) to)(?: (?<verb>(?!and\b)\p{L}+)(?: (?<what>[^.;]{1,60}?))?)?(?: and (?:is|are) told so[^.;]*)?${end}`,
  'iu',
);

/** "For students.", "By a reviewer.", "Open to owners and shippers.", and what else opens an operation to some and so not to others. */
const opened = new RegExp(
  String.raw`^(?:this is |it is )?(?:only )?(?:(?:for|by)|(?:open|available|allowed|accessible|limited|restricted|reserved)(?: only)? (?:to|for)) (?!.* (?:may|can) )${group}${end}`,
  'iu',
);

/** "Requires role APPLICANT or ADMIN and an open call." */
const required = new RegExp(
  String.raw`^(?:(?<what>[^.;]*?) )?(?:requires?|needs?) (?:the )?roles? ${group}(?: and (?:an?|the) [^.;]*)?${end}`,
  'iu',
);

/** "Editors and owners can add tags.", "Admins, clerks and integrations may do this.", "Administrators issue certificates." */
const doing = new RegExp(
  String.raw`^${group} (?:can|may|(?:is|are) allowed to|get to) (?<verb>\p{L}+)(?: (?<what>[^.;]{1,80}?))?${end}`,
  'iu',
);

/** Who does what in a sentence without a word for may: before the first word that is what the operation does. */
const doers = (
  line: string,
  isVerb: (word: string) => boolean,
): { readonly roles: string; readonly verb: string; readonly what: string } | undefined =>
  [...line.matchAll(/(?<= )\p{L}+/gu)]
    .map((found) => ({ roles: line.slice(0, found.index).trim(), verb: found[0], what: line.slice(found.index + found[0].length).trim() }))
    .find(({ roles, verb }) => !isNoun.test(roles) && !/(?:,|\b(?:and|or|the|an?|for|in|of|to|with|by))$/iu.test(roles) && isVerb(verb));

/** "Students get a 403." What more follows may say when. */
const answered = new RegExp(
  String.raw`^(?:but |and )?${group} (?:gets?|receives?|(?:is|are) (?:answered|refused|rejected|met)(?: with)?|(?:see|face)s?) (?:an? )?(?:status )?403${end}`,
  'iu',
);

/** Those to whom something is open, and nothing else: "Managers, planners and the owner." */
const bareList = /^(?!(?:(?:this|it|the \p{L}+) )?(?:needs|requires|takes)\b)(?:by )?(?<roles>[^.:;()]{3,80})[.;]$/iu;
const leastPart = /^(?:(?:and|or) )?(?:(?:the|an?|its|their|any|all) )?(?:\p{L}+ ){0,3}\p{L}+(?: (?:it|they) belongs? to| involved)?$/iu;

/** "Everybody but viewers", "anyone except guests". */
const allBut =
  /^(?:(?:open|available) to |for )?(?:every(?:one|body)|any(?:one|body)|all(?: \p{L}+)?),? (?:but|except|other than|apart from)\b/iu;

/** What stands for the operation itself: "may do this", "can do that", "may do so". */
const itself = /^(?:do|use|call)$/iu;
const ofItself = /^(?:this|that|so|it|these|the (?:operation|call|endpoint))\b/iu;

/** Verbs by which somebody is shown something. */
const seeing = stems('see view read look get list find');

/** "The caller is neither an owner nor an editor", "The caller is not a manager": at what describes 403. */
const neither = new RegExp(
  String.raw`^(?:the (?:caller|user|key|token|role|role of the caller) is |your (?:role|key|scope) is |you are )?(?:neither ${group} nor (?<more>[^.:;,]{3,40}?)|not (?<one>(?:an? |the )?[^.:;,]{3,40}?))(?:[,;] [^.]*)?${end}`,
  'iu',
);

/** "Invoices that were sent", "comments which others wrote". */
const isRelative = /\b(?:that|which|who) (?=\p{L})(?!(?:\p{L}+ )?(?:they|it) belongs?\b)/iu;

/** Where or when it is so for those whom a phrase names, or to what they belong: "visitors of the museum shop" may be no callers at all. */
const isElsewhere = /\b(?:on|in|at|from|for|per|by|with|of)\b/iu;

/** Does a phrase name some of those with a role, so that nothing follows for the others. */
const isOfSomeElsewhere = ({ some }: Phrase, roles: string | undefined): boolean => some.size > 0 && isElsewhere.test(roles ?? '');

/** "The posters that visitors see": a noun with what is said of it, and nobody who does something. */
const isNoun = /\b(?:that|which)\b/iu;

/** Words by which something is done in another way than by a plain call. */
const inBulk = /\b(?:in bulk|in batches|at once|by hand|permanently|for good|for (?:all|everybody|everyone|others?))\b/iu;

/** "Only the reporter and owners can delete an issue", "An issue can only be deleted by its reporter". */
const ofOne: readonly RegExp[] = [
  /^only (?<who>(?:the|its|their) [^.:;]{3,80}?) (?:can|may|(?:is|are) allowed to) (?:ever )?(?<verb>\p{L}+)/iu,
  /\b(?:can|may) (?:only be (?<verb>\p{L}+?)e?d by|be (?<done>\p{L}+?)e?d only by) (?<who>(?:the|its|their) [^.:;]{3,80}?)[.;,]?$/iu,
];

/** Does a line leave what an operation does to somebody who is no role. */
const isOfOneIn = (line: string, names: ReadonlySet<string>, { acts, kind }: Doing): boolean =>
  ofOne.some((form) => {
    const { who = '', verb = '', done = '' } = form.exec(line)?.groups ?? {};
    const isDone = [verb, done].some(
      (one) => one !== '' && (acts.has(stemOf(one.toLowerCase())) || [one, `${one}e`].some((word) => kindsOf(word).includes(kind))),
    );
    return isDone && who.split(/\s*(?:,|\band\b|\bor\b)\s*/iu).some((part) => part !== '' && mentionedIn(part, names).size === 0);
  });

const toldBy = (
  line: string,
  names: ReadonlySet<string>,
  { acts, kind }: Doing,
  { isRefusalDescribed, own }: { readonly isRefusalDescribed: boolean; readonly own: ReadonlySet<string> },
): Part | undefined => {
  const not = phraseOf(notFor.exec(line)?.groups?.['roles'] ?? '', names);
  if (not && not.some.size === 0 && !not.hasOthers) {
    const before = line.replace(notFor, '');
    const also = opened.exec(before)?.groups?.['roles'];
    const may =
      also === undefined ? undefined : phraseOf(also.replace(/, (?=[^,]* included$)/iu, ' and ').replace(/ included$/iu, ''), names);
    return { mayNot: not, ...(may ? { may } : {}) };
  }
  const done = (verb: string, what: string): boolean =>
    (itself.test(verb) && ofItself.test(what)) || acts.has(stemOf(verb.toLowerCase())) || kindsOf(verb).includes(kind);
  const refused = phraseOf(answered.exec(line)?.groups?.['roles'] ?? '', names);
  if (refused) return refused.some.size === 0 && !refused.hasOthers ? { mayNot: refused } : undefined;
  const denied = cannot.exec(line)?.groups;
  if (denied) {
    const whom = phraseOf(denied['roles'] ?? '', names);
    const verb = denied['verb'] ?? '';
    if (
      whom &&
      !whom.hasOthers &&
      whom.some.size === 0 &&
      !/\bthemsel|\bown\b|\bmore than\b|\bother\b|\ball\b/iu.test(denied['what'] ?? '') &&
      !isRelative.test(denied['what'] ?? '') &&
      (verb === '' || done(verb, denied['what'] ?? ''))
    )
      return { mayNot: whom };
    return undefined;
  }
  if (/\b40[34]\b|\brefused\b|\bdenied\b/iu.test(line.replaceAll(/\([^)]*\)/gu, ' '))) return undefined;
  const wanted = required.exec(line)?.groups;
  if (wanted && !isOfWhole(wanted['what'] ?? '', own)) return undefined;
  const whom = wanted?.['roles'] ?? opened.exec(line)?.groups?.['roles'];
  const forWhom = whom === undefined ? undefined : phraseOf(whom, names);
  // "For editors on paid plans" leaves open who may on the others.
  if (forWhom) return { may: forWhom, isClosed: isRefusalDescribed && !forWhom.hasOthers && !isOfSomeElsewhere(forWhom, whom) };
  const isVerb = (word: string): boolean =>
    !names.has(stemOf(word.toLowerCase())) && (done(word, '') || seeing.has(stemOf(word.toLowerCase())));
  const found: Readonly<Partial<Record<string, string>>> | undefined = doing.exec(line)?.groups ?? doers(line, isVerb);
  const who = phraseOf(found?.['roles'] ?? '', names);
  const [verb, what] = [found?.['verb'] ?? '', found?.['what'] ?? ''];
  if (!who || /\b(?:no|none|nothing|nobody|never|not|n't)\b/iu.test(line)) return undefined;
  // Who may delete paid invoices is not all who may delete some.
  const isOfSome = isNarrowed(what) || isRelative.test(what) || wordsOf(what).some((word) => isParticiple.test(word) && !own.has(word));
  // Who may delete invoices in bulk are not all who may delete one.
  const isOfAll = !inBulk.test(what.replaceAll(/\([^)]*\)/gu, ' '));
  // Who may change orders that they created may change some of them.
  if (done(verb, what) && isRelative.test(what)) return { open: new Set([...who.whole, ...who.some]) };
  if (done(verb, what))
    return {
      may: who,
      isClosed: isRefusalDescribed && !who.hasOthers && !isOfSome && isOfAll && !isOfSomeElsewhere(who, found?.['roles']),
    };
  return kind === 'read' && seeing.has(stemOf(verb.toLowerCase())) ? { may: who } : undefined;
};

const kindsOf = (verb: string): readonly string[] =>
  verbs.flatMap(([kinds, words]) => (words.has(stemOf(verb.toLowerCase())) ? kinds : []));

/** "Managers and planners for anyone", "employees (only) their own record". */
const ofScope =
  /^(?<who>.{3,60}?) (?<scope>for (?:anyone|anybody|everyone|everybody|themselves|themself|their own|all)|(?:only )?(?:ever )?their own)\b/iu;

/** "Managers and planners see the whole company." */
const ofSeeing =
  /^(?<who>[^.:;]{3,60}?) (?:see|read|view|list|get)s? (?<scope>(?:only )?(?:ever )?their own\b|(?:the (?:whole|entire)|all|everyone's|every)\b)/iu;

/** "Managers and planners for anyone, employees for themselves": each part with its roles, and whether it is about what is their own. */
const partsOf = (line: string, names: ReadonlySet<string>, kind: string): Part | undefined => {
  const parts = line
    .replace(/[.;]$/u, '')
    .split(/(?<=\b(?:anyone|anybody|everyone|everybody|company|organisation|all|everything|themselves|own)), (?:and )?/iu);
  const found = parts.map((part) => {
    const { who = '', scope = '' } = (kind === 'read' ? ofSeeing.exec(part) : null)?.groups ?? ofScope.exec(part)?.groups ?? {};
    const phrase = phraseOf(who, names);
    return phrase && phrase.some.size === 0 && !phrase.hasOthers ? { phrase, isOwn: /their own|themsel/iu.test(scope) } : undefined;
  });
  if (!found.every((one) => one !== undefined)) return undefined;
  const may = new Set(found.flatMap(({ phrase, isOwn }) => (isOwn ? [] : [...phrase.whole])));
  const open = new Set(found.flatMap(({ phrase, isOwn }) => (isOwn ? [...phrase.whole] : [])));
  return { may: { whole: may, some: new Set(), hasOthers: false, isLeast: false }, open };
};

/** "Managers, planners and the owner.": whoever is no role may have any. */
const listOf = (line: string, names: ReadonlySet<string>): Part | undefined => {
  const text = bareList.exec(line)?.groups?.['roles'];
  if (text === undefined || !text.split(/\s*(?:,|\band\b|\bor\b)\s*/iu).every((part) => part === '' || leastPart.test(part)))
    return undefined;
  const phrase = phraseOf(text, names);
  if (!phrase || phrase.whole.size === 0) return undefined;
  const open = phrase.hasOthers || phrase.some.size > 0 ? new Set([...names].filter((role) => !phrase.whole.has(role))) : phrase.some;
  return { may: { ...phrase, some: new Set() }, open };
};

/** The description of 403 of an operation itself: that of a shared response is about all. */
const described403 = (document: Document, { responses }: Operation): readonly string[] =>
  responses
    .filter(({ status, location }) => status === '403' && !nodeOf(location).startsWith('#/components/'))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .map(roleNamesOf(document).spell);

/** What the description of 403 says of roles: who gets it, or who does not. */
const toldOf403 = (text: string, names: ReadonlySet<string>): Part | undefined => {
  const line = plain(text.replaceAll(/\s+/gu, ' '));
  const no = neither.exec(line)?.groups;
  if (no) {
    const spared = phraseOf([no['roles'], no['more'], no['one']].filter((one) => one !== undefined).join(', '), names);
    return spared && !spared.hasOthers && spared.some.size === 0 ? { may: spared, isClosed: true } : undefined;
  }
  const only = new RegExp(
    String.raw`^(?:only (?:for )?(?<first>[^.:;]{3,60}?)|(?:for )?(?<roles>[^.:;]{3,60}?) only)(?: may (?:do|call|use) this)?${end}`,
    'iu',
  ).exec(line)?.groups;
  if (only) {
    const whom = phraseOf(only['first'] ?? only['roles'] ?? '', names);
    return whom && !whom.hasOthers && whom.some.size === 0 ? { may: whom, isClosed: true } : undefined;
  }
  if (/\b(?:only|not|no|neither|needs?|requires?|unless|except|lacks?)\b/iu.test(line)) return undefined;
  const whom = phraseOf(line.replace(/[.;]$/u, ''), names);
  if (asRule.test(line) || inSomeUse.test(line)) return undefined;
  // "Viewers and editors of another team" may be about viewers of another team too, and "editor" about the role that is lacking.
  const isUnclear =
    (whom !== undefined && whom.some.size > 0 && / and /iu.test(line) && !line.includes(',')) || /^\p{L}+(?<!s)[.;]?$/u.test(line);
  if (whom && isUnclear) return { open: new Set([...whom.whole, ...whom.some]) };
  return whom && { mayNot: { ...whom, some: new Set() }, open: whom.some };
};

/**
 * What an operation says of roles in sentences that are more than their names, and in the description of its 403. Of what depends on a part of the request or on who the
 * caller is, nothing is known.
 * @param choices The listed values of the members of its body: what is said of one of them is not said of the others.
 * @param upwards The roles that are at least a role.
 */
export const toldAt = (
  document: Document,
  operation: Operation,
  {
    choices,
    doing: does,
    upwards,
  }: { readonly choices: readonly string[]; readonly doing: Doing; readonly upwards: (role: string) => ReadonlySet<string> | undefined },
): Told => {
  const names = namesIn(document);
  const [may, mayNot, open] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let isClosed = false;
  let isOfOne = false;
  const isRefusalDescribed = operation.responses.some(({ status }) => status === '403');
  const own = namesOf(valueAt(document, nodeOf(operation.location)), operation.path, operation.method);
  const ofPart = new Set(
    choices
      .flatMap(wordsOf)
      .map(stemOf)
      .filter((word) => !names.has(word)),
  );
  const add = (part: Part): void => {
    for (const role of part.open ?? []) open.add(role);
    for (const phrase of [part.may, part.mayNot]) for (const role of phrase?.some ?? []) open.add(role);
    for (const role of part.mayNot?.whole ?? []) mayNot.add(role);
    for (const role of part.may?.whole ?? [])
      for (const one of part.may?.isLeast === true ? (upwards(role) ?? [role]) : [role]) may.add(one);
    // Of a least role without an order nothing is known of the others.
    const isOrdered = part.may?.isLeast !== true || [...part.may.whole].every((role) => upwards(role) !== undefined);
    if (part.isClosed === true && isOrdered) isClosed = true;
  };
  for (const text of saidAt(document, operation))
    for (const line of linesOf(text).map((one) => plain(one.replace(/^(?:[-*+]|\d+\.) /u, '')))) {
      const mentioned = mentionedIn(line, names);
      isOfOne ||= isOfOneIn(line, names, does);
      if (mentioned.size === 0) continue;
      const isPart = wordsOf(line).some((word) => ofPart.has(stemOf(word)));
      const but = /^(?:open to )?(?:every|any|all) roles?, (?:but|except) (?<rest>.+)$/iu.exec(line)?.groups?.['rest'];
      const parts = isPart ? undefined : partsOf(line, names, does.kind);
      if (but !== undefined) {
        add({
          may: { whole: new Set([...names].filter((role) => !mentioned.has(role))), some: new Set(), hasOthers: false, isLeast: false },
          open: mentioned,
        });
        continue;
      }
      // Of all but some, "everybody but viewers may delete", only those are named who may not.
      if (allBut.test(line)) {
        add({ open: names });
        continue;
      }
      const isOfSome =
        isPart || asRule.test(line) || inSomeUse.test(line) || inSomeCases.test(line.replaceAll(/\([^)]*\)| and are told so.*$/gu, ' '));
      const told =
        parts ??
        (isOfSome ? undefined : toldBy(line, names, does, { isRefusalDescribed, own })) ??
        (isPart ? undefined : listOf(line, names));
      if (told) add(told);
      else if ((isPart && /\b(?:by|for|to)\b|:/u.test(line)) || ofRights.test(line)) for (const role of mentioned) open.add(role);
    }
  for (const text of described403(document, operation)) {
    const told = toldOf403(text, names);
    if (told) add(told);
    else for (const role of mentionedIn(text, names)) open.add(role);
  }
  // What is refused in so many words, or in every case, is no matter of a part.
  return {
    may: new Set([...may].filter((role) => !mayNot.has(role))),
    mayNot: new Set([...mayNot].filter((role) => !may.has(role))),
    open: new Set([...open].filter((role) => !mayNot.has(role) && !may.has(role))),
    isClosed,
    isOfOne,
  };
};
