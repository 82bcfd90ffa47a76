import { describe, expect, test } from 'vitest';
import { securityScheme } from '../../src/contract/credential-placement.ts';

type Told = { readonly scheme?: string; readonly introduction?: string; readonly field?: string };

const prefixOf = ({ scheme = '', introduction = '', field = 'Authorization' }: Told): string | undefined => {
  const key = { type: 'apiKey', in: 'header', name: field, description: scheme };
  const found = securityScheme({ info: { description: introduction }, components: { securitySchemes: { key } } }, 'key');
  return found.kind === 'placed' && 'prefix' in found.placement ? found.placement.prefix : undefined;
};

describe('the word that a document puts before a key', () => {
  test.each<readonly [string, Told]>([
    ['Gate', { scheme: 'The word `Gate`, a space, and your key: `Authorization: Gate north-adm-…`' }],
    ['Gate', { introduction: 'Send your key as `Authorization: Gate <key>`.' }],
    ['Token', { scheme: 'Use `Authorization: Token <api token>`' }],
    ['Token', { scheme: '`Token {token}`' }],
    ['Bearer', { scheme: "Enter 'Bearer' [space] and then your token.\nExample: 'Bearer 12345abcdef'" }],
    ['Gate', { scheme: '"Gate" followed by a space and the key' }],
    ['Bearer', { scheme: 'Prefix the token with `Bearer `.' }],
    ['ApiKey', { scheme: 'A key, prefixed with "ApiKey"' }],
    ['Plain', { scheme: 'Example: `X-Auth: Plain 9f8e7d6c5b`', field: 'X-Auth' }],
    ['Bearer', { scheme: '`Authorization: Bearer eyJhbGciOi...`' }],
    ['Key', { introduction: 'curl -H "Authorization: Key $HARBOUR_KEY" …' }],
  ])('is "%s" in %j', (word, told) => {
    expect(prefixOf(told)).toBe(word);
  });

  test.each<Told>([
    { scheme: 'Authorization: API key' },
    { scheme: 'Send Authorization: your key' },
    { scheme: '`Authorization: YOUR_API_KEY`' },
    { introduction: '`Authorization: Gate <key>`, or `Authorization: Token <token>` for machines' },
    { scheme: 'A key that begins with `live`' },
    { scheme: 'Keys are prefixed with `sk_`' },
    { scheme: 'Keys are prefixed with `live`', field: 'X-Key' },
    { scheme: 'Your key.', introduction: 'Hooks are signed: `X-Signature: sha256 <digest>`.' },
  ])('is not read from %j', (told) => {
    expect(prefixOf(told)).toBeUndefined();
  });
});
