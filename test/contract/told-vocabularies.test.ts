import { expect, test } from 'vitest';
import { vocabularyToldIn } from '../../src/contract/infer/told-vocabularies.ts';

test.each<readonly [string, string | undefined]>([
  ['IANA name of the time zone of the port of departure, e.g. `Europe/Oslo`.', 'time-zone'],
  ['A name of the tz database', 'time-zone'],
  ['IANA time zone identifier; unknown ones are 422', 'time-zone'],
  ['IANA time zone name (e.g. `Europe/Paris`). Defaults to UTC.', 'time-zone'],
  ['Time zone', undefined],
  ['IANA name of the zone, or an offset such as `+02:00`.', undefined],
  ['IANA time zone name; it is not checked.', undefined],
  ['An IANA name, for orientation alone.', undefined],
  ['IANA name of the zone, for display.', undefined],
  ['Purely informational: a name of the tz database.', undefined],
  ['IANA time zone. An unknown one falls back to UTC.', undefined],
  ['ISO 3166-1 code; codes that do not exist are refused.', 'country'],
  ['ISO 3166-1 alpha-2', undefined],
  ['ISO 4217. Unknown codes are rejected.', 'currency'],
  ['ISO 4217 code of the currency, in capitals; others are refused.', 'currency'],
  ['Must be an existing ISO 4217 code.', 'currency'],
  ['ISO 4217', undefined],
  ['ISBN-13; the check digit is verified.', 'check-digit'],
  ['IBAN with a correct checksum', 'check-digit'],
  ['A wrong check digit is answered with 422.', 'check-digit'],
  ['The last is a check digit.', undefined],
  ['The check digit is not checked.', undefined],
  ['HTTPS only. Unique in the yard.', 'https'],
  ['Where the events are sent to; has to be an https URL.', 'https'],
  ['Must begin with `https://`.', 'https'],
  ['Plain http is refused.', 'https'],
  ['HTTPS only, except for localhost.', undefined],
  ['Should be an https URL', undefined],
  ['In production only https is accepted.', undefined],
  ['The address, http or https', undefined],
  ['Sent over HTTPS.', undefined],
])('%s', (text, vocabulary) => {
  expect(vocabularyToldIn(text)).toBe(vocabulary);
});
