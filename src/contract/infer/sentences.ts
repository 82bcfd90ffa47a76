import { rememberedByText } from '../../model/remembered.ts';

/** The sentences of a text in CommonMark, each on one line: what stands in different paragraphs, items of a list, rows of a table or headings is no one sentence. */
export const sentencesOf = rememberedByText((text): readonly string[] =>
  text
    .split(/(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*|#])/u)
    .map((one) => one.replaceAll(/\s+/gu, ' ').trim())
    .filter((one) => one !== ''),
);

/** What begins a sentence that the items of a list each go on with: "A slot" above "- lasts an hour at most". */
const lead =
  /(?:^|\n\s*\n|[.!?]\s+)(?<lead>\p{L}[^\n.!?:;]{0,60})\n(?:\s*\n)?(?<items>(?:[ \t]*[-*] [^\n]+(?:\n(?![ \t]*[-*] |\s*\n)[^\n]+)*(?:\n\s*)*)+)/gu;

/** The sentences that the items of a list make together with what begins them above the list. */
export const ledSentencesOf = rememberedByText((text): readonly string[] =>
  [...text.matchAll(lead)].flatMap(({ groups }) =>
    (groups?.['items'] ?? '')
      .split(/\n?^[ \t]*[-*] /mu)
      .map((item) => item.replaceAll(/\s+/gu, ' ').trim())
      .filter((item) => /^\p{Ll}/u.test(item))
      .map((item) => `${groups?.['lead']?.trim() ?? ''} ${item}`),
  ),
);

/** The sentences of a text, and their parts that a semicolon separates. */
export const statementsOf = (text: string): readonly string[] => sentencesOf(text).flatMap((one) => one.split(/(?<=;) /u));

/** A text without what explains a word in brackets: "an active (that is: paid and not frozen) pass". */
export const withoutAsides = rememberedByText((text) =>
  text.replaceAll(/\s*\((?:that is|that means|which means|meaning|i\.\s?e\.|e\.\s?g\.)[^()]*\)/giu, ''),
);

/** The sentences of each paragraph, and of each item of a list, of a text, without the comma behind an item. */
export const sentencesByPart = (text: string): readonly (readonly string[])[] =>
  text.split(/\n(?=\s*(?:\d+[.)]|[-*]) )|\n\s*\n/u).map((part) =>
    sentencesOf(
      part
        .replaceAll(/\s+/gu, ' ')
        .replace(/^\s*(?:\d+[.)]|[-*]) /u, '')
        .replace(/,(?: and)?\s*$/u, ''),
    ),
  );
