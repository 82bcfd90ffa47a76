import { visible } from '../foreign-text.ts';

/** HTML that is known to be right. Only {@link markup} makes it of text. */
export type Markup = { readonly markup: string };

export type Part = Markup | string | number | undefined | false | readonly Part[];

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as it may stand between tags and in quoted attributes, whoever wrote it. */
const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/gu, (character) => names[character] ?? '');

const textOf = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(textOf).join('');
};

/** HTML from a template: what is interpolated is escaped, unless it is markup itself. Lists are joined, nothing becomes nothing. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: strings.map((text, at) => (at === 0 ? text : textOf(parts[at - 1]) + text)).join(''),
});

/** A script or style of ours, or a JSON text: nothing of it may end the element that it stands in. */
export const verbatim = (text: string): Markup => {
  if (/<\/(?:script|style)|<!--/iu.test(text)) throw new Error('A script or style would end its own element');
  return { markup: text };
};

/** A value as JSON that may stand in a script element: no character of it begins a tag, ends a line of JavaScript or turns the reading direction around. */
export const scriptJson = (value: unknown): Markup =>
  verbatim(
    JSON.stringify(value).replaceAll(
      /[<>&\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    ),
  );
