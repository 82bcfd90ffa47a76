import { literalPattern } from '../../pattern/literal-pattern.ts';
import { valueAt } from '../../pointer.ts';
import { partsOf } from '../schema-parts.ts';
import type { DescribedList } from './collection.ts';
import type { DocumentView } from './convention.ts';
import { descriptionOf, isOnly, pageHeaders, type PageMember } from './paging-members.ts';

type Document = DocumentView['document'];

/** Names of members with the URL of the next page, in words. */
const urlNames: ReadonlySet<string> = new Set([
  'next url',
  'next link',
  'next page url',
  'next page link',
  'next href',
  'odata next link',
  'next page uri',
  'next uri',
]);

const urlWords = /\b(?:urls?|uris?|links?)\b/iu;

/** Does a schema describe a URL, by its words or its format. */
export const isUrl = (document: Document, schema: unknown): boolean =>
  urlWords.test(descriptionOf(document, schema)) ||
  partsOf(document, schema).some(({ format }) => ['uri', 'url', 'uri-reference', 'iri'].includes(String(format)));

/** "Reference of the next page", "address of the next page", "path and query of the next page": where something is called so, it leads there. */
const isReference =
  /\b(?:references?|address(?:es)?|href)\b(?! (?:number|code|id))|\bpath (?:and (?:the )?query )?(?:of|to|for) the (?:next|following) page\b/iu;

/** Does a schema print the address of a page: a path, or a whole one, with a query. */
const printsAddress = (document: Document, schema: unknown): boolean =>
  partsOf(document, schema)
    .flatMap(({ example, examples }) => [example, ...(Array.isArray(examples) ? (examples as unknown[]) : [])])
    .some((one) => typeof one === 'string' && /^(?:https?:\/)?\/\S*\?\S+=/u.test(one));

/** Other members between a name and what is said of them all: "`next` and `previous` are links". */
const besides = String.raw`(?:(?:, | and | or |, and |, or | as well as )\x60[\w.]+\x60)*(?: (?:both|each|all))?`;

/** What the introduction says of a member by its name: "`next` is an absolute or relative reference of the next page". */
export const saidOf = (document: Document, name: string): string => {
  const text = valueAt(document, '#/info/description');
  const verbs = '(?:is|are|holds?|has|have|gives?|contains?|leads?)';
  const said = new RegExp(String.raw`\x60${literalPattern(name)}\x60${besides} ${verbs}\b[^.;]*`, 'iu');
  return typeof text === 'string' ? (said.exec(text.replaceAll(/\s+/gu, ' '))?.[0] ?? '') : '';
};

/** Does a member hold the URL of the next page: by its name, or by the name `next` with the format or the words of a URL, or inside links. */
export const holdsUrl =
  (document: Document) =>
  ({ words, around, schema, at }: PageMember): boolean => {
    if (!isOnly(document, schema, 'string')) return false;
    if (urlNames.has(words)) return true;
    if (words === 'next' || words === 'next page') {
      const texts = [descriptionOf(document, schema), saidOf(document, at.slice(at.lastIndexOf('/') + 1))];
      return (
        isUrl(document, schema) ||
        printsAddress(document, schema) ||
        ['links', 'link'].includes(around) ||
        texts.some((one) => isReference.test(one) || urlWords.test(one))
      );
    }
    return words === 'href' && around === 'next';
  };

/** Where a page holds the URL of the next one: in the body, else in the header field for links (RFC 8288). */
export const urlOfNext = (document: Document, list: DescribedList, members: readonly PageMember[]): PageMember | undefined =>
  members.find(holdsUrl(document)) ?? pageHeaders(list).find(({ words }) => words === 'link');
