/**
 * Characters that XML 1.0 has no way to write, not even by number (section 2.2): all controls but tab, line feed and carriage
 * return, halves of surrogate pairs, and two that are no characters.
 */
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // In an attribute these would be read as blanks (section 3.3.3), and a bare carriage return as a line feed (section 2.11).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const inAttribute = (text: string): string =>
  text.replaceAll(illegal, '').replaceAll(/[&<>"\t\n\r]/gu, (character) => names[character] ?? '');
const inContent = (text: string): string => text.replaceAll(illegal, '').replaceAll(/[&<>\r]/gu, (character) => names[character] ?? '');

export type Element = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** Elements, or a text. */
  readonly content?: readonly Element[] | string;
};

/** An element as XML text, two blanks a level. What cannot be written in XML is left out of texts and values. */
export const xmlText = ({ name, attributes = {}, content = [] }: Element, depth = 0): string => {
  const indent = '  '.repeat(depth);
  const values = Object.entries(attributes).map(([key, value]) => ` ${key}="${inAttribute(String(value))}"`);
  const start = `${indent}<${name}${values.join('')}`;
  if (content.length === 0) return `${start}/>\n`;
  if (typeof content === 'string') return `${start}>${inContent(content)}</${name}>\n`;
  return `${start}>\n${content.map((inner) => xmlText(inner, depth + 1)).join('')}${indent}</${name}>\n`;
};
