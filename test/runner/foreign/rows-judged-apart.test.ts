import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const printed = 'code,title,wicks\r\nLAN-1,"Lantern, small",2\r\nLAN-2,Lantern,4\r\n';

type Form = {
  readonly says: string;
  readonly rows?: string;
  /** Members of a result beside its line: what names the row, and what became of it. */
  readonly shown?: readonly string[];
};

const documentOf = ({ says, rows = printed, shown = ['code', 'status'] }: Form) => ({
  openapi: '3.1.0',
  info: { title: 'Lanterns', version: '1' },
  paths: {
    '/lanterns/import': {
      post: {
        description: says,
        requestBody: { required: true, content: { 'text/csv': { schema: text, example: rows } } },
        responses: {
          200: {
            description: 'What became of each row, in their order',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['rows'],
                  properties: {
                    rows: {
                      type: 'array',
                      items: { type: 'object', properties: { line: whole, ...Object.fromEntries(shown.map((name) => [name, text])) } },
                    },
                  },
                },
              },
            },
          },
          400: { description: 'Unreadable' },
          422: { description: 'Wrong' },
        },
      },
    },
  },
});

type Habit =
  | 'goes on'
  | 'ends there'
  | 'fails all behind'
  | 'takes all'
  | 'refuses all'
  | 'leaves bad ones out'
  | 'ends its lines with CRLF';

const judged = async (form: Form, habit: Habit) => {
  const sent: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    sent.push(body);
    const [title, ...lines] = body.split(habit === 'ends its lines with CRLF' ? '\r\n' : /\r?\n/u).filter((line) => line !== '');
    if (title !== 'code,title,wicks') return give(400, {});
    const rows: object[] = [];
    let isOver = false;
    for (const [n, line] of lines.entries()) {
      const [code] = line.split(',');
      const isGood: boolean = habit === 'takes all' || (/,\d+$/u.test(line) && !isOver);
      if (!isGood && habit === 'refuses all') return give(422, {});
      if (isGood || habit !== 'leaves bad ones out') {
        const all = { line: n + 2, code, status: isGood ? 'created' : 'error' };
        rows.push(
          Object.fromEntries(Object.entries(all).filter(([name]) => name === 'line' || (form.shown ?? ['code', 'status']).includes(name))),
        );
      }
      if (!isGood && habit === 'ends there') break;
      isOver ||= !isGood && habit === 'fails all behind';
    }
    return give(200, { rows });
  });
  const check = 'lifecycle/rows-judged-apart';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 20,
    selection: { only: [check], skip: [] },
  });
  const own = verdicts.filter((one) => one.case.check === check);
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const says = 'A bad row is reported and does not stop the others.';

describe.concurrent('rows of a file', () => {
  test.for<readonly [Habit, Form, readonly string[]]>([
    ['goes on', { says }, ['pass']],
    ['goes on', { says: 'A wrong row does not keep the others from being stored.', rows: printed.replaceAll('\r\n', '\n') }, ['pass']],
    ['ends its lines with CRLF', { says }, ['pass']],
    ['ends there', { says }, ['row-left-out']],
    ['ends there', { says, shown: ['code'] }, ['row-left-out']],
    ['fails all behind', { says }, ['row-kept-back']],
    // Nothing in an answer tells of the bad row, or of any.
    ['takes all', { says }, ['inconclusive']],
    ['refuses all', { says }, ['inconclusive']],
    ['leaves bad ones out', { says }, ['inconclusive']],
    ['ends there', { says, shown: [] }, ['inconclusive']],
    // The document does not say so, or prints no rows with numbers.
    ['ends there', { says: 'Imports lanterns.' }, []],
    ['ends there', { says: 'A bad row stops the import.' }, []],
    ['ends there', { says, rows: 'code,title,wicks\nLAN-1,Small,2\n' }, ['skipped']],
    ['ends there', { says, rows: 'code,title,wicks\nLAN-1,Small,two\nLAN-2,Great,2\n' }, ['skipped']],
  ])(
    'of a service that %s are judged by %j',
    besideOthers(async ([habit, form, expected]) => {
      expect(await judged(form, habit)).toEqual(expected);
    }),
  );
});
