import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = {
  title: { type: 'string', minLength: 1, maxLength: 80 },
  summary: { type: 'string', maxLength: 200 },
  notes: { type: 'string', maxLength: 200 },
};
const song = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, ...written } };
const none = { 404: { description: 'None' } };

/** What is said of the parameter, its name, and what is said of the list. */
type Told = { readonly said: string; readonly parameter?: string; readonly list?: string; readonly removal?: string };

const documentOf = ({ said, parameter = 'q', list, removal }: Told) => ({
  openapi: '3.1.0',
  info: { title: 'Songs', version: '1' },
  paths: {
    '/songs': {
      get: {
        ...(list === undefined ? {} : { description: list }),
        parameters: [{ name: parameter, in: 'query', description: said, schema: { type: 'string', maxLength: 100, title: 'Q' } }],
        responses: { 200: { description: 'd', ...json({ type: 'array', items: song }) } },
      },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: written }) },
        responses: { 201: { description: 'd', ...json(song) }, 422: { description: 'Wrong' } },
      },
    },
    '/songs/{songId}': {
      parameters: [{ name: 'songId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(song) }, ...none } },
      delete: {
        ...(removal === undefined ? {} : { description: removal }),
        responses: { 204: { description: 'Gone' }, ...none },
      },
    },
  },
});

type Habit = {
  readonly accents?: boolean;
  readonly letterCase?: boolean;
  /** Only the case of the letters of ASCII does not count. */
  readonly ascii?: boolean;
  /** Members that are compared as they are, with case and accents. */
  readonly exact?: readonly string[];
  readonly pattern?: 'sql' | 'shell';
  readonly looksAt?: readonly string[];
  readonly whole?: boolean;
  /** Each part between signs is looked for by itself. */
  readonly parts?: boolean;
  readonly later?: boolean;
  readonly ignores?: boolean;
  /** What is removed is still found, as it was or with a mark. */
  readonly finds?: 'removed' | 'marked';
};

const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

const judged = async (
  told: Told,
  {
    accents = false,
    letterCase = false,
    ascii = false,
    exact = [],
    pattern,
    looksAt = ['title', 'summary'],
    whole = false,
    parts: isSplit = false,
    later = false,
    ignores = false,
    finds,
  }: Habit,
  check = 'filtering/search-as-told',
) => {
  const removed: Record<string, unknown>[] = [];
  const songs = new Map<string, Record<string, unknown>>();
  const since = new Map<string, number>();
  let last = 0;
  const folded = (text: string): string => {
    const one = accents ? text : bare(text);
    if (ascii) return one.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
    return letterCase ? one : one.toLowerCase();
  };
  const matches = (text: unknown, asked: string): boolean => {
    if (typeof text !== 'string') return false;
    const [have, want] = [folded(text), folded(asked)];
    if (isSplit) return want.split(/[^\p{L}\p{N}]+/u).every((part) => have.includes(part));
    if (pattern === undefined) return whole ? have === want : have.includes(want);
    const any = { sql: { '%': '.*', _: '.' }, shell: { '*': '.*', '?': '.' } }[pattern];
    const parts = [...want].map(
      (sign) => Object.entries(any).find(([one]) => one === sign)?.[1] ?? sign.replace(/[$()*+.?[\\\]^{|}]/u, String.raw`\$&`),
    );
    return new RegExp(parts.join(''), 'u').test(have);
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://songs');
      const [, root, id] = pathname.split('/');
      if (root !== 'songs') return give(404);
      if (id !== undefined) {
        if (!songs.has(id)) return give(404);
        if (incoming.method === 'DELETE') removed.push({ ...songs.get(id), ...(finds === 'marked' ? { title: '(removed)' } : {}) });
        return incoming.method === 'DELETE' ? give(songs.delete(id) ? 204 : 404) : give(200, songs.get(id));
      }
      if (incoming.method === 'GET') {
        const asked = searchParams.get(told.parameter ?? 'q');
        const members = told.parameter === undefined ? looksAt : [told.parameter];
        const isReady = (one: unknown): boolean => !later || Date.now() - (since.get(String(one)) ?? 0) > 400;
        return give(
          200,
          [...songs.values(), ...(finds === undefined || asked === null ? [] : removed)].filter(
            (one) =>
              isReady(one['id']) &&
              (ignores ||
                (finds === 'marked' && removed.includes(one)) ||
                asked === null ||
                members.some((name) => (exact.includes(name) ? String(one[name]).includes(asked) : matches(one[name], asked)))),
          ),
        );
      }
      if (typeof body?.['title'] !== 'string' || body['title'] === '') return give(422);
      const made = { ...body, id: `song-${(last += 1)}` };
      songs.set(made.id, made);
      since.set(made.id, Date.now());
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 12,
    selection: { only: [check], skip: [] },
  });
  expect(songs.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const aside = 'Looks in title and summary, regardless of case and accents.';

const inAllLetters = 'Part of the title. Case does not matter, for umlauts and accented letters neither.';

/** Tests of searches that are described. */
export const testToldSearches = (): void => {
  describe.concurrent('a search that is described', () => {
    test.for<readonly [Told, Habit, readonly string[]]>([
      [{ said: aside }, {}, ['pass']],
      [{ said: aside }, { later: true }, ['pass']],
      [{ said: aside }, { accents: true }, ['without-accents-not-found']],
      [{ said: 'Text to look for; `cafe` finds `Café`.' }, { accents: true }, ['without-accents-not-found']],
      [{ said: 'Text to look for; `cafe` finds `Café`.' }, {}, ['pass']],
      [{ said: 'Text.', list: 'Accents are ignored by the search.' }, { accents: true }, ['without-accents-not-found']],
      [{ said: aside }, { letterCase: true }, ['other-case-not-found']],
      [{ said: aside }, { exact: ['summary'] }, ['without-accents-not-found']],
      [{ said: 'Part of the title or the summary, case ignored' }, {}, ['pass']],
      [{ said: 'Part of the title or the summary, case ignored' }, { exact: ['title'] }, ['other-case-not-found']],
      [{ said: 'Part of the title or the summary, case ignored' }, { exact: ['summary'] }, ['other-case-not-found']],
      [{ said: 'Looks for a part of title and summary (upper and lower case alike).' }, { exact: ['summary'] }, ['other-case-not-found']],
      // What it says of itself does not go on in the title of its schema.
      [{ said: 'Part of the title or the summary' }, { letterCase: true }, ['pass']],
      [{ said: aside }, { looksAt: ['title'] }, ['member-not-searched']],
      [{ said: aside }, { looksAt: ['title', 'summary', 'notes'] }, ['pass']],
      [{ said: 'Searches title and summary, but not the notes.' }, {}, ['pass']],
      [{ said: 'Searches title and summary, but not the notes.' }, { looksAt: ['title', 'summary', 'notes'] }, ['member-searched']],
      [{ said: 'Taken literally: there are no wildcards.' }, {}, ['pass']],
      [{ said: 'Taken literally: there are no wildcards.' }, { parts: true }, ['inconclusive']],
      [{ said: 'Taken literally: there are no wildcards.' }, { pattern: 'sql' }, ['sign-as-pattern']],
      [{ said: 'Taken literally: there are no wildcards.' }, { pattern: 'shell' }, ['sign-as-pattern']],
      [{ said: 'The whole title, without regard to accents.', parameter: 'title' }, { whole: true }, ['pass']],
      [
        { said: 'The whole title, without regard to accents.', parameter: 'title' },
        { whole: true, accents: true },
        ['without-accents-not-found'],
      ],
      [{ said: aside }, { ignores: true }, ['inconclusive']],
      [{ said: inAllLetters }, { accents: true }, ['pass']],
      [{ said: inAllLetters }, {}, ['pass']],
      [{ said: inAllLetters }, { accents: true, later: true }, ['pass']],
      [{ said: inAllLetters }, { accents: true, ascii: true }, ['other-letters-not-found']],
      [{ said: 'Part of the title, case-insensitive in all alphabets.' }, { accents: true, ascii: true }, ['other-letters-not-found']],
      [{ said: 'Part of the title. Case is ignored: `ÄPFEL` finds `äpfel`.' }, { accents: true, ascii: true }, ['other-letters-not-found']],
      [{ said: 'Part of the title, in any case.' }, { accents: true, ascii: true }, ['pass']],
      [{ said: 'Part of the title. Case does not matter, but for umlauts it does.' }, { accents: true, ascii: true }, ['pass']],
      [
        { said: 'Part of the title. Case is ignored from A to Z, accented letters are compared as they are.' },
        { accents: true, ascii: true },
        ['pass'],
      ],
      [{ said: 'Part of the title. Case does not matter for ASCII, umlauts count.' }, { accents: true, ascii: true }, ['pass']],
      // What is open or not said is not judged.
      [{ said: 'Text to look for.' }, { accents: true }, []],
      [{ said: 'May ignore accents.' }, { accents: true }, []],
      [{ said: 'Finds similar words, regardless of accents.' }, { accents: true }, []],
      [{ said: '`cafe` finds `Cafe`.' }, { accents: true }, []],
    ])(
      'by %j is judged of a service with %j',
      besideOthers(async ([told, habit, expected]) => {
        expect(await judged(told, habit)).toEqual(expected);
      }),
    );
  });

  describe.concurrent('a search after a removal', () => {
    const away = 'lifecycle/removed-stays-away';
    test.for<readonly [Habit, string | undefined, readonly string[]]>([
      [{}, undefined, ['pass']],
      [{ finds: 'removed' }, undefined, ['removed-found']],
      [{ finds: 'marked' }, undefined, ['pass']],
      [{ finds: 'removed' }, 'Moves it to the archive, where the search still finds it.', ['pass']],
    ])(
      'of a service with %j, which says %j, is judged',
      besideOthers(async ([habit, removal, expected]) => {
        expect(await judged({ said: 'Text to look for.', ...(removal === undefined ? {} : { removal }) }, habit, away)).toEqual(expected);
      }),
    );
  });
};
