import { fixedWindow } from '../kit/quota-window.ts';
import type { DevVariant } from './call.ts';
import { busy } from './variants/busy.ts';
import { enterprise } from './variants/enterprise.ts';
import { lagging } from './variants/lagging.ts';
import { lax } from './variants/lax.ts';
import { otherForms } from './variants/other-forms.ts';
import { peculiar } from './variants/peculiar.ts';
import { strict } from './variants/strict.ts';
import { terse } from './variants/terse.ts';

/** Servers that keep every requirement of the document and use its freedom in another way. */
export const variants: Readonly<Record<string, DevVariant>> = {
  'other-forms': otherForms,
  strict,
  lax,
  terse,
  lagging,
  enterprise,
  peculiar,
  busy,
  'empty-account': {
    title: 'An account without projects, deployments and logs, and regions under /v1',
    settings: { projects: 0, deployments: 0, logs: 0, regionsAt: ['/v1/regions'] },
  },
  'small-account': {
    title: 'An account with 24 projects and 30 deployments, and a window aligned to the clock',
    settings: { projects: 24, deployments: 30, logs: 15, countCalls: (quota) => fixedWindow(quota, 'epoch') },
  },
};
