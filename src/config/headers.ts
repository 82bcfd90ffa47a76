import { isSecretName } from '../model/secret-names.ts';
import type { Target } from '../model/target.ts';
import type { Outside } from './outside.ts';
import type { Settings } from './settings.ts';
import { parseSource, readSecret } from './source.ts';

/** Fields that the sender sets itself; a second one would break every request or every verdict on it. */
const ownHeaders = new Set(['connection', 'content-length', 'content-type', 'host', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Fields that have nothing but credentials (RFC 9110, section 11.6; RFC 6265, section 4.2). */
const credentialFields = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** Such as `no-check` or `true`: nobody's secret, whatever the name of the field. */
const plainWord = /^[a-z]+(?:-[a-z]+)?$/u;

/**
 * The header fields of every request, and the names of those whose values are kept like credentials: they come from outside the config, or have the
 * name of a secret.
 * @param isLocal Every address of the target is of this machine, so that a secret may be written in clear.
 * @throws {UsageError} for a field that cannot be sent, and for a secret in clear. Whether a field carries a credential of the document is checked later.
 */
export const headersOf = async (
  settings: Settings,
  isLocal: boolean,
  outside: Outside,
  unread: boolean,
): Promise<Pick<Target['http'], 'headers' | 'secretHeaders'>> => {
  const headers: [string, string][] = [];
  const secretHeaders: string[] = [];
  for (const [name, text] of Object.entries(settings.config.http?.headers ?? {})) {
    const path = ['http', 'headers', name];
    if (!/^[!#$%&'*+.^_`|~\w-]+$/u.test(name)) throw settings.complaint(path, 'is not the name of a header field (RFC 9110 section 5.1)');
    if (ownHeaders.has(name.toLowerCase())) throw settings.complaint(path, 'is a header field that assay sets itself');
    if (headers.some(([other]) => other.toLowerCase() === name.toLowerCase()))
      throw settings.complaint(path, 'is given twice; letter case is ignored');
    const given = parseSource(text);
    if (given.kind === 'cmd') throw settings.complaint(path, 'must be a text, env:NAME or file:PATH');
    const isReference = given.kind === 'env' || given.kind === 'file';
    const isSecret = isReference || credentialFields.has(name.toLowerCase()) || (isSecretName(name) && !plainWord.test(text));
    if (isSecret && !isReference && !isLocal)
      throw settings.complaint(
        path,
        'has the name of a secret, and is in clear, which is allowed for a loopback target only: give it as env:NAME or file:PATH',
      );
    if (unread && isReference) continue;
    // What merely looks like another source is a text here.
    const source = given.kind === 'pair' ? { kind: 'literal' as const, value: text } : given;
    const value = await readSecret(source, settings.directoryOf(path), outside, settings.fromCode);
    if (value.kind === 'problem') throw settings.complaint(path, value.text);
    headers.push([name, value.value]);
    if (isSecret) secretHeaders.push(name);
  }
  return { headers: Object.fromEntries(headers), ...(secretHeaders.length === 0 ? {} : { secretHeaders }) };
};
