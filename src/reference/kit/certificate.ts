import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, der, integer, objectId, octets, sequence, set, text, time, yes } from './der.ts';

export type Certificate = {
  /** In PEM. A client that trusts it trusts the server that has the key. */
  readonly certificate: string;
  readonly key: string;
};

const dayMs = 86_400_000;
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

/** Key usage digitalSignature and keyCertSign, in a string of bits whose last two are unused (RFC 5280, 4.2.1.3). */
const signsAndCertifies = der(0x03, Buffer.from([2, 0b1000_0100]));

const pem = (label: string, bytes: Uint8Array): string => {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

const loopback = [der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))];

/**
 * A self-signed certificate with a fresh key, valid for a year (RFC 5280, 4.1; names 4.2.1.6).
 *
 * @param forHost The only host that it is for. Default 127.0.0.1 and localhost.
 * @param options.expired Makes it valid only until yesterday.
 */
export const selfSigned = (forHost?: string, { expired = false } = {}): Certificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(objectId('2.5.4.3'), text(forHost ?? 'localhost'))));
  const hosts = forHost === undefined ? loopback : [der(0x82, Buffer.from(forHost))];
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(spki).digest().subarray(0, 20);
  const extensions = sequence(
    sequence(objectId('2.5.29.19'), yes, octets(sequence(yes))),
    sequence(objectId('2.5.29.15'), yes, octets(signsAndCertifies)),
    sequence(objectId('2.5.29.14'), octets(octets(keyId))),
    sequence(objectId('2.5.29.35'), octets(sequence(der(0x80, keyId)))),
    sequence(objectId('2.5.29.17'), octets(sequence(...hosts))),
  );
  const now = Date.now();
  const signed = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(now - (expired ? 366 : 1) * dayMs), time(now + (expired ? -1 : 365) * dayMs)),
    name,
    spki,
    der(0xa3, extensions),
  );
  const certificate = sequence(signed, ecdsaWithSha256, bits(sign('sha256', signed, privateKey)));
  return { certificate: pem('CERTIFICATE', certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};
