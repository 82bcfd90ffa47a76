import { expect, test } from 'vitest';
import { type Answer, type Jar, judgedPantry, object, Pantry } from '../../worlds/pantry.ts';

const text = { type: 'string' };

const mottos = {
  'an example that is a sentence': { ...text, example: 'Every jar was boiled for an hour.' },
  'room for many characters': { ...text, maxLength: 800 },
  'an example in the body': text,
  'one word as its example': { ...text, example: 'boiled' },
  'a query as its example': { ...text, example: 'SELECT jar from shelf where full' },
  'a pattern': { ...text, maxLength: 800, pattern: '^[a-z]+$' },
} as const;

/** Jars with a member whose name says nothing about its text. */
const document = (kind: keyof typeof mottos, name = 'seal') => {
  const members = { title: text, [name]: mottos[kind] };
  const shows = { description: 'It', content: { 'application/json': { schema: object({ id: text, ...members }) } } };
  const example = kind === 'an example in the body' ? { title: 'Plums', [name]: 'Every jar was boiled for an hour.' } : undefined;
  return {
    openapi: '3.0.3',
    info: { title: 'Jars', version: '1' },
    paths: {
      '/jars': {
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: object(members, ['title']), ...(example ? { example } : {}) } },
          },
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

class Sealing extends Pantry {
  readonly keeps: (seal: string) => string | undefined;
  readonly name: string;
  constructor(keeps: (seal: string) => string | undefined, name = 'seal') {
    super();
    this.keeps = keeps;
    this.name = name;
  }
  override add(given: Partial<Jar>): Answer {
    const seal = (given as Record<string, unknown>)[this.name];
    const kept = this.keeps(typeof seal === 'string' ? seal : '');
    if (kept === undefined) return [400];
    const jar = { id: this.newId(), title: given.title ?? '', volume: 1, [this.name]: kept };
    this.jars.push(jar);
    return [201, this.wrap(jar)];
  }
}

const as = (seal: string): string => seal;
const escaped = (seal: string): string => seal.replaceAll('&', '&amp;');
const told = ['OAS-21 lifecycle/unusual-text-kept'];

test.for<readonly [string, keyof typeof mottos, (seal: string) => string | undefined, readonly string[]]>([
  ['escaped', 'an example that is a sentence', escaped, told],
  ['escaped', 'room for many characters', escaped, told],
  ['escaped', 'an example in the body', escaped, told],
  ['as they are', 'an example that is a sentence', as, []],
  ['as they are', 'room for many characters', as, []],
  ['only where they have letters', 'an example that is a sentence', (seal) => (/[^a-z0-9. -]/i.test(seal) ? undefined : seal), []],
  ['escaped', 'one word as its example', escaped, []],
  ['escaped', 'a query as its example', escaped, []],
  ['escaped', 'a pattern', escaped, []],
])('texts are kept %s, with %s', async ([, kind, keeps, expected]) => {
  const house = new Sealing(keeps);
  const { failed } = await judgedPantry(house, document(kind), ['mutation'], ['lifecycle/unusual-text-kept']);
  expect(failed).toEqual(expected);
  expect(house.jars).toEqual([]);
});

test('a text that a program reads is left alone', async () => {
  const house = new Sealing(escaped, 'coverUrl');
  const { failed } = await judgedPantry(
    house,
    document('room for many characters', 'coverUrl'),
    ['mutation'],
    ['lifecycle/unusual-text-kept'],
  );
  expect(failed).toEqual([]);
});
