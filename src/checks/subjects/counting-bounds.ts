import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { itemMembers } from '../../contract/infer/conventions/item-members.ts';
import { keywordOf, textOf } from '../../contract/infer/conventions/paging-members.ts';
import { ruleOfBounds } from '../../contract/infer/conventions/rules-of-bounds.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Filter } from '../../contract/model.ts';

const included =
  /\bthis (?:time|moment|instant|date|day),? or (?:later|after|earlier|before)\b|\b(?:at|on) or (?:after|before)\b|\bor (?:later|after|earlier)\b|\binclusive(?:ly)?\b|\b(?:not|no) (?:before|earlier|after|later)\b|\bincluding this (?:day|date|time|moment)\b|\bup to and including\b|\bthis (?:day|date|time|moment|instant) (?:is )?(?:itself )?(?:included|counts?)\b|\b(?:first|last|earliest|latest) (?:calendar )?(?:day|date)\b(?! of\b)/iu;
const excluded =
  /(?<!\bor )\b(?:before|earlier than|after|later than) (?:this|the given) (?:time|moment|instant|date|day)\b|\bexclusive(?:ly)?\b|\bstrictly (?:before|after)\b|\bnot includ|\bexcluding\b/iu;

/** Those of the day of a bound, in words that say that they are listed: "invoices of this very day are included", "up to the end of that day". */
const ofDayIncluded =
  /\b(?:(?:\p{L}{2,}s|those|all) (?:\p{L}+ed )?(?:of|on|from|at|for) (?:this|that|the same) (?:very |same )?(?:day|date)(?: itself)?,? are|(?:everything|anything) (?:of|on|from) (?:this|that) (?:very )?(?:day|date) is) (?:also |still |always )?(?:included|listed|shown|counted|part|in it|among them)\b|\b(?:this|that|the) (?:very |same )?(?:day|date) itself (?:(?:is )?(?:also |still )?(?:included|counts?|part|belongs)|included)\b|\bthrough (?:the (?:end|whole) of )?(?:this|that) (?:very )?(?:day|date)\b|\b(?:up )?(?:to|until|till) the end of (?:this|that|the given) (?:day|date)\b/iu;

/** The same for words that say that they are not. */
const ofDayExcluded =
  /\b(?:day|date|moment|instant|time)(?: itself)? (?:does not|doesn['’]t|no longer) (?:count|belong)s?\b|\b(?:of|on|from) (?:this|that|the same) (?:very |same )?(?:day|date)(?: itself)?,? (?:are|is) (?:left out|omitted|not (?:listed|shown|counted|part)|no longer (?:listed|shown|included))\b/iu;

/** "Last day of issue", "First day of arrival", of the member that the bound is compared with: another noun is another day ("Last day of the month"). */
const isDayOfMember = (text: string, at: string): boolean => {
  const own = new Set(wordsOf(at.split('/').at(-1) ?? '').map(stemOf));
  const named = /\b(?:first|last|earliest|latest) (?:calendar )?(?:day|date) of (?:the )?(?<noun>[\p{L}-]+)\b/iu.exec(text)?.groups?.[
    'noun'
  ];
  return named !== undefined && own.has(stemOf(named.toLowerCase()));
};

/**
 * Does the value of a bound count itself, by its description; undefined where that is not said plainly. Of moments only a lower bound that counts and an upper one that does not: a server may keep a finer moment than it shows, which lies at or after the shown
 * one. A day that is shown as a day is what it is, so that each bound may count or not.
 */
export const countsItself = ({ document }: Contract, { parameter, compare, at = '' }: Filter, isDay: boolean): boolean | undefined => {
  const text = textOf(document, parameter).replaceAll(/[^.;]*\b(?:refused|rejected|answered)\b[^.;]*/giu, '');
  const isOutByItself = excluded.test(text) || ofDayExcluded.test(text);
  const isInByItself = included.test(text) || ofDayIncluded.test(text) || (!isOutByItself && isDayOfMember(text, at));
  const general = isInByItself || isOutByItself ? undefined : ruleOfBounds(document, parameter);
  const [isIn, isOut] = [isInByItself || general === 'inclusive', isOutByItself || general === 'exclusive'];
  if (isIn === isOut) return undefined;
  if (isDay) return isIn === isOut || !['after', 'before'].includes(compare) ? undefined : isIn;
  return compare === 'after' ? isIn || undefined : compare === 'before' && isOut ? false : undefined;
};

/** Does an item show the compared value as a day, without a time. */
export const isShownAsDay = ({ document }: Contract, { operation }: Collection, pointer: string): boolean => {
  const list = describedLists({ document, operations: [operation] })[0];
  const member = list && itemMembers(document, list.item).find((one) => one.at === pointer);
  return keywordOf(document, member?.schema, 'format') === 'date';
};
