import { visible } from '../foreign-text.ts';

/** HTML that is safe to insert. Text becomes HTML only through {@link markup}. */
export type Markup = { readonly markup: string };

export type Part = Markup | string | number | undefined | false | readonly Part[];

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes a text for use between tags and in quoted attributes, whoever wrote it. */
const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/gu, (character) => names[character] ?? '');

const textOf = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(textOf).join('');
};

/** HTML from a template. Interpolated text is escaped, markup is inserted as it is, lists are joined, undefined and false are left out. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: strings.map((text, at) => (at === 0 ? text : textOf(parts[at - 1]) + text)).join(''),
});

/** A script, style or JSON text of assay as HTML. It must not end the element that contains it. */
export const verbatim = (text: string): Markup => {
  if (/<\/(?:script|style)|<!--/iu.test(text)) throw new Error('A script or style would end its own element');
  return { markup: text };
};

/** A value as JSON for a script element: no character begins a tag, ends a line of JavaScript or reverses the direction of reading. */
export const scriptJson = (value: unknown): Markup =>
  verbatim(
    JSON.stringify(value).replaceAll(
      /[<>&\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    ),
  );
