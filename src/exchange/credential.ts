import type { CredentialName, CredentialUse } from '../model/request.ts';
import type { Secrets } from '../model/target.ts';
import { alter } from './alteration.ts';

export { canAlter } from './alteration.ts';

/** The value of an Authorization header, once as it is sent and once as it may be written down. */
export type Authorization = { readonly sent: string; readonly recorded: string };

const sendable = /^[\x20-\x7e]+$/;

const secretOf = (name: CredentialName, secrets: Secrets): string => {
  const secret = secrets[name];
  if (secret === undefined || secret === '') {
    throw new TypeError(`Cannot send the credential "${name}": the target has no value for it, add credentials.${name} to its config`);
  }
  // The value stays out of the message: messages are printed.
  if (!sendable.test(secret)) {
    throw new TypeError(
      `Cannot send the credential "${name}": its value holds a line break or another character no header can carry, ` +
        `remove it where credentials.${name} points`,
    );
  }
  return secret;
};

/**
 * How a credential travels: as a bearer token (RFC 6750, section 2.1). `blank` is the scheme with nothing after it,
 * `none` no header at all.
 * @throws {TypeError} where the credential has no value or one that no header can carry.
 * @throws {RangeError} where the altered form does not exist (see `canAlter`).
 */
export const authorizationOf = (use: CredentialUse, secrets: Secrets): Authorization | undefined => {
  switch (use.kind) {
    case 'valid':
      return { sent: `Bearer ${secretOf(use.name, secrets)}`, recorded: 'Bearer [secret]' };
    case 'altered':
      return { sent: `Bearer ${alter(secretOf(use.name, secrets), use.form)}`, recorded: 'Bearer [secret]' };
    case 'made-up':
      return { sent: `Bearer ${use.value}`, recorded: `Bearer ${use.value}` };
    case 'blank':
      return { sent: 'Bearer', recorded: 'Bearer' };
    case 'none':
      return undefined;
    default:
      return use satisfies never;
  }
};
