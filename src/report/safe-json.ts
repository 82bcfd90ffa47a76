/**
 * Characters that JSON allows in a string as they are, and that a terminal or a viewer obeys: C1 controls, line and paragraph separators,
 * and those that are invisible or reverse the direction of reading.
 */
const disturbing = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * A value as JSON that can be printed anywhere: every disturbing character is written as its escape (RFC 8259, section 7), so that the value
 * stays the same.
 */
export const safeJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(
    disturbing,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
