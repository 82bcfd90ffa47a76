import { isDate } from '../../../contract/moment.ts';

/** What a text of a format must look like, as far as nobody argues about it. */
type TextForm = {
  readonly name: string;
  /** In half a sentence. */
  readonly wanted: string;
  matches(text: string): boolean;
};

/** RFC 3339, section 5.6; a blank in place of the T is one of its forms too. The last second of a day may be a leap second. */
const momentParts = /^(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const decimalOctets = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|0?\d?\d)(?:\.(?!$)|$)){4}$/;

/** RFC 4291, section 2.2, with the part in decimals and the zone of RFC 4007. */
const isIpv6 = (text: string): boolean => {
  const [address = ''] = text.split('%');
  const [, before = address, decimals] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (decimals !== undefined && !decimalOctets.test(decimals)) return false;
  const sides = (decimals === undefined ? address : `${before}0:0`).split('::');
  const groups = sides.flatMap((side) => (side === '' ? [] : side.split(':')));
  const isCounted = sides.length === 1 ? groups.length === 8 : sides.length === 2 && groups.length < 8;
  return isCounted && groups.every((one) => /^[\dA-Fa-f]{1,4}$/.test(one));
};

/**
 * Formats of texts that clients read by a parser (OpenAPI 3.1, Data Types; JSON Schema 2020-12, Validation, section 7.3). Each is read with all its
 * variants: what a validator of answers might refuse and a client can read is right. Left out are formats whose texts no client takes apart.
 */
const forms: readonly TextForm[] = [
  {
    name: 'date-time',
    wanted: 'a date and time with its zone, as in RFC 3339',
    matches: (text) => isDate(momentParts.exec(text)?.[1] ?? ''),
  },
  { name: 'date', wanted: 'a day as YYYY-MM-DD', matches: isDate },
  {
    name: 'time',
    wanted: 'a time such as 10:30:00',
    // Hours of opening and the like have no zone.
    matches: (text) => /^(?:[01]\d|2[0-4]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?$/.test(text),
  },
  // An address that is not known is often an empty text.
  {
    name: 'email',
    wanted: 'an address with one @',
    matches: (text) => text === '' || /^[^\s@]+@[^\s@]+$/.test(text) || /^".*"@\S+$/.test(text),
  },
  { name: 'uuid', wanted: 'a UUID', matches: (text) => /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text) },
  // A reference without a scheme is read by whoever reads addresses; what no address holds is not.
  { name: 'uri', wanted: 'a URI with its scheme', matches: (text) => text === '' || /^[A-Za-z][\dA-Za-z+.-]*:\S*$/.test(text) },
  // RFC 6901, section 3; its form in a URI fragment (section 6), as the examples of RFC 9457 have it, is read too. A single name may be that of a parameter.
  {
    name: 'json-pointer',
    wanted: 'a JSON pointer such as /amount/value',
    matches: (text) => /^#?(?:\/(?:[^/~]|~[01])*)*$|^[\w-]+$/.test(text),
  },
  { name: 'ipv4', wanted: 'an IPv4 address', matches: (text) => text === '' || decimalOctets.test(text) },
  { name: 'ipv6', wanted: 'an IPv6 address', matches: (text) => text === '' || isIpv6(text) },
];

const byName: ReadonlyMap<unknown, TextForm> = new Map(forms.map((form) => [form.name, form]));

/** The form of texts of a format; undefined for a format that is not judged. */
export const textFormOf = (format: unknown): TextForm | undefined => byName.get(format);
