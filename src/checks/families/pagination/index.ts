import type { Check } from '../../kit/define.ts';
import { numberRepeated, pageNumberFollows, sizeRepeated, totalTrue } from './counted-pages.ts';
import { defaultSize, defaultSizeRecorded } from './default-size.ts';
import { madeUpCursorRecorded, madeUpCursorRefused } from './made-up-cursor.ts';
import { maximumAccepted, maximumFull, maximumNotRefused, maximumTold, maximumSize } from './maximum.ts';
import { emptyAfterTheEnd } from './after-the-end.ts';
import { announcedMore } from './announced-more.ts';
import { linkKeepsFilters, totalOfFiltered } from './filtered-pages.ts';
import { linkLeadsOn } from './link-beside.ts';
import { lastPageAsStated } from './last-page.ts';
import { figuresFollow } from './figures-follow.ts';
import { cursorGivenWhileMore, eachPageFollows, nextPageFollows, nextPageHasItems } from './next-page.ts';
import { farBehindTheEnd } from './far-behind-the-end.ts';
import { beyondEndRecorded, edgeSizesRecorded } from './odd-values-recorded.ts';
import { orderedComplete } from './ordered-pages.ts';
import { pageFiguresFollow } from './page-figures.ts';
import { pageCountTrue } from './page-count.ts';
import { pageOnRequest } from './page-on-request.ts';
import { positionExact } from './position-exact.ts';
import { sizeNotExceeded, sizeRespected } from './page-size.ts';
import { styleRecorded, styleShown } from './styles.ts';
import { summaryAgrees } from './summary-agrees.ts';
import { cursorTied } from './tied-cursors.ts';
import { tracesRecorded } from './traces-recorded.ts';
import { stableUnderCreation, underCreationRecorded } from './under-creation.ts';
import { stableUnderRemoval } from './under-removal.ts';
import { cursorGivenOnce, traversalComplete, traversalEnds, traversalUnique } from './traversals.ts';

/** The checks of the family `pagination`, in the order in which they run within a stage. */
export const paginationChecks: readonly Check[] = [
  defaultSize,
  pageFiguresFollow,
  sizeRespected,
  maximumSize,
  nextPageFollows,
  traversalComplete,
  traversalEnds,
  cursorGivenOnce,
  traversalUnique,
  orderedComplete,
  maximumAccepted,
  announcedMore,
  madeUpCursorRefused,
  cursorTied,
  styleShown,
  sizeNotExceeded,
  maximumNotRefused,
  maximumTold,
  maximumFull,
  eachPageFollows,
  nextPageHasItems,
  cursorGivenWhileMore,
  pageNumberFollows,
  positionExact,
  numberRepeated,
  sizeRepeated,
  totalTrue,
  totalOfFiltered,
  pageCountTrue,
  summaryAgrees,
  figuresFollow,
  linkLeadsOn,
  linkKeepsFilters,
  emptyAfterTheEnd,
  lastPageAsStated,
  pageOnRequest,
  styleRecorded,
  farBehindTheEnd,
  beyondEndRecorded,
  edgeSizesRecorded,
  defaultSizeRecorded,
  madeUpCursorRecorded,
  tracesRecorded,
  stableUnderCreation,
  stableUnderRemoval,
  underCreationRecorded,
];
