import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const money = { ...text, format: 'decimal' };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

const said = {
  owed: 'Sum of the open loans of the reader',
  list: 'Loans. Readers see their own, librarians those of the whole library.',
};

type Habits = { readonly owed: string; readonly reader?: string; readonly naming?: 'reader' | 'shelf' };

const loans = [
  { id: 'l1', reader: 'ada', status: 'open', amount: '2.50' },
  { id: 'l2', reader: 'ada', status: 'settled', amount: '4.00' },
  { id: 'l3', reader: 'bo', status: 'open', amount: '30.00' },
  { id: 'l4', reader: 'ada', status: 'open', amount: '1.25' },
];

/** What is judged of a library whose loans name their reader, or a shelf, where a librarian called `ada` sees the loans of all. */
const judged = async ({ owed, reader = 'ada', naming = 'reader' }: Habits, texts: Partial<typeof said> = {}) => {
  const { owed: owedText, list } = { ...said, ...texts };
  const person = object({ id: text, username: text, owed: { ...money, description: owedText } });
  const loan = object({ id: text, [naming]: text, status: { ...text, enum: ['open', 'settled'] }, amount: money });
  const get = (schema: object, description: string): object => ({ get: { description, responses: { '200': shows(schema) } } });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Library', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/loans': get({ type: 'array', items: loan }, list),
      '/readers': get({ type: 'array', items: person }, 'All readers.'),
      '/readers/me': get(person, 'The reader who calls.'),
    },
  };
  const me = { id: 'r1', username: reader, owed };
  const answers: Readonly<Record<string, unknown>> = {
    '/loans': loans.map(({ reader: whose, ...loanOf }) => ({ ...loanOf, [naming]: whose })),
    '/readers': [me, { id: 'r2', username: 'bo', owed: '30.00' }],
    '/readers/me': me,
  };
  const url = await serve((incoming, outgoing) => {
    const found = answers[new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname];
    outgoing.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['pagination/figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

describe('a figure that callers see of themselves', () => {
  test('is that of their own items, also where the list shows those of others', async () => {
    expect(await judged({ owed: '3.75' })).toEqual(['pass']);
  });

  test('is told where it counts what the text leaves out, or is of everybody', async () => {
    expect(await judged({ owed: '7.75' })).toEqual(['figure-of-others-too /owed']);
    expect(await judged({ owed: '33.75' })).toEqual(['figure-otherwise /owed']);
  });

  test('is not judged where no item names the caller, or the text does not say whose it is', async () => {
    expect(await judged({ owed: '33.75', reader: 'cy' })).toEqual(['inconclusive']);
    expect(await judged({ owed: '33.75' }, { owed: 'Sum of the open loans' })).toEqual(['inconclusive']);
  });

  test('is not judged by a list whose items name nobody and that may show those of others', async () => {
    expect(await judged({ owed: '3.75', naming: 'shelf' })).toEqual([]);
    expect(await judged({ owed: '3.75', naming: 'shelf' }, { list: 'Loans.' })).toEqual([]);
    expect(await judged({ owed: '37.75', naming: 'shelf' }, { list: 'Your own loans.' })).toEqual(['figure-of-others-too /owed']);
  });

  test('is not the sum of what others see of themselves', async () => {
    // Each reader of the list shows what that reader owes, by the same text.
    expect(await judged({ owed: '3.75' }, { owed: 'Sum of what is owed by the reader' })).toEqual([]);
  });
});
