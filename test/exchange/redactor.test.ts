import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { swapLetterCase } from '../../src/exchange/alteration.ts';
import { createRedactor } from '../../src/exchange/redactor.ts';

const gram = 8;
const windows = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - gram + 1) }, (_, start) => text.slice(start, start + gram));

const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);
const unicodeEscaped =
  (upper: boolean) =>
  (text: string): string =>
    Array.from(text, (character) => {
      const digits = character.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${upper ? digits.toUpperCase() : digits}`;
    }).join('');
const octetEscaped =
  (upper: boolean) =>
  (text: string): string =>
    Array.from(text, (character) => {
      const digits = character.charCodeAt(0).toString(16).padStart(2, '0');
      return `%${upper ? digits.toUpperCase() : digits}`;
    }).join('');

/** Encodings in which a part of the secret has the same text at any position. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with JSON escapes': jsonEscaped,
  'with JSON escapes, slashes too': (text) => jsonEscaped(text).replaceAll('/', '\\/'),
  'as \\u escapes in lower case': unicodeEscaped(false),
  'as \\u escapes in upper case': unicodeEscaped(true),
  'percent-encoded as a URI component': encodeURIComponent,
  'percent-encoded throughout in lower case': octetEscaped(false),
  'percent-encoded throughout in upper case': octetEscaped(true),
  'in hexadecimal digits': (text) => Buffer.from(text, 'utf8').toString('hex'),
  'in hexadecimal digits in upper case': (text) => Buffer.from(text, 'utf8').toString('hex').toUpperCase(),
  'as JSON inside a JSON string': (text) => jsonEscaped(jsonEscaped(text)),
  'percent-encoded inside a JSON string of escapes': (text) => unicodeEscaped(false)(encodeURIComponent(text)),
  'percent-encoded twice': (text) => octetEscaped(true)(encodeURIComponent(text)),
  'with JSON escapes, percent-encoded': (text) => encodeURIComponent(jsonEscaped(text)),
};

/** Characters that break quoting, URLs and regular expressions are frequent. */
const hostile = fc.constantFrom(...'%%%\\\\\\"\'/?#&=+ <>{}[]()u0041nt%25.$^*|`~;:,@!-_');
const character = fc.oneof(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }), hostile);
const texts = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(character, { minLength, maxLength }).map((characters) => characters.join(''));
const secretText = texts(gram, 40);
const neighbour = texts(0, 12);

describe('a secret leaves no part of eight characters', () => {
  for (const [how, encode] of Object.entries(encodings)) {
    test(how, () => {
      fc.assert(
        fc.property(secretText, neighbour, neighbour, (secret, before, after) => {
          const clean = createRedactor([secret]).text(before + encode(secret) + after);
          for (const window of windows(secret)) expect(clean).not.toContain(encode(window));
        }),
        { numRuns: 300 },
      );
    });
  }

  for (const encoding of ['base64', 'base64url'] as const) {
    test(`in ${encoding}, at any offset`, () => {
      fc.assert(
        fc.property(secretText, fc.uint8Array({ maxLength: 7 }), fc.uint8Array({ maxLength: 7 }), (secret, before, after) => {
          const octets = Buffer.concat([before, Buffer.from(secret), after]);
          const encoded = octets.toString(encoding);
          const own = encoded.slice(Math.ceil((before.length * 8) / 6), Math.floor(((before.length + secret.length) * 8) / 6));
          const clean = createRedactor([secret]).text(`x${encoded}.`);
          expect(windows(own).length).toBeGreaterThan(0);
          for (const window of windows(own)) expect(clean).not.toContain(window);
        }),
        { numRuns: 300 },
      );
    });
  }

  test('in the other letter case', () => {
    fc.assert(
      fc.property(secretText, neighbour, (secret, around) => {
        const clean = createRedactor([secret]).text(around + swapLetterCase(secret) + around);
        for (const window of windows(swapLetterCase(secret))) expect(clean).not.toContain(window);
      }),
    );
  });

  test('of several secrets, when only a part of one occurs', () => {
    fc.assert(
      fc.property(fc.array(secretText, { minLength: 2, maxLength: 5 }), neighbour, fc.nat(), (secrets, around, at) => {
        const secret = secrets[at % secrets.length] ?? '';
        const part = secret.slice(at % (secret.length - gram + 1));
        const clean = createRedactor(secrets).text(around + part + around);
        for (const window of windows(part)) expect(clean).not.toContain(window);
      }),
    );
  });
});

describe('what is not a secret is kept', () => {
  test('a text in which no eight characters in a row are from a secret is returned unchanged', () => {
    // One character more than a secret part: without its last one, a secret of eight is a short secret.
    const longer = texts(gram + 1, 40);
    const piece = fc.tuple(fc.nat(), fc.integer({ min: 0, max: gram - 1 }));
    fc.assert(
      fc.property(longer, fc.array(piece, { maxLength: 20 }), (secret, pieces) => {
        const text = pieces.map(([from, length]) => secret.slice(from % secret.length).slice(0, length)).join('§');
        expect(createRedactor([secret]).text(text)).toBe(text);
      }),
    );
  });

  test('only the shared part is replaced', () => {
    const { text } = createRedactor(['sk_live_0123456789abcdef']);
    expect(text('{"message":"no such key: sk_live_0123456789abcdef."}')).toBe('{"message":"no such key: [secret]."}');
    expect(text('xx3456789abyy')).toBe('xx[secret]yy');
    expect(text('xx3456789yy')).toBe('xx3456789yy');
  });

  test('a part that is the whole secret is found with an escape at either end', () => {
    const { text } = createRedactor(['"bcdefg"']);
    expect(text('x\\"bcdefg\\"x')).toBe('x[secret]x');
    expect(createRedactor(['abcdefg"']).text('xabcdefg\\"x')).toBe('x[secret]x');
  });

  test('a number is not masked because four octets of a secret have its digits', () => {
    // "yVv0" is 79567630 in hexadecimal digits.
    const { text } = createRedactor(['key_yVv0_77aa01']);
    expect(text('1795676303')).toBe('1795676303');
    expect(text(`dump ${Buffer.from('key_yVv0').toString('hex')} end`)).toBe('dump [secret] end');
  });

  test('a moment in what a server issued is not secret', () => {
    const redactor = createRedactor([]);
    redactor.addIssued('https://files.example/a?ends=1795676300&mark=ab12cd34ef', '[issued-1]', []);
    expect(redactor.text('1795676303')).toBe('1795676303');
    expect(redactor.text('"https://files.example/a?ends=1795676300&mark=ab12cd34ef"')).toBe('"[issued-1]"');
    expect(redactor.text('1795676300&mark=ab12cd34ef')).toBe('179[secret]');
  });

  test('a redacted text is not changed by redacting it again', () => {
    fc.assert(
      fc.property(secretText, neighbour, (secret, around) => {
        const { text } = createRedactor([secret]);
        const once = text(around + secret + around);
        expect(text(once)).toBe(once);
      }),
    );
  });

  test('without secrets everything is kept', () => {
    expect(createRedactor([]).text('"%41\\u0041 anything')).toBe('"%41\\u0041 anything');
  });
});

describe('altered forms of a key', () => {
  const key = 'sk_live_aB3dE5fG7h';
  const { text } = createRedactor([key]);
  for (const altered of [key.slice(0, -1), `${key}w`, `${key.slice(0, -1)}w`, 'SK_LIVE_Ab3De5Fg7H', 'SK_LIVE_Ab3']) {
    test(`${altered} is replaced as a whole`, () => {
      expect(text(`<${altered}>`)).toBe('<[secret]>');
    });
  }

  test('an altered key of eight characters is replaced as well', () => {
    const redactor = createRedactor(['abcd1234']);
    expect(redactor.text('abcd1238 abcd12348 ABCD1234')).toBe('[secret] [secret] [secret]');
    expect(redactor.whole('abcd123')).toBe('[secret]');
  });
});

describe('short secrets', () => {
  const words = ['key', 'id', 'none', '200', 'p"w%1'];

  test('are kept inside texts, where they may be ordinary words', () => {
    const { text } = createRedactor(words);
    const record = '{"kind":"none","id":"key-1","status":200,"path":"/keys/{id}"}';
    expect(text(record)).toBe(record);
    expect(text('none')).toBe('none');
  });

  test('are removed where they are the whole value', () => {
    const { whole } = createRedactor(words);
    expect(words.map(whole)).toEqual(words.map(() => '[secret]'));
    expect(whole('none of them')).toBe('none of them');
  });

  test('an empty one is ignored', () => {
    expect(createRedactor(['']).hasShort()).toBe(false);
    expect(createRedactor(['']).whole('')).toBe('');
  });
});

test('a secret may be added later', () => {
  const redactor = createRedactor([]);
  expect(redactor.text('token tok_9f8e7d6c')).toBe('token tok_9f8e7d6c');
  redactor.add('tok_9f8e7d6c');
  expect(redactor.text('token tok_9f8e7d6c')).toBe('token [secret]');
});

test('a secret outside ASCII is found literally, percent-encoded and in base64', () => {
  const secret = 'schlüssel-größe';
  const { text } = createRedactor([secret]);
  expect(text(secret)).toBe('[secret]');
  expect(text(encodeURIComponent(secret))).toBe('[secret]');
  expect(text(Buffer.from(secret).toString('base64'))).not.toContain(Buffer.from(secret).toString('base64').slice(0, gram));
});

describe('words that a document publishes', () => {
  const key = 'acme_student_51aa07';
  const open = ['student_id', 'GET /student_notes'];

  test('a part of a secret that stands in one of them is left', () => {
    const told = createRedactor([key], open);
    expect(told.text('{"student_id":"per_3"}')).toBe('{"student_id":"per_3"}');
    expect(createRedactor([key]).text('{"student_id":"per_3"}')).toBe('{"[secret]id":"per_3"}');
  });

  test('the whole secret leaves nothing, and neither do its other parts', () => {
    const told = createRedactor([key, 'student_'], open);
    expect(told.text(`Bearer ${key}.`)).toBe('Bearer [secret].');
    expect(told.text(`token=${encodeURIComponent(key)}&`)).toBe('token=[secret]&');
    expect(told.text('x dent_51aa07 x')).toBe('x [secret] x');
    expect(told.text('acme_student_')).not.toContain('acme');
  });

  test('a secret that is made of them alone is one in each form, and so is a part of it', () => {
    const { text } = createRedactor(['student_id'], open);
    expect(text('{"key":"student_id"}')).toBe('{"key":"[secret]"}');
    for (const hidden of [
      String.raw`s\u0074udent_id`,
      String.raw`student\u005fid`,
      'student%5Fid',
      '%73tudent_id',
      'student_i',
      'tudent_id',
    ])
      expect(text(`x ${hidden} x`), hidden).toMatch(/^x .?\[secret\].? x$/u);
  });

  test('of any secret that shares parts with them, nothing else is left', () => {
    fc.assert(
      fc.property(texts(0, 12), texts(0, 12), neighbour, (before, after, around) => {
        const secret = `${before}student_${after}`;
        const clean = createRedactor([secret], open).text(`${around}${secret}${around}`);
        const left = windows(secret).filter((window) => clean.includes(window) && !around.includes(window));
        expect(left.filter((window) => !open.some((word) => word.includes(window)))).toEqual([]);
        expect(clean.includes(secret) && !around.includes(secret)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
