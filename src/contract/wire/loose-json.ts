/** A part of a text that is written like JSON: a text in quotation marks, a sign that JSON is built with, or anything else between these. */
export type LooseToken = { readonly kind: 'text' | 'sign' | 'word'; readonly value: string };

const signs: ReadonlySet<string> = new Set(['{', '}', '[', ']', ',', ':']);

const endsWord = (character: string): boolean => signs.has(character) || character === '"' || /\s/u.test(character);

const parsedText = (quoted: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The parts of a text that need not be JSON as a whole (RFC 8259), in their order. A quotation mark that is not closed in its line makes the rest of that line no part, and
 * neither is what no JSON text can hold. Takes linear time, however long a text in it is.
 */
export const looseTokens = (text: string): readonly LooseToken[] => {
  const tokens: LooseToken[] = [];
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    let end = at + 1;
    if (character === '"') {
      while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      const value = text[end] === '"' ? parsedText(text.slice(at, end + 1)) : undefined;
      if (value !== undefined) tokens.push({ kind: 'text', value });
      end += 1;
    } else if (signs.has(character)) tokens.push({ kind: 'sign', value: character });
    else if (!/\s/u.test(character)) {
      while (end < text.length && !endsWord(text.charAt(end))) end += 1;
      tokens.push({ kind: 'word', value: text.slice(at, end) });
    }
    at = end;
  }
  return tokens;
};

type Member = { readonly name: string; readonly value: string; readonly depth: number };

const membersIn = (tokens: readonly LooseToken[]): readonly Member[] => {
  const found: Member[] = [];
  let depth = 0;
  for (const [n, { kind, value }] of tokens.entries()) {
    if (kind === 'sign') depth += ['{', '['].includes(value) ? 1 : ['}', ']'].includes(value) ? -1 : 0;
    const [colon, behind] = tokens.slice(n + 1, n + 3);
    if (kind === 'sign' || colon?.kind !== 'sign' || colon.value !== ':' || behind === undefined) continue;
    found.push({ name: unquoted(value), value: behind.kind === 'sign' ? '' : unquoted(behind.value), depth });
  }
  return found;
};

/** Some readers take what stands in single quotation marks for a text, too. */
const unquoted = (word: string): string => word.replaceAll(/^'|'$/gu, '');

/**
 * The members that a reader may find in a text which is no JSON, for one that overlooks a comma too many, names without quotation marks, or what stands behind the value: an
 * object for each at the top, and for each inside the only member or `data`. A value of more than one part is an empty text.
 */
export const looseMembers = (text: string): readonly Readonly<Record<string, string>>[] => {
  const members = membersIn(looseTokens(text));
  const top = new Set(members.flatMap(({ name, depth }) => (depth <= 1 ? [name] : [])));
  const isWrapped = top.size === 1 || top.has('data');
  return members.flatMap(({ name, value, depth }) => (depth <= 1 || (isWrapped && depth === 2) ? [{ [name]: value }] : []));
};
