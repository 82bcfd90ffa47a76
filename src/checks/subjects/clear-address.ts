import type { Target } from '../../model/target.ts';
import type { CredentialName } from '../../model/request.ts';
import type { Need } from '../kit/define.ts';

/** The credential that may travel in clear, else the one of every run. */
export const clearCredential = ({ credentials }: Target): CredentialName => (credentials.includes('plain') ? 'plain' : 'key');

const isClear = (address: string): boolean => /^http:\/\//i.test(address);

const withoutSlash = (address: string): string => address.replace(/\/+$/, '');

/** Is an address this machine (RFC 6761 section 6.3, RFC 5735 section 3, RFC 4291 section 2.5.3): nothing leaves it then. */
export const isThisMachine = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/\.$/, '').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
};

/** An address for requests without encryption, where none carries a credential that somebody has. */
export const clearAddressNeeds = ({ baseUrl, urls: { plain } }: Target): Need[] => {
  if (plain !== undefined && isClear(plain) && withoutSlash(plain) !== withoutSlash(baseUrl)) return [];
  return [{ kind: 'config', path: 'urls.plain', sentence: 'an http:// address of the service other than the base URL' }];
};

/** What it takes to send a request without encryption: an address for it, and the permission where it leaves this machine. */
export const clearNeeds = ({ baseUrl, urls: { plain } }: Target): Need[] => {
  if (plain === undefined || !isClear(plain) || withoutSlash(plain) === withoutSlash(baseUrl)) {
    const sentence = 'an http:// address of the service other than the base URL, to which a credential is sent without encryption';
    return [{ kind: 'config', path: 'urls.plain', sentence }];
  }
  return isThisMachine(plain) ? [] : [{ kind: 'permission', permission: 'plaintext' }];
};
