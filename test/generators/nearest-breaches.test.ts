import { expect, test } from 'vitest';
import { nearestBreaches, spread } from '../../src/generators/breaches/nearest.ts';

const document = {
  $defs: {
    mayLack: { type: ['object', 'null'], required: ['mm'], properties: { mm: { type: 'number', exclusiveMinimum: 0 } } },
    label: { type: 'string', pattern: '^[a-z]{2,5}$' },
    side: { type: 'object', required: ['mm'], properties: { mm: { type: 'number', exclusiveMinimum: 0 } } },
  },
};

/** What is broken where, and with which value of the broken part. Each breach is made alone as well. */
const broken = (schema: object, valid: unknown): readonly string[] =>
  nearestBreaches({ ...schema }, valid, { document, pointer: '#/x' }).map((breach, _, all) => {
    const { key, instancePath, keyword, value } = breach;
    const alone = nearestBreaches({ ...schema }, valid, { document, pointer: '#/x', only: key });
    expect(alone.find((one) => one.key === key)).toEqual(breach);
    expect(alone.length).toBeLessThanOrEqual(all.length);
    const part = instancePath
      .split('/')
      .slice(1)
      .reduce<unknown>((one, name) => (one as Record<string, unknown>)[name], value);
    return `${instancePath} ${keyword} ${JSON.stringify(part) ?? 'nothing'}`;
  });

test.each<readonly [string, object, unknown, readonly string[]]>([
  ['lengths, by one letter', { type: 'string', minLength: 2, maxLength: 4 }, 'abc', [' minLength "a"', ' maxLength "abcaa"']],
  [
    'bounds with digits after the point, by the last of them',
    { type: 'number', minimum: 0.01, maximum: 99.95 },
    3,
    [' type "3"', ' minimum 0', ' maximum 99.96'],
  ],
  ['bounds, by one step', { type: 'integer', minimum: 1, maximum: 9 }, 3, [' type 3.5', ' type "3"', ' minimum 0', ' maximum 10']],
  [
    'bounds that are no values themselves',
    { type: 'number', exclusiveMinimum: 0, maximum: 2.5 },
    1,
    [' type "1"', ' exclusiveMinimum 0', ' maximum 2.6'],
  ],
  ['steps', { type: 'number', multipleOf: 0.01 }, 1, [' type "1"', ' multipleOf 0.015']],
  ['lists of codes', { enum: ['DE', 'QR'] }, 'DE', [' enum "ct-unlisted"', ' enum "KL"']],
  ['lists of values', { enum: ['a', 'b'] }, 'a', [' enum "ct-unlisted"', ' enum "n"']],
  [
    'formats that every reader knows, days of the calendar by one before and one after',
    { type: 'string', format: 'date' },
    '2030-01-01',
    [' format "not-a-date"', ' format "2029-11-31"', ' format "2030-02-30"'],
  ],
  ['moments by no day', { type: 'string', format: 'date-time' }, '2030-06-30T08:00:00Z', [' format "not-a-moment"']],
  [
    'texts that match the pattern, though they are not surely of the format',
    { type: 'string', format: 'uri', pattern: '^(https://.+|#.!)$' },
    'https://a.example/b',
    [' format "not a uri"', ' pattern "http://a.example/b"', ' pattern "!ttps://a.example/b"', ' pattern "!https://a.example/b"'],
  ],
  [
    'addresses by the other scheme of the web, where the pattern asks for one',
    { type: 'string', format: 'uri', pattern: '^https://' },
    'https://a.example/b',
    [' format "not a uri"', ' pattern "http://a.example/b"', ' pattern "#?!"'],
  ],
  [
    'no scheme that the pattern takes as well',
    { type: 'string', format: 'uri', pattern: '^https?://' },
    'https://a.example/b',
    [' format "not a uri"', ' pattern "#?!"'],
  ],
  ['no format that readers differ about', { type: 'string', format: 'uri-reference' }, '/a', []],
  [
    'unknown members, where none are allowed',
    { type: 'object', additionalProperties: false },
    {},
    [' additionalProperties {"ctUnknown":"ct"}'],
  ],
  ['no unknown members elsewhere', { type: 'object' }, {}, []],
  [
    'lists',
    { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { type: 'string' } },
    ['a'],
    [' minItems []', ' maxItems ["a","a1","a2"]', ' uniqueItems ["a","a"]'],
  ],
  [
    'what a reference names',
    { type: 'object', properties: { tag: { $ref: '#/$defs/label' } } },
    { tag: 'ab' },
    ['/tag pattern "#?!"', '/tag pattern "ab\\n!"', '/tag pattern "!\\nab"', '/tag pattern "abbbbb"', '/tag pattern "AB"'],
  ],
  [
    'signs that a pattern excludes, in the middle of a text',
    { type: 'string', pattern: '^[^/\\\\]+$' },
    'plan.txt',
    [' pattern "plan/.txt"'],
  ],
  [
    'patterns at both ends, in one line where a dot may take line ends',
    { type: 'string', pattern: '^.[a-z]$' },
    'ab',
    [' pattern "#?!"', ' pattern "ab!"', ' pattern "!ab"', ' pattern "abb"', ' pattern "AB"'],
  ],
  [
    'patterns with digits that are limited at their places',
    { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' },
    '09:30',
    [' pattern "#?!"', ' pattern "09:30\\n!"', ' pattern "!\\n09:30"', ' pattern "99:30"', ' pattern "09:90"', ' pattern "09:300"'],
  ],
  [
    'patterns of numbers with a decimal too many',
    { type: 'string', pattern: '^[0-9]{1,7}([.][0-9]{1,3})?$' },
    '250',
    [' pattern "#?!"', ' pattern "-250"', ' pattern "250!"', ' pattern "!250"', ' pattern "250.5555"'],
  ],
  [
    'amounts of nothing by a negative one',
    { type: 'string', pattern: '^[0-9]+$' },
    '0',
    [' pattern "#?!"', ' pattern "-1"', ' pattern "0\\n!"', ' pattern "!\\n0"', ' pattern "0.5"'],
  ],
  [
    'no negative of what may have a sign',
    { type: 'string', pattern: '^-?[0-9]+$' },
    '7',
    [' pattern "#?!"', ' pattern "7\\n!"', ' pattern "!\\n7"', ' pattern "7.5"'],
  ],
  ['patterns that are anchored at no end as a whole', { type: 'string', pattern: '^a' }, 'ab', [' pattern "#?!"', ' pattern "AB"']],
  [
    'members inside one that the value leaves out',
    { type: 'object', properties: { side: { $ref: '#/$defs/side' } } },
    {},
    ['/side required {}', '/side/mm type "1"', '/side/mm type "not-that"', '/side/mm exclusiveMinimum 0'],
  ],
  [
    'what other parts require too',
    { allOf: [{ required: ['a'] }, { required: ['b'] }], if: { properties: { a: { const: 1 } } }, then: { required: ['c'] } },
    { a: 1, b: 2, c: 3 },
    [' required {"b":2,"c":3}', ' required {"a":1,"c":3}', ' required {"a":1,"b":2}'],
  ],
  [
    'what a member requires beside it',
    { type: 'object', dependentRequired: { a: ['b', 'c'] } },
    { a: 1, b: 2, c: 3 },
    [' dependentRequired {"a":1,"c":3}', ' dependentRequired {"a":1,"b":2}'],
  ],
  [
    'members that null may stand for',
    { type: 'object', properties: { note: { type: ['string', 'null'], maxLength: 3 } } },
    { note: null },
    ['/note maxLength "ctaa"'],
  ],
  [
    'members that are null where they are left out',
    { type: 'object', properties: { note: { type: ['string', 'null'], default: null, maxLength: 3 } } },
    {},
    ['/note maxLength "ctaa"'],
  ],
  [
    'members inside one that is null where it is left out',
    { type: 'object', properties: { side: { $ref: '#/$defs/mayLack', default: null } } },
    {},
    ['/side required {}', '/side/mm type "1"', '/side/mm type "not-that"', '/side/mm exclusiveMinimum 0'],
  ],
  [
    'members of a choice with null, which they are where they are left out',
    { type: 'object', properties: { tag: { anyOf: [{ $ref: '#/$defs/label' }, { type: 'null' }], default: null } } },
    {},
    ['/tag pattern "#?!"', '/tag pattern "ct\\n!"', '/tag pattern "!\\nct"', '/tag pattern "cttttt"', '/tag pattern "CT"'],
  ],
  [
    'listed values, of which null is the usual one',
    { type: 'object', properties: { kind: { type: ['string', 'null'], enum: [null, 'A', 'B'], default: null } } },
    {},
    ['/kind enum "ct-unlisted"', '/kind enum "N"'],
  ],
  ['each branch of a choice', { anyOf: [{ type: 'integer', maximum: 5 }, { type: 'null' }] }, 1, [' type 1.5', ' type "1"', ' maximum 6']],
  ['no limit of a number that has none', { type: 'integer', format: 'int64' }, 1, [' type 1.5', ' type "1"']],
  ['nothing where the value itself does not match', { type: 'string', minLength: 2 }, 'a', []],
  ['nothing that another keyword forbids too', { type: 'string', enum: ['ab'], minLength: 2 }, 'ab', [' enum "ct-unlisted"', ' enum "no"']],
])('breaks %s', (_what, schema, valid, expected) => {
  expect(broken(schema, valid)).toEqual(expected);
});

test('spreads a bounded number over the places first', () => {
  expect(spread(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], (one) => one.charAt(0), 4)).toEqual(['a1', 'b1', 'c1', 'a2']);
});

test('a member that is a text or an object has the breaches of the text where it is one', () => {
  const either = {
    oneOf: [
      { type: 'string', minLength: 1 },
      { type: 'object', properties: { least: { type: 'number', minimum: 1 } } },
    ],
  };
  expect(broken({ type: 'object', properties: { depth: either } }, { depth: 'x' })).toEqual(['/depth minLength ""']);
  expect(() => broken({ type: 'object', additionalProperties: either }, { depth: 'x' })).not.toThrow();
});

test('a blank text breaks a pattern that asks for a letter, and an empty one may break both limits of a text', () => {
  expect(broken({ type: 'string', minLength: 1, pattern: '\\S' }, 'ab')).toEqual([' minLength ""', ' pattern "   "']);
});

test('null is made for members where it is asked for, and means none where the member may be left out', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      wet: { type: 'boolean' },
      note: { type: ['string', 'null'] },
      side: { type: 'string', nullable: true },
    },
  };
  const made = nearestBreaches(schema, { name: 'a' }, { document, pointer: '#/x', nulls: true });
  expect(made.filter(({ keyword }) => keyword === 'type').map(({ value, meansNone }) => [value, meansNone])).toEqual([
    [{ name: null }, false],
    [{ name: 'a', wet: null }, true],
    [{ name: 'a', wet: 'false' }, false],
  ]);
  const list = { type: 'array', minItems: 1, items: schema };
  const inList = nearestBreaches(list, [{ name: 'a', wet: true }], { document, pointer: '#/x', nulls: true });
  expect(inList.filter(({ value }) => JSON.stringify(value).includes('null')).map(({ value, meansNone }) => [value, meansNone])).toEqual([
    [[null], false],
    [[{ name: null, wet: true }], false],
    [[{ name: 'a', wet: null }], true],
  ]);
});

test.each<readonly [string, object, string, readonly string[]]>([
  [
    'a text in the place of a number',
    { type: 'integer', maximum: 9 },
    'Old apps send a text, which may still be accepted.',
    [' maximum 10'],
  ],
  ['rounding', { type: 'integer', maximum: 9 }, 'Fractions are rounded.', [' maximum 10']],
  ['clamping', { type: 'integer', maximum: 9 }, 'Larger numbers are clamped.', [' type 1.5', ' type "1"']],
  [
    'what is taken as the limit',
    { type: 'integer', maximum: 9 },
    'A larger one is either refused (`400`) or taken as 9.',
    [' type 1.5', ' type "1"'],
  ],
  ['what is cut or refused', { type: 'integer', maximum: 9 }, 'Larger numbers are capped or refused.', [' type 1.5', ' type "1"']],
  [
    'nothing that is refused',
    { type: 'integer', maximum: 9 },
    'A larger one is refused (`400`) or answered with 404.',
    [' type 1.5', ' type "1"', ' maximum 10'],
  ],
  ['nothing', { type: 'integer', maximum: 9 }, 'A text is not accepted.', [' type 1.5', ' type "1"', ' maximum 10']],
  ['nothing either', { type: 'integer', maximum: 9 }, 'Only numbers above 0 are allowed.', [' type 1.5', ' type "1"', ' maximum 10']],
])('what the description of a part allows is no breach of it: %s', (_what, schema, description, expected) => {
  expect(broken({ ...schema, description }, 1)).toEqual(expected);
});

test('a moment without an offset is a breach where the document says that it is refused', () => {
  const moment = { type: 'string', format: 'date-time' };
  const made = (description: string, prose: readonly string[]): readonly unknown[] =>
    nearestBreaches({ ...moment, description }, '2031-05-17T10:30:00+02:00', { document, pointer: '#/x', prose }).map(({ value }) => value);
  expect(made('Begin', [])).toEqual(['not-a-moment']);
  expect(made('Must have an offset.', [])).toEqual(['not-a-moment', '2031-05-17T10:30:00']);
  expect(made('Begin', ['Timestamps without an offset are refused.'])).toEqual(['not-a-moment', '2031-05-17T10:30:00']);
});

test('duplicates that are dropped, unknown values that are ignored and texts that are cut are no breaches', () => {
  const list = { type: 'array', uniqueItems: true, items: { type: 'string' }, description: 'Duplicates are removed.' };
  expect(broken(list, ['a'])).toEqual([]);
  expect(broken({ type: 'string', enum: ['a'], description: 'Unknown values are ignored.' }, 'a')).toEqual([]);
  expect(broken({ type: 'string', maxLength: 3, description: 'Cut to three letters: longer texts are truncated.' }, 'a')).toEqual([]);
});

test('what the API says of all numbers holds for each, and for nothing else', () => {
  const schema = { type: 'object', properties: { size: { type: 'integer', maximum: 9 } } };
  const made = (prose: readonly string[]): readonly string[] =>
    nearestBreaches(schema, { size: 1 }, { document, pointer: '#/x', prose }).map(({ keyword }) => keyword);
  expect(made(['Numbers may be sent as strings.'])).toEqual(['maximum']);
  expect(made(['Strings may be sent in any language.'])).toEqual(['type', 'type', 'maximum']);
});
