import { basePath, instancesPath } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { isListCall } from './asking.ts';

const instancesBelowRoot = instancesPath.slice(basePath.length);

/** Encryption, and the version in the path. */
export const transportDefects: NexusDefects = {
  'tls-downgrade-redirect': {
    breaks: 'NEXUS-3',
    note: 'The encrypted list of instances redirects to an address without encryption',
    shownBy: ['NEXUS-3'],
    options: { tls: true },
    around: (call, next) => {
      if (!isListCall(call) || !call.secure) return next();
      call.status = 301;
      call.set('Location', `http://${call.host}${call.url}`);
      call.body = '';
      return undefined;
    },
  },
  'tls-handshake-refused': {
    breaks: 'NEXUS-3',
    note: 'The server accepts only versions of TLS that current clients refuse, so no handshake completes',
    shownBy: ['NEXUS-3'],
    options: { tls: { newest: 'TLSv1.1' } },
  },
  'plain-http-served': {
    breaks: 'NEXUS-4',
    note: 'The port without encryption answers like the encrypted one',
    settings: { plainHttp: 'served' },
  },

  'version-segment-missing': {
    breaks: 'NEXUS-6',
    note: 'The list of instances is served directly under the host, and GET /v2/instances is 404',
    alsoBreaks: {
      'NEXUS-18': 'the documented path of the list is answered 404',
      'NEXUS-22': 'the list of a region is answered 404',
      'NEXUS-25': 'the list with a status is answered 404',
    },
    around: (call, next) => {
      if (isListCall(call)) call.path = `${basePath}/not-here`;
      else if (call.method === 'GET' && call.path === instancesBelowRoot) call.path = instancesPath;
      return next();
    },
  },

  'version-segment-ignored': {
    breaks: 'NEXUS-7',
    note: 'Every version segment is served like /v2',
    around: (call, next) => {
      call.path = call.path.replace(/^\/v\d+(?=\/)/, basePath);
      return next();
    },
  },
};
