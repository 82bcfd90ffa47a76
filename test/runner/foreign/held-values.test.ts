import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const query = (name: string, schema: object, description: string) => ({ name, in: 'query', schema, description });

type Song = {
  readonly id: string;
  readonly title: string;
  readonly refrain?: string;
  readonly moods: readonly string[];
  readonly play_seconds: number;
  readonly mark?: number;
};

/** Songs with a filter of each kind that is described by the values that an item holds. */
const parameters = [
  query('mood', text, 'Only songs of exactly this mood; parts of it do not count'),
  { ...query('moods', texts, 'Only songs that have all of these moods'), style: 'form', explode: false },
  query('any_moods', texts, 'Only songs that have at least one of these moods'),
  query('without_mood', text, 'Only songs without this mood'),
  query('title_prefix', text, 'Only songs whose title starts with this'),
  query('min_length', { type: 'integer' }, 'Only songs whose `length_seconds` is at least this'),
  query('max_seconds', { type: 'integer' }, 'Only songs whose `play_seconds` is at most this'),
  query('min_mark', { type: 'number' }, 'Only songs whose `mark` is at least this; songs without a mark are left out'),
  query('q', text, 'Text that the title or the refrain contains, upper and lower case alike'),
];

const song = {
  type: 'object',
  required: ['id', 'title', 'moods', 'play_seconds'],
  properties: { id: text, title: text, refrain: text, moods: texts, play_seconds: { type: 'integer' }, mark: { type: 'number' } },
};

const document = {
  openapi: '3.1.0',
  info: { title: 'Songs', version: '1' },
  paths: {
    '/songs': {
      get: {
        parameters,
        responses: { 200: { description: 'songs', content: { 'application/json': { schema: { type: 'array', items: song } } } } },
      },
    },
  },
};

const moods = ['calm', 'dark', 'merry', 'slow'];
const songs: readonly Song[] = Array.from({ length: 12 }, (_, n) => ({
  id: `s-${40 + n}`,
  title: `${['Anchor', 'Beacon', 'Cradle'][n % 3] ?? ''} song ${n}`,
  ...(n % 2 ? { refrain: `Hearken ${n % 4 === 1 ? 'sailors' : 'maidens'}` } : {}),
  moods: moods.filter((_mood, m) => (n + m) % (m + 2) === 0),
  play_seconds: 60 + n * 7,
  ...(n % 3 ? { mark: 1 + (n % 5) } : {}),
}));

type Asked = Readonly<Record<string, string | undefined>> & { readonly list: readonly string[]; readonly any: readonly string[] };

const has = (whole: string | undefined, part: string): boolean => whole?.toLowerCase().includes(part.toLowerCase()) === true;

/** The rules of a service, by parameter. */
const usual = {
  mood: (one: Song, { mood }: Asked) => mood === undefined || one.moods.includes(mood),
  moods: (one: Song, { list }: Asked) => list.every((mood) => one.moods.includes(mood)),
  any: (one: Song, { any }: Asked) => any.length === 0 || any.some((mood) => one.moods.includes(mood)),
  without: (one: Song, { without_mood: mood }: Asked) => mood === undefined || !one.moods.includes(mood),
  prefix: (one: Song, asked: Asked) => one.title.toLowerCase().startsWith((asked['title_prefix'] ?? '').toLowerCase()),
  longest: (one: Song, asked: Asked) => one.play_seconds <= Number(asked['max_seconds'] ?? Infinity),
  mark: (one: Song, asked: Asked) => asked['min_mark'] === undefined || (one.mark ?? 0) >= Number(asked['min_mark']),
  q: (one: Song, { q }: Asked) => q === undefined || has(one.title, q) || has(one.refrain, q),
};

const failures = async (rules: Partial<typeof usual> = {}, all = songs): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/songs') return outgoing.writeHead(404).end();
    const list = (searchParams.get('moods') ?? '').split(',').filter((mood) => mood !== '');
    const asked = { ...Object.fromEntries(searchParams), list, any: searchParams.getAll('any_moods') } as unknown as Asked;
    const found = all.filter((one) => Object.values({ ...usual, ...rules }).every((isWanted) => isWanted(one, asked)));
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { selection: { only: ['filtering/*'], skip: [] } });
  return verdicts.flatMap(({ id, verdict, case: { level } }) =>
    verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''} ${verdict.finding.code} ${verdict.finding.where}`] : [],
  );
};

describe('a filter by values that items hold', () => {
  test('that gives what matches is accused of nothing', async () => {
    expect(await failures()).toEqual([]);
    expect(await failures({ prefix: (one, asked) => one.title.startsWith(asked['title_prefix'] ?? '') })).toEqual([]);
    const apart = (one: Song, { without_mood: mood }: Asked): boolean =>
      mood === undefined || !one.moods.some((held) => held.toLowerCase() === mood.toLowerCase());
    const mixed = songs.map((one, n) => ({ ...one, moods: one.moods.map((mood) => (n % 2 ? mood.toUpperCase() : mood)) }));
    expect(await failures({ without: apart }, mixed)).toEqual([]);
    expect(await failures({}, mixed)).toEqual([]);
    expect(await failures({}, [])).toEqual([]);
    expect(await failures({}, songs.slice(0, 1))).toEqual([]);
  });

  const none = (): boolean => true;
  test.each<readonly [string, Partial<typeof usual>, string]>([
    ['one value has no effect', { mood: none }, 'filtering/held-values item-without-value query mood'],
    [
      'a part of a value counts',
      { mood: (one, { mood }) => mood === undefined || one.moods.some((held) => held.includes(mood)) },
      'filtering/held-values item-without-value query mood',
    ],
    ['all values have no effect', { moods: none }, 'filtering/held-values item-without-value query moods'],
    [
      'all means any',
      { moods: (one, { list }) => list.length === 0 || list.some((mood) => one.moods.includes(mood)) },
      'filtering/held-values item-without-value query moods',
    ],
    [
      'only the first of several counts',
      { any: (one, { any }) => any.slice(0, 1).every((mood) => one.moods.includes(mood)) },
      'filtering/held-values item-with-value-missing query any_moods',
    ],
    [
      'what is to be left out is kept alone',
      { without: (one, { without_mood: mood }) => mood === undefined || one.moods.includes(mood) },
      'filtering/held-values item-with-value query without_mood',
    ],
    ['leaving out has no effect', { without: none }, 'filtering/held-values item-with-value query without_mood'],
    [
      'what shows no value is left out as well',
      { without: (one, { without_mood: mood }) => mood === undefined || (one.moods.length > 0 && !one.moods.includes(mood)) },
      'filtering/held-values item-without-value-missing query without_mood',
    ],
    ['a beginning has no effect', { prefix: none }, 'filtering/held-values item-without-value query title_prefix'],
    [
      'a bound is about less than the described member',
      { longest: (one, asked) => one.play_seconds - 30 <= Number(asked['max_seconds'] ?? Infinity) },
      'filtering/within-bounds item-outside query max_seconds',
    ],
    [
      'a bound excludes itself',
      { longest: (one, asked) => one.play_seconds < Number(asked['max_seconds'] ?? Infinity) },
      'filtering/within-bounds item-within-missing query max_seconds',
    ],
    [
      'a bound keeps what has no number',
      { mark: (one, asked) => asked['min_mark'] === undefined || one.mark === undefined || one.mark >= Number(asked['min_mark']) },
      'filtering/within-bounds item-without-number query min_mark',
    ],
    [
      'only one of two texts is searched',
      { q: (one, { q }) => q === undefined || has(one.title, q) },
      'filtering/text-contained item-with-word-missing query q',
    ],
    [
      'the letter case counts',
      { q: (one, { q }) => q === undefined || one.title.includes(q) },
      'filtering/text-contained item-with-word-missing query q',
    ],
  ])('is told where %s', async (_what, rules, finding) => {
    expect(await failures(rules)).toContain(`should ${finding}`);
  });
});
