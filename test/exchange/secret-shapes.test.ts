import { expect, test } from 'vitest';
import { hintOfSecret } from '../../src/model/secret-names.ts';
import { secretSpans } from '../../src/exchange/secret-shapes.ts';

const secret = 'Kq82-Vz71-Wp63';

test.each([
  `<r:token><![CDATA[${secret}]]></r:token>`,
  `<meta name="api-key" content="${secret}">`,
  `Your API key: ${secret}`,
  `refresh%5Ftoken=${secret}&n=1`,
  `userpassword=${secret}`,
  `access_token_2: ${secret}`,
  `mysql://clerk:${secret}@store.example/linen`,
])('%s contains a secret', (text) => {
  expect(hintOfSecret.test(text)).toBe(true);
  expect(secretSpans(text).map((span) => span.secret)).toContain(secret);
});

test.each([
  `http://store.example:8080/at@home`,
  `<nextpagetoken>${secret}</nextpagetoken>`,
  `public key: ${secret}`,
  `mailto:clerk@store.example`,
])('%s contains none', (text) => expect(secretSpans(text)).toEqual([]));

test('a name that is written with escapes is recognised', () => {
  expect(hintOfSecret.test(String.raw`{"\u0074oken":"${secret}"}`)).toBe(true);
});
