import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Json, type Notes, type Service, toldOfNotes } from './kept-notes.ts';

const check = 'body/told-vocabulary-refused';

const notesOf = (name: string, description: string): Notes => ({
  members: { [name]: { type: 'string', maxLength: 40, description } },
  required: [name],
});

const isZone = (value: unknown): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(value) }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const isIsbn = (value: unknown): boolean =>
  /^\d{13}$/u.test(String(value)) &&
  [...String(value)].reduce((sum, digit, n) => sum + Number(digit) * (n % 2 === 0 ? 1 : 3), 0) % 10 === 0;

const zones = notesOf('timeZone', 'IANA name of the time zone, e.g. `Europe/Oslo`.');
const countries = notesOf('country', 'ISO 3166-1 alpha-2; codes that do not exist are refused.');
const books = notesOf('isbn', 'ISBN with 13 digits; the check digit is verified.');

const addresses: Notes = {
  members: { link: { type: 'string', format: 'uri', maxLength: 90, description: 'HTTPS only.' } },
  required: ['link'],
};

describe.concurrent('a text that is none of the closed set that the document names', () => {
  test.for<readonly [string, Notes, Service['holds'] & object]>([
    ['time zones', zones, ({ timeZone }) => isZone(timeZone)],
    ['check digits', books, ({ isbn }) => isIsbn(isbn)],
    ['addresses', addresses, ({ link }) => String(link).startsWith('https://')],
  ])(
    'is not told of a service that looks at its %s',
    besideOthers(async ([, notes, holds]) => {
      expect(await toldOfNotes(check, notes, { holds })).toMatchObject({ failed: [], passed: 2, left: 0 });
    }),
  );

  test.for<readonly [string, Notes]>([
    ['time zones', zones],
    ['countries', countries],
    ['check digits', books],
    ['addresses', addresses],
  ])(
    'is told where any are taken: %s',
    besideOthers(async ([, notes]) => {
      const { failed, left } = await toldOfNotes(check, notes, {});
      expect([failed.length, left]).toEqual([2, 0]);
      expect(failed[0]).toContain('should OAS-155');
    }),
  );

  test.for<readonly [string, string, string, Service]>([
    ['keeps another one instead', 'timeZone', 'IANA name of the time zone.', { takes: (body) => ({ ...body, timeZone: 'UTC' }) }],
    ['takes any code of the form', 'currency', 'ISO 4217', { holds: ({ currency }) => /^[A-Z]{3}$/u.test(String(currency)) }],
  ])(
    'is not told of a service that %s',
    besideOthers(async ([, name, said, service]) => {
      expect(await toldOfNotes(check, notesOf(name, said), service)).toMatchObject({ failed: [], passed: 0, left: 0 });
    }),
  );
});

describe.concurrent('a moment without an offset', () => {
  const moment = { type: 'string', format: 'date-time' };
  const takesAny = ({ startsAt }: Json): boolean => typeof startsAt === 'string' && !Number.isNaN(Date.parse(startsAt));
  const asks = (note: Json): boolean => takesAny(note) && /(?:Z|[+-]\d\d:\d\d)$/u.test(String(note['startsAt']));
  const of = (introduction: string, holds: Service['holds'] & object) =>
    toldOfNotes('body/breach-refused', { members: { startsAt: moment }, required: ['startsAt'], introduction }, { holds });

  test(
    'is told where the document says that it is refused',
    besideOthers(async () => {
      const said = 'Bodies that break their schema are answered with 422. A date-time has an offset or `Z`; without it, it is refused.';
      expect((await of(said, asks)).failed).toEqual([]);
      const { failed } = await of(said, takesAny);
      expect(failed.filter((one) => one.includes('which has no offset'))).toHaveLength(2);
    }),
  );

  test(
    'is not told where the document leaves it open',
    besideOthers(async () => {
      const said = 'Bodies that break their schema are answered with 422. Date-times are RFC 3339.';
      expect((await of(said, takesAny)).failed).toEqual([]);
    }),
  );
});
