import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { DeliverySignature } from '../../src/contract/x-assay/delivery.ts';
import { signatureOf } from '../../src/exchange/delivery-signature.ts';
import type { HeaderPair } from '../../src/model/exchange.ts';

const secret = 'whsec_c2VjcmV0LW9mLXRoZS10b3dlcg==';
const body = '{"a": "\u00e9"}';
const hex = (signs: string, key: string | Buffer = secret): string => createHmac('sha256', key).update(signs).digest('hex');

const plain: DeliverySignature = { header: 'X-Signature', algorithm: 'hmac-sha256', encoding: 'hex' };

const result = (convention: DeliverySignature, headers: readonly HeaderPair[], with_: string | undefined = secret) =>
  signatureOf({ headers, octets: Buffer.from(body) }, convention, with_);

describe('the signature of a delivery', () => {
  test.for<readonly [string, DeliverySignature, readonly HeaderPair[], string]>([
    ['of the body', plain, [['x-signature', hex(body)]], 'fits'],
    ['in capital letters', plain, [['X-Signature', hex(body).toUpperCase()]], 'fits'],
    ['behind its name', { ...plain, form: 'sha256={signature}' }, [['X-Signature', `sha256=${hex(body)}`]], 'fits'],
    ['that lacks its name', { ...plain, form: 'sha256={signature}' }, [['X-Signature', hex(body)]], 'differs'],
    ['cut off', plain, [['X-Signature', hex(body).slice(2)]], 'differs'],
    ['with another secret', plain, [['X-Signature', hex(body, 'other')]], 'differs'],
    ['of other octets', plain, [['X-Signature', hex(`${body} `)]], 'differs'],
    ['that is not there', plain, [['X-Other', hex(body)]], 'missing'],
    [
      'with a timestamp in it',
      { ...plain, form: 't={timestamp},v1={signature}', signs: '{timestamp}.{body}' },
      [['X-Signature', `t=17,v1=${hex(`17.${body}`)}`]],
      'fits',
    ],
    [
      'in base64, over id, timestamp and body, with a secret in base64',
      {
        ...plain,
        encoding: 'base64',
        form: 'v1,{signature}',
        signs: '{id}.{timestamp}.{body}',
        id: 'webhook-id',
        timestamp: 'webhook-timestamp',
        secret: 'base64',
      },
      [
        ['webhook-id', 'msg_1'],
        ['webhook-timestamp', '17'],
        [
          'X-Signature',
          `v1a,xx v1,${createHmac('sha256', Buffer.from('secret-of-the-tower')).update(`msg_1.17.${body}`).digest('base64')}`,
        ],
      ],
      'fits',
    ],
  ])('%s', ([, convention, headers, expected]) => {
    expect(result(convention, headers)).toBe(expected);
  });

  test('is unknown without the secret or the octets', () => {
    expect(signatureOf({ headers: [['X-Signature', hex(body)]], octets: Buffer.from(body) }, plain, undefined)).toBe('unknown');
    expect(signatureOf(undefined, plain, secret)).toBe('unknown');
  });
});
