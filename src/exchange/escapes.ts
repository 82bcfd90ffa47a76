/** Reads one character of a text at a position, undoing escapes. NaN past the end. */
export type UnitReader = {
  read(at: number): number;
  /** Position after the character read last. */
  end(): number;
};

const backslash = 0x5c;
const percent = 0x25;
const jsonEscapes = new Map<number, number>(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(([name, character]) => [
    name.charCodeAt(0),
    character.charCodeAt(0),
  ]),
);
const letterU = 0x75;

const hexDigit = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/** The value of so many hexadecimal digits from a position on, or -1. */
const readHex = (inner: UnitReader, from: number, digits: number): number => {
  let value = 0;
  let at = from;
  for (let digit = 0; digit < digits; digit++) {
    const worth = hexDigit(inner.read(at));
    if (worth === -1) return -1;
    value = value * 16 + worth;
    at = inner.end();
  }
  return value;
};

export const literally = (text: string): UnitReader => {
  let end = 0;
  return {
    read: (at) => {
      end = at + 1;
      return text.charCodeAt(at);
    },
    end: () => end,
  };
};

/** Undoes percent triplets, each as one octet; other characters are themselves. Source: RFC 3986, section 2.1. */
export const withoutPercent = (inner: UnitReader): UnitReader => {
  let end = 0;
  return {
    read: (at) => {
      const code = inner.read(at);
      end = inner.end();
      if (code !== percent) return code;
      const octet = readHex(inner, end, 2);
      if (octet === -1) return code;
      end = inner.end();
      return octet;
    },
    end: () => end,
  };
};

/** Undoes the escapes of JSON strings; a backslash that starts none is itself. Source: RFC 8259, section 7. */
export const withoutJsonEscapes = (inner: UnitReader): UnitReader => {
  let end = 0;
  return {
    read: (at) => {
      const code = inner.read(at);
      end = inner.end();
      if (code !== backslash) return code;
      const name = inner.read(end);
      const named = jsonEscapes.get(name);
      if (named !== undefined) {
        end = inner.end();
        return named;
      }
      const unit = name === letterU ? readHex(inner, inner.end(), 4) : -1;
      if (unit === -1) return code;
      end = inner.end();
      return unit;
    },
    end: () => end,
  };
};
