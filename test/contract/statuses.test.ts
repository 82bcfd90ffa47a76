import { describe, expect, test } from 'vitest';
import { statuses, statusWords } from '../../src/contract/conventions-at.ts';

describe('the statuses of a convention', () => {
  test('are those that it names, also one that a class would not include', () => {
    expect(statuses({ status: 404 })).toEqual([404]);
    expect(statuses({ status: [404, 410] })).toEqual([404, 410]);
    expect(statuses({ status: [401, 429] })).toEqual([401, 429]);
    expect(statuses(undefined)).toEqual([]);
  });

  test('are a whole class without those that have a meaning of their own', () => {
    const left = (found: readonly number[]): number[] =>
      Array.from({ length: 100 }, (_, n) => 400 + n).filter((one) => !found.includes(one));
    expect(left(statuses({ status: '4XX' }))).toEqual([401, 403, 408, 429]);
    expect(left(statuses({ status: '4XX' }, 'access'))).toEqual([408, 429]);
    expect(statuses({ status: '4XX' }).every((one) => one >= 400 && one <= 499)).toBe(true);
    expect(statuses({ status: '3XX' })).toEqual(Array.from({ length: 100 }, (_, n) => 300 + n));
  });

  test('are a class and single ones together, also one that the class does not include', () => {
    const found = statuses({ status: ['4XX', 503, 429] });
    expect(found).toHaveLength(98);
    expect(found.slice(-2)).toEqual([503, 429]);
  });

  test('do not include the narrower requirement', () => {
    expect(statuses({ status: 400, exactly: { status: 404 } } as Parameters<typeof statuses>[0])).toEqual([400]);
  });

  test('are shown as the document writes them', () => {
    expect(statusWords({ status: 404 })).toBe('404');
    expect(statusWords({ status: [404, '5XX'] })).toBe('404 or 5XX');
    expect(statusWords(undefined)).toBe('none');
  });
});
