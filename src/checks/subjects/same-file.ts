import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { answerOf, headerValues } from '../../contract/message.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { RequestBody } from '../../model/request.ts';
import type { Finding } from '../../model/verdict.ts';

/** A file as it was sent. */
export type SentFile = { readonly octets: Buffer; readonly type: string };

/** The file that a body sends in a member of its form, or as a whole; undefined where it sends none. */
export const fileIn = (body: RequestBody | undefined, member: string): SentFile | undefined => {
  if (body?.kind === 'octets') return { octets: Buffer.from(body.base64, 'base64'), type: body.mediaType };
  if (body?.kind === 'text') return { octets: Buffer.from(body.text), type: body.mediaType };
  const text = body?.kind === 'form' ? body.value[member] : undefined;
  if (body?.kind !== 'form' || typeof text !== 'string') return undefined;
  const { base64, contentType = '' } = body.members[member] ?? {};
  return { octets: Buffer.from(text, base64 ? 'base64' : 'utf8'), type: contentType };
};

/** How a read shows a file otherwise than it was sent. */
type Change = Pick<Finding, 'code' | 'where' | 'expected' | 'actual'>;

/** Do octets come back as a text in which a mark of U+FFFD stands for each that is no UTF-8: then the file cannot be used for anything, whatever the document says of it. */
const isMangled = ({ octets }: SentFile, text: string | null | undefined): boolean =>
  typeof text === 'string' && !isUtf8(octets) && text === octets.toString('utf8');

const changedOctets = (file: SentFile, read: Exchange): Change | undefined => {
  const { octets } = file;
  const answer = answerOf(read);
  if (!answer) return undefined;
  const { bodyBytes, text, sha256 } = answer;
  const expected = `${octets.length} octets, as uploaded`;
  if (bodyBytes !== octets.length) return { code: 'file-changed', where: 'body', expected, actual: `${bodyBytes} octets` };
  const isOther = text === null ? sha256 !== undefined && sha256 !== createHash('sha256').update(octets).digest('hex') : !isUtf8(octets);
  return isOther ? { code: 'file-changed', where: 'body', expected, actual: `${bodyBytes} others` } : undefined;
};

/**
 * What a read shows otherwise than a file was uploaded.
 * @param isKept The document says that it is read as it was uploaded. Else a server may store it in another form; it may never take its octets for a text.
 */
export const changesOf = (file: SentFile, read: Exchange, isKept: boolean): readonly Change[] => {
  if (isMangled(file, answerOf(read)?.text)) {
    const expected = `${file.octets.length} octets, as uploaded`;
    return [{ code: 'file-taken-for-text', where: 'body', expected, actual: 'U+FFFD in the place of octets that are no UTF-8' }];
  }
  if (!isKept) return [];
  const changed = changedOctets(file, read);
  const [type = ''] = headerValues(read, 'Content-Type').map(essenceOf);
  const isOtherType = file.type !== '' && essenceOf(file.type) !== 'application/octet-stream' && type !== essenceOf(file.type);
  return [
    ...(changed ? [changed] : []),
    ...(isOtherType ? [{ code: 'file-of-other-type', where: 'Content-Type', expected: file.type, actual: type || 'none' }] : []),
  ];
};
