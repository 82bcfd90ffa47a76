import { expect, test } from 'vitest';
import { type Answer, type Jar, judgedPantry, object, Pantry } from '../../worlds/pantry.ts';

const text = { type: 'string' };

const introduction = {
  'of all': { description: 'Texts are kept exactly as they were sent.' },
  'of all, trimmed': { description: 'Texts are kept exactly as they were sent. Blanks around them are removed.' },
  'of the note': {},
  nothing: {},
};

/** Jars with a note, of which the document may say that it stays as it is, by the introduction or by the member. */
const document = (said: 'of all' | 'of all, trimmed' | 'of the note' | 'nothing') => {
  const note = { ...text, maxLength: 400, ...(said === 'of the note' ? { description: 'Line breaks are preserved.' } : {}) };
  const members = { title: text, note };
  const shows = { description: 'It', content: { 'application/json': { schema: object({ id: text, ...members }) } } };
  return {
    openapi: '3.0.3',
    info: { title: 'Jars', version: '1', ...introduction[said] },
    paths: {
      '/jars': {
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: object(members, ['title']) } } },
          responses: { 201: shows, 400: { description: 'Wrong' } },
        },
      },
      '/jars/{jarId}': {
        parameters: [{ name: 'jarId', in: 'path', required: true, schema: text }],
        get: { responses: { 200: shows, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

class Noting extends Pantry {
  readonly notes: (note: string) => string | undefined;
  constructor(notes: (note: string) => string | undefined) {
    super();
    this.notes = notes;
  }
  override add({ title = '', note = '' }: Partial<Jar>): Answer {
    const kept = this.notes(String(note));
    if (kept === undefined) return [400];
    const jar = { id: this.newId(), title, volume: 1, note: kept };
    this.jars.push(jar);
    return [201, this.wrap(jar)];
  }
}

const withLineFeeds = (note: string): string => note.replaceAll('\r\n', '\n');
const withoutDoubleBlanks = (note: string): string => note.replaceAll(/ {2,}/gu, ' ');
const onOneLine = (note: string): string => note.replaceAll(/\s+/gu, ' ');

test.for<readonly [string, Parameters<typeof document>[0], (note: string) => string | undefined, readonly string[]]>([
  ['as they are', 'of all', (note) => note, []],
  ['without blanks around them', 'of all', (note) => note.trim(), ['OAS-21 lifecycle/unusual-text-kept']],
  ['without blanks behind them', 'of all', (note) => note.trimEnd(), ['OAS-21 lifecycle/unusual-text-kept']],
  ['without blanks around them, as is said', 'of all, trimmed', (note) => note.trim(), []],
  ['without blanks around them where nothing is said', 'nothing', (note) => note.trim(), []],
  ['without blanks around them where line breaks are spoken of', 'of the note', (note) => note.trim(), []],
  ['only where they begin with no blank', 'of all', (note) => (/^ | $/u.test(note) ? undefined : note), []],
  ['only where they have one line', 'of all', (note) => (/[\r\n]/u.test(note) ? undefined : note), []],
  ['with other line ends where nothing is said', 'nothing', withLineFeeds, []],
  ['on one line where nothing is said', 'nothing', onOneLine, []],
  ['with other line ends', 'of all', withLineFeeds, ['OAS-21 lifecycle/unusual-text-kept']],
  ['without double blanks', 'of all', withoutDoubleBlanks, ['OAS-21 lifecycle/unusual-text-kept']],
  ['on one line', 'of the note', onOneLine, ['OAS-21 lifecycle/unusual-text-kept']],
])('notes that are kept %s', async ([, said, notes, expected]) => {
  const house = new Noting(notes);
  const { failed } = await judgedPantry(house, document(said), ['mutation'], ['lifecycle/unusual-text-kept', 'lifecycle/sent-is-shown']);
  expect(failed).toEqual(expected);
  expect(house.jars).toEqual([]);
});
