import { expect, test } from 'vitest';
import { type Answer, type Jar, judgedPantry, object, Pantry } from '../../worlds/pantry.ts';

const text = { type: 'string' };
type Map = Readonly<Record<string, string>>;

/** Jars with labels that people name themselves. */
const document = (said?: string) => {
  const labels = {
    type: 'object',
    additionalProperties: { ...text, maxLength: 200 },
    ...(said === undefined ? {} : { description: said }),
  };
  const members = { title: { ...text, pattern: '^[A-Za-z0-9 _-]+$' }, labels };
  const shows = { description: 'It', content: { 'application/json': { schema: object({ id: text, ...members }) } } };
  return {
    openapi: '3.0.3',
    info: { title: 'Jars', version: '1' },
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

class Labelling extends Pantry {
  readonly keep: (labels: Map) => Map | undefined;
  constructor(keep: (labels: Map) => Map | undefined) {
    super();
    this.keep = keep;
  }
  override add({ title = '', labels }: Partial<Jar>): Answer {
    const kept = this.keep((labels ?? {}) as Map);
    if (kept === undefined) return [400];
    if (Object.values(kept).includes('break')) return [500];
    const jar = { id: this.newId(), title, volume: 1, labels: kept };
    this.jars.push(jar);
    return [201, this.wrap(jar)];
  }
}

const each =
  (rewrite: (text: string) => string) =>
  (labels: Map): Map =>
    Object.fromEntries(Object.entries(labels).map(([name, one]) => [name, rewrite(one)]));
const isPlain = (one: string): boolean => /^[\x20-\x7E]*$/u.test(one);
const told = ['OAS-21 lifecycle/unusual-text-kept'];

test.for<readonly [string, (labels: Map) => Map | undefined, readonly string[], string?]>([
  ['as they are', (labels) => labels, []],
  ['without blanks around them', each((one) => one.trim()), []],
  ['only in plain letters', (labels) => (Object.values(labels).every(isPlain) ? labels : undefined), []],
  ['under names in capitals', (labels) => Object.fromEntries(Object.entries(labels).map(([name, one]) => [name.toUpperCase(), one])), []],
  ['with question marks for other letters', each((one) => one.replaceAll(/[^\x20-\x7E]/gu, '?')), told],
  ['with other letters left out, as is said', each((one) => one.replaceAll(/[^\x20-\x7E]/gu, '')), [], 'ASCII alone is kept.'],
  ['of known names alone, as is said', () => ({}), [], 'Labels of unknown names are dropped.'],
  ['cut short, as is said', each((one) => one.slice(0, 20)), [], 'Long texts are cut after 20 signs.'],
  ['cut at the first other letter', each((one) => one.replace(/[^\x20-\x7E].*$/u, '')), told],
  ['with a failure at other letters', each((one) => (isPlain(one) ? one : 'break')), told],
])('labels that are kept %s', async ([, keep, expected, said]) => {
  const house = new Labelling(keep);
  const { failed } = await judgedPantry(house, document(said), ['mutation'], ['lifecycle/unusual-text-kept', 'lifecycle/sent-is-shown']);
  expect(failed).toEqual(expected);
  expect(house.jars).toEqual([]);
});
