import { wordsOf } from '../words.ts';
import type { Acts } from './acts.ts';
import { andMay, andNothingElse, type Clause, clausesIn, everything, isNarrowed, withPartlyExcepted, withRightsApart } from './clauses.ts';
import { beginsWithAct, deniedIn, grantedIn } from './denials.ts';
import { isNotDemanded } from '../not-demanded.ts';
import { actWords, inSomeUse, verbs } from './lexicon.ts';
import { stemOf } from './stem.ts';
import { plain } from './texts.ts';

/** The only role that the words name; undefined where they name none or several. */
const roleIn = (text: string, names: ReadonlySet<string>): string | undefined => {
  const found = new Set(
    wordsOf(text)
      .map(stemOf)
      .filter((word) => names.has(word)),
  );
  return found.size === 1 ? [...found][0] : undefined;
};

/** The role that a sentence is about, and what it says of it. "Only managers may remove" says it of all others. */
type Sentence = { readonly role: string; readonly isOnly: boolean; readonly clauses: readonly Clause[] };

const modal = /\b(?:may not|can ?not|can't|must not|may|can|(?:is|are) (?:not )?(?:allowed|permitted|able) to)\b/iu;

/** Words behind which "may" is said of somebody else: "everything a viewer may". */
const ofOther = String.raw`(?<!\b(?:everything|anything|all|what|whatever) (?:that )?(?:an? |the )?[\p{L}-]+ )`;

const ownModal = new RegExp(ofOther + modal.source, 'iu');
const ownMay = new RegExp(String.raw`${ofOther}\b(?:may|can)\b(?! ?not\b|'t)`, 'giu');

/** What ends in a word that stands for what was spoken of before. */
const ofPronoun = /\b(?:it|them|these|those|this|that)(?: (?:all|both|any more|anymore|any longer|at all|either|here|there))?\s*[.;]?$/iu;

/** Words by which something holds in some cases, or of some things, alone. */
const isConditional = /\b(?:if|when|while|unless|until|once|own|themselves|assigned|themself)\b/iu;

/** "May neither remove garages nor take payments." */
const neither = /^\s*neither\b/iu;

/** "May do everything but suspend vendors, create or remove stalls." */
const exceptVerbs = /^\s*(?:do )?(?:everything|anything),? (?:but|except(?: for| to)?|other than|apart from) (?<list>[^;:]+)$/iu;

/** Behind "may not" no refusal of what follows: "may not only read", "cannot always delete". */
const noRefusal = /^\s*(?:(?:only|just|merely|simply|always|necessarily)\b|(?:do )?(?:everything|all)\b)/iu;

/** Words by which a sentence is only true as a rule. */
export const asRule =
  /\b(?:usually|normally|typically|generally|in general|mostly|mainly|primarily|largely|often|sometimes|rarely|seldom|perhaps|maybe|possibly|probably|almost|nearly|hardly|practically|virtually|by default|at first|initially|yet)\b/iu;

/** Before "may" it lets in more than those that follow: "Not only managers may". */
const notOnly = /\bnot (?:only|just|merely)\b/iu;

/** Before what a role is needed for, by which it is not. */
const noNeed = /\b(?:not|never|neither|no longer|\p{L}+n['’]t)\b/iu;

/** Words that may stand beside the names of roles that something is left to: "the role `manager`", "managers only", "users with the role manager". */
const besideRole =
  /^(?:an?|the|any|every|and|or|one|of|with|who|have|has|only|alone|roles?|rights?|users?|people|callers?|members?|holders?|keys?|tokens?|credentials?|accounts?|permissions?|levels?|at|least|above|higher|up|itself|themselves)$/iu;

/** The role that something is left to; undefined where more is said of it: "the role admin above 1000", "managers of the shop". */
const roleLeftTo = (text: string, names: ReadonlySet<string>): string | undefined => {
  const [whom = ''] = text.split(/[,;:–—]| - |\band (?:is|are|answers?|gives?)\b|\belse\b|\botherwise\b/u);
  const isAlone = wordsOf(whom).every((word) => names.has(stemOf(word)) || besideRole.test(word));
  return isAlone && !/\d/u.test(whom) ? roleIn(whom, names) : undefined;
};

/** Does a clause begin with what somebody does: "have two parcels" and "be removed" are about a thing. */
const isAct = ({ kinds, words, isAll, acts }: Clause): boolean => {
  const [first = ''] = words;
  return kinds.size > 0 || isAll || actWords.has(first) || acts?.has(first) === true;
};

/** What a paragraph begins with that only says what it is about: "Roles: a viewer may …". */
export const withoutHead = (text: string): string => text.replace(/^(?:roles?|rights|permissions?)\s*(?::|–|—|-)\s+(?=\p{L})/iu, '');

/** "Clerks read everything", "A viewer only reads": a role that does what it may, without a word for may. */
const acting = (text: string, names: ReadonlySet<string>): { readonly index: number; readonly 0: string } | null => {
  const [, who = '', verb = ''] = /^((?:an? |the |every |each )?[\p{L}]+ )(?:only )?([\p{L}]+)\b/iu.exec(text) ?? [];
  if (roleIn(who, names) === undefined || /\b(?:is|are|was|were|has|have)\b/iu.test(text)) return null;
  const isPlural = /(?<!s)s $/iu.test(who);
  const isVerb = verbs.some(([, words]) => words.has(stemOf(verb))) && !/(?:ing|ed)$/iu.test(verb) && isPlural !== /(?<!s)s$/iu.test(verb);
  return isVerb ? { index: who.length, 0: '' } : null;
};

/** What a sentence says of the one role that it is about; undefined where it is about none, or about some cases only. */
export const sentenceOf = (
  sentence: string,
  names: ReadonlySet<string>,
  things: ReadonlySet<string>,
  acts: Acts = new Map(),
): Sentence | undefined => {
  const text = withoutHead(plain(sentence.replace(/^\s*(?:[-*]|\d+\.)\s+/u, '')))
    .replaceAll(/\([^)]*\)/gu, ' ')
    .replace(andNothingElse, '');
  // "But need not delete them" refuses nothing.
  if (isNotDemanded(text) || inSomeUse.test(text) || notOnly.test(text.slice(0, modal.exec(text)?.index ?? 0))) return undefined;
  const listed = /^([\p{L} ]{3,30}?)\s*(?::|–|—| - )\s*(.+)$/u.exec(text);
  if (listed && roleIn(listed[1] ?? '', names) !== undefined && wordsOf(listed[1] ?? '').length <= 3) {
    const [whole, not = ''] =
      /^(?:may not|can ?not|can't|must not|may (?=neither\b)|can (?=neither\b))\s*(.+)$/iu.exec(listed[2] ?? '') ?? [];
    const denied =
      whole === undefined || isConditional.test(not) || isNarrowed(sentence) ? [] : deniedIn(not.replace(neither, ''), things, acts);
    if (denied.some(({ acts: own }) => own !== undefined))
      return { role: roleIn(listed[1] ?? '', names) ?? '', isOnly: false, clauses: denied };
    const said = withRightsApart(listed[2] ?? '').replace(ownModal, (one) => (/not|never|n't/iu.test(one) ? ' not ' : ' '));
    return {
      role: roleIn(listed[1] ?? '', names) ?? '',
      isOnly: false,
      clauses: withPartlyExcepted(sentence, grantedIn(said, things, acts), things),
    };
  }
  if (asRule.test(text)) return undefined;
  const found = modal.exec(text) ?? acting(text, names);
  const before = text.slice(0, found?.index ?? 0);
  const role = found ? roleIn(before, names) : undefined;
  // Before it stands the role, and hardly more: "Keys with the role clerk may …".
  if (
    found &&
    role !== undefined &&
    wordsOf(before).length <= mostBefore &&
    !/\b(?:if|when|unless|until|whose|its|their|of)\b/iu.test(before)
  ) {
    const behind = text.slice(found.index + found[0].length);
    const isNot = /not|never|n't/iu.test(found[0]) || neither.test(behind);
    const rest = (isNot ? behind : withRightsApart(behind))
      .replace(neither, '')
      .replaceAll(/,?\s+and (?:(?:they|it|he or she) )?(?:may|can)\b(?! ?not\b|'t)\s*|,\s+and (?:they|it) (?=\p{L})/giu, andMay)
      .replaceAll(ownMay, ' ')
      .replaceAll(/\b(?:and )?(?:does|do) (?=not\b)/giu, ' ');
    if (isConditional.test(rest))
      // So that nothing else is taken to say what becomes of them: "may remove their own notes".
      return isNot || /\bonly\b/iu.test(before)
        ? undefined
        : { role, isOnly: false, clauses: clausesIn(rest, things).map((one): Clause => ({ ...one, isOpen: true })) };
    if (isNot && noRefusal.test(rest)) return undefined;
    // What it is about stands in another sentence: "Students cannot see them."
    if (ofPronoun.test(rest)) return undefined;
    const isOnly = /\bonly\b/iu.test(before);
    if ((isNot || isOnly) && isNarrowed(sentence.slice(modal.exec(sentence)?.index ?? 0))) return undefined;
    const except = isNot ? '' : (exceptVerbs.exec(rest)?.groups?.['list'] ?? '');
    const excepted = beginsWithAct(except, acts) ? deniedIn(except, things, acts) : [];
    if (excepted.length > 0) return { role, isOnly, clauses: withPartlyExcepted(sentence, [everything, ...excepted], things) };
    const clauses = withPartlyExcepted(sentence, isNot ? clausesIn(` not ${rest}`, things) : grantedIn(rest, things, acts), things);
    if (/^\s*(?:be|have)\b/iu.test(rest)) return undefined;
    const denied = isNot ? deniedIn(rest, things, acts) : [];
    const isOfOwnVerbs = denied.some(({ acts: own }) => own !== undefined);
    if (!isOfOwnVerbs && clauses.every((one) => isAct(one) || (!one.isMay && clauses.some(({ isAll, isMay }) => isAll && isMay))))
      return { role, isOnly, clauses };
    return denied.length > 0 ? { role, isOnly: false, clauses: denied } : undefined;
  }
  // "Deleting is for managers only", "Removal needs the role manager".
  const needed =
    /^(.+?)\b(?:is|are|stays?) (?:only |reserved |limited |restricted |left )?(?:for|to)\b(.+)$|^(.+?)\b(?:needs?|requires?)\b(.+)$/iu.exec(
      text,
    );
  const [what, whom] = [needed?.[1] ?? needed?.[3] ?? '', needed?.[2] ?? needed?.[4] ?? ''];
  if (/\b(?:if|when|while|unless|until|once|before|after|during|within|outside)\b/iu.test(text)) return undefined;
  const wanted = roleLeftTo(whom, names);
  const isOnly =
    needed?.[3] !== undefined
      ? /\brole\b|\bpermission\b/iu.test(whom)
      : /\bonly\b|\breserved\b|\blimited\b|\brestricted\b|\bleft to\b/iu.test(text);
  if (wanted === undefined || !isOnly || isNarrowed(what) || noNeed.test(what)) return undefined;
  return { role: wanted, isOnly: true, clauses: clausesIn(what, things) };
};

/** Verbs of seeing: what a role does not see is said of the members of answers. */
const seeing = /^\s*(?:only |also )?(?:see|view|read|know|learn|look)\b/iu;

/** The role of which a sentence says what it may do or not, whether that can be read or not; undefined where it is about none, or about what it sees. */
export const roleOfRights = (sentence: string, names: ReadonlySet<string>): string | undefined => {
  const text = plain(sentence.replace(/^\s*(?:[-*]|\d+\.)\s+/u, ''));
  const found = modal.exec(text);
  if (!found) return undefined;
  const [before, behind] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
  if (wordsOf(before).length > mostBefore || seeing.test(behind) || /^\s*(?:be|have)\b/iu.test(behind)) return undefined;
  return roleIn(before, names);
};

/** Words before the verb of a sentence that is about a role. */
const mostBefore = 6;
