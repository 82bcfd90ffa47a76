import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { amountOfMoney } from '../../contract/infer/money.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { saidOfMember } from '../../contract/infer/said-of-member.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { escapeToken } from '../../contract/pointer.ts';
import { type PagedList, pagedLists } from './collection.ts';
import type { Subject } from '../kit/define.ts';
import { traitsIn } from './counted-traits.ts';
import { amountAlone, type ListFigure, nameIn, saidAbout } from './list-figures.ts';
import { ruleIn } from './figure-rules.ts';
import { isNumeric } from './told-sums.ts';

/** A number beside the items of a page that follows from the items of all pages, or from those of the page, as its text says. */
export type PageFigure = ListFigure & { readonly over: 'all' | 'page' };

/** A paged list with such numbers. */
export type FiguredList = PagedList & Subject & { readonly figures: readonly [PageFigure, ...PageFigure[]] };

/** "Not just the ones on this page", "across all pages", "whatever page is asked for". */
const overAll: readonly RegExp[] = [
  /[,;(]? ?\b(?:and )?not (?:just|only|merely) (?:of |over |for )?(?:(?:the |those )?(?:ones?|items|entries|rows|those|what|\p{L}+)(?: is| are)? )?(?:on|in|of) (?:this|the(?: current| returned)?|one|a(?: single)?) page\)?/giu,
  /[,;(]? ?\b(?:and )?not (?:just|only|merely) (?:this|the(?: current| returned)?|one|a(?: single)?) page\)?/giu,
  /[,;(–—-]* ?\b(?:across|over|on|of) all (?:the )?pages\)?/giu,
  /[,;(]? ?\b(?:regardless|independent(?:ly)?|irrespective) of (?:the )?(?:pag(?:e|ing|ination)|limit|page size)\)?/giu,
  /[,;(]? ?\b(?:whatever|whichever) (?:the )?page(?: (?:is|was) (?:asked for|requested|shown))?\)?/giu,
];

/** "On this page", "of the returned rows". */
const overPage = /[,;(]? ?\b(?:on|of|in) (?:this|the(?: current| returned)?) page(?: (?:alone|only))?\)?/giu;

/** What selects the items, which the list does for the figure too. */
const selected =
  /\b(?:matching|that match(?:es)?(?: the (?:filters?|query|request))?|that the (?:filters?|query|request|search) (?:match(?:es)?|select(?:s)?|finds?)|selected|found|filtered|in the (?:whole )?(?:list|result))\b/giu;

/** The text without what says over which items it goes, and that; undefined where it says nothing of pages. */
const scopeIn = (text: string): { readonly rest: string; readonly over: PageFigure['over'] } | undefined => {
  const bare = text.replaceAll(/\s+/gu, ' ').replaceAll(selected, ' ');
  const whole = overAll.reduce((left, form) => left.replaceAll(form, ' '), bare);
  if (whole !== bare) return overPage.test(whole) ? undefined : { rest: whole, over: 'all' };
  const page = bare.replaceAll(overPage, ' ');
  return page === bare ? undefined : { rest: page, over: 'page' };
};

/** Words of a text about an object of figures that leave no item out. */
const plain: ReadonlySet<string> = new Set(
  'the a an of all its it this that these those they and for over in on from is are each every any everything whole sum sums total totals figure figures number numbers amount amounts cover covers covering computed calculated go goes item items entry entries row rows'.split(
    ' ',
  ),
);

/**
 * How the numbers of an object beside the items follow from these, where its text says over what they go and no more, "Covers everything that matches, not just this page":
 * each is what its own text says, or else the sum of the member of that name, and `count` is how many items there are.
 */
const rulesOfObject = (text: string, { numbers, known }: { readonly numbers: readonly string[]; readonly known: ReadonlySet<string> }) => {
  const scope = scopeIn(text);
  const words = wordsOf(scope?.rest.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ') ?? '');
  if (!scope || !words.every((word) => plain.has(word) || known.has(singular(word)))) return undefined;
  return (name: string): ListFigure['rule'] | undefined => {
    const rule = { less: undefined, counting: undefined, leavesBlanksOut: false, digits: undefined };
    if (name === 'count') return { ...rule, kind: 'count', member: undefined };
    const member = numbers.includes(name)
      ? name
      : ruleIn('the sum of all items', { numbers, traits: [], known: new Set(['item']), figure: name })?.member;
    return member === undefined ? undefined : { ...rule, kind: 'sum', member };
  };
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
    const known = new Set([...nounWordsOf(operation.path), ...parametersIn(operation.path).flatMap(wordsOf)].map(singular));
    const around = {
      numbers,
      traits: traitsIn(contract, item),
      known: new Set([...known, 'page', 'result']),
      alone: amountAlone(document, item, numbers, nounWordsOf(operation.path).map(singular)),
    };
    const said = saidAbout(document, operation);
    const at = (pointer: string, schema: typeof body): readonly (readonly [string, typeof body])[] =>
      [...membersOf(document, schema)].map(([name, one]) => [`${pointer}/${escapeToken(name)}`, one] as const);
    const places = at('', body).flatMap(([pointer, schema]) => [
      [pointer, schema] as const,
      ...(isType(document, schema, 'array') ? [] : at(pointer, schema)),
    ]);
    const byObject = at('', body).flatMap(([pointer, schema]): readonly PageFigure[] => {
      if (isType(document, schema, 'array') || isFigure([pointer, schema])) return [];
      const [own, ...more] = descriptionsIn(document, schema);
      const text = own ?? saidOfMember(said, nameIn(pointer)) ?? '';
      const ruleOf = more.length > 0 ? undefined : rulesOfObject(text, around);
      const over = scopeIn(text)?.over;
      return at(pointer, schema)
        .filter(isFigure)
        .flatMap(([inner, one]): readonly PageFigure[] => {
          const [ownText, ...further] = descriptionsIn(document, one);
          const rule =
            ownText === undefined ? ruleOf?.(nameIn(inner)) : ruleOf && further.length === 0 ? ruleIn(ownText, around) : undefined;
          return rule && over ? [{ pointer: inner, rule, text, over }] : [];
        });
    });
    const figures = places.filter(isFigure).flatMap(([pointer, schema]): readonly PageFigure[] => {
      const [own, ...more] = descriptionsIn(document, schema);
      const figure = nameIn(pointer);
      const text = own ?? saidOfMember(said, figure) ?? '';
      const scope = more.length > 0 ? undefined : scopeIn(text);
      const rule = scope && ruleIn(scope.rest, { ...around, figure });
      return rule && rule.kind !== 'count' ? [{ pointer, rule, text, over: scope.over }] : [];
    });
    const [first, ...others] = [...figures, ...byObject.filter(({ pointer }) => !figures.some((one) => one.pointer === pointer))];
    return first ? [{ ...list, figures: [first, ...others] }] : [];
  });
};
