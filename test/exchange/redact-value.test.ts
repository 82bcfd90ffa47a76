import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactValue } from '../../src/exchange/redact-value.ts';
import { createRedactor } from '../../src/exchange/redactor.ts';

const redactor = createRedactor(['sk_live_0123456789', '99887766554433']);

test('strings, member names and numbers lose the secret, at any depth', () => {
  const value = { a: [{ b: 'sk_live_0123456789' }], sk_live_0123456789: 1, n: 99887766554433, kept: [true, null, 12, 'x'] };
  expect(redactValue(redactor, value)).toEqual({ a: [{ b: '[secret]' }], '[secret]': 1, n: '[secret]', kept: [true, null, 12, 'x'] });
});

test('a value without secrets is returned itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      fc.pre(!JSON.stringify(value).includes('[secret]'));
      expect(redactValue(redactor, value)).toBe(value);
    }),
  );
});

test('a member called __proto__ stays an ordinary member', () => {
  const value: unknown = JSON.parse('{"__proto__":{"x":"sk_live_0123456789"}}');
  expect(JSON.stringify(redactValue(redactor, value))).toBe('{"__proto__":{"x":"[secret]"}}');
});
