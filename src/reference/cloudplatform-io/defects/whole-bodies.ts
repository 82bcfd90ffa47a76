import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { PlatformDefects } from '../call.ts';
import { itemAnswered } from './answers.ts';
import { creationAsked, creationIn, isCreation, ownResource } from './asked.ts';

/** The defects show for longer names. */
const longestName = 36;

const secondRegion = 'eu-west-1';

/** Defects for some values of a body only, or for some values together. */
export const wholeBodyDefects: PlatformDefects = {
  'list-cuts-long-names': {
    breaks: 'CPIO-69',
    note: 'The list shows only the first 36 letters of a name',
    intermittent: true,
    shownBy: ['CPIO-69'],
    around: itemAnswered((item) => ({ ...item, name: String(item['name']).slice(0, longestName) })),
  },
  'second-region-answers-200': {
    breaks: 'CPIO-71',
    note: 'A creation in the second region is answered 200',
    intermittent: true,
    shownBy: ['CPIO-71'],
    around: async (call, next) => {
      const isMeant = isCreation(call);
      await next();
      if (isMeant && call.status === 201 && creationIn(call).region === secondRegion) call.status = 200;
    },
  },
  'second-region-read-404': {
    breaks: 'CPIO-72',
    note: 'Reads do not find a resource that was created in the second region',
    intermittent: true,
    shownBy: ['CPIO-72'],
    behind: (call, next) => {
      const resource = isCall(call, 'GET /resources/:id') ? ownResource(call) : undefined;
      if (resource?.origin === 'created' && resource.data.region === secondRegion)
        refuse(404, 'unknown-resource', 'The requested resource does not exist');
      return next();
    },
  },
  'long-name-loses-region': {
    breaks: 'CPIO-75',
    note: 'A resource with a name of more than 36 letters is created in the first region',
    intermittent: true,
    shownBy: ['CPIO-75'],
    behind: creationAsked((body) =>
      String(body['name']).length > longestName && body['region'] !== undefined ? { ...body, region: 'us-east-1' } : body,
    ),
  },
};
