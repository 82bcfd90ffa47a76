import { parseExpression } from '../../contract/expression.ts';
import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { descriptionOf, isOnly, pageMembers, textOf } from '../../contract/infer/conventions/paging-members.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { alternativesOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import type { Subject } from '../kit/define.ts';
import { isByCursor, isByName, isByPosition, nextWhere, type PagedList, pagedLists } from './collection.ts';

/** What a document says of the last page, and where a page has it. */
export type StatedEnd = {
  /** The runtime expression for what leads to the next page: a cursor, a link, or the position of that page. */
  readonly at: string;
  /** How a finding says where that is. */
  readonly where: string;
  /** What the last page has in its place. */
  readonly shows: 'null' | 'absent';
  /** That holds also where the last page happens to be full. */
  readonly whenFull: boolean;
  /**
   * No sentence says so: the form of the answer alone does, as a value that may be null or missing is of use for nothing else. Then a page is judged that is not full and
   * says itself that nothing follows.
   */
  readonly isImplied: boolean;
};

/** A list whose document says what its last page has in the place of what leads to the next one. */
export type EndingList = PagedList & { readonly ends: readonly StatedEnd[] };

const lastPage = [
  String.raw`\b(?:last|final)\b(?= (?:page|one|part|batch|response|answer)\b|\W*$|[.,;:)])`,
  String.raw`\bend\b(?! of (?!(?:(?:the|a|this|its) )?(?:whole )?(?:list|collection|results?|pages?|data|set|feed|items|records|entries|log|history|sequence|stream)\b))`,
  String.raw`\bno such (?:page|one|link)\b|\b(?:page|one) (?:does not|doesn['’]t) exist\b|\bthere (?:is not|isn['’]t) (?:one|any|another|a (?:next|further))\b`,
  String.raw`\b(?:no more|no further|no next|no other|none left|nothing (?:more|else|further|follows|left|remains|(?:is |comes )?(?:after|behind|beyond))|no (?:page|item|entry|record)s? (?:follows?|(?:is |are |comes? )?(?:after|behind|beyond))|exhausted)\b`,
  String.raw`\b(?:if|when|where|once|as) (?:there (?:is|are) )?none\b(?! (?:was|were|is|are|has been) (?:asked|given|sent|requested|set|wanted|named))`,
  String.raw`\b(?:all|everything|every \w+|each \w+) (?:(?:items|entries|results|records|pages) )?(?:has|have|is|are|was|were) (?:been )?(?:returned|read|seen|shown|fetched|listed)\b`,
].join('|');
/** Words by which a page has no such value, as a part of a regular expression. */
const absence = String.raw`\b(?:absent|omitted|missing|left out|not (?:present|set|included|returned|sent|there|given))\b`;

const hedges = String.raw`\b(?:typically|generally|normally|often|mostly|usually|sometimes|should|may|might)\b`;

/** Words by which that is not so, or not always, or so on an empty page alone. */
const isOpen = new RegExp(
  String.raw`${hedges}[^.;]*(?:\bnull\b|${absence})|(?:\bnull\b|${absence})[^.;]*\bin (?:the|a) future\b|\bempty (?:(?:last|final) )?(?:page|one)\b|\b(?:page|list) is empty\b|` +
    String.raw`\b(?:never|not|no longer|may|might|can|could|sometimes|usually)(?: (?:also|even))?(?: (?:be|is))? (?:\x60?null\b|${absence})`,
  'iu',
);

const saidTogether = (text: string, value: string): boolean =>
  new RegExp(`${value}[^.;]*(?:${lastPage})|(?:${lastPage})[^.;]*${value}`, 'iu').test(text);

/** "Only if more items follow", "on every page but the last one": a page with nothing behind it has none. */
const onlyBefore =
  /\bonly\b[^.;]*\b(?:if|when|while|where|as long as) (?:there (?:is|are) )?(?:more|another|further|a next)\b|\b(?:except|but|unless|save)\b(?: (?:on|for|in|it|this|that|the page|is))* the (?:last|final)\b/iu;

/** Words by which a header field has a link while another page follows. */
const linkedBefore =
  /\bnext\b[^.;]*\b(?:if|while|when|where|as long as) (?:there (?:is|are) )?(?:more|another|(?:a )?further|a next|such an?|one\b(?! of))\b|\b(?:while|as long as) (?:there (?:is|are) )?(?:more|another|(?:a )?further|a next)\b[^.;]*\bnext\b/iu;

/** "Also when the last page happens to be full". */
const alsoFull = /\b(?:also|even|too)\b[^.;]*\bfull\b|\bfull\b[^.;]*\b(?:too|also|as well)\b/iu;

/** "It is `null` as soon as nothing follows", behind a sentence about the cursor. */
const ofTheSame = /^(?:it|this) (?:is|becomes|has|will be)\b/iu;

/**
 * The last name in a sentence, which "It" at the beginning of the next one stands for. The parameter that takes what a member shows is that value too: "send
 * `next_cursor` as `cursor` to get the next page".
 */
const lastNamed = (sentence: string, taking: string | undefined): string | undefined => {
  const names = sentence.match(/`[^`]+`/gu) ?? [];
  return names.length > 1 && names.at(-1) === `\`${taking}\`` ? names.at(-2) : names.at(-1);
};

const named = (member: string): RegExp => new RegExp(`\`(?:[\\w.]+\\.)?${literalPattern(member)}\``, 'u');

/**
 * Sentences, or parts of one, with the member in the place of an "It" behind what names it.
 * @param taking The name of the parameter that takes what the member shows; undefined where none does.
 */
const standing = (texts: readonly string[], member: string, taking: string | undefined): readonly string[] =>
  texts.map((text, n) =>
    ofTheSame.test(text) && named(member).test(lastNamed(texts[n - 1] ?? '', taking) ?? '')
      ? text.replace(ofTheSame, (words) => words.replace(/^\w+/u, `\`${member}\``))
      : text,
  );

/** The sentences of a text that name a member, and what it is in an "It" behind them. */
const naming = (text: string, member: string, taking: string | undefined): readonly string[] =>
  standing(sentencesOf(text), member, taking).filter((sentence) => named(member).test(sentence));

/** What the API, the list and its answers say, and the parameter that takes what leads to the next page. */
const textsAbout = ({ document }: Contract, { operation, paging }: PagedList): readonly string[] => {
  const answers = operation.responses.filter(({ status }) => status.startsWith('2'));
  const nodes = ['#/info', nodeOf(operation.location), ...answers.map(({ location }) => nodeOf(location))];
  const parameter = paging.kind === 'cursor' ? paging.cursor : paging.kind === 'link' ? undefined : paging.position;
  return [
    ...nodes.map((pointer) => valueAt(document, pointer)).map((node) => (isObject(node) ? node['description'] : undefined)),
    ...(parameter === undefined ? [] : [textOf(document, parameter)]),
  ].filter((text) => typeof text === 'string');
};

/**
 * Where one part of a sentence ends: not before another value of the same member ("the cursor of the next page, or `null` on the last one", "the path of the next page, with all filters, or `null` on the last page"), and not before what goes on about
 * it ("a link, which is `null` on the last page"), unless that names another member.
 */
const partsBreak = new RegExp(
  String.raw`; |, (?!(?:[^,;\x60]{1,60}, )?or (?:it )?(?:is )?(?:\x60?null\b|${absence})|(?:which|including)\b(?![^,;]*\x60(?!null\x60)[\w.]+\x60))`,
  'iu',
);

/** What stands in brackets and says nothing of an end: "links (path and query, with all the filters)". */
const aside = new RegExp(String.raw` ?\((?![^()]*(?:\bnull\b|${absence}))[^()]*\)`, 'giu');

type Said = Pick<StatedEnd, 'shows' | 'whenFull' | 'isImplied'>;

/** Words by which every page leads on, or what it leads to is of use later: for what is added, or to begin again. */
const leadsOnAnyway =
  /\b(?:always|(?:every|each) (?:page|answer|response)|even|also|never|future|later|poll\w*|newer|bookmark\w*|wraps?|again|starts? over|circular)\b|\buntil\b[^.;]*\b(?:empty|no (?:items|entries|results|records)|nothing)\b/iu;

/** What the form of the pages says, where the words do not: a page that is the last by its own count, or its own word, has no way on. */
const implied = (
  { paging: { kind, convention, isInferred } }: PagedList,
  isLeftOut: boolean,
  words: readonly string[],
): Said | undefined => {
  const isOwnWord = convention.total !== undefined || convention.more !== undefined;
  const isToBeJudged = isInferred && kind !== 'cursor' && isOwnWord && isLeftOut;
  return isToBeJudged && !words.some((one) => isOpen.test(one) || leadsOnAnyway.test(one))
    ? { shows: 'absent', whenFull: false, isImplied: true }
    : undefined;
};

const isNullable = (document: Contract['document'], schema: Schema): boolean =>
  alternativesOf(document, schema).some((one) =>
    partsOf(document, one).some((part) => part['nullable'] === true || [part['type']].flat().includes('null')),
  );

/** May a member be null, or missing beside others that are always there. */
const mayLack = (document: Contract['document'], around: Schema | undefined, name: string): boolean => {
  const schema = around === undefined ? undefined : membersOf(document, around).get(name);
  if (schema === undefined) return false;
  if (isNullable(document, schema)) return true;
  const required = partsOf(document, around).flatMap((part) => (Array.isArray(part['required']) ? (part['required'] as unknown[]) : []));
  return required.length > 0 && !required.includes(name);
};

/** What the words of a member of the body say, and those of the texts around it that name the member. */
const saidOfMember = (contract: Contract, list: PagedList, pointer: string): Said | undefined => {
  const { document } = contract;
  const tokens = tokensOf(pointer);
  // The id of the last item is no word about the pages.
  if (tokens.includes('-1')) return undefined;
  const schemas: Schema[] = [];
  for (const token of tokens) {
    const around: Schema | undefined = schemas.length === 0 ? answerSchema(list.operation) : schemas.at(-1);
    schemas.push((around === undefined ? undefined : membersOf(document, around).get(token)) ?? true);
  }
  // The `href` of a link is what the description of the link is about.
  const isInLink = tokens.at(-1) === 'href' && tokens.length > 1;
  const [member = '', own] = isInLink
    ? [tokens.at(-2), schemas.slice(-2).map((one) => descriptionOf(document, one))]
    : [tokens.at(-1), [descriptionOf(document, schemas.at(-1))]];
  const around = schemas.slice(0, isInLink ? -2 : -1).map((one) => descriptionOf(document, one));
  const { paging } = list;
  const taking = paging.kind === 'cursor' ? paging.cursor.name : undefined;
  const said = [...textsAbout(contract, list), ...around].flatMap((text) => naming(text, member, taking));
  const parts = said
    .flatMap((sentence) => standing(sentence.replaceAll(aside, '').split(partsBreak), member, taking))
    .filter((part) => part.includes(`${member}\``));
  const text = [...own, ...parts].filter((one) => one !== '').join('; ');
  if (isOpen.test([...own, ...said].join(' '))) return undefined;
  const whenFull = [...own.flatMap(sentencesOf), ...said].some((sentence) => /\bnull\b/u.test(sentence) && alsoFull.test(sentence));
  if (saidTogether(text, String.raw`\bnull\b`)) return { shows: 'null', whenFull, isImplied: false };
  if (saidTogether(text, absence) || onlyBefore.test(text)) return { shows: 'absent', whenFull: false, isImplied: false };
  const holders = [answerSchema(list.operation), ...schemas];
  const isLeftOut = tokens.some((token, n) => mayLack(document, holders[n], token));
  return implied(list, isLeftOut, [...own, ...said]);
};

/** Words by which not every list has the link. */
const isNotOfAll = /\b(?:may|might|can|some|optional(?:ly)?|usually|where|not all|most)\b/iu;

/** What the description of a header field says, and the introduction of its link to the next page. */
export const textsOfHeader = ({ document }: Contract, { operation }: PagedList, name: string): readonly string[] => {
  const field = name.toLowerCase();
  const own = operation.responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ headers }) => headers.filter((one) => one.name.toLowerCase() === field))
    .map(({ location, schema }) => {
      const node = valueAt(document, nodeOf(location));
      return `${isObject(node) && typeof node['description'] === 'string' ? node['description'] : ''} ${descriptionOf(document, schema)}`;
    });
  const said = valueAt(document, '#/info/description');
  const isAbout = (one: string): boolean => new RegExp(`\\b${literalPattern(field)}\\b`, 'iu').test(one) && /\bnext\b/iu.test(one);
  return [...own, ...(typeof said === 'string' ? sentencesOf(said).filter((one) => isAbout(one) && !isNotOfAll.test(one)) : [])];
};

const linkIsOver = new RegExp(String.raw`\bnext\b[^.]*${absence}[^.;]*\b(?:last|final|end)\b`, 'iu');

const saidOfHeader = (contract: Contract, list: PagedList, name: string): Said | undefined => {
  const texts = textsOfHeader(contract, list, name);
  const isSaid = texts.some(
    (text) =>
      !new RegExp(hedges, 'iu').test(text) &&
      (linkIsOver.test(text) || linkedBefore.test(text) || (/\bnext\b/iu.test(text) && onlyBefore.test(text))),
  );
  // Of a header field the form says nothing: a service may link to the page behind each page.
  return isSaid ? { shows: 'absent', whenFull: false, isImplied: false } : undefined;
};

/** Names of members with the position of the next page, in words. */
const numberNames: ReadonlySet<string> = new Set(['next', 'next page', 'next page number', 'next page no', 'next offset', 'next start']);

/** Names of members by which pages that are asked for by their position can only mean the next one, whatever they call it by. */
const linkNames: ReadonlySet<string> = new Set(['next', 'next page']);

/** Where the pages of a list have the position of the next one, or a link to it. */
const numberAt = ({ document }: Contract, { operation, paging }: PagedList): readonly string[] => {
  const [list] = paging.kind === 'page' || paging.kind === 'offset' ? describedLists({ document, operations: [operation] }) : [];
  return list === undefined
    ? []
    : pageMembers(document, list)
        .filter(
          ({ words, schema }) =>
            (numberNames.has(words) && isOnly(document, schema, 'integer')) || (linkNames.has(words) && isOnly(document, schema, 'string')),
        )
        .map(({ at }) => at);
};

const endsOf = (contract: Contract, list: PagedList): readonly StatedEnd[] => {
  const { next } = list.paging.convention;
  const places = [...(next === undefined ? [] : [next]), ...(isByPosition(list) ? numberAt(contract, list) : [])];
  return [...new Set(places)].flatMap((at): readonly StatedEnd[] => {
    const parsed = parseExpression(at);
    const said =
      parsed?.from === 'response-body'
        ? saidOfMember(contract, list, parsed.pointer)
        : parsed?.from === 'response-header'
          ? saidOfHeader(contract, list, parsed.name)
          : undefined;
    return said === undefined ? [] : [{ at, where: isByCursor(list) && isByName(list) ? nextWhere(list) : at, ...said }];
  });
};

/** Every list whose document says what its last page has, at its way of paging. */
export const endingLists = (contract: Contract): readonly (EndingList & Subject)[] =>
  pagedLists(contract).flatMap((list) => {
    const ends = endsOf(contract, list);
    return ends.length === 0 ? [] : [{ ...list, ends }];
  });
