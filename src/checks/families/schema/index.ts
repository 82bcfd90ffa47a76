import type { Check } from '../../kit/define.ts';
import { bodyFormRecorded } from './body-form-recorded.ts';
import { bodyIfAny } from './body-if-any.ts';
import { bodyPresent } from './body-present.ts';
import { constantValue } from './constant-value.ts';
import { figuresInSlugs } from './figures-in-slugs.ts';
import { includesRequest } from './includes-request.ts';
import { itemsAreObjects } from './items-are-objects.ts';
import { listFound } from './list-found.ts';
import { listedOnce } from './listed-once.ts';
import { momentNotBefore } from './moment-not-before.ts';
import { momentOfCreation } from './moment-of-creation.ts';
import { namedMembers } from './named-members.ts';
import { repeatsRequest } from './repeats-request.ts';
import { responseBody } from './response-body.ts';
import { sameTypesEverywhere } from './same-types-everywhere.ts';
import { shownForSentValue } from './shown-for-sent-value.ts';
import { successIsJson } from './success-is-json.ts';
import { thingPlaceRecorded } from './thing-place-recorded.ts';
import { thingsAreObjects } from './things-are-objects.ts';
import { timestampsInUtc } from './timestamps-in-utc.ts';
import { undescribedBodyRecorded } from './undescribed-body-recorded.ts';
import { valueFormsRecorded } from './value-forms-recorded.ts';
import { valuesRecorded } from './values-recorded.ts';
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
  successIsJson,
  sameTypesEverywhere,
  listFound,
  valueFormsRecorded,
  valuesRecorded,
  undescribedBodyRecorded,
  thingsAreObjects,
  thingPlaceRecorded,
  wholeAfterCreation,
];
