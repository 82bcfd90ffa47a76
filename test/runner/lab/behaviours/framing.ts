import { behaviour, type Group } from '../behaviour.ts';
import { breaks, fine, lost, lostEverywhere, unreadable, unreadableEverywhere } from '../expected.ts';

import { asJson, chunk, chunked, head, lastChunk, sends, sendsAndCloses, sized, sound, text } from '../octets.ts';

const timeoutMs = 2_500;
const lengthOf = (value: string | number): string => `${head}${asJson}Content-Length: ${value}\r\n\r\n${text}`;
const version = (name: string): string => sound.replace('HTTP/1.1', name);
/** SETTINGS of HTTP/2 (RFC 9113, section 6.5). */
const settings = Buffer.from('00001804000000000000010000100000030000006400040000ffff', 'hex');

export const framing: Group = {
  title: 'Wrong framing',
  behaviours: [
    behaviour('length-too-small', 'Announces fewer octets than it sends.', sends(lengthOf(5)), breaks(1, 'OAS-3')),
    behaviour('length-too-large', 'Announces more octets than it sends, and closes.', sendsAndCloses(lengthOf(50)), lost('closed')),
    behaviour('length-too-large-kept-open', 'Announces more octets than it sends, and keeps the connection.', sends(lengthOf(50)), {
      ...lost('timeout'),
      timeoutMs,
    }),
    behaviour('length-of-a-terabyte', 'Announces a terabyte.', sends(lengthOf(2 ** 40)), lostEverywhere('too-large')),
    behaviour(
      'length-beyond-numbers',
      'Announces more octets than 64 bits can count.',
      sendsAndCloses(lengthOf('9'.repeat(40))),
      unreadable,
    ),
    behaviour('length-with-sign', 'Writes the length with a sign.', sendsAndCloses(lengthOf(`+${text.length}`)), unreadable),
    behaviour('length-negative', 'Announces a negative length.', sendsAndCloses(lengthOf(-1)), unreadable),
    behaviour(
      'length-twice',
      'Announces the same length twice.',
      sendsAndCloses(`${head}Content-Length: ${text.length}\r\n${sized}`),
      breaks(0, 'HTTP-2'),
    ),
    behaviour('lengths-differ', 'Announces two different lengths.', sendsAndCloses(`${head}Content-Length: 3\r\n${sized}`), unreadable),
    behaviour(
      'length-beside-chunks',
      'Announces a length and sends chunks.',
      sendsAndCloses(`${head}Content-Length: 3\r\n${chunked}${chunk}${lastChunk}`),
      breaks(0, 'HTTP-2'),
    ),
    behaviour(
      'unknown-transfer-coding',
      'Names a transfer coding that does not exist.',
      sendsAndCloses(`${head}${asJson}Transfer-Encoding: xyzzy\r\n\r\n${text}`),
      fine,
    ),
    behaviour(
      'chunk-size-no-number',
      'Writes a chunk size that is no number.',
      sendsAndCloses(`${head}${chunked}zz\r\n${text}\r\n${lastChunk}`),
      unreadableEverywhere(/the answers of \S+ cannot be read/u),
    ),
    behaviour(
      'chunk-size-huge',
      'Writes a chunk size beyond 64 bits.',
      sendsAndCloses(`${head}${chunked}${'F'.repeat(20)}\r\n${text}\r\n${lastChunk}`),
      unreadable,
    ),
    behaviour(
      'chunk-size-negative',
      'Writes a negative chunk size.',
      sendsAndCloses(`${head}${chunked}-b\r\n${text}\r\n${lastChunk}`),
      unreadable,
    ),
    behaviour(
      'chunk-too-long',
      'Sends a chunk that is longer than its size.',
      sendsAndCloses(`${head}${chunked}3\r\n${text}\r\n${lastChunk}`),
      unreadable,
    ),
    behaviour('last-chunk-missing', 'Leaves out the last chunk, and closes.', sendsAndCloses(head + chunked + chunk), lost('closed')),
    behaviour('last-chunk-missing-kept-open', 'Leaves out the last chunk, and keeps the connection.', sends(head + chunked + chunk), {
      ...lost('timeout'),
      timeoutMs,
    }),
    behaviour(
      'chunk-extensions',
      'Sends chunks with extensions and trailer fields, which HTTP allows.',
      sends(`${head}${chunked}b;a=b\r\n${text}\r\n0\r\nX-Sum: 1\r\n\r\n`),
      fine,
    ),
    behaviour(
      'folded-field',
      'Continues a header field on the next line (obs-fold).',
      sendsAndCloses(`${head}X-Long: one\r\n  two\r\n${sized}`),
      breaks(0, 'HTTP-2'),
    ),
    behaviour(
      'bare-line-feeds',
      'Ends the lines of the head without CR.',
      sendsAndCloses(sound.replaceAll('\r\n', '\n')),
      breaks(0, 'HTTP-2'),
    ),
    behaviour(
      'garbage-first',
      'Sends garbage before the status line.',
      sendsAndCloses(`\u0007garbage\r\n${sound}`),
      unreadableEverywhere(/does not speak HTTP\/1\.1/u),
    ),
    behaviour('empty-lines-first', 'Sends empty lines before the status line.', sendsAndCloses(`\r\n\r\n${sound}`), fine),
    behaviour(
      'http-0.9',
      'Answers as HTTP/0.9 did, with a body alone.',
      sendsAndCloses('<html>hello</html>'),
      unreadableEverywhere(/does not speak HTTP\/1\.1/u),
    ),
    behaviour(
      'http-1.0',
      'Answers by HTTP/1.0: the end of the connection ends the body.',
      sendsAndCloses(`${head.replace('HTTP/1.1', 'HTTP/1.0')}${asJson}\r\n${text}`),
      fine,
    ),
    behaviour(
      'http-2-frames',
      'Answers with frames of HTTP/2.',
      sendsAndCloses(settings),
      unreadableEverywhere(/does not speak HTTP\/1\.1/u),
    ),
    behaviour('http-2-status-line', 'Writes HTTP/2 into the status line.', sendsAndCloses(version('HTTP/2')), unreadable),
    behaviour('http-3.7', 'Writes a version that does not exist into the status line.', sendsAndCloses(version('HTTP/3.7')), unreadable),
    behaviour(
      'line-without-colon',
      'Sends a line without a colon among the header fields.',
      sendsAndCloses(`${head}nonsense\r\n${sized}`),
      unreadable,
    ),
    behaviour(
      'space-before-colon',
      'Writes a space before the colon of a field.',
      sendsAndCloses(`${head}X-Odd : a\r\n${sized}`),
      unreadable,
    ),
    behaviour(
      'nul-in-field',
      'Sends a NUL in a header field.',
      sendsAndCloses(`${head}X-Odd: a\0b\r\n${sized}`),
      unreadableEverywhere(/the answers of \S+ cannot be read/u),
    ),
    behaviour('latin-1-in-field', 'Sends octets above 127 in a header field.', sends(`${head}X-Odd: \u00fc\u00ff\r\n${sized}`), fine),
  ],
};
