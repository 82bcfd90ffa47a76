import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { essenceOf, isJsonType } from '../contract/wire/media-type.ts';

/** A small, valid file of a media type. */
export type SampleFile = {
  readonly content: string | Buffer;
  /** For the name of the file, without a dot. */
  readonly extension: string;
};

const uint32 = (value: number): Buffer => {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value >>> 0);
  return octets;
};

const little = (value: number, octets: 2 | 4): Buffer => {
  const written = Buffer.alloc(octets);
  written.writeUIntLE(value >>> 0, 0, octets);
  return written;
};

/** A part of a PNG (PNG, Third Edition, section 5.3). */
const pngChunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
};

/** Octets of the last part of a PNG. */
const lastChunk = 12;

/**
 * The same file with a remark in it, for services that take no file twice: of a PNG, a JPEG or a PDF one that their formats allow, of anything else behind it.
 * @param remark Letters and digits only.
 */
export const withRemark = (file: Buffer, remark: string): Buffer => {
  const text = Buffer.from(remark, 'latin1');
  if (file.subarray(1, 4).toString('latin1') === 'PNG') {
    const named = pngChunk('tEXt', Buffer.concat([Buffer.from('Comment\0', 'latin1'), text]));
    return Buffer.concat([file.subarray(0, -lastChunk), named, file.subarray(-lastChunk)]);
  }
  if (file[0] === 0xff && file[1] === 0xd8) {
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
    // Behind the first segment, because services look for that one at the beginning.
    const place = 4 + file.readUInt16BE(4);
    return Buffer.concat([file.subarray(0, place), comment, file.subarray(place)]);
  }
  const before = file.subarray(0, 4).toString('latin1') === '%PDF' ? '%' : '';
  return Buffer.concat([file, Buffer.from(before), text, Buffer.from('\n')]);
};

/** One grey pixel (PNG, Third Edition, sections 5 and 11). */
const png = (): Buffer => {
  const header = Buffer.concat([uint32(1), uint32(1), Buffer.from([8, 0, 0, 0, 0])]);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.from([0, 0x80]))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

/** One grey pixel, with Huffman tables of one code each (ITU T.81, Annex B). */
const jpeg = (): Buffer => {
  const segment = (marker: number, ...data: readonly number[]): number[] => [0xff, marker, 0, data.length + 2, ...data];
  const oneCode = [1, ...Array.from({ length: 15 }, () => 0), 0];
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xe0, ...Buffer.from('JFIF\0', 'latin1'), 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...segment(0xdb, 0, ...Array.from({ length: 64 }, () => 1)),
    ...segment(0xc0, 8, 0, 1, 0, 1, 1, 1, 0x11, 0),
    ...segment(0xc4, 0x00, ...oneCode),
    ...segment(0xc4, 0x10, ...oneCode),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
    // Two codes of one zero bit, filled up with ones, and the end.
    0x3f,
    0xff,
    0xd9,
  ]);
};

/** One pixel (GIF89a, sections 17 to 27). */
const gif = (): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff]),
    Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
  ]);

/** One empty page (ISO 32000-1, section 7.5). */
const pdf = (): string => {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Resources << >> >>',
  ].map((dictionary, n) => `${n + 1} 0 obj\n${dictionary}\nendobj\n`);
  const header = '%PDF-1.4\n';
  const offsets = objects.map((_, n) => header.length + objects.slice(0, n).join('').length);
  const body = header + objects.join('');
  const size = objects.length + 1;
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
};

/** One file without compression, dated 1980-01-01 (APPNOTE, section 4.3). */
const zip = (): Buffer => {
  const [name, data] = [Buffer.from('ct.txt'), Buffer.from('ct\n')];
  const described = Buffer.concat([
    ...[20, 0, 0, 0, 0x21].map((field) => little(field, 2)),
    ...[crc32(data), data.length, data.length].map((field) => little(field, 4)),
    ...[name.length, 0].map((field) => little(field, 2)),
  ]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), described, name, data]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), little(20, 2), described, Buffer.alloc(14), name]);
  const counts = [0, 0, 1, 1].map((field) => little(field, 2));
  const end = Buffer.concat([
    Buffer.from('PK\x05\x06', 'latin1'),
    ...counts,
    little(central.length, 4),
    little(local.length, 4),
    little(0, 2),
  ]);
  return Buffer.concat([local, central, end]);
};

/** A few milliseconds of silence: one channel, 8 bits, 8,000 Hz. */
const wav = (): Buffer => {
  const samples = Buffer.alloc(80, 0x80);
  const format = Buffer.concat([little(1, 2), little(1, 2), little(8000, 4), little(8000, 4), little(1, 2), little(8, 2)]);
  const chunk = (name: string, data: Buffer): Buffer => Buffer.concat([Buffer.from(name, 'latin1'), little(data.length, 4), data]);
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE', 'latin1'), chunk('fmt ', format), chunk('data', samples)]));
};

const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<ct/>\n';

const samples: Readonly<Record<string, readonly [extension: string, make: () => string | Buffer]>> = {
  'application/gzip': ['gz', () => gzipSync('ct\n')],
  'application/octet-stream': ['bin', () => 'ct'],
  'application/pdf': ['pdf', pdf],
  'application/xml': ['xml', () => xml],
  'application/yaml': ['yaml', () => '{}\n'],
  'application/zip': ['zip', zip],
  'audio/wav': ['wav', wav],
  'image/gif': ['gif', gif],
  'image/jpeg': ['jpg', jpeg],
  'image/png': ['png', png],
  'image/svg+xml': ['svg', () => '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n'],
  'text/csv': ['csv', () => 'name\r\nct\r\n'],
  'text/html': ['html', () => '<!DOCTYPE html>\n<title>ct</title>\n'],
  'text/xml': ['xml', () => xml],
};

/** Other names of the same types, and the type that is sent for a range. */
const sameAs: Readonly<Record<string, string>> = {
  '*/*': 'application/octet-stream',
  'application/*': 'application/octet-stream',
  'application/csv': 'text/csv',
  'application/x-gzip': 'application/gzip',
  'application/x-yaml': 'application/yaml',
  'application/x-zip-compressed': 'application/zip',
  'audio/*': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'image/*': 'image/png',
  'image/jpg': 'image/jpeg',
  'text/*': 'text/plain',
};

/** The media type that is sent where a range is declared: one that falls under it. Any other type is itself. */
export const typeInRange = (mediaType: string): string =>
  mediaType.includes('*') ? (sameAs[essenceOf(mediaType)] ?? mediaType) : mediaType;

/** Types whose readers overlook a remark. */
const remarked: ReadonlySet<string> = new Set(['application/octet-stream', 'application/pdf', 'image/jpeg', 'image/png', 'text/plain']);

/** Most characters of a remark: the length of one in a JPEG is written in one octet. */
const longestRemark = 64;

const made = (essence: string): SampleFile | undefined => {
  const [extension, make] = samples[sameAs[essence] ?? essence] ?? [];
  if (extension !== undefined && make !== undefined) return { content: make(), extension };
  if (isJsonType(essence)) return { content: '{}\n', extension: 'json' };
  if (essence.endsWith('+xml')) return { content: xml, extension: 'xml' };
  return essence.startsWith('text/') ? { content: 'ct\n', extension: 'txt' } : undefined;
};

/**
 * A file of a media type, the same in every run; undefined for a type of which none can be made.
 * @param fresh Makes the file unlike others of its type, where that can hold a remark: a service may take no file twice.
 */
export const sampleFile = (mediaType: string, fresh?: string): SampleFile | undefined => {
  const essence = essenceOf(mediaType);
  const file = made(essence);
  if (fresh === undefined || file === undefined || !remarked.has(sameAs[essence] ?? essence)) return file;
  const remark = fresh.replaceAll(/[^a-z\d]/giu, '').slice(0, longestRemark);
  const content = withRemark(Buffer.from(file.content), remark);
  return { ...file, content: typeof file.content === 'string' ? content.toString('utf8') : content };
};
