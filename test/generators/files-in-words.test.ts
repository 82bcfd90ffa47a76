import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { sampleFile, withRemark } from '../../src/generators/sample-files.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { writeDocument } from '../worlds/without-x-assay-document.ts';
import { fresh, targetOf } from './support.ts';

/** The file that is uploaded by an operation with a description, and the type of its part. */
const uploaded = async (description: string, file: object, name = 'file') => {
  const schema = { type: 'object', required: [name], properties: { [name]: file } };
  const post = {
    description,
    requestBody: { required: true, content: { 'multipart/form-data': { schema } } },
    responses: { 201: { description: 'd' } },
  };
  const document = { openapi: '3.1.0', info: { title: 'Files', version: '1' }, paths: { '/things': { post } } };
  const contract = await loadContract(writeDocument(document));
  const [operation] = contract.operations;
  if (!operation) throw new Error('no operation');
  const made = validRequest(operation, { contract, target: targetOf(), fresh });
  const body = made.kind === 'missing' ? undefined : made.request.body;
  if (body?.kind !== 'form') throw new Error('no form');
  const { base64, contentType } = body.members[name] ?? {};
  return {
    starts: Buffer.from(String(body.value[name]), base64 ? 'base64' : 'utf8')
      .toString('latin1')
      .slice(0, 4),
    contentType,
  };
};

const plain = { type: 'string', contentMediaType: 'application/octet-stream' };

test.each<readonly [string, object, string, string]>([
  ['PNG and JPEG. We look at the first bytes.', plain, '\x89PNG', 'image/png'],
  ['Takes a PDF.', { type: 'string', format: 'binary' }, '%PDF', 'application/pdf'],
  ['PNG only.', { type: 'string', contentMediaType: 'image/jpeg' }, '\xff\xd8\xff\xe0', 'image/jpeg'],
  ['PNG only.', { ...plain, description: 'A PDF' }, '%PDF', 'application/pdf'],
  ['Adds something.', plain, 'ctct', 'application/octet-stream'],
])('the file of an operation that says "%s"', async (description, file, starts, contentType) => {
  expect(await uploaded(description, file)).toEqual({ starts, contentType });
});

test('a remark makes another file of the same type', () => {
  const png = Buffer.from(sampleFile('image/png')?.content ?? '');
  const other = withRemark(png, 'one');
  expect(other.subarray(0, 33)).toEqual(png.subarray(0, 33));
  expect(other.subarray(-12)).toEqual(png.subarray(-12));
  const length = 'Comment\0one'.length;
  const start = other.length - 12 - length - 12;
  expect(other.readUInt32BE(start)).toBe(length);
  expect(other.readUInt32BE(start + 8 + length)).toBe(crc32(other.subarray(start + 4, start + 8 + length)));
  const jpeg = Buffer.from(sampleFile('image/jpeg')?.content ?? '');
  expect(withRemark(jpeg, 'one').subarray(0, 20)).toEqual(jpeg.subarray(0, 20));
  expect(withRemark(jpeg, 'one').subarray(20, 27).toString('latin1')).toBe('\xff\xfe\0\x05one');
  expect(withRemark(Buffer.from('ct'), 'one').toString()).toBe('ctone\n');
});

test('two requests send two files of a type that can hold a remark', () => {
  const contentOf = (type: string, purpose?: string): string => Buffer.from(sampleFile(type, purpose)?.content ?? '').toString('latin1');
  for (const type of ['image/png', 'image/jpeg', 'application/pdf', 'text/plain', 'application/octet-stream']) {
    expect(contentOf(type, 'ct-1-file')).not.toBe(contentOf(type, 'ct-2-file'));
    expect(contentOf(type, 'ct-1-file')).toBe(contentOf(type, 'ct-1-file'));
  }
  for (const type of ['text/csv', 'application/zip', 'application/json']) expect(contentOf(type, 'ct-1-file')).toBe(contentOf(type));
});
