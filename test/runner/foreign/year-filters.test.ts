import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const date = { type: 'string', format: 'date' };

type Said = { readonly year?: string; readonly schema?: object; readonly item?: object };

const documentWith = ({ year = 'Leave out the other years.', schema = {}, item = {} }: Said): object => ({
  openapi: '3.1.0',
  info: { title: 'Holidays', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/holidays': {
      get: {
        parameters: [
          { name: 'year', in: 'query', description: year, schema: { type: 'integer', minimum: 2000, maximum: 2100, ...schema } },
        ],
        responses: {
          '200': {
            description: 'All',
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: { id: text, date, createdAt: { type: 'string', format: 'date-time' }, ...item },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

const holidays = ['2026-01-01', '2026-12-25', '2027-01-01'].map((one, n) => ({
  id: `h${n}`,
  date: one,
  createdAt: '2025-05-05T05:05:05Z',
}));

type Habit = 'by the year' | 'not at all' | 'without the last';

/** What is judged of a list that is narrowed in one way or another. */
const judged = async (said: Said, habit: Habit): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://127.0.0.1');
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    const year = searchParams.get('year');
    const all = holidays.filter((one) => year === null || habit === 'not at all' || one.date.startsWith(year));
    const shown = year !== null && habit === 'without the last' ? all.slice(0, -1) : all;
    const status = pathname !== '/holidays' ? 404 : isKnown ? 200 : 401;
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(status === 200 ? shown : {}));
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    selection: { only: ['filtering/year-matches'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a list that is asked for a year', () => {
  test.concurrent(
    'shows what lies in it and nothing else',
    besideOthers(async () => {
      expect(await judged({}, 'by the year')).toEqual(['pass']);
      expect(await judged({}, 'not at all')).toEqual(['other-year']);
      expect(await judged({}, 'without the last')).toEqual(['missing-of-year']);
    }),
  );

  test.concurrent.for<Said>([
    { year: 'The fiscal year.' },
    { year: 'Year of purchase.' },
    { year: 'The vintage year.' },
    { item: { date: undefined, createdAt: undefined, addedAt: { type: 'string', format: 'date-time' } } },
    { year: 'The year; default is the current one.' },
    { schema: { default: 2026 } },
    { item: { observedOn: date } },
    { item: { yearOfIssue: { type: 'integer' } } },
    // Items that show when they were made may be asked for by that.
    { item: { date: undefined, expiresOn: date } },
    { item: { date: undefined, observedOn: date } },
  ])(
    'is not judged where the year may be another one: %j',
    besideOthers(async (said) => {
      expect(await judged(said, 'not at all')).toEqual([]);
    }),
  );
});
