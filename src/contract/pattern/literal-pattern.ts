/** The source of a regular expression that matches a text as it stands, with the flags `u` and `v` too: names and values of a document may hold any character. */
export const literalPattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
