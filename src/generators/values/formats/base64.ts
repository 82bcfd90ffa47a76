import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';

/** RFC 4648, section 4, padded; the `byte` of OpenAPI 3.0 and the `contentEncoding` of the same name. */
export const base64: TextFormat = {
  name: 'base64',
  arb: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 24 }).map((octets) => Buffer.from(octets).toString('base64')),
  accepts: (text) =>
    text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && Buffer.from(text, 'base64').toString('base64') === text,
  nearMisses: ['%%%%', 'Y3Q', 'Y3Q*', 'Y=Q='],
};
