import type { NexusDefects } from '../overrides.ts';
import { instanceAnswered, without } from './answering.ts';

/** The area status always requests a list; the area schema only looks at the answers of others. */
const shownBy = ['schema', 'status'];

/** The members of a listed instance. */
export const instanceMemberDefects: NexusDefects = {
  'instance-id-numeric': {
    breaks: 'NEXUS-48',
    note: 'id is a number',
    alsoBreaks: { 'NEXUS-79': 'the number in the list is not the id of an instance, so its restart is answered 404' },
    shownBy,
    around: instanceAnswered((instance) => ({ ...instance, id: Number.parseInt(instance.id.slice(-8), 16) })),
  },
  'instance-region-object': {
    breaks: 'NEXUS-48',
    note: 'region is an object',
    alsoBreaks: {
      'NEXUS-62': 'the region of a created instance is listed as an object, not as the string that was sent',
      'NEXUS-30': 'the region of a listed instance never equals the one in the pair of filters',
      'NEXUS-23': 'the region of a listed instance never equals the filter',
    },
    shownBy,
    around: instanceAnswered((instance) => ({ ...instance, region: { id: instance.region } })),
  },
  'instance-status-missing': {
    breaks: 'NEXUS-48',
    note: 'A listed instance has no status',
    alsoBreaks: {
      'NEXUS-30': 'the status of a listed instance never equals the one in the pair of filters',
      'NEXUS-26': 'the status of a listed instance never equals the filter',
    },
    shownBy,
    around: instanceAnswered((instance) => without(instance, 'status')),
  },
  'instance-name-null': {
    breaks: 'NEXUS-48',
    note: 'name is null',
    alsoBreaks: { 'NEXUS-20': 'no listed instance has the name from its creation' },
    shownBy,
    around: instanceAnswered((instance) => ({ ...instance, name: null })),
  },

  'instance-cpu-string': {
    breaks: 'NEXUS-49',
    note: 'cpu is a string',
    shownBy,
    around: instanceAnswered((instance) => ({ ...instance, cpu: String(instance.cpu) })),
  },
  'instance-memory-renamed': {
    breaks: 'NEXUS-49',
    note: 'memory, in megabytes, is sent instead of memory_gb',
    shownBy,
    around: instanceAnswered((instance) => ({ ...without(instance, 'memory_gb'), memory: instance.memory_gb * 1024 })),
  },

  'instance-ipv4-missing': {
    breaks: 'NEXUS-50',
    note: 'A running instance has no ipv4',
    shownBy,
    around: instanceAnswered((instance) => without(instance, 'ipv4')),
  },
  'instance-ipv4-array': {
    breaks: 'NEXUS-50',
    note: 'ipv4 of a running instance is an array of addresses',
    shownBy,
    around: instanceAnswered((instance) => (instance.status === 'running' ? { ...instance, ipv4: [instance.ipv4] } : instance)),
  },

  'instance-created-at-epoch': {
    breaks: 'NEXUS-51',
    note: 'created_at is a number of seconds',
    shownBy,
    around: instanceAnswered((instance) => ({ ...instance, created_at: Date.parse(instance.created_at) / 1000 })),
  },
  'instance-created-at-missing': {
    breaks: 'NEXUS-51',
    note: 'created_at is left out',
    shownBy,
    around: instanceAnswered((instance) => without(instance, 'created_at')),
  },
};
