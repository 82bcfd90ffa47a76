import type { NexusVariant } from './overrides.ts';
import { otherAnswers } from './other-answers.ts';
import { busy } from './variants/busy.ts';
import { oneRegion } from './variants/one-region.ts';
import { otherForms } from './variants/other-forms.ts';
import { rolling } from './variants/rolling.ts';
import { strict } from './variants/strict.ts';
import { terse } from './variants/terse.ts';

/** Servers that keep every requirement of the document and use its freedom in another way. */
export const variants: Readonly<Record<string, NexusVariant>> = {
  'other-forms': otherForms,
  strict,
  'other-answers': otherAnswers,
  'one-region': oneRegion,
  terse,
  rolling,
  busy,
  'empty-account': {
    title: 'An account without instances, networks and volumes',
    settings: { instances: 0, networks: 0, volumes: 0 },
  },
  'small-account': {
    title: 'An account with 24 instances',
    settings: { instances: 24 },
  },
};
