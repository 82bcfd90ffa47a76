import { isBodyless, isSuccess } from '../../../contract/message.ts';
import { ownerOf } from '../../../contract/owner.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import { notAMessage, notItsCoding, notUtf8, type RawDeparture } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { schemasFor } from '../../subjects/described-schemas.ts';
import { toldCoding } from '../../subjects/told-codings.ts';
import { repeatedName } from './json-names.ts';
import { type Broken, cut, defineRule, line, type Seen } from '../../kit/http-rule.ts';
import { isJsonType } from '../../../contract/wire/media-type.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** Is it an answer whose body came to its end and is announced as JSON. */
const isJson = ({ exchange, answer, values }: Seen): boolean =>
  !isBodyless(exchange) && answer.unfinished !== true && isJsonType(values('Content-Type')[0] ?? '');

/** Judges errors that the contract describes as JSON. */
const errorsAsJson = { id: 'errors/body-is-json', reads: 'errors' } as const;

/** Does a check that knows what the document says of the body judge whether it is JSON. */
const isJudgedByDocument = ({ exchange, contract, operation }: Seen): boolean => {
  if (isSuccess(exchange)) return schemasFor(contract, exchange).length > 0;
  const isOwned = ownerOf(contract, errorsAsJson, operation?.location ?? rootLocation) !== undefined;
  return isOwned && declaredResponses(contract, exchange).some(({ content }) => jsonContent(content) !== undefined);
};

export const jsonText = defineRule({
  id: 'http/json-text',
  title: 'A body that is announced as JSON is one JSON text',
  why: 'Clients hand the body to their parser, which fails for an empty one too.',
  fix: 'Announce what is sent: text as text, lines of JSON as application/x-ndjson, and nothing without Content-Type or with 204.',
  scope: 'operation',
  judge(seen) {
    const { answer } = seen;
    // Bytes that are no text are judged by their encoding.
    if (!isJson(seen) || answer.text === null || isJudgedByDocument(seen)) return [];
    const { json } = answer;
    if (json.kind === 'value') return ['holds'];
    // A client asks by OPTIONS for the fields of the answer, and need not look for a body (RFC 9110, section 9.3.7).
    if (json.kind === 'none' && seen.exchange.sent.method === 'OPTIONS') return [];
    if (json.kind === 'none') return [{ code: 'json-empty', where: '#', expected: 'one JSON text', actual: 'an empty body' }];
    return [{ code: 'json-unreadable', where: '#', expected: 'one JSON text', actual: `a body that is no JSON: ${json.why}` }];
  },
});

export const jsonEncoding = defineRule({
  id: 'http/json-encoding',
  title: 'JSON is UTF-8 without a byte order mark',
  why: 'Parsers refuse the whole body for one wrong byte, and for the mark before it.',
  fix: 'Encode JSON as UTF-8, and save files that are served without a byte order mark.',
  scope: 'operation',
  // Where the contract tells the character encoding of its answers, it is judged by that.
  isAbout: (_operation, { document }) => rootConventions(document).transport?.charset === undefined,
  judge(seen) {
    const { answer } = seen;
    if (!isJson(seen) || answer.bodyBytes === 0) return [];
    const { json, text } = answer;
    const broken = { where: '#', expected: 'UTF-8 without a byte order mark' };
    if (text === null) {
      if (json.kind !== 'invalid' || json.why !== notUtf8) return [];
      return [{ ...broken, code: 'json-not-utf8', actual: 'bytes that are no UTF-8' }];
    }
    return text.startsWith('\uFEFF') ? [{ ...broken, code: 'json-byte-order-mark', actual: 'a byte order mark' }] : ['holds'];
  },
});

/** What the latest text showed: a target gives many answers word for word again. */
let latest: { readonly text: string; readonly name: string | undefined } | undefined;

/** A longer text is not kept only to be compared with the next one. */
const longestKept = 64 * 1024;

const repeatedIn = (text: string): string | undefined => {
  if (latest?.text === text) return latest.name;
  const name = repeatedName(text);
  if (text.length <= longestKept) latest = { text, name };
  return name;
};

export const jsonUniqueNames = defineRule({
  id: 'http/json-unique-names',
  title: 'The names in a JSON object are unique',
  why: 'Of two members of one name some parsers take the first, some the last, and some refuse the body.',
  fix: 'Write each member once; most libraries do so unless objects are put together as text.',
  scope: 'service',
  judge(seen): readonly ('holds' | Broken)[] {
    const { answer } = seen;
    if (!isJson(seen) || answer.json.kind !== 'value' || answer.text === null) return [];
    const name = repeatedIn(answer.text);
    if (name === undefined) return ['holds'];
    return [{ code: 'json-name-repeated', where: '#', expected: 'each name once', actual: `"${name}" twice in one object` }];
  },
});

/** Codings that a client has to know to read the body (RFC 9110, section 8.4.1); what else stands in the field is no coding that it could refuse. */
const realCodings = new Set(['gzip', 'deflate', 'br', 'compress', 'zstd']);

const codingName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^x-(?=gzip$|compress$)/u, '');

/** Does a request with this Accept-Encoding allow a coding: it, or else the asterisk, has a weight above 0 (RFC 9110, section 12.5.3). */
const allows = (accept: string, coding: string): boolean => {
  const listed = accept.split(',').map((part) => {
    const [name = '', ...parameters] = part.split(';');
    const weight = parameters.map((one) => /^\s*q\s*=\s*([\d.]+)\s*$/iu.exec(one)?.[1]).find((one) => one !== undefined);
    return { name: codingName(name), weight: Number(weight ?? 1) };
  });
  const own = listed.find(({ name }) => name === coding) ?? listed.find(({ name }) => name === '*');
  return own !== undefined && own.weight > 0;
};

/**
 * A coding that the request does not allow: by its own field, or, where it has none and so allows any, by what the document says of such requests. A stored file may have no other form, so that
 * only JSON is judged by the field.
 */
const unasked = (seen: Seen): Broken | undefined => {
  const { exchange, values, contract, operation } = seen;
  const codings = values('Content-Encoding')
    .flatMap((one) => one.split(','))
    .map(codingName)
    .filter((one) => realCodings.has(one));
  if (codings.length === 0) return undefined;
  const fields = exchange.sent.headers.filter(([name]) => name.toLowerCase() === 'accept-encoding').map(([, value]) => value);
  const told = toldCoding(contract, operation);
  const accept = fields.join(', ');
  const broken = { code: 'content-coding-unasked', where: 'Content-Encoding', actual: line('Content-Encoding', codings.join(', ')) };
  if (fields.length === 0)
    return told === 'if-asked' && isSuccess(exchange)
      ? { ...broken, expected: 'no coding without an Accept-Encoding that allows it, as the document says' }
      : undefined;
  if (told === 'always' || !isJson(seen) || codings.every((one) => allows(accept, one))) return undefined;
  return { ...broken, expected: `no coding to ${line('Accept-Encoding', accept)}` };
};

export const contentCoding = defineRule({
  id: 'http/content-coding',
  title: 'A Content-Encoding is what was done to the body, and is one that the request allows',
  why: 'Clients undo it before they read the body, and have nothing where that fails or where they do not know how.',
  fix: 'Set the field where the body is compressed, once for each time, and compress it by the Accept-Encoding of the request alone.',
  scope: 'service',
  judge(seen) {
    const { exchange, answer, values } = seen;
    const codings = values('Content-Encoding');
    if (isBodyless(exchange) || answer.unfinished === true || answer.bodyBytes === 0 || codings.every((one) => one === '')) return [];
    const { json, text } = answer;
    // A coding that we do not know tells nothing.
    const isOther = json.kind === 'invalid' && json.why.startsWith(notItsCoding);
    // So tells one that cannot be read: whatever it is, it may be no coding at all.
    const other = isOther || text === null ? undefined : unasked(seen);
    if (other) return [other];
    if (!isOther) return text === null ? [] : ['holds'];
    const expected = `a body of the coding ${codings.join(', ')}`;
    return [{ code: 'content-coding-other', where: 'Content-Encoding', expected, actual: 'a body that cannot be decoded so' }];
  },
});

/** What stands in the way of reading an answer, in words; an interim answer that nobody asked for is allowed (RFC 9110, section 15.2). */
const departures: Readonly<Record<Exclude<RawDeparture, 'unrequested-100'>, string>> = {
  'bare-lf': 'lines that end without CR',
  'control-character': 'control characters in a header field',
  'obs-fold': 'a header field on several lines',
  'length-beside-chunks': 'Content-Length beside Transfer-Encoding',
  'repeated-length': 'Content-Length more than once',
  'content-where-none-is': 'content where there is none',
};

/** What a client needs of the octets of an answer. */
const readable = 'an answer that an HTTP client can read';

export const framing = defineRule({
  id: 'http/framing',
  title: 'An answer is framed by the rules of HTTP/1.1',
  why: 'Some clients refuse the answer, and others take a part of it for the next one.',
  fix: 'Leave the framing of messages to the server, and compare what it sends with what a proxy before it makes of it.',
  scope: 'service',
  unread({ raw, reply }) {
    // Without octets that are no message, the connection ended early: that shows nothing.
    if (raw?.beginning === undefined || reply.kind !== 'no-answer' || !reply.message.startsWith(notAMessage)) return undefined;
    return {
      code: 'framing-broken',
      where: 'octets of the answer',
      expected: readable,
      actual: cut(reply.message.slice(notAMessage.length)),
    };
  },
  judge({ exchange: { raw } }) {
    const [first, ...others] = (raw?.departures ?? []).filter((one) => one !== 'unrequested-100').map((one) => departures[one]);
    if (raw === undefined) return ['holds'];
    if (first === undefined) return [];
    return [{ code: 'framing-broken', where: 'header section', expected: readable, actual: [first, ...others].join(' and ') }];
  },
});
