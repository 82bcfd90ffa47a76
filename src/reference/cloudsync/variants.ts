import type { SyncVariant } from './overrides.ts';
import { archive } from './variants/archive.ts';
import { bare } from './variants/bare.ts';
import { busy } from './variants/busy.ts';
import { eventual } from './variants/eventual.ts';
import { lax } from './variants/lax.ts';
import { otherForms } from './variants/other-forms.ts';
import { ownNumbers } from './variants/own-numbers.ts';
import { paged } from './variants/paged.ts';
import { promising } from './variants/promising.ts';
import { strict } from './variants/strict.ts';

/** Servers that keep every requirement of the document and use its freedom in another way. */
export const variants: Readonly<Record<string, SyncVariant>> = {
  bare,
  'other-forms': otherForms,
  strict,
  lax,
  eventual,
  archive,
  paged,
  promising,
  'own-numbers': ownNumbers,
  busy,
  unhurried: { title: 'An instance is new for twelve seconds', options: { durations: { 'instance.active': 12 } } },
  'empty-account': { title: 'An account without instances', settings: { instances: 0 } },
};
