/** An XML element. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

/** Characters that XML 1.0 allows (section 2.2). */
const legal = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decoded = (text: string): string =>
  text.replaceAll(/&([^;]*);?/gu, (whole, name: string) => {
    if (/^#\d+$/u.test(name)) return String.fromCodePoint(Number(name.slice(1)));
    const character = entities[name];
    if (character === undefined) throw new Error(`No reference of XML: ${whole}`);
    return character;
  });

/**
 * Reads an XML document of elements, attributes and text.
 * @throws {Error} if it is not well-formed, or has a character that XML does not allow.
 */
export const readXml = (document: string): XmlElement => {
  if (!legal.test(document)) throw new Error('It has a character that XML 1.0 does not allow');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error('It has no declaration');
  type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  let rest = document.slice(declaration.length);
  while (rest !== '') {
    const top = open.at(-1) ?? root;
    const closing = /^<\/([\w-]+)>/u.exec(rest);
    const opening = /^<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>/u.exec(rest);
    const text = /^[^<]+/u.exec(rest);
    if (closing) {
      if (open.length === 1 || top.name !== closing[1]) throw new Error(`${closing[0]} closes <${top.name}>`);
      open.pop();
    } else if (opening) {
      const [, name = '', list = '', end] = opening;
      const pairs = [...list.matchAll(/ ([\w-]+)="([^"]*)"/gu)].map(([, key = '', value = '']) => [key, decoded(value)] as const);
      if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`<${name}> has an attribute twice`);
      const element: Open = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      top.children.push(element);
      if (end === '') open.push(element);
    } else if (text) top.text += decoded(text[0]);
    else throw new Error(`No markup at ${JSON.stringify(rest.slice(0, 40))}`);
    rest = rest.slice((closing ?? opening ?? text)?.[0].length ?? 1);
  }
  const [only] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || only === undefined) throw new Error('It has not one root');
  return only;
};
