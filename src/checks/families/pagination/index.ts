import type { Check } from '../../kit/define.ts';
import { beyondEndRecorded } from './beyond-end-recorded.ts';
import { cursorGivenOnce } from './cursor-given-once.ts';
import { cursorGivenWhileMore } from './cursor-given-while-more.ts';
import { defaultSizeRecorded } from './default-size-recorded.ts';
import { defaultSize } from './default-size.ts';
import { eachPageFollows } from './each-page-follows.ts';
import { edgeSizesRecorded } from './edge-sizes-recorded.ts';
import { madeUpCursorRecorded } from './made-up-cursor-recorded.ts';
import { madeUpCursorRefused } from './made-up-cursor-refused.ts';
import { maximumAccepted } from './maximum-accepted.ts';
import { maximumFull } from './maximum-full.ts';
import { maximumNotRefused } from './maximum-not-refused.ts';
import { maximumSize } from './maximum-size.ts';
import { moreTellsTheTruth } from './more-tells-the-truth.ts';
import { nextPageFollows } from './next-page-follows.ts';
import { nextPageHasItems } from './next-page-has-items.ts';
import { numberRepeated } from './number-repeated.ts';
import { pageNumberFollows } from './page-number-follows.ts';
import { pageOnRequest } from './page-on-request.ts';
import { sizeNotExceeded } from './size-not-exceeded.ts';
import { sizeRepeated } from './size-repeated.ts';
import { sizeRespected } from './size-respected.ts';
import { stableUnderCreation } from './stable-under-creation.ts';
import { styleRecorded } from './style-recorded.ts';
import { styleShown } from './style-shown.ts';
import { totalTrue } from './total-true.ts';
import { tracesRecorded } from './traces-recorded.ts';
import { underCreationRecorded } from './under-creation-recorded.ts';
import { walkComplete } from './walk-complete.ts';
import { walkEnds } from './walk-ends.ts';
import { walkUnique } from './walk-unique.ts';

/** The checks of the family `pagination`, in the order in which they run within a stage. */
export const paginationChecks: readonly Check[] = [
  defaultSize,
  sizeRespected,
  maximumSize,
  nextPageFollows,
  walkComplete,
  walkEnds,
  cursorGivenOnce,
  walkUnique,
  maximumAccepted,
  moreTellsTheTruth,
  madeUpCursorRefused,
  styleShown,
  sizeNotExceeded,
  maximumNotRefused,
  maximumFull,
  eachPageFollows,
  nextPageHasItems,
  cursorGivenWhileMore,
  pageNumberFollows,
  numberRepeated,
  sizeRepeated,
  totalTrue,
  pageOnRequest,
  styleRecorded,
  beyondEndRecorded,
  edgeSizesRecorded,
  defaultSizeRecorded,
  madeUpCursorRecorded,
  tracesRecorded,
  stableUnderCreation,
  underCreationRecorded,
];
