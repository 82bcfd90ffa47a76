/**
 * Characters that XML 1.0 cannot contain, not even as references (section 2.2): all controls except tab, line feed and carriage return,
 * unpaired surrogates, and two noncharacters.
 */
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser reads these as blanks in an attribute (section 3.3.3), and a bare carriage return as a line feed (section 2.11).
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
  /** Child elements, or text. */
  readonly content?: readonly Element[] | string;
};

/** An element as XML text, with two blanks of indentation for each level. Characters that XML cannot contain are left out. */
export const xmlText = ({ name, attributes = {}, content = [] }: Element, depth = 0): string => {
  const indent = '  '.repeat(depth);
  const values = Object.entries(attributes).map(([key, value]) => ` ${key}="${inAttribute(String(value))}"`);
  const start = `${indent}<${name}${values.join('')}`;
  if (content.length === 0) return `${start}/>\n`;
  if (typeof content === 'string') return `${start}>${inContent(content)}</${name}>\n`;
  return `${start}>\n${content.map((inner) => xmlText(inner, depth + 1)).join('')}${indent}</${name}>\n`;
};
