import { changeShown, replacedWhole } from './change-shown.ts';
import { defaultsShown, sentIsShown, uninvitedIgnored, unusualTextKept } from './creation-shown.ts';
import { belowOwnParent, listedBesideOthers, listedAsRead, othersStay, removedStaysAway } from './elsewhere.ts';
import { firstStateIsNoEnd } from './first-state.ts';
import { maskKept } from './mask-kept.ts';
import { patchedAsAWhole } from './patched-as-a-whole.ts';
import { answeredTagCurrent } from './answered-tags.ts';
import { putSaysCreated } from './put-says-created.ts';
import { secretShownOnce } from './secret-shown-once.ts';

/** The checks of the shared round trip, in the order in which they run. */
export const roundTripChecks = [
  sentIsShown,
  unusualTextKept,
  defaultsShown,
  uninvitedIgnored,
  changeShown,
  patchedAsAWhole,
  maskKept,
  replacedWhole,
  listedAsRead,
  listedBesideOthers,
  belowOwnParent,
  removedStaysAway,
  othersStay,
  firstStateIsNoEnd,
  putSaysCreated,
  answeredTagCurrent,
  secretShownOnce,
];
