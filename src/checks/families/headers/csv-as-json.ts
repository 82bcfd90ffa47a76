import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { itemsOf } from '../../../contract/held.ts';
import { answerOf, headerValues, isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { csvRows, hasBareLineEnd } from '../../../contract/wire/csv.ts';
import { essenceOf, isJsonType } from '../../../contract/wire/media-type.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import { saidIn } from '../../../contract/said.ts';
import { columnsIn } from '../../subjects/exports.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { accepting } from '../../requests/accepting.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { quotedBelow } from '../../scenarios/lifecycle/quoted-below.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { collectionAt, largestPage, pagesOf, type ReadableList, stylesOf } from '../../subjects/collection.ts';
import { differenceIn } from '../../subjects/csv-rows.ts';

const csvType = 'text/csv';

/** A list that is described as JSON and as CSV, and the one way in which it is paged. */
type TwoForms = Subject & {
  readonly operation: Operation;
  readonly collection: Collection;
  /** By which media type, or by which value of a parameter, each form is asked for. */
  readonly asked: Asked;
  readonly list: ReadableList | undefined;
  readonly paged: Paged;
};

type Asked =
  | { readonly by: 'accept'; readonly json: string }
  | { readonly by: 'parameter'; readonly name: string; readonly json: string | undefined; readonly csv: string };

/** The parameter by whose value a read gives CSV: `format` with `json` and `csv`. */
const formatOf = ({ document }: Contract, { parameters }: Operation): Asked | undefined =>
  parameters.flatMap(({ in: where, name, schema }): Asked[] => {
    const resolved = resolvedSchema(document, schema ?? true);
    const values = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'].map(String) : [];
    const [csv] = values.filter((one) => /^(?:text\/)?csv$/iu.test(one));
    const [json] = values.filter((one) => /^(?:application\/)?json$/iu.test(one));
    return where === 'query' && csv !== undefined ? [{ by: 'parameter', name, json, csv }] : [];
  })[0];

/** What a document says of the pages of a list as CSV: that it has the rows of the same page as JSON, that it has all rows, or neither. */
type Paged = 'alike' | 'never' | undefined;

const namesPages = String.raw`\b(?:limit|offset|cursor|pages?|per_?page|page_?size|paging|pagination)\b`;

/** "It is not paged", "`page` and `per_page` do not apply to it", "`limit` and `cursor` are not looked at", "regardless of `page`". */
const neverPaged = new RegExp(
  String.raw`\b(?:not|never) (?:paged|paginated)\b|\bun(?:paged|paginated)\b|\bwithout (?:paging|pagination)\b(?! param)|${namesPages}[^.;]*\b(?:(?:do|does) not (?:apply|matter|count)|(?:have|has|play|plays|make|makes) no (?:effect|part|role|difference|meaning|bearing|influence)|(?:are|is) (?:ignored|not looked at|not considered|disregarded|not used|not heeded))\b|\b(?:regardless|irrespective|independent|independently) of\b[^.;]{0,12}?${namesPages}|\b(?:whatever|no matter what|ignor(?:es|ing))\b[^.;]{0,12}?${namesPages}`,
  'iu',
);

/** Words of a sentence by which it is so for some requests, or of something else than the rows: "`offset` is ignored where a `cursor` is sent", "a header line, whatever the page". */
const narrowed =
  /\b(?:if|when|where|while|unless|except|only|above|beyond|over|more than|cut|at most|up to|first|default\w*|may|might|header|heading|blank|order is|without (?!paging|pagination))\b|\beffect on (?:the|its) (?:order|columns?|filters?|head\w*)\b/iu;

/** "The same bookings in the same order", "the rows of the JSON page". */
const pagedAlike = /\bsame\b.{0,60}?\b(?:same order|same query|as the json|json page)\b/isu;

const pagedBy = ({ document }: Contract, { location }: Operation): Paged => {
  const node = valueAt(document, nodeOf(location));
  const text = isObject(node) ? node['description'] : undefined;
  if (typeof text !== 'string' || !/\bcsv\b/iu.test(text)) return undefined;
  const ofCsv = text.slice(text.search(/\bcsv\b/iu));
  const ofPages = sentencesOf(ofCsv).filter((one) => neverPaged.test(one));
  if (ofPages.length > 0) return ofPages.some((one) => !narrowed.test(one)) ? 'never' : undefined;
  return pagedAlike.test(text) ? 'alike' : undefined;
};

/** The lists that are described as JSON and as CSV. */
export const inTwoForms = (contract: Contract): TwoForms[] =>
  contract.operations
    .filter(({ method, effect, conventions }) => method === 'GET' && effect === 'safe' && conventions.stream === undefined)
    .flatMap((operation): TwoForms[] => {
      const types = operation.responses
        .filter(({ status }) => status.startsWith('2'))
        .flatMap(({ content }) => content.map(({ mediaType }) => essenceOf(mediaType)));
      const [json] = types.filter(isJsonType);
      const collection = collectionAt(contract, operation.key);
      if (json === undefined || collection === undefined || !types.includes(csvType)) return [];
      const [list, ...others] = stylesOf(collection);
      const readable = others.length === 0 ? list : undefined;
      const asked = formatOf(contract, operation) ?? ({ by: 'accept', json } as const);
      return [at(operation.location, { operation, collection, asked, list: readable, paged: pagedBy(contract, operation) })];
    });

/** One page in both forms. */
type Forms = { readonly json: Exchange; readonly csv: Exchange };

type Result = { readonly large: Forms; readonly small: Forms | undefined };

const csvOf = ({ csv }: Forms): string | undefined => {
  const text = answerOf(csv)?.text;
  const isCsv = essenceOf(headerValues(csv, 'Content-Type')[0] ?? '') === csvType;
  return isSuccess(csv) && isCsv && typeof text === 'string' ? text : undefined;
};

/** How many records a text has below its line of names. */
const rowsBelow = (rows: readonly (readonly string[])[]): number => rows.filter((cells) => cells.some((cell) => cell !== '')).length - 1;

export const csvAsJson = defineProbe<TwoForms, Result>({
  id: 'headers/csv-as-json',
  title: 'A list as CSV can be read, and shows what it shows as JSON',
  why: 'Spreadsheets put what stands behind an unquoted comma into the next column, and lose rows at a quote, without a word.',
  fix: 'Put cells with commas, quotes and line ends into quotes, double the quotes in them, and page and filter both forms as they are described.',
  phase: 'mutate',
  // Other checks have created items with unusual texts by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: inTwoForms,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 24, creates: 12 }),
  async run({ operation, collection, asked, list, paged }, session) {
    const read = await referenceTraversal(session, await listInUse(session, collection), 'first');
    const above = valuesAlong(operation.path, read.last.request.pathValues);
    const columns = columnsIn(saidIn(valueAt(session.contract.document, nodeOf(operation.location))).join(' '));
    const own = await session.run(quotedBelow, { list: operation.key, values: above, columns });
    const request = usableRequest(session, operation, 'forms', own === undefined ? {} : { pathValues: inPath(operation.path, own) });
    const inBoth = async (query: typeof request.query): Promise<Forms> => {
      if (asked.by === 'parameter') {
        const as = (value: string | undefined): Promise<Exchange> => {
          const others = [...request.query, ...query].filter(([name]) => name !== asked.name);
          return session.send({ ...request, query: value === undefined ? others : [...others, [asked.name, value]] });
        };
        const csv = await as(asked.csv);
        return { csv, json: await as(asked.json) };
      }
      const { json } = asked;
      const page = { ...request, query: [...request.query, ...query], madeUp: [...(request.madeUp ?? []), 'accept'] };
      const csv = await session.send(accepting(page, ['accept', csvType]));
      return { csv, json: await session.send(accepting(page, ['accept', json])) };
    };
    const large = await inBoth(list ? largestPage(list) : []);
    const size = list ? pagesOf(list, 1) : [];
    return { large, small: paged !== undefined && size.length > 0 ? await inBoth(size) : undefined };
  },
  judge({ operation, collection, paged }, { large, small }, { contract }) {
    const text = csvOf(large);
    const items = isSuccess(large.json) ? itemsOf(collection, large.json) : undefined;
    if (text === undefined || items === undefined) {
      const reason = `The list was answered ${outcomeOf(large.json)} as JSON and ${outcomeOf(large.csv)} as CSV`;
      return inconclusive(reason, [large.csv, large.json]);
    }
    const where = 'body';
    const rows = csvRows(text);
    if (rows === undefined) {
      const expected = 'records as in RFC 4180, with the quotes in a cell doubled';
      return unconfirmed(fail({ code: 'csv-unreadable', where, expected, actual: 'a quote inside a cell that ends it' }, [large.csv]));
    }
    const said = saidIn(valueAt(contract.document, nodeOf(operation.location))).join(' ');
    if (/\bCRLF\b/u.test(said) && !/\bor LF\b/u.test(said) && hasBareLineEnd(text)) {
      const finding = { code: 'csv-line-end', where, expected: 'CRLF at the end of each line, as the document says', actual: 'LF alone' };
      return unconfirmed(fail(finding, [large.csv]));
    }
    const [names = []] = rows;
    const lacking = columnsIn(said).find((name) => !names.some((one) => one.trim() === name));
    if (lacking !== undefined) {
      const finding = { code: 'column-missing', where: 'first line', expected: `a column ${lacking}`, actual: names.join().slice(0, 200) };
      return unconfirmed(fail(finding, [large.csv]));
    }
    const difference = differenceIn(text, items);
    if (difference) return unconfirmed(fail({ where, ...difference }, [large.csv, large.json]));
    const page = small && csvOf(small);
    const shown = small && isSuccess(small.json) ? itemsOf(collection, small.json) : undefined;
    const records = page === undefined ? undefined : csvRows(page);
    if (paged === 'never' && small && records && rowsBelow(records) < items.length) {
      const expected = `the ${items.length} rows of the largest page at least, because the CSV is said to have all`;
      return unconfirmed(fail({ code: 'rows-paged', where, expected, actual: `${rowsBelow(records)} rows` }, [small.csv, large.json]));
    }
    const isMore = shown !== undefined && shown.length > 0 && records !== undefined && rowsBelow(records) > shown.length;
    if (paged === 'alike' && small && isMore && rowsBelow(rows) > shown.length) {
      const expected = `${shown.length} rows, as the page has as JSON`;
      return unconfirmed(fail({ code: 'rows-not-paged', where, expected, actual: `${rowsBelow(records)} rows` }, [small.csv, small.json]));
    }
    return pass(1);
  },
});
