import { wordsOf } from './words.ts';

/** A section of a text in Markdown: its heading without marks, and its paragraphs up to the next heading of the same or a higher level. */
export type Section = { readonly title: string; readonly parts: readonly string[] };

type Block = { readonly level: number; readonly text: string };

/** A heading by number signs (CommonMark 0.31, section 4.2) has a level from 1 to 6; a paragraph has none, here 0. */
const blocksIn = (text: string): readonly Block[] =>
  text
    .split('\n')
    .reduce<readonly (readonly string[])[]>(
      (all, line) => {
        const isApart = line.trim() === '' || /^ {0,3}#{1,6}(?:\s|$)/u.test(line);
        const isAfterHeading = /^ {0,3}#{1,6}(?:\s|$)/u.test(all.at(-1)?.[0] ?? '');
        return isApart || isAfterHeading ? [...all, [line]] : [...all.slice(0, -1), [...(all.at(-1) ?? []), line]];
      },
      [[]],
    )
    .map((lines) => lines.join('\n').trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [, marks = '', title = ''] = /^(#{1,6})\s+(.*?)\s*#*$/u.exec(one) ?? [];
      return marks === '' ? { level: 0, text: one } : { level: marks.length, text: title };
    });

/** The sections of a text in Markdown, in their order; those inside others are listed as well. */
export const sectionsIn = (text: string): readonly Section[] => {
  const blocks = blocksIn(text);
  return blocks.flatMap(({ level, text: title }, n): readonly Section[] => {
    if (level === 0) return [];
    const behind = blocks.slice(n + 1);
    const end = behind.findIndex((one) => one.level > 0 && one.level <= level);
    return [{ title, parts: (end < 0 ? behind : behind.slice(0, end)).flatMap((one) => (one.level === 0 ? [one.text] : [])) }];
  });
};

/** Does a text refer to a section by its heading: 'See "Repeating a request"', "see [Repeating a request](#repeating-a-request)", "described under Repeating a request". */
export const refersTo = (text: string, title: string): boolean => {
  const words = wordsOf(title).join(' ');
  if (words === '') return false;
  const quoted = [...text.matchAll(/["“”'‘’`*[]([^"“”'‘’`*[\]]+)["“”'‘’`*\]]/gu)].map(([, one = '']) => wordsOf(one).join(' '));
  const anchors = [...text.matchAll(/\]\(#([^)\s]+)\)/gu)].map(([, one = '']) => wordsOf(one.replace(/^section\//u, '')).join(' '));
  const plain = /\b(?:see|under|section|chapter)\b(?: also)?(?: the)?(?: section| chapter)?\s+(.*)/isu.exec(text)?.[1] ?? '';
  return [...quoted, ...anchors].includes(words) || `${wordsOf(plain).join(' ')} `.startsWith(`${words} `);
};
