import { networksPath } from '../call.ts';
import { environments } from '../catalogue.ts';
import type { NexusDefects } from '../overrides.ts';
import { parameter } from './asking.ts';
import { answeredAsLines, notRouted, parameterRefused, queryAsked, resourcesSeen } from './plain-lists.ts';

const isGiven = (value: string | undefined): boolean => value !== undefined;
const isEnvironment = (value: string | undefined): boolean => environments.some((environment) => environment === value);
const ofShortName = new Map([
  ['prod', 'production'],
  ['stage', 'staging'],
]);

const filtersRefused = { 'NEXUS-94': 'environment is refused like everything else' };

/** GET /networks, its filters and its body. */
export const networkDefects: NexusDefects = {
  'networks-not-routed': {
    breaks: 'NEXUS-89',
    note: 'GET /networks is answered 404',
    alsoBreaks: { ...filtersRefused, 'NEXUS-92': 'vpc_id is refused like everything else' },
    behind: notRouted(networksPath),
  },
  'networks-needs-vpc-id': {
    breaks: 'NEXUS-89',
    note: 'GET /networks without vpc_id is answered 400',
    alsoBreaks: filtersRefused,
    behind: parameterRefused(networksPath, 'vpc_id', (value) => value === undefined, 'This parameter is required'),
  },

  'networks-body-not-json': {
    breaks: 'NEXUS-90',
    note: 'The body of GET /networks is lines of text, not JSON',
    alsoBreaks: { 'NEXUS-91': 'no id is in a JSON body, because there is none' },
    shownBy: ['schema', 'status', 'NEXUS-91'],
    around: answeredAsLines(networksPath, ({ networks }) => networks.map(({ id }) => id)),
  },

  'networks-vpcs-left-out': {
    breaks: 'NEXUS-91',
    note: 'GET /networks lists only private networks, and none of them shows its VPC',
    shownBy: ['NEXUS-91', 'filtering'],
    behind: resourcesSeen(networksPath, ({ networks }) => ({
      networks: networks.flatMap((network) => (network.type === 'private' ? [{ ...network, vpc_id: null }] : [])),
    })),
  },
  'networks-list-cut': {
    breaks: 'NEXUS-91',
    note: 'GET /networks returns only the first five networks, without a way to get more',
    shownBy: ['NEXUS-91', 'filtering'],
    behind: resourcesSeen(networksPath, ({ networks }) => ({ networks: networks.slice(0, 5) })),
  },

  'networks-vpc-id-refused': {
    breaks: 'NEXUS-92',
    note: 'vpc_id is answered 400, as if the parameter were unknown',
    behind: parameterRefused(networksPath, 'vpc_id', isGiven, 'Unknown parameter'),
  },
  'networks-vpc-id-ignored': {
    breaks: 'NEXUS-93',
    note: 'vpc_id has no effect on GET /networks',
    behind: queryAsked(networksPath, () => ({ vpc_id: undefined })),
  },

  'networks-environment-refused': {
    breaks: 'NEXUS-94',
    note: 'environment is answered 400, as if the parameter were unknown',
    behind: parameterRefused(networksPath, 'environment', isGiven, 'Unknown parameter'),
  },
  'networks-environment-short-names': {
    breaks: 'NEXUS-94',
    note: 'Only prod and stage are accepted as environments',
    behind: queryAsked(networksPath, (call) => {
      const given = parameter(call, 'environment');
      return given === undefined ? {} : { environment: ofShortName.get(given) ?? `no-${given}` };
    }),
  },
  'networks-environment-ignored': {
    breaks: 'NEXUS-95',
    note: 'environment has no effect on GET /networks',
    alsoBreaks: {
      'NEXUS-96': 'the lists of both environments contain every network',
      'NEXUS-97': 'an unknown environment returns the whole list, like every other',
    },
    behind: queryAsked(networksPath, () => ({ environment: undefined })),
  },
  'networks-environment-one-value-unknown': {
    breaks: 'NEXUS-96',
    note: 'environment=staging returns the whole list',
    behind: queryAsked(networksPath, (call) => (parameter(call, 'environment') === 'staging' ? { environment: undefined } : {})),
  },
  'networks-environment-unknown-returns-all': {
    breaks: 'NEXUS-97',
    note: 'An unknown environment returns the whole list',
    behind: queryAsked(networksPath, (call) => (isEnvironment(parameter(call, 'environment')) ? {} : { environment: undefined })),
  },
};
