import type { Check } from '../../kit/define.ts';
import { includesRequest, repeatsRequest, shownForSentValue } from './as-requested.ts';
import { constantValue } from './constant-value.ts';
import { figuresInSlugs } from './figures-in-slugs.ts';
import { formatsKept } from './formats.ts';
import { bodyFormRecorded, itemsAreObjects, listedOnce, listFound } from './lists.ts';
import { momentNotBefore, momentOfCreation, timestampsInUtc } from './moments.ts';
import { namedMembers } from './named-members.ts';
import { bodyIfAny, responseBody } from './response-body.ts';
import { sameTypesEverywhere } from './same-types-everywhere.ts';
import { bodyPresent, describedErrorPresent, describedSuccessPresent, successIsJson } from './success-body.ts';
import { resourceLocationRecorded, resourcesAreObjects } from './resources-shown.ts';
import { undescribedBodyRecorded } from './undescribed-body-recorded.ts';
import { valueFormsRecorded, valuesRecorded } from './values-recorded.ts';
import { sumsAgree } from './sums-agree.ts';
import { toldEntriesThere } from './told-entries-there.ts';
import { writeOnlyNotShown } from './write-only.ts';
import { wholeAfterCreation } from './whole-after-creation.ts';

/** The checks of the family `schema`, in the order in which they run within a stage. */
export const schemaChecks: readonly Check[] = [
  responseBody,
  listedOnce,
  repeatsRequest,
  includesRequest,
  shownForSentValue,
  figuresInSlugs,
  namedMembers,
  itemsAreObjects,
  bodyFormRecorded,
  momentOfCreation,
  momentNotBefore,
  bodyIfAny,
  constantValue,
  timestampsInUtc,
  bodyPresent,
  describedSuccessPresent,
  describedErrorPresent,
  successIsJson,
  sameTypesEverywhere,
  listFound,
  valueFormsRecorded,
  valuesRecorded,
  undescribedBodyRecorded,
  resourcesAreObjects,
  resourceLocationRecorded,
  wholeAfterCreation,
  formatsKept,
  sumsAgree,
  toldEntriesThere,
  writeOnlyNotShown,
];
