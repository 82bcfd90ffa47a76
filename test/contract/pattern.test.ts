import { describe, expect, test } from 'vitest';
import { matchesPattern, readPattern } from '../../src/contract/pattern/pattern.ts';

const flagsOf = (source: string): string | undefined => {
  const read = readPattern(source);
  return read.kind === 'pattern' ? read.expression.flags : undefined;
};

describe('a pattern of a document', () => {
  test.for(['^[a-z]+(-[a-z]+)*$', String.raw`^\p{L}+$`, String.raw`(?<n>a)\k<n>`, '^(?!x)y$', '/parcels/x', String.raw`\\Z`])(
    'is read with the rules of Unicode: %s',
    (source) => {
      expect(flagsOf(source)).toBe('u');
    },
  );

  test.for([String.raw`^[\w-.]+$`, String.raw`^\d{3}\-\d+$`, String.raw`^\_\@$`, '^{key}$', String.raw`^[a-z*+/]+\@[a-z\]?+]$`])(
    'is read without them where only that compiles and nothing else can be meant: %s',
    (source) => {
      expect(flagsOf(source)).toBe('');
    },
  );

  test.for<[source: string, why: string]>([
    ['^(?i)[a-z]+$', 'sets flags inside'],
    ['^(?P<a>x)$', 'syntax of Python'],
    [String.raw`\Aabc\z`, 'an escape of PCRE'],
    [String.raw`^x\Z`, 'an escape of PCRE'],
    ['a++b', 'possessive'],
    ['(?>a)b', 'atomic'],
    ['/^abc$/', 'enclosed in slashes'],
    ['/^abc$/i', 'enclosed in slashes'],
    ['[[:alpha:]]+', 'POSIX'],
    [String.raw`^\p{IsAlpha}\-$`, 'Unicode property'],
    ['a{,3}', 'without a lower bound'],
    [String.raw`[a-z&&[^b]]`, 'intersection'],
    [String.raw`\1-\-`, 'a group that does not exist'],
    ['(', 'Unterminated group'],
  ])('of another language is refused with the reason: %s', ([source, why]) => {
    const read = readPattern(source);
    expect(read.kind === 'unread' && read.reason).toContain(why);
    expect(matchesPattern(source, 'abc')).toBeUndefined();
  });

  test('matches anywhere in a text, by code points', () => {
    expect(matchesPattern('b', 'abc')).toBe(true);
    expect(matchesPattern('^.$', '😀')).toBe(true);
    expect(matchesPattern('^b', 'abc')).toBe(false);
  });
});

describe('a search', () => {
  test('that would backtrack for ever ends without a result', () => {
    for (const source of ['(a+)+$', '^(a|a)*$', String.raw`^(\w+\s?)*$`]) {
      for (let turn = 0; turn < 40; turn++) expect(matchesPattern(source, `${'a'.repeat(50_000)}!`)).toBeUndefined();
    }
  });

  test('has its full time again after a pause, whatever earlier texts took', async () => {
    const words = '^(c+)+$';
    const endless = `${'c'.repeat(50_000)}!`;
    for (let turn = 0; turn < 40; turn++) matchesPattern(words, endless);
    expect(matchesPattern(words, 'cccccccccccccccccccccccccccc')).toBeUndefined();
    await new Promise((resolve) => void setTimeout(resolve, 5));
    expect(matchesPattern(words, 'cccccccccccccccccccccccccccc')).toBe(true);
  });

  test('with a repetition inside a repetition still gives a result in time', () => {
    const slug = '^[a-z0-9]+(-[a-z0-9]+)*$';
    for (let turn = 0; turn < 300; turn++) {
      expect(matchesPattern(slug, `a-slug-of-several-words-${turn}`)).toBe(true);
      expect(matchesPattern(slug, `a-slug-of-several-words-${turn}-`)).toBe(false);
    }
  });

  test('of many steps is bounded without a repetition inside another, too', () => {
    expect(matchesPattern('a*a*a*a*a*$', `${'a'.repeat(20_000)}!`)).toBeUndefined();
  });
});
