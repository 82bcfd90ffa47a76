import { describe, expect, test } from 'vitest';

import { markedAgainst } from '../../../src/report/compare/message-difference.ts';
import { bodyLines } from '../../../src/report/page/body-lines.ts';
import type { PageExchange, PageMessage } from '../../../src/report/page/page-model.ts';
import { shownExchange } from '../../../src/report/page/shown-exchange.ts';
import { type ExchangeParts, madeRun, storedExchange } from '../support/made-run.ts';

const [target] = madeRun([{ name: 'depot', cases: [] }]).targets;

const exchangeOf = (parts: ExchangeParts): PageExchange => {
  if (target === undefined) throw new Error('the run has no target');
  return shownExchange(storedExchange(parts), { target, contract: undefined, finding: undefined, isWhole: true });
};

/** The lines of a body that are marked. */
const markedLines = ({ body }: PageMessage, marks: PageExchange['marks']['response']): readonly string[] =>
  bodyLines(body.text ?? '', body.isJson, marks).flatMap(({ isMarked, name, text }) =>
    isMarked ? [name === undefined ? text : `${name}: ${text}`] : [],
  );

const marksOf = (one: ExchangeParts, other: ExchangeParts) => {
  const marked = markedAgainst(exchangeOf(one), exchangeOf(other));
  const { response } = marked.marks;
  return { line: response.line, headers: response.headers, lines: marked.response && markedLines(marked.response, response) };
};

describe('what differs between two exchanges', () => {
  test('is nothing, where they are the same but for what is new in each message', () => {
    const of = (date: string): ExchangeParts => ({ body: { a: 1 }, headers: [['Date', date]] });
    expect(marksOf(of('now'), of('then'))).toEqual({ line: undefined, headers: [], lines: [] });
  });

  test('is a status, a header field and its value', () => {
    const one: ExchangeParts = {
      status: 400,
      headers: [
        ['X-A', '1'],
        ['X-B', '1'],
      ],
    };
    expect(marksOf(one, { headers: [['x-b', '2']] })).toMatchObject({ line: true, headers: ['x-a', 'x-b'] });
    expect(
      marksOf(one, {
        status: 400,
        headers: [
          ['x-b', '1'],
          ['x-a', '1'],
        ],
      }),
    ).toMatchObject({ headers: [] });
  });

  test('is a member that the other has not, or has with another value or type, wherever it stands', () => {
    const { lines } = marksOf({ body: { b: 2, a: { c: 'x', d: [1] }, e: null } }, { body: { a: { c: 'y', d: [1] }, b: 2, e: 0 } });
    expect(lines).toEqual(['"c": "x",', '"e": null']);
    expect(marksOf({ body: { error: { code: 1 } } }, { body: { code: 1 } }).lines).toEqual(['"error": {', '"code": 1', '}']);
  });

  test('is the whole body, where one of them is not JSON', () => {
    expect(marksOf({ text: 'gone' }, { body: { a: 1 } }).lines).toEqual(['gone']);
  });

  test('is not looked for beside no other exchange', () => {
    expect(markedAgainst(exchangeOf({ status: 400 }), undefined).marks).toEqual({ request: {}, response: {} });
  });
});
