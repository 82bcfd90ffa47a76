import type { ErrorResponse } from '../../kit/error-response.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import type { Layer, PlatformVariant } from '../call.ts';
import { errorName, faultsOf } from '../error-body.ts';
import { timeIn } from '../settings.ts';

/** No Date, and a media type without parameters. */
const minimal: Layer = async (call, next) => {
  await next();
  call.res.sendDate = false;
  if (call.body !== null) call.set('Content-Type', 'application/json');
};

/** The name of the error in capitals; the faults of a 422 as lines of text. */
const shortError = (errorResponse: ErrorResponse): unknown => ({
  error: errorName(errorResponse.status).toUpperCase(),
  ...(errorResponse.status === 422 && { errors: faultsOf(errorResponse).map(({ field, message }) => `${field}: ${message}`) }),
});

/** Answers with as little as the document allows. */
export const terse: PlatformVariant = {
  title: 'The minimum that the document allows in bodies, errors and header fields',
  deviations: { 'CPIO-67': 'updated_at is null until something changes' },
  settings: {
    challenge: null,
    lastCursor: 'absent',
    noRegion: 'absent',
    unchanged: 'null',
    time: timeIn('numeric-offset'),
    errorBody: shortError,
    otherResources: 1,
    sandboxShowsQuota: false,
    countCalls: (quota) => tokenBucket(quota),
  },
  around: minimal,
};
