import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { prettyJson } from '../../src/report/pretty-json.ts';

const laidOut = (text: string): string =>
  prettyJson(text)
    .map(({ depth, name, text: rest }) => `${'  '.repeat(depth)}${name === undefined ? '' : `${name}: `}${rest}`)
    .join('\n');

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, part) => Reflect.get(Object(inner), part.replaceAll('~1', '/').replaceAll('~0', '~')), value);

describe('pretty-printed JSON', () => {
  test('looks like that of JSON.stringify, whatever the value', () => {
    assert(property(jsonValue(), (value) => laidOut(JSON.stringify(value)) === JSON.stringify(value, null, 2)));
  });

  test('has the pointer of every value', () => {
    assert(
      property(dictionary(string(), jsonValue()), (value) => {
        for (const { pointer, text } of prettyJson(JSON.stringify(value))) {
          const found = at(value, pointer);
          expect(found === undefined ? undefined : JSON.stringify(found)[0]).toBe(
            /^[}\]]/u.test(text) ? (text.startsWith('}') ? '{' : '[') : text[0],
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  test('keeps every digit and every repeated name', () => {
    expect(laidOut('{"n":12345678901234567890,"n":1.0,"e":1E400}')).toBe('{\n  "n": 12345678901234567890,\n  "n": 1.0,\n  "e": 1E400\n}');
  });

  test('formats the beginning of a text that was cut off', () => {
    expect(laidOut('{"data":[{"id":1},{"id":2,"name":"half a na')).toBe(
      '{\n  "data": [\n    {\n      "id": 1\n    },\n    {\n      "id": 2,\n      "name": "half a na',
    );
  });

  for (const text of ['', ',,]]}}', '{"a" 1}', '"', '{{{{', 'no JSON: at all', '[1 2]']) {
    test(`survives ${JSON.stringify(text)}`, () => {
      expect(laidOut(text).replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
    });
  }
});
