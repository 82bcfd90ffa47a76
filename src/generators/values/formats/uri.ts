import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';
import { word } from './word.ts';

/** RFC 3986: absolute, with a host, and of plain characters only. */
export const uri: TextFormat = {
  name: 'uri',
  arb: fc
    .tuple(fc.constantFrom('https', 'http'), word, fc.array(word, { maxLength: 3 }), fc.constantFrom('', '?q=1', '#top'))
    .map(([scheme, host, path, rest]) => `${scheme}://${host}.example/${path.join('/')}${rest}`),
  accepts: (text) =>
    /^[a-z][a-z0-9+.-]*:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9\-._~/]*)?(\?[A-Za-z0-9\-._~&=/]*)?(#[A-Za-z0-9\-._~]*)?$/.test(text),
  nearMisses: ['/only/a/path', 'example.com/x', '://example.com', 'https://exa mple.com/', ''],
};
