/** Stands where a secret stood. */
export const redacted = '[secret]';

/** Stands where a credential stood that the other side issued: the same one has the same number throughout a run. */
export const issuedMask = (handle: string): string => `[${handle}]`;

const masks = /\[(?:secret|issued-\d+)\]/;

/** Does a text hold something in place of a secret: what it said before is not known. */
export const holdsMask = (text: string): boolean => masks.test(text);
