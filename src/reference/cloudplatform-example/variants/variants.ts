import type { PlatformVariant } from '../call.ts';
import { busy } from './busy.ts';
import { errorVariants } from './errors.ts';
import { lagging } from './lagging.ts';
import { otherForms } from './other-forms.ts';
import { paged } from './paged.ts';
import { quotaVariants } from './quotas.ts';
import { strict } from './strict.ts';
import { tolerant } from './tolerant.ts';

/** Servers that keep every requirement of the document and use its freedom in another way. */
export const variants: Readonly<Record<string, PlatformVariant>> = {
  'other-forms': otherForms,
  strict,
  tolerant,
  busy,
  lagging,
  paged,
  ...errorVariants,
  ...quotaVariants,
  'console-keys': {
    title: 'An issued key is shown in the console only',
    deviations: { 'CPEX-38': 'the answer contains no key' },
    settings: { issuedBody: ({ projectId }) => ({ project_id: projectId, status: 'issued' }) },
  },
  'other-names': {
    title: 'Keys and usage use other names for the project and the time range',
    settings: {
      keyProject: 'project',
      usageNames: { project: 'project', start: 'from', end: 'to' },
      issuedBody: ({ id, secret }) => ({ id, api_key: secret }),
    },
  },
  'empty-account': { title: 'An account without projects', settings: { projects: 0 } },
  'small-account': { title: 'An account with one project, and another with three', settings: { projects: 1, otherProjects: 3 } },
};
