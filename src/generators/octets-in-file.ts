import { isUtf8 } from 'node:buffer';
import { essenceOf } from '../contract/wire/media-type.ts';
import type { RequestBody } from '../model/request.ts';

/** Octets that no text of UTF-8 holds. */
const noText = Buffer.from([0xe2, 0xe3, 0xcf, 0xd3]);

/**
 * A file with octets that are no UTF-8; the file itself where it has some, or its type allows none. A PDF takes them in a comment, as its specification recommends
 * (ISO 32000-1, section 7.5.2), and what is octets alone anywhere.
 */
const withOctets = (file: Buffer, mediaType: string): Buffer => {
  const type = essenceOf(mediaType);
  if (!isUtf8(file) || !['application/pdf', 'application/octet-stream'].includes(type)) return file;
  return Buffer.concat([file, Buffer.from(type === 'application/pdf' ? '%' : ''), noText, Buffer.from('\n')]);
};

/**
 * The same body with octets in its file that are no UTF-8, as far as the type of the file allows them: a server that takes files for texts destroys those.
 * @param member The member of a form that is the file.
 */
export const withOctetsInFile = (body: RequestBody, member: string): RequestBody => {
  if (body.kind === 'octets' || body.kind === 'text') {
    const { mediaType } = body;
    const file = body.kind === 'text' ? Buffer.from(body.text) : Buffer.from(body.base64, 'base64');
    const whole = withOctets(file, mediaType);
    return isUtf8(whole) ? body : { kind: 'octets', base64: whole.toString('base64'), mediaType };
  }
  const text = body.kind === 'form' ? body.value[member] : undefined;
  if (body.kind !== 'form' || typeof text !== 'string') return body;
  const how = body.members[member] ?? {};
  const file = withOctets(Buffer.from(text, how.base64 ? 'base64' : 'utf8'), how.contentType ?? 'application/octet-stream');
  if (isUtf8(file)) return body;
  return {
    ...body,
    value: { ...body.value, [member]: file.toString('base64') },
    members: { ...body.members, [member]: { ...how, base64: true } },
  };
};
