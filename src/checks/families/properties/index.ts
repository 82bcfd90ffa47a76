import type { Check } from '../../kit/define.ts';
import { anyBodyAccepted, anyBodyListed, anyBodyReadable } from './any-body-made.ts';
import { anyBodyRepeated, anyBodyShownAlike } from './any-body-shown.ts';
import { anyCreationAsAsked, anyCreationListed } from './any-creation.ts';
import { anyFiltersCombined } from './any-filters-combined.ts';
import { anyFractionRefused, anyWordRefused } from './any-number-refused.ts';
import { anyPageSizeComplete, anyPageSizeUnique } from './any-page-size.ts';
import { anyQueryBreachSurvived } from './any-query-breach-survived.ts';

/** The checks of the family `properties`, in the order in which they run within a stage. */
export const propertiesChecks: readonly Check[] = [
  anyPageSizeComplete,
  anyPageSizeUnique,
  anyFiltersCombined,
  anyWordRefused,
  anyFractionRefused,
  anyQueryBreachSurvived,
  anyCreationListed,
  anyCreationAsAsked,
  anyBodyAccepted,
  anyBodyRepeated,
  anyBodyReadable,
  anyBodyListed,
  anyBodyShownAlike,
];
