import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { csvRows, csvText, hasBareLineEnd } from '../../../contract/wire/csv.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** The answer to rows that are good, and that to the same ones with a bad one behind the first. */
export type RowsApart = {
  readonly good: Exchange;
  /** Undefined where good ones are not taken. */
  readonly mixed: Exchange | undefined;
  /** How many good rows there are. */
  readonly count: number;
  /** Texts that the first row alone has, and those that the last one alone has. */
  readonly first: readonly string[];
  readonly last: readonly string[];
};

const number = /^-?\d+(?:\.\d+)?$/u;

/** What no server takes for a number. */
const noNumber = 'no number';

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

type Row = readonly string[];

/** The rows that a request sends below a title, and the same text with a bad row behind the first. */
type Rows = { readonly rows: readonly Row[]; readonly mixed: string };

/** A text with the first row once more behind that, with something else in the place of a number; undefined where no column holds numbers alone, or a row is no line. */
const rowsOf = ({ body }: PlannedRequest): Rows | undefined => {
  const text = body?.kind === 'text' ? body.text : '';
  const [title, ...rows] = csvRows(text) ?? [];
  const [first] = rows;
  const lines = text.split(/(?<=\n)/u);
  const isEven = title !== undefined && rows.every(({ length }) => length === title.length);
  if (!title || !first || !isEven || rows.length < 2 || lines.length !== rows.length + 1 || title.some((name) => number.test(name)))
    return undefined;
  const column = title.findIndex((_, n) => rows.every((cells) => number.test(cells[n] ?? '')));
  if (column < 0) return undefined;
  const bad = csvText([first.map((cell, n) => (n === column ? noNumber : cell))]);
  // Nothing but that line is to be different: its end is that of the others.
  const line = hasBareLineEnd(text) ? bad.replace('\r\n', '\n') : bad;
  return { rows, mixed: [...lines.slice(0, 2), line, ...lines.slice(2)].join('') };
};

/** The texts of one row that no other one has; numbers may be those of anything. */
const ownTexts = (rows: readonly Row[], at: number): readonly string[] => {
  const others = new Set(rows.flatMap((cells, n) => (n === at ? [] : cells)));
  return (rows[at] ?? []).filter((cell) => cell !== '' && !number.test(cell) && !others.has(cell));
};

/** Is a text in an answer as a value of its own. */
export const isNamed = (exchange: Exchange, text: string): boolean =>
  JSON.stringify(jsonOf(exchange) ?? null).includes(JSON.stringify(text));

/** Sends the rows that the document prints, and the same ones once more with a bad one between them. */
export const rowsApart = defineScenario<{ readonly operation: string }, RowsApart>({
  id: 'rows-apart',
  async run(session: Session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const request = usableRequest(session, operation, 'rows-apart');
    const held = rowsOf(request);
    if (!held || request.body?.kind !== 'text')
      throw new NotTried('not-applicable', `No usable rows with a column of numbers are known for ${key}`);
    const { rows, mixed: text } = held;
    const good = await session.send(request);
    const body = { ...request.body, text };
    // A call with any effect is sent only as it is documented, which rows with a bad one among them are.
    const faults = operation.effect === 'destructive' ? {} : { faults: ['value-unusable'] as const };
    const mixed = isDone(good) ? await session.send({ ...request, body, madeUp: ['body'], ...faults }) : undefined;
    return { good, mixed, count: rows.length, first: ownTexts(rows, 0), last: ownTexts(rows, rows.length - 1) };
  },
});
