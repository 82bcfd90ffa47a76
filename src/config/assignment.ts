import { credentialNames } from '../model/request.ts';
import { suggestion } from './nearest.ts';
import type { Path } from './location.ts';
import { schemaOfKey, typesOf, type SchemaNode } from './schema-node.ts';
import { targetSchema } from './schema.ts';
import { UsageError } from './usage-error.ts';
import { problemsOf } from './validate.ts';

/** One key of the target's config, set from outside the config file. */
export type Assignment = {
  readonly path: Path;
  readonly value: unknown;
  /** The name that messages use: `--set quota.limit`, `ASSAY_BASE_URL`. Never contains the value, which may be a secret. */
  readonly from: string;
};

const isGroup = (schema: SchemaNode): boolean => schema.type === 'object';

/** Every key below a closed object, as `--set` writes it. */
const settable = (schema: SchemaNode, name: string): string[] => {
  if (!isGroup(schema)) return [name];
  if (schema.properties) return Object.entries(schema.properties).flatMap(([key, inner]) => settable(inner, `${name}.${key}`));
  return [schema.additionalProperties && isGroup(schema.additionalProperties) ? `${name}.OPERATION.NAME` : `${name}.NAME`];
};

/**
 * Finds the key that a dotted path names. Names in a map may contain dots themselves (`durations.instance.active`), so the schema decides
 * where to split.
 */
const findKey = (text: string, fail: (why: string) => UsageError): { readonly path: Path; readonly node: SchemaNode } => {
  let node = targetSchema;
  let rest = text;
  const path: string[] = [];
  for (;;) {
    const entries = node.properties ? undefined : node.additionalProperties || undefined;
    const cut = entries ? (isGroup(entries) ? rest.lastIndexOf('.') : -1) : rest.indexOf('.');
    const key = cut === -1 ? rest : rest.slice(0, cut);
    const inner = schemaOfKey(node, key);
    if (inner === undefined) {
      const around = path.length === 0 ? '' : ` of ${path.join('.')}`;
      throw fail(`"${key}" is not a known key${around}${suggestion(key, Object.keys(node.properties ?? {}))}`);
    }
    if (key === '') throw fail(`a name is missing after "${path.join('.')}"`);
    path.push(key);
    node = inner;
    if (cut === -1) return { path, node };
    rest = rest.slice(cut + 1);
    if (!isGroup(node)) throw fail(`"${path.join('.')}" has no keys of its own`);
  }
};

const numberIn = (text: string): number | string => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/iu.test(text) ? Number(text) : text);

/** A text as the value that the schema requires. A text that does not fit is kept, and the schema reports the problem. */
const typedValue = (text: string, schema: SchemaNode): unknown => {
  if (schema.type === undefined) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  const types = typesOf(schema);
  const isList = types.includes('array') && (types.length === 1 || text.includes(','));
  if (isList) {
    const items = schema.items;
    const parts = text === '' ? [] : text.replace(/,$/u, '').split(',');
    return parts.map((part) => (items ? typedValue(part.trim(), items) : part.trim()));
  }
  if (types.includes('number') || types.includes('integer')) return numberIn(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
};

const checked = (path: Path, value: unknown, node: SchemaNode, from: string, fail: (why: string) => UsageError): Assignment => {
  const [first] = problemsOf(node, value);
  if (first) throw fail(first.text);
  return { path, value, from };
};

/**
 * `PATH=VALUE` for any key of the target's config.
 * @throws {UsageError} for an unknown key or a value that does not fit.
 */
export const parseSet = (text: string, option: string): Assignment => {
  const cut = text.indexOf('=');
  if (cut < 1) throw new UsageError(`Cannot use ${option}: write PATH=VALUE, such as quota.limit=600`);
  const name = text.slice(0, cut);
  const from = `${option} ${name}`;
  const fail = (why: string): UsageError => new UsageError(`Cannot use ${from}: ${why}`);
  const { path, node } = findKey(name, fail);
  if (isGroup(node)) throw fail(`it is a group of settings; name one of them: ${settable(node, name).join(', ')}`);
  return checked(path, typedValue(text.slice(cut + 1), node), node, from, fail);
};

/**
 * `NAME=SOURCE` of `--credential`: a role, or the name of a security scheme. Whether the document has such a scheme is checked later.
 * @throws {UsageError} for a missing source.
 */
export const parseCredential = (text: string, option: string): Assignment => {
  const cut = text.indexOf('=');
  if (cut < 1) throw new UsageError(`Cannot use ${option}: write NAME=env:VARIABLE or NAME=file:PATH, such as key=env:API_KEY`);
  const name = text.slice(0, cut);
  const from = `${option} ${name}`;
  const role = credentialNames.find((credential) => credential === name);
  const value = text.slice(cut + 1);
  if (value === '') throw new UsageError(`Cannot use ${from}: nothing follows the "=", write env:VARIABLE or file:PATH`);
  return { path: role === undefined ? ['credentials', 'schemes', name] : ['credentials', role], value, from };
};

/**
 * The source of the credential that the document asks for first: `--auth`.
 * @throws {UsageError} for what is written like a header field.
 */
export const parseAuth = (text: string, option: string): Assignment => {
  const fail = (why: string): UsageError => new UsageError(`Cannot use ${option}: ${why}`);
  const forms = 'write env:VARIABLE, file:PATH, or NAME:env:VARIABLE';
  if (text.trim() === '') throw fail(forms);
  if (/^(?:bearer|basic|token|authorization:)\s/iu.test(text))
    throw fail(`the document says how the credential is written, so give it alone: ${forms}`);
  return { path: ['credentials', 'key'], value: text, from: option };
};

/**
 * `Name: value` of `--header`. The value is in no message.
 * @throws {UsageError} for another form.
 */
export const parseHeader = (text: string, option: string): Assignment => {
  const [, name = '', value = ''] = /^\s*([^\s:=]+)\s*:\s*(.*?)\s*$/su.exec(text) ?? [];
  if (name === '' || value === '') throw new UsageError(`Cannot use ${option}: write "Name: value", such as "X-Tenant: acme"`);
  return { path: ['http', 'headers', name], value, from: `${option} ${name}` };
};

/** A separate option for one key, such as `--base-url`. */
export const assignKey = (key: string, text: string, option: string): Assignment => {
  const fail = (why: string): UsageError => new UsageError(`Cannot use ${option}: ${why}`);
  const { path, node } = findKey(key, fail);
  return checked(path, typedValue(text, node), node, option, fail);
};
