import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });

type Chart = { readonly id: string; readonly title: string; readonly keeper: string };

const charts: readonly Chart[] = Array.from({ length: 9 }, (_, n) => ({
  id: `c-${30 + n}`,
  title: `Harbour of ${['Skagen', 'Vardo', 'Tromso'][n % 3] ?? ''} ${n}`,
  keeper: ['Ingrid Solberg', 'Olav Kristiansen', 'Astrid Haugen'][n % 3] ?? '',
}));

type Find = (all: readonly Chart[], asked: { readonly q: string | null; readonly keeper: string | null }) => readonly Chart[];

const has = (whole: string, part: string): boolean => whole.toLowerCase().includes(part.toLowerCase());

const usual: Find = (all, { q, keeper }) =>
  all.filter((one) => (q === null || has(`${one.title} ${one.keeper}`, q)) && (keeper === null || has(one.keeper, keeper)));

const failures = async (find: Find, all = charts, description = 'Charts whose title or keeper contains the text'): Promise<string[]> => {
  const parameters = [
    { name: 'q', in: 'query', schema: text, description },
    { name: 'keeper', in: 'query', schema: text, description: 'Part of the name of the keeper' },
  ];
  const schema = { type: 'array', items: object({ id: text, title: text, keeper: text }) };
  const responses = { 200: { description: 'charts', content: { 'application/json': { schema } } } };
  const document = { openapi: '3.1.0', info: { title: 'Charts', version: '1' }, paths: { '/charts': { get: { parameters, responses } } } };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/charts') return outgoing.writeHead(404).end();
    const found = find(all, { q: searchParams.get('q'), keeper: searchParams.get('keeper') });
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ id, verdict, case: { level } }) =>
    verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''} ${verdict.finding.code}`] : [],
  );
};

describe('a search by a part of a text', () => {
  test('that finds what contains it is accused of nothing', async () => {
    expect(await failures(usual)).toEqual([]);
    expect(await failures(usual, [])).toEqual([]);
    expect(await failures(usual, charts.slice(0, 1))).toEqual([]);
  });

  test.each<readonly [string, (word: string, whole: string) => boolean]>([
    [
      'forgives a letter',
      (word, whole) => [...word].some((_, n) => has(whole, word.slice(0, n) + word.slice(n + 1)) || has(whole, word.slice(n + 1))),
    ],
    ['looks for each part of a text', (word, whole) => word.split(/[^\p{L}\p{N}]+/u).some((part) => part.length > 2 && has(whole, part))],
  ])('that %s is accused of nothing', async (_what, isFound) => {
    const found = await failures((all, { q, keeper }) =>
      usual(all, { q: null, keeper }).filter((one) => q === null || (!q.startsWith('zq') && isFound(q, `${one.title} ${one.keeper}`))),
    );
    expect(found.filter((one) => one.endsWith('text-as-pattern'))).toEqual([]);
  });

  test.each<readonly [string, Find, readonly string[]]>([
    ['has no effect', (all, asked) => usual(all, { ...asked, q: null }), ['made-up-word-found']],
    ['compares the whole text', (all, { q }) => all.filter((one) => q === null || one.title === q), ['item-with-word-missing']],
    [
      'by one member finds others',
      (all, { q, keeper }) =>
        usual(all, { q: q ?? keeper, keeper: null }).concat(
          keeper !== null && all.some((one) => has(one.keeper, keeper)) ? all.slice(0, 2) : [],
        ),
      ['word-not-contained'],
    ],
    [
      'takes the signs of a database for any letters',
      (all, { q }) =>
        all.filter(
          (one) =>
            q === null ||
            new RegExp(
              q
                .replaceAll(/[^\p{L}\p{N} %_]/gu, String.raw`\$&`)
                .replaceAll('%', '.*')
                .replaceAll('_', '.'),
              'i',
            ).test(`${one.title} ${one.keeper}`),
        ),
      ['text-as-pattern'],
    ],
  ])('and %s', async (_, find, codes) => {
    const found = await failures(find);
    for (const code of codes) expect(found).toContain(`should filtering/text-contained ${code}`);
  });

  test('is not judged where its description leaves open what it finds', async () => {
    const none: Find = (all, { q, keeper }) => (q === null ? usual(all, { q, keeper }) : all);
    expect(await failures(none, charts, 'Full-text search: charts whose title contains similar words')).toEqual([]);
    expect(await failures(none, charts, 'What to look for')).toEqual([]);
  });
});

describe('a filter whose letter case does not matter', () => {
  const towns = ['Bergen', 'Odda', 'Bergen', 'Røst'];

  const inTown = async (keep: (town: string, asked: string) => boolean, values = towns, form: object = {}): Promise<string[]> => {
    const parameters = [
      {
        name: 'town',
        in: 'query',
        schema: { ...text, ...form },
        description: 'Only piers in this town. The whole name; upper and lower case do not matter.',
      },
    ];
    const schema = { type: 'array', items: object({ id: text, town: { ...text, ...form } }) };
    const responses = { 200: { description: 'piers', content: { 'application/json': { schema } } } };
    const document = { openapi: '3.1.0', info: { title: 'Piers', version: '1' }, paths: { '/piers': { get: { parameters, responses } } } };
    const all = values.map((town, n) => ({ id: `p-${n}`, town }));
    const url = await serve((incoming, outgoing) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      if (pathname !== '/piers') return outgoing.writeHead(404).end();
      const asked = searchParams.get('town');
      const found = all.filter((one) => asked === null || keep(one.town, asked));
      return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
    });
    const { verdicts } = await judgeForeign(writeToolDocument(document), url);
    return verdicts.flatMap(({ id, verdict, case: { level } }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
  };

  test('finds the same in both', async () => {
    expect(await inTown((town, asked) => town.toLowerCase() === asked.toLowerCase())).toEqual([]);
  });

  test('and is told where it minds it', async () => {
    expect(await inTown((town, asked) => town === asked)).toEqual(['should filtering/any-case-matches']);
  });

  test.each<readonly [string, readonly string[], object]>([
    ['an address of mail', ['ida.berg@odda.example', 'olav@odda.example'], { format: 'email' }],
    ['a code of letters and figures', ['NO-4711', 'NO-4712'], {}],
    ['a code whose pattern takes both cases', ['NO-4711', 'NO-4712'], { pattern: '^[A-Za-z]{2}-[0-9]{4}$' }],
  ])('is judged by %s as well', async (_what, values, form) => {
    expect(await inTown((town, asked) => town.toLowerCase() === asked.toLowerCase(), [...values], form)).toEqual([]);
    expect(await inTown((town, asked) => town === asked, [...values], form)).toEqual(['should filtering/any-case-matches']);
  });

  test('is not asked for what its own pattern refuses', async () => {
    const form = { pattern: '^[A-Z]{2}-[0-9]{4}$' };
    expect(await inTown((town, asked) => town === asked, ['NO-4711', 'NO-4712'], form)).toEqual([]);
  });
});
