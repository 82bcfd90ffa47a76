/** A line of pretty-printed JSON. Names, numbers and strings are exactly as they were sent. */
export type JsonLine = {
  readonly depth: number;
  /** Name of the member with its quotes, if the line begins a member. */
  readonly name?: string;
  /** What follows the name, or the whole line if there is none. */
  readonly text: string;
  /** JSON pointer of the value that the line belongs to. */
  readonly pointer: string;
};

type Level = { readonly isObject: boolean; readonly pointer: string; count: number };

/** Matches strings (also one that was cut off), punctuation, and everything else. */
const tokens = /"(?:[^"\\]+|\\[\s\S])*(?:"|$)|[{}[\],:]|[^\s{}[\],:"]+/gu;

const nameIn = (token: string): string => {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replaceAll('"', '');
  }
};

const below = (pointer: string, name: string): string => `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * Splits JSON text into lines with their depths. It works on the text, not on the parsed value: large numbers keep their digits, repeated
 * names stay, and a text that was cut off is formatted as far as it goes.
 */
export const prettyJson = (text: string): readonly JsonLine[] => {
  const lines: JsonLine[] = [];
  const levels: Level[] = [];
  const found = text.match(tokens) ?? [];
  let line: { name?: string; text: string; pointer: string } | undefined;

  const end = (): void => {
    if (line !== undefined) lines.push({ depth: levels.length, ...line });
    line = undefined;
  };
  const begin = (pointer: string, name?: string): void => {
    line = { ...(name === undefined ? {} : { name }), text: '', pointer };
  };
  /** Pointer of a value that begins without a name. */
  const here = (): string => {
    const level = levels.at(-1);
    return level === undefined ? '' : below(level.pointer, String(level.count));
  };

  for (let at = 0; at < found.length; at++) {
    const token = found[at] ?? '';
    const level = levels.at(-1);
    if (token === ',') {
      if (line === undefined) begin(here());
      if (line) line.text += ',';
      if (level) level.count += 1;
      end();
    } else if (token === '}' || token === ']') {
      end();
      const closed = levels.pop();
      begin(closed?.pointer ?? '');
      if (line) line.text = token;
    } else if (level?.isObject === true && line === undefined && found[at + 1] === ':') {
      begin(below(level.pointer, nameIn(token)), token);
      at += 1;
    } else {
      if (line === undefined) begin(here());
      if (line) line.text += line.text === '' ? token : ` ${token}`;
      if (token === '{' || token === '[') {
        const closing = token === '{' ? '}' : ']';
        if (found[at + 1] === closing) {
          if (line) line.text += closing;
          at += 1;
        } else {
          const pointer = line?.pointer ?? '';
          end();
          levels.push({ isObject: token === '{', pointer, count: 0 });
        }
      }
    }
  }
  end();
  return lines;
};
