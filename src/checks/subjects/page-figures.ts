import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { amountOfMoney } from '../../contract/infer/money.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { saidOfMember } from '../../contract/infer/said-of-member.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract } from '../../contract/model.ts';
import { escapeToken } from '../../contract/pointer.ts';
import { type PagedList, pagedLists } from './collection.ts';
import type { Subject } from '../kit/define.ts';
import { traitsIn } from './counted-traits.ts';
import { type ListFigure, nameIn, ruleIn, saidAbout } from './list-figures.ts';
import { isNumeric } from './told-sums.ts';

/** A number beside the items of a page that follows from the items of all pages, or from those of the page, as its text says. */
export type PageFigure = ListFigure & { readonly over: 'all' | 'page' };

/** A paged list with such numbers. */
export type FiguredList = PagedList & Subject & { readonly figures: readonly [PageFigure, ...PageFigure[]] };

/** "Not just the ones on this page", "across all pages", "whatever page is asked for". */
const overAll: readonly RegExp[] = [
  /[,;(]? ?\b(?:and )?not (?:just|only|merely) (?:of |over |for )?(?:(?:the |those )?(?:ones?|items|entries|rows|those|what|\p{L}+)(?: is| are)? )?(?:on|in|of) (?:this|the(?: current| returned)?|one|a(?: single)?) page\)?/giu,
  /[,;(]? ?\b(?:across|over|on|of) all (?:the )?pages\)?/giu,
  /[,;(]? ?\b(?:regardless|independent(?:ly)?|irrespective) of (?:the )?(?:pag(?:e|ing|ination)|limit|page size)\)?/giu,
  /[,;(]? ?\b(?:whatever|whichever) (?:the )?page(?: (?:is|was) (?:asked for|requested|shown))?\)?/giu,
];

/** "On this page", "of the returned rows". */
const overPage = /[,;(]? ?\b(?:on|of|in) (?:this|the(?: current| returned)?) page(?: (?:alone|only))?\)?/giu;

/** What selects the items, which the list does for the figure too. */
const selected =
  /\b(?:matching|that match(?: the (?:filters?|query|request))?|selected|found|filtered|in the (?:whole )?(?:list|result))\b/giu;

/** The text without what says over which items it goes, and that; undefined where it says nothing of pages. */
const scopeIn = (text: string): { readonly rest: string; readonly over: PageFigure['over'] } | undefined => {
  const bare = text.replaceAll(/\s+/gu, ' ').replaceAll(selected, ' ');
  const whole = overAll.reduce((left, form) => left.replaceAll(form, ' '), bare);
  if (whole !== bare) return overPage.test(whole) ? undefined : { rest: whole, over: 'all' };
  const page = bare.replaceAll(overPage, ' ');
  return page === bare ? undefined : { rest: page, over: 'page' };
};

/** The paged lists of a contract that is held to the standard requirements whose pages show figures over their items. */
export const figuredLists = (contract: Contract): readonly FiguredList[] => {
  const { document } = contract;
  if (contract.standard.size === 0) return [];
  return pagedLists(contract).flatMap((list): readonly FiguredList[] => {
    const { operation } = list;
    const body = answerSchema(operation);
    const [described] = describedLists({ document, operations: [operation] });
    if (body === undefined || described === undefined || isType(document, body, 'array')) return [];
    const isFigure = ([, schema]: readonly [string, typeof body]): boolean =>
      isNumeric(document, schema) || amountOfMoney(document, schema) !== undefined;
    const { item } = described;
    const numbers = [...membersOf(document, item)].filter(isFigure).map(([name]) => name);
    const known = new Set(nounWordsOf(operation.path).map(singular));
    const around = {
      numbers,
      traits: traitsIn(contract, item),
      known: new Set([...known, 'page', 'result']),
    };
    const at = (pointer: string, schema: typeof body): readonly (readonly [string, typeof body])[] =>
      [...membersOf(document, schema)].map(([name, one]) => [`${pointer}/${escapeToken(name)}`, one] as const);
    const places = at('', body).flatMap(([pointer, schema]) => [
      [pointer, schema] as const,
      ...(isType(document, schema, 'array') ? [] : at(pointer, schema)),
    ]);
    const said = saidAbout(document, operation);
    const figures = places.filter(isFigure).flatMap(([pointer, schema]): readonly PageFigure[] => {
      const [own, ...more] = descriptionsIn(document, schema);
      const figure = nameIn(pointer);
      const text = own ?? saidOfMember(said, figure) ?? '';
      const scope = more.length > 0 ? undefined : scopeIn(text);
      const rule = scope && ruleIn(scope.rest, { ...around, figure });
      return rule && rule.kind !== 'count' ? [{ pointer, rule, text, over: scope.over }] : [];
    });
    const [first, ...others] = figures;
    return first ? [{ ...list, figures: [first, ...others] }] : [];
  });
};
