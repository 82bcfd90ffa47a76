import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';

const octet = fc.integer({ min: 0, max: 255 });

/** RFC 2673, section 3.2: four decimal numbers, none with a leading zero. */
export const ipv4: TextFormat = {
  name: 'ipv4',
  arb: fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.')),
  accepts: (text) => /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(?!$)|$)){4}$/.test(text),
  nearMisses: ['256.0.0.1', '192.0.2', '192.0.2.1.1', '192.0.2.-1', '192.0.2.a'],
};
