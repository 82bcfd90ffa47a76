import type { Check } from '../../kit/define.ts';
import { anyBodyAccepted } from './any-body-accepted.ts';
import { anyBodyListed } from './any-body-listed.ts';
import { anyBodyReadable } from './any-body-readable.ts';
import { anyBodyRepeated } from './any-body-repeated.ts';
import { anyBodyShownAlike } from './any-body-shown-alike.ts';
import { anyCreationAsAsked } from './any-creation-as-asked.ts';
import { anyCreationListed } from './any-creation-listed.ts';
import { anyFiltersCombined } from './any-filters-combined.ts';
import { anyFractionRefused } from './any-fraction-refused.ts';
import { anyPageSizeComplete } from './any-page-size-complete.ts';
import { anyPageSizeUnique } from './any-page-size-unique.ts';
import { anyQueryBreachSurvived } from './any-query-breach-survived.ts';
import { anyWordRefused } from './any-word-refused.ts';

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
