/** A link of a `Link` header field (RFC 8288, section 3): its target as written, and its relation types in lower case. */
export type Link = { readonly target: string; readonly relations: readonly string[] };

/** A quoted string (RFC 9110, section 5.6.4) or a token. */
const parameterValue = '"(?:[^"\\\\]|\\\\.)*"|[^\\s,;"]*';

const linkValue = new RegExp(`<([^<>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:${parameterValue}))?)*)`, 'gu');

const parameter = new RegExp(`;\\s*([^\\s=;,]+)\\s*=\\s*(${parameterValue})`, 'gu');

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/gsu, '$1') : text);

/**
 * The links of `Link` header fields (RFC 8288, section 3), in their order. Of several parameters `rel` in one link the first counts (section 3.3).
 * Text that is no link is passed over.
 */
export const linksIn = (fields: readonly string[]): readonly Link[] =>
  fields.flatMap((field) =>
    [...field.replaceAll(/\s+/gu, ' ').matchAll(linkValue)].map(([, target = '', parameters = '']) => {
      const relation = [...parameters.matchAll(parameter)].find(([, name]) => name?.toLowerCase() === 'rel')?.[2] ?? '';
      return { target, relations: unquoted(relation).toLowerCase().split(/\s+/u).filter(Boolean) };
    }),
  );
