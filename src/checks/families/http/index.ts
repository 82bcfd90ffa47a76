import type { Check } from '../../kit/define.ts';
import { allowComplete } from './allow.ts';
import { cookies } from './cookies.ts';
import {
  allowedOriginForm,
  cachingFields,
  challengeForm,
  datesForm,
  entityTagForm,
  fieldsOnce,
  linkForm,
  locationForm,
  mediaTypeForm,
  retryAfterForm,
} from './fields.ts';
import { headAsGet, headOfOwnResource } from './head.ts';
import { contentCoding, framing, jsonEncoding, jsonText, jsonUniqueNames } from './messages.ts';
import { lastModifiedCovers } from './last-modified.ts';
import { locationLeads } from './location.ts';
import { locationPrefixesAgree } from './location-prefixes.ts';
import { otherMethodsRefused } from './other-methods.ts';
import { problemDetails } from './problem-details.ts';
import {
  acceptedTypeServed,
  allowPresent,
  allowWithoutRefused,
  challengePresent,
  createdLocation,
  datePresent,
  statusFitsRequest,
  statusHasFields,
} from './statuses.ts';
import { optionsAsTold } from './told-options.ts';
import { strongTagsApart } from './strong-tags.ts';

/** The checks of the family `http`: what HTTP demands of any server, judged on every answer of the run. */
export const httpChecks: readonly Check[] = [
  framing,
  fieldsOnce,
  datesForm,
  mediaTypeForm,
  jsonText,
  jsonEncoding,
  jsonUniqueNames,
  contentCoding,
  statusFitsRequest,
  statusHasFields,
  acceptedTypeServed,
  locationForm,
  retryAfterForm,
  challengeForm,
  problemDetails,
  entityTagForm,
  cachingFields,
  linkForm,
  allowedOriginForm,
  datePresent,
  challengePresent,
  allowPresent,
  allowWithoutRefused,
  createdLocation,
  cookies,
  locationLeads,
  locationPrefixesAgree,
  otherMethodsRefused,
  optionsAsTold,
  allowComplete,
  headAsGet,
  headOfOwnResource,
  lastModifiedCovers,
  strongTagsApart,
];
