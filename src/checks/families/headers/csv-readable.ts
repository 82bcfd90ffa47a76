import { answerOf, headerValues, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { saidIn } from '../../../contract/said.ts';
import { csvRows, isReadableOtherwise, isSeparatedOtherwise } from '../../../contract/wire/csv.ts';
import { isCsv } from '../../../contract/wire/media-type.ts';
import { nodeOf } from '../../../model/location.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { exportedLists, hasFurtherRows } from '../../subjects/exports.ts';
import { inTwoForms } from './csv-as-json.ts';

/** What is written of the API, of an operation and of its successes. */
const textOf = ({ document }: Contract, { location, responses }: Operation): string =>
  ['#/info', ...[location, ...responses.filter(({ status }) => status.startsWith('2')).map((one) => one.location)].map(nodeOf)]
    .flatMap((pointer) => saidIn(valueAt(document, pointer)))
    .join(' ');

const known = new WeakMap<Contract, readonly Operation[]>();

/** The reads that give comma-separated values as RFC 4180 defines them by the words of the document, and that no check compares with a list. */
const readsOfCsv = (contract: Contract): readonly Operation[] => {
  const found = known.get(contract) ?? findReads(contract);
  known.set(contract, found);
  return found;
};

const findReads = (contract: Contract): readonly Operation[] => {
  if (contract.standard.size === 0) return [];
  const compared = new Set([...exportedLists(contract), ...inTwoForms(contract)].map(({ operation }) => operation.key));
  return contract.operations.filter(
    (operation) =>
      operation.method === 'GET' &&
      !compared.has(operation.key) &&
      operation.responses.some(({ status, content }) => status.startsWith('2') && content.some(({ mediaType }) => isCsv(mediaType))) &&
      /\bRFC[ -]?4180\b/iu.test(textOf(contract, operation)),
  );
};

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

export const csvReadable = defineObservation({
  id: 'headers/csv-readable',
  title: 'Comma-separated values that are promised as in RFC 4180 can be read so',
  why: 'Spreadsheets put what stands behind an unquoted comma into the next column, and lose rows at a quote, without a word.',
  fix: 'Put cells with commas, quotes and line ends into quotes, and double the quotes in them.',
  locations: (contract) => readsOfCsv(contract).map(({ location }) => location),
  observe(exchange, contract): readonly Observed[] {
    const operation = readsOfCsv(contract).find(({ key }) => key === exchange.request.operation);
    const text = answerOf(exchange)?.text;
    const isWhole = statusOf(exchange) === 200 && exchange.sent.method === 'GET' && !isElsewhere(exchange);
    if (!operation || !isWhole || typeof text !== 'string' || !isCsv(headerValues(exchange, 'Content-Type')[0] ?? '')) return [];
    const { location } = operation;
    const rows = csvRows(text);
    // Who asks may have chosen what separates the values.
    const isEven = rows?.every(({ length }) => length === rows[0]?.length) === true;
    if (!isEven && isSeparatedOtherwise(text)) return [];
    if (rows === undefined && isReadableOtherwise(text)) return [];
    if (rows === undefined) {
      const expected = 'records as in RFC 4180, with the quotes in a cell doubled';
      return [{ location, holds: false, code: 'csv-unreadable', where: 'body', expected, actual: 'a quote inside a cell that ends it' }];
    }
    const [names, ...records] = rows.filter((cells) => !isBlank(cells));
    if (names === undefined || names.length < 2 || records.length === 0) return [];
    const uneven = hasFurtherRows(textOf(contract, operation)) ? undefined : records.find((cells) => cells.length !== names.length);
    if (uneven === undefined) return [{ location, holds: true }];
    const expected = `${names.length} cells in each row, as in the first line`;
    return [{ location, holds: false, code: 'rows-uneven', where: 'body', expected, actual: `${uneven.length} in a row` }];
  },
});
