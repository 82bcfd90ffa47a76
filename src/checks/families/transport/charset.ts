import { answerOf, headerValues } from '../../../contract/message.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { defineObservation } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';

/** Names of UTF-8 and of its part (WHATWG Encoding, Names and labels; RFC 9110 section 8.3.2: letter case does not matter). */
const fitting = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

export const charset = defineObservation({
  id: 'transport/charset',
  title: 'A character encoding that an answer declares is UTF-8',
  why: 'Clients decode by what is declared; under another name each letter outside ASCII turns into others.',
  fix: 'Declare utf-8, or nothing, with every media type.',
  reads: 'transport.charset',
  places: (contract) => (rootConventions(contract.document).transport?.charset === undefined ? [] : [rootPlace]),
  observe(exchange) {
    const answer = answerOf(exchange);
    const types = headerValues(exchange, 'Content-Type');
    if (!answer || answer.bodyBytes === 0 || types.length === 0 || isElsewhere(exchange)) return [];
    const declared = types.flatMap((type) => charsetIn(type) ?? []);
    const other = declared.find((name) => !fitting.has(name.toLowerCase()));
    if (other === undefined) return [{ place: rootPlace, holds: true }];
    return [
      { place: rootPlace, holds: false, code: 'charset-other', where: 'Content-Type', expected: 'charset utf-8 or none', actual: other },
    ];
  },
});

/** The charset of a media type, its quotes removed (RFC 9110 section 5.6.6). */
const charsetIn = (type: string): string | undefined =>
  /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/i
    .exec(type)
    ?.slice(1)
    .find((one) => one !== undefined);
