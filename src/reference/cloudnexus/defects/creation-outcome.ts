import { setTimeout as pause } from 'node:timers/promises';
import { regions } from '../catalogue.ts';
import { refuse } from '../call.ts';
import { isNameTaken, wantedBy } from '../creation.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { insteadOfErrorResponse, paginationAnswered } from './answering.ts';
import { createObject, creationAsked, isCreateCall, listAsked, parameter } from './asking.ts';
import { createUnchecked, createDefault, text } from './creation.ts';
import { instancesListed } from './listed.ts';
import { statusAt } from '../../kit/lifecycle.ts';

/** Long enough that simultaneous creations have all looked for the name before one of them takes it. */
const raceMs = 150;

const demanding = (field: string, status: 400 | 422, note: string): NexusDefect => ({
  breaks: 'NEXUS-60',
  note,
  behind: (call, next) => {
    const body = createObject(call);
    if (body === undefined || Object.hasOwn(body, field)) return next();
    wantedBy(call);
    return refuse(status, 'missing-member', 'Missing required fields', { faults: [{ field, message: 'This field is required' }] });
  },
});

/** The outcome of creations that must succeed. */
export const creationOutcomeDefects: NexusDefects = {
  'create-demands-ssh-keys': demanding('ssh_keys', 422, 'A valid creation without ssh_keys is refused'),
  'create-demands-user-data': {
    ...demanding('user_data', 400, 'A valid creation without user_data is refused'),
    alsoBreaks: { 'NEXUS-67': 'a creation with a documented plan and without user_data is refused too' },
  },
  'create-not-routed': {
    breaks: 'NEXUS-60',
    note: 'POST /instances is answered 405',
    behind: (call, next) =>
      isCreateCall(call) ? refuse(405, 'unknown-method', 'Not allowed here: POST', { headers: { Allow: 'GET, HEAD' } }) : next(),
  },
  'create-array-body-accepted': {
    breaks: 'NEXUS-117',
    note: 'An empty array creates an instance with default values',
    behind: insteadOfErrorResponse('body-not-object', createDefault),
  },
  'create-region-defaulted': {
    breaks: 'NEXUS-62',
    note: 'Every instance is created in one default region',
    behind: creationAsked((body) => (regions.some((region) => region === body['region']) ? { ...body, region: regions[0] } : body)),
  },

  'created-instance-not-listed': {
    breaks: 'NEXUS-20',
    note: 'A creation succeeds and its instance never appears in the list',
    behind: instancesListed((instances) => instances.filter(({ origin }) => origin === 'initial')),
  },
  'created-name-rewritten': {
    breaks: 'NEXUS-20',
    note: 'A created instance is listed under its name with a suffix',
    behind: instancesListed((instances) =>
      instances.map((instance) => (instance.origin === 'created' ? { ...instance, name: `${instance.name}-vm` } : instance)),
    ),
  },
  'list-hides-provisioning': {
    breaks: 'NEXUS-20',
    note: 'Created instances are listed only once they are running, minutes later',
    options: { durations: { 'instance.provisioning': 300 } },
    behind: instancesListed((instances) =>
      instances.filter(({ origin, lifecycle }) => origin === 'initial' || statusAt(lifecycle, Date.now()) !== 'provisioning'),
    ),
  },
  'cursor-counts-positions': {
    breaks: 'NEXUS-41',
    note: 'A cursor is a number of instances, so that a creation shifts the next page by one',
    settings: { order: 'newest-first' },
    behind: listAsked((call) => {
      const { settings, instances } = call.state.cloud;
      const position = settings.cursor.decode(parameter(call, 'cursor') ?? '');
      const id = instances[Number(position) - 1]?.id;
      return id === undefined ? {} : { cursor: settings.cursor.encode(id) };
    }),
    around: paginationAnswered((pagination, _notes, call) => {
      const { settings, indexOf } = call.state.cloud;
      const id = settings.cursor.decode(pagination.next_cursor ?? '');
      return id === undefined ? pagination : { ...pagination, next_cursor: settings.cursor.encode(String(indexOf(id) + 1)) };
    }),
  },
  'duplicate-name-race': {
    breaks: 'NEXUS-129',
    note: 'Simultaneous creations with the same name all succeed',
    behind: async (call, next) => {
      const body = createObject(call);
      if (body === undefined || isNameTaken(call.state.cloud, { name: text(body['name']), region: text(body['region']) })) return next();
      await pause(raceMs);
      await insteadOfErrorResponse('duplicate-name', createUnchecked)(call, next);
    },
  },
};
