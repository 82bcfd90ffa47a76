import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { behaviour, type Group, type Settings } from '../behaviour.ts';
import { breaks, fine, lost, lostEverywhere } from '../expected.ts';

import { asJson, chunk, chunked, head, pours, sends, sized, text, withBody, always, trickles, sendsMade } from '../octets.ts';

const mb = 1024 * 1024;
const large = true;
/** Read in the test up to a limit of a megabyte, which is soon reached. */
const tooMuch: Settings = { ...lost('too-large'), http: { maxBodyBytes: mb }, timeoutMs: 20_000 };
const tooMuchEverywhere: Settings = { ...tooMuch, ...lostEverywhere('too-large') };
const spaces = Buffer.alloc(mb, 0x20);

/** A hundred megabytes in few octets, made when it is first asked for. */
const bomb = (coding: string, encode: (body: Buffer) => Buffer) =>
  sendsMade(() => withBody(encode(Buffer.alloc(100 * mb, 0x20)), `Content-Encoding: ${coding}`));
const brotli = (body: Buffer): Buffer => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
const coded = (coding: string, body: Buffer | string = text) => withBody(body, `Content-Encoding: ${coding}`);
const fields = (count: number, value = 'v'): string => Array.from({ length: count }, (_, at) => `X-${at}: ${value}\r\n`).join('');

export const sizes: Group = {
  title: 'Bombs, and what never ends',
  behaviours: [
    behaviour(
      'gzip-bomb',
      'Sends 100 MB packed by gzip.',
      bomb('gzip', (body) => gzipSync(body, { level: 1 })),
      { ...tooMuchEverywhere, large },
    ),
    behaviour('deflate-bomb', 'Sends 100 MB packed by deflate.', bomb('deflate', deflateSync), { ...tooMuch }),
    behaviour('brotli-bomb', 'Sends 100 MB packed by Brotli.', bomb('br', brotli), { ...tooMuch, large }),
    behaviour(
      'nested-bomb',
      'Sends 100 MB packed twice.',
      bomb('gzip, gzip', (body) => gzipSync(gzipSync(body, { level: 1 }))),
      { ...tooMuch, large },
    ),
    behaviour(
      'hundred-codings',
      'Names a hundred content codings.',
      sends(coded(Array.from({ length: 100 }, () => 'gzip').join(', '), gzipSync(text))),
      fine,
    ),
    behaviour(
      'cut-coding',
      'Sends a body by gzip without its end.',
      sends(coded('gzip', gzipSync(text).subarray(0, -6))),
      breaks(0, 'HTTP-9'),
    ),
    behaviour('coding-that-is-none', 'Names gzip for a body that is not packed.', sends(coded('gzip')), breaks(0, 'HTTP-9')),
    behaviour('unknown-coding', 'Names a content coding that does not exist.', sends(coded('xyzzy')), fine),
    behaviour('endless-field', 'Sends a header field without an end.', pours(`${head}X-Long: `, Buffer.alloc(mb, 0x61)), {
      ...tooMuchEverywhere,
      large,
    }),
    behaviour('endless-fields', 'Sends header fields without an end.', pours(head, fields(10_000)), { ...tooMuch, large }),
    behaviour('ten-thousand-fields', 'Sends ten thousand header fields.', sends(head + fields(10_000) + sized), { ...tooMuch }),
    behaviour('thousand-small-fields', 'Sends a thousand short header fields.', sends(head + fields(1_000) + sized), fine),
    behaviour('field-of-a-megabyte', 'Sends a header field of a megabyte.', sends(`${head}X-Long: ${'a'.repeat(mb)}\r\n${sized}`), {
      ...tooMuch,
    }),
    behaviour('endless-body', 'Sends a body without an end.', pours(`${head}${asJson}Connection: close\r\n\r\n`, spaces), {
      ...tooMuchEverywhere,
      large,
    }),
    behaviour(
      'hundred-megabytes',
      'Sends a text of a hundred megabytes.',
      pours(`${head}${asJson}Content-Length: ${100 * mb + 2}\r\n\r\n"`, Buffer.alloc(mb, 0x61), 100, '"'),
      { ...tooMuch },
    ),
    behaviour('endless-chunks', 'Sends chunks of one octet without an end.', pours(head + chunked, '1\r\n \r\n'.repeat(10_000)), {
      ...tooMuch,
      large,
    }),
    behaviour(
      'endless-chunk-extension',
      'Sends an extension of a chunk without an end.',
      trickles(`${head}${chunked}b;a=`, always('a'.repeat(65_536)), 10),
      { ...lost('timeout'), timeoutMs: 2_500, large },
    ),
    behaviour('endless-trailer', 'Sends trailer fields without an end.', pours(`${head}${chunked}${chunk}0\r\n`, fields(10_000)), {
      ...tooMuch,
      large,
    }),
  ],
};
