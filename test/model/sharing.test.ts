import { describe, expect, test } from 'vitest';
import type { RecordEntry } from '../../src/model/record.ts';
import { createSharing } from '../../src/model/sharing.ts';
import { parcelCase, parcelEntries } from './hand-written-run.ts';

const planned = (target: string, title: string): RecordEntry & { readonly type: 'case' } => ({
  type: 'case',
  target,
  case: parcelCase('a/one@#', 'P-1', { title }),
});

describe('what records have in common', () => {
  test('says what it said, to the last character', () => {
    const shared = createSharing();
    const twice = [...parcelEntries, ...parcelEntries];
    expect(JSON.stringify(twice.map(shared))).toBe(JSON.stringify(twice));
  });

  test('is one object, also where only the places of two cases are the same', () => {
    const shared = createSharing();
    const [first, same, other] = [planned('depot', 'One'), planned('spare', 'One'), planned('spare', 'Two')].map((one) => shared(one));
    if (first?.type !== 'case' || same?.type !== 'case' || other?.type !== 'case') throw new Error('no case');
    expect([same.target, same.case === first.case, other.case === first.case]).toEqual(['spare', true, false]);
    expect(other.case.places[0]).toBe(first.case.places[0]);
  });
});
