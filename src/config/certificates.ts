import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { RouteSecretName, Target } from '../model/target.ts';
import { systemCode, type Outside } from './outside.ts';
import type { Settings } from './settings.ts';
import { parseSource, readSecret } from './source.ts';

const beginsPem = /-----BEGIN [A-Z0-9 ]+-----/u;

/** The PEM text at a key of the config: env:NAME or file:PATH, or the text itself where nothing in it is secret. */
const pemAt = async (settings: Settings, path: readonly string[], text: string, outside: Outside, mayBeText: boolean): Promise<string> => {
  const source = parseSource(text);
  switch (source.kind) {
    case 'file': {
      const file = resolve(settings.directoryOf(path), source.path);
      try {
        const found = await outside.readFile(file);
        if (found !== undefined) return found;
      } catch (error) {
        throw settings.complaint(path, `names "${file}", which cannot be read: ${systemCode(error) ?? 'unknown error'}`);
      }
      throw settings.complaint(path, `names "${file}", which does not exist`);
    }
    case 'env': {
      const found = outside.env[source.name];
      if (found === undefined) throw settings.complaint(path, `environment variable ${source.name} is not set`);
      // A line break is hard to write in some places where variables are set.
      return found.includes('\n') ? found : found.replaceAll('\\n', '\n');
    }
    case 'literal':
      if (mayBeText && beginsPem.test(text)) return text;
      break;
    case 'unreadable':
      throw settings.complaint(path, source.why);
    default:
  }
  throw settings.complaint(path, `must be file:PATH or env:NAME, ${mayBeText ? 'or the text in PEM form' : 'of a text in PEM form'}`);
};

/** The CA certificates of the target's config, as PEM text. */
export const caOf = async (settings: Settings, outside: Outside): Promise<Pick<Target['http'], 'ca'>> => {
  const text = settings.config.http?.ca;
  if (text === undefined) return {};
  const path = ['http', 'ca'];
  const ca = await pemAt(settings, path, text, outside, true);
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw settings.complaint(path, 'contains no certificate in PEM form');
  return { ca };
};

/** What OpenSSL says of a pair that cannot be used, in words. */
const wordsOf = (error: unknown, hasPassphrase: boolean): readonly [key: 'cert' | 'key' | 'passphrase', text: string] => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/KEY_VALUES_MISMATCH/u.test(code)) return ['key', 'is not the key of the certificate "cert"'];
  if (/BAD_DECRYPT|BAD_PASS|INTERRUPTED_OR_CANCELLED|MISSING_PASSPHRASE/u.test(code))
    return hasPassphrase ? ['passphrase', 'does not open the key'] : ['key', 'is encrypted: give "passphrase" too'];
  return /UNSUPPORTED|DECODER/u.test(code) ? ['key', 'cannot be read as a private key'] : ['cert', 'cannot be read as a certificate'];
};

/**
 * The client certificate of the target's config with its key. All of it is kept like a credential.
 * @throws {UsageError} for a part that is missing or cannot be read, and for a key that does not belong to the certificate.
 */
export const clientCertificateOf = async (
  settings: Settings,
  outside: Outside,
  unread: boolean,
): Promise<Readonly<Partial<Record<RouteSecretName, string>>>> => {
  const { cert: certAt, key: keyAt, passphrase: passphraseAt } = settings.config.http ?? {};
  if (certAt === undefined) {
    const lone = keyAt === undefined ? passphraseAt && 'passphrase' : 'key';
    if (lone) throw settings.complaint(['http', lone], 'needs "cert" too: the client certificate');
    return {};
  }
  if (keyAt === undefined) throw settings.complaint(['http', 'cert'], 'needs "key" too: the private key of the certificate');
  if (unread) return {};
  const cert = await pemAt(settings, ['http', 'cert'], certAt, outside, true);
  const key = await pemAt(settings, ['http', 'key'], keyAt, outside, false);
  if (!cert.includes('-----BEGIN CERTIFICATE-----')) throw settings.complaint(['http', 'cert'], 'contains no certificate in PEM form');
  if (!/-----BEGIN (?:\w+ )*PRIVATE KEY-----/u.test(key)) throw settings.complaint(['http', 'key'], 'contains no private key in PEM form');
  let passphrase: string | undefined;
  if (passphraseAt !== undefined) {
    const path = ['http', 'passphrase'];
    const source = parseSource(passphraseAt);
    if (source.kind === 'literal') throw settings.complaint(path, 'is plain text: give it as env:NAME or file:PATH');
    if (source.kind === 'cmd' && settings.isAssigned(path)) throw settings.complaint(path, 'cmd: is allowed in a config file only');
    const read = await readSecret(source, settings.directoryOf(path), outside, settings.fromCode);
    if (read.kind === 'problem') throw settings.complaint(path, read.text);
    passphrase = read.value;
  }
  try {
    createSecureContext({ cert, key, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const [name, text] = wordsOf(error, passphrase !== undefined);
    throw settings.complaint(['http', name], text);
  }
  return { 'tls:cert': cert, 'tls:key': key, ...(passphrase === undefined ? {} : { 'tls:passphrase': passphrase }) };
};
