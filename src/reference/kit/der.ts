/** Values in DER, the encoding of certificates (ITU-T X.690). */

/** One value: its tag and its content. */
export const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.byteLength]), bytes, content]);
};

export const sequence = (...items: readonly Uint8Array[]): Buffer => der(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Buffer => der(0x31, ...items);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
/** A string of whole bytes. */
export const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
export const text = (content: string): Buffer => der(0x0c, Buffer.from(content));
export const yes: Buffer = der(0x01, Buffer.from([0xff]));

/** A whole number above 0 of so many bytes, highest first. */
export const integer = (bytes: Uint8Array): Buffer => der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

/** A moment in milliseconds since the epoch, in whole seconds: with a year of two digits before 2050 (RFC 5280, 4.1.2.5). */
export const time = (ms: number): Buffer => {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
};

/** An object identifier in dotted form. */
export const objectId = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const base128 = (number: number): number[] => {
    const digits = [number & 0x7f];
    for (let rest = number >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
    return digits;
  };
  return der(0x06, Buffer.from([40 * first + second, ...others.flatMap(base128)]));
};
