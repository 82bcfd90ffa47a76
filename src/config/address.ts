/** Is a host, as `URL.hostname` writes it, this machine (RFC 6761 section 6.3, RFC 5735 section 3, RFC 4291 section 2.5.3). */
export const isLoopback = (hostname: string): boolean => {
  const host = hostname.replace(/\.$/u, '').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(host);
};

/** Is a text an address, rather than a path. */
export const isAddress = (text: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//iu.test(text);

/** A text without what may be secret in it, where it is an address: user name, password, query and fragment. Any other text as it is. */
export const openPart = (text: string): string => {
  if (!isAddress(text) || !URL.canParse(text)) return text;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
};

export type AddressResult =
  | { readonly kind: 'address'; readonly url: URL; readonly text: string }
  | { readonly kind: 'problem'; readonly text: string };

/**
 * Reads an address that paths are appended to, and drops a slash at its end. The problem never quotes the address: it may contain a
 * password.
 */
export const parseAddress = (text: string): AddressResult => {
  const problem = (why: string): AddressResult => ({ kind: 'problem', text: why });
  if (/[\s\\]/u.test(text)) return problem('contains a blank or a backslash, which no address may');
  if (/[{}]/u.test(text)) return problem('still contains a placeholder in braces: write the real address');
  if (!URL.canParse(text)) return problem('is not an absolute address: write it like https://api.example/v1');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return problem('must begin with https:// or http://');
  if (url.username !== '' || url.password !== '') return problem('contains a user name or password: give credentials under "credentials"');
  if (text.includes('?')) return problem('must not contain a query (?…)');
  if (text.includes('#')) return problem('must not contain a fragment (#…)');
  return { kind: 'address', url, text: `${url.origin}${url.pathname}`.replace(/\/+$/u, '') };
};

/**
 * Does a printed address (which may contain placeholders such as `{region}`) name the same host? Paths and ports are ignored: other servers
 * on the same host are production too.
 */
export const isSameHost = (hostname: string, printed: string): boolean => {
  const [, host] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/iu.exec(printed) ?? [];
  if (host === undefined) return false;
  const pattern = host
    .split(/\{[^}]*\}/u)
    .map((part) => part.replace(/[.*+?^$()|[\]\\]/gu, '\\$&'))
    .join('[^.]+');
  return new RegExp(`^${pattern}$`, 'iu').test(hostname.replace(/\.$/u, ''));
};
