import { volumesPath } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { answeredAsLines, notRouted, parameterRefused, queryAsked, resourcesSeen } from './plain-lists.ts';

/** GET /volumes, its filter and its body. */
export const volumeDefects: NexusDefects = {
  'volumes-not-routed': {
    breaks: 'NEXUS-101',
    note: 'GET /volumes is answered 404',
    behind: notRouted(volumesPath),
  },
  'volumes-needs-region': {
    breaks: 'NEXUS-101',
    note: 'GET /volumes without a region is answered 400',
    behind: parameterRefused(volumesPath, 'region', (value) => value === undefined, 'This parameter is required'),
  },
  'volumes-body-not-json': {
    breaks: 'NEXUS-102',
    note: 'The body of GET /volumes is lines of text, not JSON',
    alsoBreaks: { 'NEXUS-103': 'no id is in a JSON body, because there is none' },
    shownBy: ['schema', 'status', 'NEXUS-103'],
    around: answeredAsLines(volumesPath, ({ volumes }) => volumes.map(({ id }) => id)),
  },
  'volumes-unattached-left-out': {
    breaks: 'NEXUS-103',
    note: 'Unattached volumes are missing',
    shownBy: ['NEXUS-103', 'filtering'],
    behind: resourcesSeen(volumesPath, ({ volumes }) => ({ volumes: volumes.filter((volume) => volume.attached_to !== null) })),
  },
  'volumes-region-ignored': {
    breaks: 'NEXUS-105',
    note: 'region has no effect on GET /volumes',
    behind: queryAsked(volumesPath, () => ({ region: undefined })),
  },
};
