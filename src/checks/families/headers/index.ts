import type { Check } from '../../kit/define.ts';
import { contentTypeDeclared } from './content-type-declared.ts';
import { declaredHeaders } from './declared.ts';
import { headerEffectRecorded } from './header-effect-recorded.ts';
import { mediaTypeDeclared } from './media-type-declared.ts';
import { optionalHeader } from './optional-header.ts';

/** The checks of the family `headers`, in the order in which they run within a stage. */
export const headersChecks: readonly Check[] = [
  declaredHeaders,
  optionalHeader,
  headerEffectRecorded,
  contentTypeDeclared,
  mediaTypeDeclared,
];
