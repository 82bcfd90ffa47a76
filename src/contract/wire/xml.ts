import type { Contract, Schema } from '../model.ts';
import { isObject, referenceTarget, tokensOf, valueAt } from '../pointer.ts';
import { primitiveText } from './primitive-text.ts';
import { Unwritable } from './styles.ts';

type Document = Contract['document'];

type Node = Readonly<Record<string, unknown>>;

/** The XML Object of a schema (OpenAPI 3.1), and what else describes the same value. */
type Described = { readonly xml: Node; readonly properties: Node; readonly items: Schema };

const longestChain = 32;

const describedBy = (document: Document, schema: Schema, chain = 0): Described => {
  if (!isObject(schema) || chain > longestChain) return { xml: {}, properties: {}, items: true };
  const { $ref, allOf, xml, properties, items } = schema;
  const inner = [
    ...(typeof $ref === 'string' ? [valueAt(document, referenceTarget($ref))] : []),
    ...(Array.isArray(allOf) ? (allOf as unknown[]) : []),
  ].map((one) => describedBy(document, isObject(one) ? one : true, chain + 1));
  return {
    xml: Object.assign({}, ...inner.map((one) => one.xml), isObject(xml) ? xml : {}) as Node,
    properties: Object.assign({}, ...inner.map((one) => one.properties), isObject(properties) ? properties : {}) as Node,
    items: isObject(items) ? items : (inner.find((one) => one.items !== true)?.items ?? true),
  };
};

const textAt = (xml: Node, word: string): string | undefined => {
  const value = xml[word];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Extensible Markup Language 1.0, section 2.3, without the letters beyond ASCII and the colon that is for prefixes. */
const nameOf = (xml: Node, usual: string): string => {
  const prefix = textAt(xml, 'prefix');
  const name = textAt(xml, 'name') ?? usual;
  for (const part of [...(prefix === undefined ? [] : [prefix]), name])
    if (!/^[A-Za-z_][\w.-]*$/.test(part)) throw new Unwritable(`"${part}" is no name of an element of XML`);
  return prefix === undefined ? name : `${prefix}:${name}`;
};

const escaped = (text: string): string => {
  if (/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text))
    throw new Unwritable('XML cannot contain a character of the value');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
};

const namespaceOf = (xml: Node): string => {
  const [namespace, prefix] = [textAt(xml, 'namespace'), textAt(xml, 'prefix')];
  return namespace === undefined ? '' : ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escaped(namespace)}"`;
};

const element = (document: Document, schema: Schema, value: unknown, usual: string): string => {
  const described = describedBy(document, schema);
  const { xml } = described;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => element(document, described.items, item, usual)).join('');
    if (xml['wrapped'] !== true) return items;
    const name = nameOf(xml, usual);
    return `<${name}${namespaceOf(xml)}>${items}</${name}>`;
  }
  const name = nameOf(xml, usual);
  const { attributes, content } = isObject(value) ? insideOf(document, described, value) : { attributes: '', content: textOf(value) };
  const start = `${name}${namespaceOf(xml)}${attributes}`;
  return content === '' ? `<${start}/>` : `<${start}>${content}</${name}>`;
};

const textOf = (value: unknown): string => escaped(primitiveText(value) ?? '');

const insideOf = (
  document: Document,
  { properties }: Described,
  value: Node,
): { readonly attributes: string; readonly content: string } => {
  let attributes = '';
  let content = '';
  for (const [name, member] of Object.entries(value)) {
    // OpenAPI does not define how null is written.
    if (member === null) continue;
    const own = properties[name];
    const schema = isObject(own) ? own : true;
    const { xml } = describedBy(document, schema);
    if (xml['attribute'] !== true) content += element(document, schema, member, name);
    else if (typeof member === 'object') throw new Unwritable('no attribute of XML can contain a list or an object');
    else attributes += ` ${nameOf(xml, name)}="${textOf(member)}"`;
  }
  return { attributes, content };
};

/** The name of the schema among the components of the document, which is that of its element (OpenAPI 3.1, XML Object, `name`). */
const componentName = (schema: Schema): string | undefined => {
  const ref = isObject(schema) ? schema['$ref'] : undefined;
  return typeof ref === 'string' ? tokensOf(referenceTarget(ref)).at(-1) : undefined;
};

/**
 * The XML text of an object, as the `xml` words of its schema define it (OpenAPI 3.1, XML Object).
 * @throws {Unwritable} where the document does not name the outermost element, or something in the value has no form in XML.
 */
export const xmlText = (document: Document, schema: Schema, value: unknown): string => {
  const name = textAt(describedBy(document, schema).xml, 'name') ?? componentName(schema);
  if (!isObject(value) || name === undefined) throw new Unwritable('the document does not name the outermost element');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(document, schema, value, name)}\n`;
};
