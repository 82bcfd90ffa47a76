import { isTime } from '../../contract/infer/conventions/bare-bounds.ts';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { itemMembers } from '../../contract/infer/conventions/item-members.ts';
import { descriptionOf, keywordOf, textOf } from '../../contract/infer/conventions/paging-members.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { isTimeZone } from '../kit/days.ts';
import { countsItself, isShownAsDay } from './counting-bounds.ts';
import { type ListFilter, listFilters } from './filters.ts';

/** A bound by a day of what items show as a moment, where the document says whether the day counts, and in which time zone it is one. */
export type DayBound = ListFilter & {
  /** JSON pointer of the moment in an item. */
  readonly at: string;
  readonly counts: boolean;
  /** The name of the time zone in the IANA database. */
  readonly zone: string;
};

const ianaName = /\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Z]\w+(?:\/[A-Z]\w+)?\b/u;

/** Words by which a day is one of several time zones. */
const isLocal = /\blocal\b|\bzone of\b|\b(?:its|their|your|his) (?:own )?(?:time )?zone\b|\be\. ?g\.|\bfor example\b|\bnot\b[^.]*\bUTC\b/iu;

/** Words by which a day is another span than from midnight to midnight. */
const isOtherSpan =
  /\b(?:day|date)s? (?:begins?|starts?|ends?|runs?|lasts?|changes?)\b|\bcounts? (?:for|as|towards) the (?:day|date|night|evening)\b|\b(?:business|trading|service|opening) days?\b|\b(?:first|last) moment of\b|\b(?:at|from|until) (?:noon|[01]?\d(?::\d\d| ?[ap]m| o.clock))/iu;

const aboutDays = /\b(?:calendar )?(?:days|dates)\b(?![- ]?times?\b)/iu;

/** The time zone that a text names for its days; undefined where it names none, or more than one. */
const zoneIn = (text: string): string | undefined => {
  if (isLocal.test(text)) return undefined;
  const named = ianaName.exec(text)?.[0];
  const isUtc = /\b(?:UTC|GMT)\b/u.test(text);
  if (named !== undefined && isTimeZone(named)) return isUtc ? undefined : named;
  return isUtc ? 'UTC' : undefined;
};

const zoneOf = (contract: Contract, { collection, filter }: ListFilter): string | undefined => {
  if (filter.zone !== undefined) return filter.zone;
  const { document } = contract;
  const own = textOf(document, filter.parameter);
  if (isLocal.test(own)) return undefined;
  const around = [valueAt(document, '#/info'), valueAt(document, nodeOf(collection.operation.location))].flatMap(saidIn);
  return (
    zoneIn(own) ??
    around
      .flatMap(sentencesOf)
      .filter((sentence) => aboutDays.test(sentence))
      .map(zoneIn)
      .find((zone) => zone !== undefined)
  );
};

/** Words by which a whole day is left out, and not its first moment alone. */
const leavesWholeDayOut = /\bexclusive(?:ly)?\b|\bnot includ|\bexcluding\b/iu;

const shownAsMoment = (contract: Contract, { collection }: ListFilter, pointer: string): boolean => {
  const { document } = contract;
  const list = describedLists({ document, operations: [collection.operation] })[0];
  const member = list && itemMembers(document, list.item).find((one) => one.at === pointer);
  return (
    member !== undefined &&
    isTime(document, member.schema) &&
    !isShownAsDay(contract, collection, pointer) &&
    !/\bround|\btruncat|\bbegin(?:s|ning)? of the (?:day|hour)/iu.test(descriptionOf(document, member.schema))
  );
};

/** The bounds by a day of the lists of a contract that is held to the standard requirements, about what their items show as a moment. */
export const dayBounds = (contract: Contract): readonly DayBound[] =>
  contract.standard.size === 0
    ? []
    : listFilters(contract).flatMap((one): readonly DayBound[] => {
        const { at, compare, parameter } = one.filter;
        const isDay = keywordOf(contract.document, parameter.schema, 'format') === 'date';
        if (at === undefined || !isDay || !['after', 'before'].includes(compare) || !shownAsMoment(contract, one, at)) return [];
        const counts = countsItself(contract, one.filter, true);
        // "After this day" may mean after its first moment.
        const isPlain = counts !== false || compare === 'before' || leavesWholeDayOut.test(textOf(contract.document, parameter));
        const zone = isOtherSpan.test(textOf(contract.document, parameter)) ? undefined : zoneOf(contract, one);
        return counts === undefined || !isPlain || zone === undefined ? [] : [{ ...one, at, counts, zone }];
      });
