import { wordsOf } from '../words.ts';
import type { Acts } from './acts.ts';
import { andNothingElse, type Clause, clauseOf, clausesIn, clausesOfList, isSaying, withPartlyExcepted } from './clauses.ts';
import { beginsWithAct, grantedIn, withVerbsBefore } from './denials.ts';
import { actWords } from './lexicon.ts';
import { stemOf } from './stem.ts';
import { plain } from './texts.ts';

/** A sentence of a row that begins with what the role may do. */
const ofSame =
  /^(?:also |and )?(?:may|can|cannot|never|not|no|reads?|sees?|writes?|creates?|changes?|manages?|adds?|removes?|deletes?)\b/iu;

/** "Any call that isn't a `GET` is turned down with a 403." */
const onlyReads =
  /\b(?:any|every|all|each) (?:other )?(?:calls?|requests?|operations?|methods?|things?)? ?(?:that|which|but|other than) ?(?:is not|isn't|are not|aren't)? ?(?:an? )?(?:GETs?|reads?|reading)\b[^.;]*\b(?:403|refused|turned down|denied|rejected|forbidden|not allowed)\b/iu;

/** "All of the above, plus writing articles": what follows. */
const beyondAbove =
  /^(?:may |can )?(?:do )?(?:all (?:of )?the above|everything (?:of the )?above|the same)[^.,;]*(?:,? (?:plus|and|as well as)|,)\s*/iu;

/** What is added to the rights of another role: things, and what is done with them; what begins with a word that may be any verb is left out. */
const clausesOfAdded = (text: string, things: ReadonlySet<string>): readonly Clause[] => {
  const parts = text
    .replaceAll(/\([^)]*\)/gu, ' ')
    .split(/,|;|\band\b/u)
    .map((one) => one.trim());
  const isUnread = (part: string): boolean => {
    const [first = ''] = wordsOf(part);
    return first.endsWith('ing') && !isSaying(clauseKinds(first, things)) && !things.has(stemOf(first));
  };
  return parts.filter((part) => part !== '' && !isUnread(part)).flatMap((part) => clausesOfList(part.replace(/\.$/u, ''), true, things));
};

const clauseKinds = (word: string, things: ReadonlySet<string>): Clause => {
  const clause = clauseOf(word, true, things);
  return { ...clause, words: new Set([...clause.words].filter((one) => actWords.has(one))) };
};

/** "As `read`, and report events": the order of the roles tells what the first is. */
const likeAnother = /^(?:like|same as|as) (?:an? |the )?[\p{L}-]+,? (?:plus|and) (?:also )?(?!not\b|no\b|never\b)/iu;

/** "All", "all but invoices": everything. */
const allAlone = /^all(?=\s*[.;]?$|,? (?:but|except)\b)/iu;

/** What a cell beside the name of a role says that it may do, and whether that is all. */
export const saidInCell = (
  cell: string,
  things: ReadonlySet<string>,
  acts: Acts,
): { readonly clauses: readonly Clause[]; readonly isClosed: boolean } => {
  const parts = cell.split(/(?<=[.;])\s(?![^(]*\))|\s*<br ?\/?>\s*/u).map((part) => withVerbsBefore(plain(part), things, acts));
  const isClosed = parts.some((part) => andNothingElse.test(part));
  const [first = '', ...others] = parts
    .map((part) => part.replace(andNothingElse, ''))
    .filter((part) => part !== '')
    .map((part) => part.replace(allAlone, 'everything').replace(likeAnother, ''));
  const said = (one: string): readonly Clause[] => withPartlyExcepted(one, grantedIn(one, things, acts), things);
  const added = beyondAbove.test(first) ? clausesOfAdded(first.replace(beyondAbove, ''), things) : said(first.replace(/[.;]$/u, ''));
  const more = others.flatMap((one): readonly Clause[] => {
    if (ofSame.test(one) || beginsWithAct(one, acts)) return said(one.replace(/[.;]$/u, ''));
    // Where nothing else is given, a sentence that cannot be read may give more.
    return isClosed ? clausesIn(one, things).map((clause): Clause => ({ ...clause, isMay: true, isOpen: true })) : [];
  });
  return {
    clauses: [...added, ...more, ...(parts.some((one) => onlyReads.test(one)) ? [clauseOf('write', false, things)] : [])],
    isClosed,
  };
};
