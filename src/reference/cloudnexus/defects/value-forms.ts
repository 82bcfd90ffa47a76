import type { ShownInstance } from '../instance.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { instanceAnswered } from './answering.ts';

/** The area status always requests a list; the area schema only looks at the answers of others. */
const shownBy = ['schema', 'status'];

const shown = (breaks: string, note: string, change: (instance: ShownInstance) => object): NexusDefect => ({
  breaks,
  note,
  shownBy,
  around: instanceAnswered((instance) => ({ ...instance, ...change(instance) })),
});

/** Replaces the address, if one is shown. */
const otherAddress = (change: (address: string) => string) => (instance: ShownInstance) =>
  instance.ipv4 ? { ipv4: change(instance.ipv4) } : {};

/** Listed instances with members of the right type in a wrong form. */
export const valueFormDefects: NexusDefects = {
  'created-at-without-zone': shown('NEXUS-52', 'created_at has no Z and no offset', (instance) => ({
    created_at: instance.created_at.replace('Z', ''),
  })),
  'created-at-local-offset': shown('NEXUS-52', 'created_at has an offset such as +02:00', (instance) => ({
    created_at: instance.created_at.replace('Z', '+02:00'),
  })),

  'ipv4-with-prefix-length': shown(
    'NEXUS-53',
    'ipv4 has a prefix length',
    otherAddress((address) => `${address}/24`),
  ),
  'ipv4-holds-ipv6': shown(
    'NEXUS-53',
    'ipv4 is an IPv6 address',
    otherAddress((address) => `2001:db8::${address.replaceAll('.', ':')}`),
  ),

  'instance-status-upper-case': {
    ...shown('NEXUS-54', 'status is in upper case', ({ status }) => ({ status: status.toUpperCase() })),
    alsoBreaks: {
      'NEXUS-26': 'the status of a listed instance never equals the filter',
      'NEXUS-30': 'the status of a listed instance never equals the one in the pair of filters',
    },
  },
  'instance-status-other-word': {
    ...shown('NEXUS-54', 'A running instance has the status active', ({ status }) => ({
      status: status === 'running' ? 'active' : status,
    })),
    alsoBreaks: {
      'NEXUS-26': 'status=running returns instances with another status',
      'NEXUS-30': 'status=running together with a region returns instances with another status',
    },
  },

  'memory-gb-in-bytes': shown('NEXUS-55', 'memory_gb is a number of bytes', ({ memory_gb }) => ({ memory_gb: memory_gb * 2 ** 30 })),
  'cpu-zero': shown('NEXUS-55', 'cpu is 0 for a running instance', ({ cpu, status }) => ({ cpu: status === 'running' ? 0 : cpu })),

  'instance-id-bare-uuid': {
    breaks: 'NEXUS-56',
    note: 'An id is a UUID without the prefix inst_',
    shownBy,
    settings: { id: 'uuid' },
  },
};
