import type { ShownInstance } from '../instance.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { instanceAnswered } from './answering.ts';

/** A list is always asked for by the status area; the schema area alone only looks on. */
const shownBy = ['schema', 'status'];

const shown = (breaks: string, note: string, change: (instance: ShownInstance) => object): NexusDefect => ({
  breaks,
  note,
  shownBy,
  around: instanceAnswered((instance) => ({ ...instance, ...change(instance) })),
});

/** Another address in place of the one that is shown, if one is shown. */
const otherAddress = (change: (address: string) => string) => (instance: ShownInstance) =>
  instance.ipv4 ? { ipv4: change(instance.ipv4) } : {};

/** Listed instances whose members have the right type in another form. */
export const valueFormDefects: NexusDefects = {
  'created-at-without-zone': shown('NEXUS-52', 'created_at has no Z and no offset', (instance) => ({
    created_at: instance.created_at.replace('Z', ''),
  })),
  'created-at-local-offset': shown('NEXUS-52', 'created_at carries an offset such as +02:00', (instance) => ({
    created_at: instance.created_at.replace('Z', '+02:00'),
  })),

  'ipv4-with-prefix-length': shown(
    'NEXUS-53',
    'ipv4 carries a prefix length',
    otherAddress((address) => `${address}/24`),
  ),
  'ipv4-holds-ipv6': shown(
    'NEXUS-53',
    'ipv4 carries an IPv6 address',
    otherAddress((address) => `2001:db8::${address.replaceAll('.', ':')}`),
  ),

  'instance-status-upper-case': {
    ...shown('NEXUS-54', 'status is in upper case', ({ status }) => ({ status: status.toUpperCase() })),
    alsoBreaks: {
      'NEXUS-26': 'the status of a listed instance is never the value that was asked for',
      'NEXUS-30': 'the status of a listed instance is never the one of the pair that was asked for',
    },
  },
  'instance-status-other-word': {
    ...shown('NEXUS-54', 'A running instance has the status active', ({ status }) => ({
      status: status === 'running' ? 'active' : status,
    })),
    alsoBreaks: {
      'NEXUS-26': 'status=running gives instances with another status',
      'NEXUS-30': 'status=running gives instances with another status, with a region too',
    },
  },

  'memory-gb-in-bytes': shown('NEXUS-55', 'memory_gb carries a number of bytes', ({ memory_gb }) => ({ memory_gb: memory_gb * 2 ** 30 })),
  'cpu-zero': shown('NEXUS-55', 'cpu is 0 for a running instance', ({ cpu, status }) => ({ cpu: status === 'running' ? 0 : cpu })),

  'instance-id-bare-uuid': {
    breaks: 'NEXUS-56',
    note: 'An id is a UUID without the prefix inst_',
    shownBy,
    settings: { id: 'uuid' },
  },
};
