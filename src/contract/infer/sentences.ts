/** The sentences of a text in CommonMark, each on one line: what stands in different paragraphs, items of a list, rows of a table or headings is no one sentence. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*|#])/u)
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim())
    .filter((one) => one !== '');

/** The sentences of a text, and their parts that a semicolon separates. */
export const statementsOf = (text: string): readonly string[] => sentencesOf(text).flatMap((one) => one.split(/(?<=;) /u));

/** A text without what explains a word in brackets: "an active (that is: paid and not frozen) pass". */
export const withoutAsides = (text: string): string =>
  text.replaceAll(/\s*\((?:that is|that means|which means|meaning|i\.\s?e\.|e\.\s?g\.)[^()]*\)/giu, '');
