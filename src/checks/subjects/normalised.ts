/** Letters and digits of a text, in lower case. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * May a value be what a server made of the one that was sent: a text in other letter case, with other signs, shortened, or with something around it. Of
 * anything but two texts that cannot be told.
 */
export const isNormalised = (sent: unknown, shown: unknown): boolean =>
  typeof sent !== 'string' ||
  typeof shown !== 'string' ||
  bare(shown).includes(bare(sent)) ||
  (bare(shown) !== '' && bare(sent).startsWith(bare(shown)));
