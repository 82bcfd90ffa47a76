import { changeShown, replacedWhole } from './change-shown.ts';
import { defaultsShown, sentIsShown, uninvitedIgnored, unusualTextKept } from './creation-shown.ts';
import { belowOwnParent, listedAsRead, othersStay, removedStaysAway } from './elsewhere.ts';
import { firstStateIsNoEnd } from './first-state.ts';
import { putSaysCreated } from './put-says-created.ts';

/** The checks of the shared round trip, in the order in which they run. */
export const roundTripChecks = [
  sentIsShown,
  unusualTextKept,
  defaultsShown,
  uninvitedIgnored,
  changeShown,
  replacedWhole,
  listedAsRead,
  belowOwnParent,
  removedStaysAway,
  othersStay,
  firstStateIsNoEnd,
  putSaysCreated,
];
