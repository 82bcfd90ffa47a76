import { describe, expect, test } from 'vitest';
import { arriving } from './arriving.ts';

type Json = Readonly<Record<string, unknown>>;

const string = 'blue';
const array = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };

/** What arrives for a parameter called `color`, without its path or the question mark. Undefined cells of the table are left out. */
type Row = readonly [where: string, style: string, explode: boolean, string: string | undefined, array: string | undefined, object: string];

/** OpenAPI 3.1.1, Style Examples, written down from there; square brackets and bars are percent-encoded in a query. */
const rows: readonly Row[] = [
  ['path', 'matrix', false, ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
  ['path', 'matrix', true, ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
  ['path', 'label', false, '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
  ['path', 'label', true, '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
  ['path', 'simple', false, 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
  ['path', 'simple', true, 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ['header', 'simple', false, 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
  ['header', 'simple', true, 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ['query', 'form', false, 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
  ['query', 'form', true, 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
  ['query', 'spaceDelimited', false, undefined, 'color=blue%20black%20brown', 'color=R%20100%20G%20200%20B%20150'],
  ['query', 'pipeDelimited', false, undefined, 'color=blue%7Cblack%7Cbrown', 'color=R%7C100%7CG%7C200%7CB%7C150'],
  ['query', 'deepObject', true, undefined, undefined, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  ['cookie', 'form', false, 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
  ['cookie', 'form', true, 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
];

/** What arrives for a value, where it stands. */
const sent = async (where: string, value: unknown, writing: Json): Promise<string | undefined> => {
  const parameter = { name: 'color', in: where, required: true, example: value, schema: {}, ...writing };
  const path = where === 'path' ? '/paint/{color}' : '/paint';
  const { target, headers } = await arriving('get', path, { parameters: [parameter] });
  if (where === 'header') return String(headers['color']);
  if (where === 'cookie') return String(headers.cookie);
  return target.slice(where === 'path' ? '/paint/'.length : '/paint?'.length);
};

describe('the table of styles arrives as the specification prints it', () => {
  test.for(rows)('in a %s: %s, explode %s', async ([where, style, explode, ...cells]) => {
    for (const [n, value] of [string, array, object].entries()) {
      const expected = cells[n];
      if (expected === undefined) continue;
      expect(await sent(where, value, { style, explode })).toBe(expected);
    }
  });

  test('an empty text', async () => {
    expect(await sent('path', '', { style: 'matrix' })).toBe(';color');
    expect(await sent('query', '', { allowEmptyValue: true })).toBe('color=');
    expect(await sent('cookie', '', {})).toBe('color=');
  });
});

describe('a parameter that is written as a media type', () => {
  const content = (mediaType: string): Json => ({ schema: undefined, example: undefined, content: { [mediaType]: { example: object } } });

  test.for<readonly [where: string, arrives: string]>([
    ['query', 'color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D'],
    ['path', '%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D'],
    ['header', '{"R":100,"G":200,"B":150}'],
    ['cookie', 'color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D'],
  ])('is JSON in a %s', async ([where, arrives]) => {
    expect(await sent(where, undefined, content('application/json'))).toBe(arrives);
    expect(await sent(where, undefined, content('application/vnd.paint+json; version=1'))).toBe(arrives);
  });
});
