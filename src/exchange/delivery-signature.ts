import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeliverySignature } from '../contract/x-assay/delivery.ts';
import type { RawDelivery, SignatureResult } from '../model/sink.ts';

const hashes = { 'hmac-sha1': 'sha1', 'hmac-sha256': 'sha256', 'hmac-sha512': 'sha512' } as const;

const field = ({ headers }: RawDelivery, name: string | undefined): string | undefined =>
  name === undefined ? undefined : headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1].trim();

const literally = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\{}]/gu, String.raw`\$&`);

/** What the header field has in the places of its form; undefined where it has another form. */
const readForm = (form: string, value: string): { readonly signature?: string; readonly timestamp?: string } | undefined => {
  const pattern = form
    .split(/(\{signature\}|\{timestamp\})/u)
    .map((part) => {
      if (part === '{signature}') return '(?<signature>[A-Za-z0-9+/_=-]+)';
      return part === '{timestamp}' ? '(?<timestamp>[0-9]+)' : literally(part);
    })
    .join('');
  // Further signatures, of other versions or secrets, may stand around it.
  return new RegExp(`(?:^|[\\s,])${pattern}(?=$|[\\s,])`, 'u').exec(value)?.groups;
};

const keyOf = (secret: string, written: DeliverySignature['secret']): Buffer =>
  written === 'base64' ? Buffer.from(secret.replace(/^[a-z]+_/u, ''), 'base64') : Buffer.from(secret, 'utf8');

/**
 * Judges the signature of a delivery over its octets as they came, in a time that does not depend on where they differ.
 * @param secret Undefined where nobody knows it.
 */
export const signatureOf = (raw: RawDelivery | undefined, convention: DeliverySignature, secret: string | undefined): SignatureResult => {
  if (raw === undefined) return 'unknown';
  const { header, algorithm, encoding, form = '{signature}', signs = '{body}' } = convention;
  const value = field(raw, header);
  if (value === undefined) return 'missing';
  if (secret === undefined) return 'unknown';
  const read = readForm(form, value);
  if (read?.signature === undefined) return 'differs';
  const parts = { timestamp: read.timestamp ?? field(raw, convention.timestamp) ?? '', id: field(raw, convention.id) ?? '' };
  const hmac = createHmac(hashes[algorithm], keyOf(secret, convention.secret));
  for (const part of signs.split(/(\{body\}|\{timestamp\}|\{id\})/u)) {
    if (part === '{body}') hmac.update(raw.octets);
    else if (part === '{timestamp}' || part === '{id}') hmac.update(parts[part === '{id}' ? 'id' : 'timestamp']);
    else hmac.update(part);
  }
  const expected = hmac.digest();
  const given = Buffer.from(read.signature, encoding);
  return given.length === expected.length && timingSafeEqual(given, expected) ? 'fits' : 'differs';
};
