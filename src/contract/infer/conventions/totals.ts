import { saidIn } from '../../said.ts';
import { statementsOf } from '../sentences.ts';
import type { DescribedList } from './collection.ts';
import type { DocumentView } from './convention.ts';
import { descriptionOf, isOnly, pageHeaders, pageMembers, type PageMember } from './paging-members.ts';

/** Names that say by themselves that all items are counted. */
const plainNames = new Set([
  'total count',
  'total items',
  'total elements',
  'total results',
  'total records',
  'total number of items',
  'items total',
]);

/** Header fields with the number of all items. */
const headerNames = new Set([
  'x total count',
  'total count',
  'x total',
  'x total items',
  'x pagination total count',
  'pagination total count',
]);

/** Words in a description that show that a number is not the exact count of all items. */
const isOther =
  /estimat|approximat|approx\b|roughly|up to|at least|capped|at most|maximum|on (?:this|the|the current) page|in (?:this|the current) (?:page|response)|returned in|pages\b|amount|price|sum of|cost|unfiltered|may (?:be|not|differ|change)|not (?:be )?(?:exact|accurate)|(?:less|greater|more|fewer) than|before filter|regardless|ignoring|without filter/iu;

/** Words by which a number counts what all pages hold, and not the pages. */
const ofAllPages = /\b(?:in|on|of|across|over|through(?:out)?) all (?:of )?(?:the |its )?pages\b/giu;

const isCount = (document: DocumentView['document'], { schema }: PageMember): boolean =>
  isOnly(document, schema, 'integer') && !isOther.test(descriptionOf(document, schema).replaceAll(ofAllPages, ''));

/** Words by which a number counts the items of all pages: "counts the entries on all pages". */
const countsAll = /\b(?:counts?|number|total)\b[^.;]*\b(?:in|on|of|across|over|through(?:out)?) all (?:of )?(?:the |its )?pages\b/iu;

/** The same by what is not meant: "counts everything that fits the filters, not only the page". */
const countsMoreThanPage =
  /\b(?:counts?|number of) (?:everything|all|every)\b[^.;]*\b(?:and )?not (?:only|just|merely) (?:those (?:on|of) |what is on )?(?:the|this|that|one|the current) page\b/iu;

/** Do the description of a member, or the sentences of the introduction that name it, say that it counts the items of all pages. */
const saysAll = (document: DocumentView['document'], { at, schema }: PageMember): boolean => {
  const name = at.split('/').at(-1) ?? '';
  const told = saidIn(document['info'])
    .flatMap(statementsOf)
    .filter((one) => one.includes(`\`${name}\``) && !isOther.test(one.replaceAll(ofAllPages, '')));
  return [descriptionOf(document, schema), ...told].some((one) => countsAll.test(one) || countsMoreThanPage.test(one));
};

/**
 * Where a page reports the number of items in all pages. By a plain name, else by `total` beside other words of paging, else by what is said of it; a `count` may be that of the page.
 * Undefined where no name says so, or where its description says that it is an estimate, is limited or counts something else.
 * @param isPaging Names in words of the parameters of paging, as members of an answer repeat them.
 */
export const totalIn = (
  document: DocumentView['document'],
  list: DescribedList,
  isPaging: (words: string) => boolean,
): string | undefined => {
  const members = pageMembers(document, list);
  const named = members.filter((member) => isCount(document, member));
  const plain = named.find(({ words }) => plainNames.has(words));
  const beside = named.find(
    (member) =>
      member.words === 'total' &&
      (member.around !== '' || members.some((other) => other !== member && other.around === '' && isPaging(other.words))),
  );
  const header = pageHeaders(list).find(
    (one) => headerNames.has(one.words) && !isOther.test(descriptionOf(document, one.schema).replaceAll(ofAllPages, '')),
  );
  const told = named.find((member) => member.around === '' && saysAll(document, member));
  return (plain ?? beside ?? header ?? told)?.at;
};
