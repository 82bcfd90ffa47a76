/** Replaces a secret. */
export const redacted = '[secret]';

/** Replaces a credential that the server issued; one credential keeps its number during a run. */
export const issuedMask = (handle: string): string => `[${handle}]`;

const masks = /\[(?:secret|issued-\d+)\]/;

/** Whether a text contains a mask, so that the original is unknown. */
export const holdsMask = (text: string): boolean => masks.test(text);

/** Signs and words that a server shows in the place of a value that it keeps to itself: `********`, `[REDACTED]`. */
export const isStandIn = (text: string): boolean =>
  /^(?:[*•·●…x.#-]+|[<[(]?(?:redacted|hidden|masked|filtered|secret)[)\]>]?)$/iu.test(text);
