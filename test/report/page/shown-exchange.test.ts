import { describe, expect, test } from 'vitest';

import type { StoredExchange } from '../../../src/model/stored-exchange.ts';
import { bodyLines, foldedLines } from '../../../src/report/page/body-lines.ts';
import type { PageExchange, PageMessage } from '../../../src/report/page/page-model.ts';
import type { MessageMarks } from '../../../src/report/page/marks.ts';
import { failedCase, madeCase, madeRun, storedExchange } from '../support/made-run.ts';
import { pageOf } from '../support/page-of.ts';

/** The exchange of a finding, as the page has it. */
const shown = (exchange: StoredExchange, where: string, actual = 'anything'): PageExchange => {
  const { model } = pageOf(madeRun([{ name: 'depot', cases: [failedCase('a@#', 'P-1', { where, actual })] }]), [exchange]);
  const [first] = model.exchanges;
  if (first === undefined) throw new Error('the page has no exchange');
  return first;
};

const linesOf = ({ body }: PageMessage, marks: MessageMarks) =>
  body.text === undefined || body.text === '' ? (body.lines ?? []) : foldedLines(bodyLines(body.text, body.isJson, marks));

const markedIn = (message: PageMessage | undefined, marks: MessageMarks): readonly string[] =>
  message === undefined
    ? []
    : [
        ...(marks.line === true ? [message.head] : []),
        ...message.headers.filter(([name]) => name.toLowerCase() === marks.header).map((pair) => pair.join(': ')),
        ...(marks.lacksHeader === undefined ? [] : [`${marks.lacksHeader} was not sent`]),
        ...linesOf(message, marks).flatMap((line) =>
          'left' in line || !line.isMarked ? [] : [line.name === undefined ? line.text : `${line.name}: ${line.text}`],
        ),
      ];

const marked = ({ request, response, marks }: PageExchange): readonly string[] => [
  ...markedIn(request, marks.request),
  ...markedIn(response, marks.response),
];

const body = {
  data: [
    { id: 'p1', 'a/b': 1 },
    { id: 'p2', 'a/b': 'two' },
  ],
  error: { code: '404' },
};

describe('what a finding is about', () => {
  for (const [where, actual, expected] of [
    ['#/data/1/a~1b', '"two"', ['"a/b": "two"']],
    ['#/data/0', 'x', ['{', '"id": "p1",', '"a/b": 1', '},']],
    ['#/data/1/weight', 'no such member', ['"weight" is missing']],
    ['$response.body#/error/code', '"404"', ['"code": "404"']],
    ['item 1 /id', '"p2"', ['"id": "p2",']],
    ['item 7 /id', 'x', []],
    ['/id', 'the same id twice', []],
    ['/error/code', 'x', ['"code": "404"']],
    ['credential-invalid', 'status 500, and 500 again', ['200']],
    ['Content-Type', 'x', ['Content-Type: application/json']],
    ['X-RateLimit-Reset', 'no such header', ['X-RateLimit-Reset was not sent']],
    ['$response.header.Retry-After', 'nothing', ['Retry-After was not sent']],
    ['status', 'status 200', ['200']],
    ['credential', 'status 200', ['authorization: Bearer [secret]', '200']],
    ['query limit', '25 items', ['GET /v1/parcels']],
    ['request body /name', 'status 200', ['"name" is missing', '200']],
    ['page 2', 'x', []],
    ['a walk of 5 pages', 'x', []],
  ] as const) {
    test(`is marked for "${where}"`, () => {
      const request = where.startsWith('request body') ? { body: '{"plan":"x"}' } : {};
      expect(marked(shown(storedExchange({ body, sent: request }), where, actual))).toEqual(expected);
    });
  }

  test('is not marked in the further exchanges of a finding', () => {
    const cases = [failedCase('a@#', 'P-1', { where: '#/data', actual: 'status 200', exchanges: ['x1', 'x2'] })];
    const { model } = pageOf(madeRun([{ name: 'depot', cases }]), [storedExchange({ body }), storedExchange({ id: 'x2', body: {} })]);
    expect(model.exchanges.map((exchange) => marked(exchange).length > 0)).toEqual([true, false]);
  });

  test('can be a credential that is missing', () => {
    expect(marked(shown(storedExchange({ sent: { headers: [] } }), 'credential', 'status 200'))).toEqual([
      'Authorization was not sent',
      '200',
    ]);
  });

  test('is never what a body lacks of which only the beginning was stored', () => {
    const exchange = storedExchange({ body });
    const cut = { ...exchange, reply: { ...exchange.reply, truncated: true } } as StoredExchange;
    const found = shown(cut, '#/later');
    expect(marked(found)).toEqual([]);
    expect(found.response?.body.notes.join(' ')).toContain('Only the beginning of this body');
  });
});

describe('a body', () => {
  test('is whole in the data where there is room, and folded to its beginning and the lines around a mark', () => {
    const data = Array.from({ length: 500 }, (_, id) => ({ id, name: 'x'.repeat(20) }));
    const { response, marks } = shown(storedExchange({ body: { data } }), '#/data/400/id');
    expect(response?.body.text).toContain('"id":200');
    const lines = response === undefined ? [] : linesOf(response, marks.response);
    const told = lines.map((line) => ('left' in line ? `… ${line.left}` : `${line.name ?? ''} ${line.text}`)).join('\n');
    expect(told).toContain('"id" 400');
    expect(told).not.toContain('"id" 200');
    expect(told).toMatch(/… \d+/u);
  });

  test('is cut to these lines where there is no room', () => {
    const data = Array.from({ length: 60 }, (_, id) => ({ id, name: 'x'.repeat(1000) }));
    const exchanges = Array.from({ length: 300 }, (_, at) => storedExchange({ id: `x${at}`, body: { data } }));
    const cases = exchanges.map(({ id }, at) => failedCase(`a@#/${at}`, 'P-1', { where: '#/data/40/id', exchanges: [id] }));
    const { model } = pageOf(madeRun([{ name: 'depot', cases }]), exchanges);
    const [first] = model.exchanges;
    expect(first?.response?.body.text).toBeUndefined();
    expect(first === undefined ? [] : marked(first)).toEqual(['"id": 40,']);
    expect(JSON.stringify(first?.response?.body)).toContain('more characters');
    expect(first?.response?.body.notes.join(' ')).toContain('in the folder exchanges of the run');
  });

  test('that is not JSON, or no text, is shown as such', () => {
    const html = shown(storedExchange({ text: '<html>\r\nteapot' }), 'x').response?.body;
    expect(html).toMatchObject({ isJson: false, text: '<html>\nteapot', notes: ['Not JSON: not JSON'] });
    expect(shown(storedExchange({ text: null }), 'x').response?.body.notes.join(' ')).toContain('that are not UTF-8 text');
    expect(shown(storedExchange(), 'x').response?.body).toMatchObject({ text: '', notes: [] });
  });
});

describe('an exchange', () => {
  test('without an answer says why', () => {
    const gone = { ...storedExchange(), reply: { kind: 'no-answer', failure: 'reset', message: 'the connection was reset' } } as const;
    expect(shown(gone, 'status', 'no answer')).toMatchObject({ failure: 'reset: the connection was reset', tookMs: 12.5 });
    expect(shown(gone, 'status', 'no answer').response).toBeUndefined();
  });

  test('has the command that sends its request again', () => {
    expect(shown(storedExchange(), 'status').curl?.command).toContain(
      'curl -sS -i --http1.1 --path-as-is -g http://127.0.0.1:4010/v1/parcels',
    );
  });

  test('is shown with an inconclusive case too', () => {
    const open = madeCase('a@#', 'P-1', { kind: 'inconclusive', reason: 'a page was answered with 429', exchanges: ['x5'] });
    const { model } = pageOf(madeRun([{ name: 'depot', cases: [open] }]), [storedExchange({ id: 'x5', status: 429 })]);
    expect(model.cases[0]?.exchanges).toEqual([0]);
    expect(model.exchanges[0]).toMatchObject({ id: 'x5', response: { head: '429' } });
  });
});
