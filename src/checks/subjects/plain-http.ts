import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import type { Transport } from '../../contract/x-assay/surroundings.ts';
import type { CredentialName } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import { at, type ProbePrerequisite, type Subject } from '../kit/define.ts';
import { rootLocation } from '../../model/location.ts';

type PlainHttp = NonNullable<Transport['plainHttp']>;

/** What a contract documents about calls without encryption. */
export const plainHttpOf = ({ document }: Contract): PlainHttp | undefined => rootConventions(document).transport?.plainHttp;

/** What a contract documents about calls without encryption, at its root, with a read to try it. */
export type PlainHttpRequirement = Subject & { readonly documented: PlainHttp; readonly read: Operation };

/** The convention about calls without encryption, where it has a word; none where the contract has no plain read. */
export const plainHttpRequirements = (
  contract: Contract,
  word: 'answered' | 'rejected' | 'location' | 'withoutEffect',
): PlainHttpRequirement[] => {
  const documented = plainHttpOf(contract);
  const [read] = parameterlessReads(contract);
  return documented?.[word] !== undefined && read ? [at(rootLocation, { documented, read })] : [];
};

/** The credential that may be sent without encryption, else the key. */
export const clearCredential = ({ credentials }: Target): CredentialName => (credentials.includes('plain') ? 'plain' : 'key');

/** Is an address on this machine (RFC 6761 section 6.3, RFC 5735 section 3, RFC 4291 section 2.5.3), so that nothing leaves it. */
export const isThisMachine = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/\.$/, '').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
};

const withoutSlash = (address: string): string => address.replace(/\/+$/, '');

/** The address for requests without encryption; undefined where the target names none, or the base URL itself. */
const clearAddress = ({ baseUrl, urls: { plain } }: Target): string | undefined =>
  plain !== undefined && /^http:\/\//i.test(plain) && withoutSlash(plain) !== withoutSlash(baseUrl) ? plain : undefined;

const addressPrerequisite = (purpose = ''): ProbePrerequisite => ({
  kind: 'config',
  path: 'urls.plain',
  sentence: `an http:// address of the service other than the base URL${purpose}`,
});

/** The address for requests without encryption that carry no valid credential. */
export const clearAddressPrerequisites = (target: Target): ProbePrerequisite[] =>
  clearAddress(target) === undefined ? [addressPrerequisite()] : [];

/** The prerequisites for sending a credential without encryption: an address, and the permission where it leaves this machine. */
export const clearPrerequisites = (target: Target): ProbePrerequisite[] => {
  const address = clearAddress(target);
  if (address === undefined) return [addressPrerequisite(', to which a credential is sent without encryption')];
  return isThisMachine(address) ? [] : [{ kind: 'permission', permission: 'plaintext' }];
};
