import type { PlannedRequest } from '../model/request.ts';
import type { Secrets } from '../model/target.ts';

const formType = 'application/x-www-form-urlencoded';

/** The name of a secret of the OAuth client in a planned form: `[oauth-client-secret]`, `[oauth-code-1]`. */
const mark = /\[(oauth-client-secret|oauth-code-\d+)\]/g;

/**
 * A form with the secrets of the OAuth client in place of their names, encoded as forms are (RFC 6749 appendix B).
 * @throws {TypeError} where the target has no such secret.
 */
export const withClientSecrets = (request: PlannedRequest, secrets: Secrets): PlannedRequest => {
  const { body } = request;
  if (body?.kind !== 'text' || body.mediaType !== formType) return request;
  const named = new Map(Object.entries(secrets));
  const text = body.text.replaceAll(mark, (_, name: string) => {
    const secret = named.get(name);
    if (secret === undefined)
      throw new TypeError(`Cannot send "${name}": the target has no value for it; add it under oauth to its config`);
    return encodeURIComponent(secret);
  });
  return { ...request, body: { ...body, text } };
};
