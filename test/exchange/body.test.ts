import { expect, test } from 'vitest';
import { encodeBody } from '../../src/exchange/body.ts';

test('a JSON body is UTF-8 without spaces', () => {
  const body = encodeBody({ kind: 'json', value: { name: 'Zoë', tags: [] } });
  expect(body.bytes?.toString('utf8')).toBe('{"name":"Zoë","tags":[]}');
  expect(body.contentType).toBe('application/json');
});

test('null is a JSON body', () => {
  expect(encodeBody({ kind: 'json', value: null }).bytes?.toString()).toBe('null');
});

test('a text body is sent as it is, under its own media type', () => {
  expect(encodeBody({ kind: 'text', text: '{"a":', mediaType: 'application/json' })).toEqual({
    bytes: Buffer.from('{"a":'),
    text: '{"a":',
    contentType: 'application/json',
  });
});

test('an empty body has a media type and no octets', () => {
  expect(encodeBody({ kind: 'empty', mediaType: 'application/json' })).toEqual({
    bytes: null,
    text: null,
    contentType: 'application/json',
  });
});

test('no body has no media type', () => {
  expect(encodeBody(undefined)).toEqual({ bytes: null, text: null, contentType: undefined });
});

test('a value without JSON text is refused', () => {
  expect(() => encodeBody({ kind: 'json', value: undefined })).toThrow(TypeError);
});
