import type { BodyMember } from './body-members.ts';

/** No encoding of RFC 4648 has a percent sign or a blank in its alphabet. */
const encodings = new Set(['base64', 'base64url', 'base32', 'base16']);

/** A text that is not in the encoding that a member declares (`contentEncoding`); undefined where it declares none that we know. */
export const undecodableText = ({ schema }: Pick<BodyMember, 'schema'>): string | undefined => {
  const encoding = typeof schema === 'boolean' ? undefined : schema['contentEncoding'];
  return typeof encoding === 'string' && encodings.has(encoding.toLowerCase()) ? `%%% not ${encoding} %%%` : undefined;
};
