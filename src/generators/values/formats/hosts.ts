import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';
import { word } from './word.ts';

const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));

const isHostname = (text: string): boolean =>
  text.length <= 253 &&
  /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/.test(text) &&
  !/(^|\.)..--/.test(text);

/** RFC 1123, section 2.1, without names that stand for other alphabets (RFC 5890). */
export const hostname: TextFormat = {
  name: 'hostname',
  arb: fc.tuple(word, fc.constantFrom('', '.example', '.example.com')).map((parts) => parts.join('')),
  accepts: isHostname,
  nearMisses: ['-a.example', 'a_b.example', 'a b.example', `${'a'.repeat(64)}.example`],
};

/** RFC 5890: those in plain letters, which every validator accepts. Many do not know the format, so that nothing surely breaks it. */
export const idnHostname: TextFormat = { ...hostname, name: 'idn-hostname', nearMisses: [] };

/** RFC 4291, section 2.2: eight groups, or loopback and the like, without a zone and without a part in decimals. */
export const ipv6: TextFormat = {
  name: 'ipv6',
  arb: fc.oneof(
    fc.constantFrom('::1', '2001:db8::1', 'fe80::2'),
    fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':')),
  ),
  accepts: (text) => {
    const sides = text.split('::');
    const groups = sides.flatMap((side) => (side === '' ? [] : side.split(':')));
    return (
      groups.every((one) => /^[0-9a-fA-F]{1,4}$/.test(one)) &&
      (sides.length === 1 ? groups.length === 8 : sides.length === 2 && groups.length < 8)
    );
  },
  nearMisses: ['12345::', '1::2::3', '::g', '1:2:3:4:5:6:7', 'localhost'],
};
