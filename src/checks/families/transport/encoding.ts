import { answerOf, headerValues } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { notUtf8 } from '../../../model/exchange.ts';
import { type Location, rootLocation } from '../../../model/location.ts';
import { defineObservation } from '../../kit/define.ts';

/** The root, where the contract states which character encoding answers declare. */
const charsetLocations = ({ document }: Contract): Location[] =>
  rootConventions(document).transport?.charset === undefined ? [] : [rootLocation];

/** Names of UTF-8 and of its subset ASCII (WHATWG Encoding, Names and labels; RFC 9110 section 8.3.2: letter case does not matter). */
const fitting = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

export const charset = defineObservation({
  id: 'transport/charset',
  title: 'A character encoding that an answer declares is UTF-8',
  why: 'Clients decode by the declared encoding; with another one each letter outside ASCII turns into others.',
  fix: 'Declare utf-8, or nothing, with every media type.',
  reads: 'transport.charset',
  locations: charsetLocations,
  observe(exchange) {
    const answer = answerOf(exchange);
    const types = headerValues(exchange, 'Content-Type');
    if (!answer || answer.bodyBytes === 0 || types.length === 0 || isElsewhere(exchange)) return [];
    const declared = types.flatMap((type) => charsetIn(type) ?? []);
    const other = declared.find((name) => !fitting.has(name.toLowerCase()));
    if (other === undefined) return [{ location: rootLocation, holds: true }];
    return [
      {
        location: rootLocation,
        holds: false,
        code: 'charset-other',
        where: 'Content-Type',
        expected: 'charset utf-8 or none',
        actual: other,
      },
    ];
  },
});

/** The charset of a media type, its quotes removed (RFC 9110 section 5.6.6). */
const charsetIn = (type: string): string | undefined =>
  /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/i
    .exec(type)
    ?.slice(1)
    .find((one) => one !== undefined);

export const validUtf8 = defineObservation({
  id: 'transport/valid-utf8',
  title: 'Bodies are valid UTF-8',
  why: 'A strict decoder rejects the whole body for one wrong byte, and a tolerant one shows a name with a hole in it.',
  fix: 'Encode all text as UTF-8, once, in every layer.',
  reads: 'transport.charset',
  locations: charsetLocations,
  observe(exchange) {
    const answer = answerOf(exchange);
    if (!answer || answer.bodyBytes === 0 || isElsewhere(exchange)) return [];
    const { text, json } = answer;
    if (text === null && json.kind === 'invalid' && json.why === notUtf8) {
      return [
        { location: rootLocation, holds: false, code: 'body-not-utf8', where: '#', expected: 'UTF-8', actual: 'bytes that are no UTF-8' },
      ];
    }
    // A text that is all ASCII is the same in most encodings.
    return text !== null && /\P{ASCII}/u.test(text) ? [{ location: rootLocation, holds: true }] : [];
  },
});
