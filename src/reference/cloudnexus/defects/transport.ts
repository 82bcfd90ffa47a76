import { basePath, instancesPath } from '../call.ts';
import type { NexusDefects } from '../departure.ts';

const instancesBelowRoot = instancesPath.slice(basePath.length);

/** Encryption, and the version in the path. */
export const transportDefects: NexusDefects = {
  'plain-http-served': {
    breaks: 'NEXUS-4',
    note: 'The port without encryption answers like the encrypted one',
    settings: { plainHttp: 'served' },
  },

  'version-segment-missing': {
    breaks: 'NEXUS-6',
    note: 'Instances are served directly under the host, and /v2/instances is 404',
    alsoBreaks: { 'NEXUS-18': 'the list of instances is a 404 at its documented path' },
    around: (call, next) => {
      const { path } = call;
      if (path.startsWith(instancesPath)) call.path = path.replace(instancesPath, '/not-here');
      else if (path.startsWith(instancesBelowRoot)) call.path = basePath + path;
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
