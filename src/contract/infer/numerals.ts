/** The numerals of English from zero to twelve, each at its number. */
export const numerals: readonly string[] = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Those from two on, which name several. */
export const pluralNumerals: readonly string[] = numerals.slice(2);
