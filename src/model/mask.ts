/** Replaces a secret. */
export const redacted = '[secret]';

/** Replaces a credential that the server issued; one credential keeps its number during a run. */
export const issuedMask = (handle: string): string => `[${handle}]`;

const masks = /\[(?:secret|issued-\d+)\]/;

/** Whether a text contains a mask, so that the original is unknown. */
export const holdsMask = (text: string): boolean => masks.test(text);
