import type { Defects } from '../call.ts';

/** Calls without encryption, and the certificate. */
export const transportDefects: Defects = {
  'plain-http-served': {
    breaks: 'CDEV-41',
    note: 'Plain HTTP returns the list of projects',
    settings: { plainHttp: { kind: 'serve' } },
  },
  'plain-http-redirected': {
    breaks: 'CDEV-42',
    note: 'Plain HTTP is redirected to https',
    settings: { plainHttp: { kind: 'redirect', status: 301 } },
  },
  'certificate-wrong-name': {
    breaks: 'CDEV-43',
    note: 'The certificate is for another name',
    options: { tls: { forHost: 'elsewhere.example' } },
  },
  'certificate-expired': {
    breaks: 'CDEV-43',
    note: 'The certificate was valid until yesterday',
    options: { tls: { expired: true } },
  },
  'certificate-unknown': {
    breaks: 'CDEV-43',
    note: 'The certificate is self-signed, and clients have no reason to trust it',
    options: { tls: { caWithheld: true } },
  },
};
