import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { itemMembers } from '../../contract/infer/conventions/item-members.ts';
import { keywordOf, textOf } from '../../contract/infer/conventions/paging-members.ts';
import type { Collection, Contract, Filter } from '../../contract/model.ts';

const included =
  /\bthis (?:time|moment|instant|date|day),? or (?:later|after|earlier|before)\b|\b(?:at|on) or (?:after|before)\b|\bor (?:later|after|earlier)\b|\binclusive(?:ly)?\b|\b(?:not|no) (?:before|earlier|after|later)\b|\bincluding this (?:day|date|time|moment)\b|\bup to and including\b|\bthis (?:day|date|time|moment|instant) (?:is )?(?:itself )?(?:included|counts?)\b|\b(?:first|last|earliest|latest) (?:calendar )?(?:day|date)\b(?! of\b)/iu;
const excluded =
  /(?<!\bor )\b(?:before|earlier than|after|later than) (?:this|the given) (?:time|moment|instant|date|day)\b|\bexclusive(?:ly)?\b|\bstrictly (?:before|after)\b|\bnot includ|\bexcluding\b/iu;

/**
 * Does the value of a bound count itself, by its description; undefined where that is not said plainly. Of moments only a lower bound that counts and an upper one that does not: a server may keep a finer moment than it shows, which lies at or after the shown
 * one. A day that is shown as a day is what it is, so that each bound may count or not.
 */
export const countsItself = ({ document }: Contract, { parameter, compare }: Filter, isDay: boolean): boolean | undefined => {
  const text = textOf(document, parameter).replaceAll(/[^.;]*\b(?:refused|rejected|answered)\b[^.;]*/giu, '');
  const [isIn, isOut] = [included.test(text), excluded.test(text)];
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
