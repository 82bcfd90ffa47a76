import { layered, statusChanged } from '../../kit/answering.ts';
import { bodyRules } from '../../kit/json-object.ts';
import { standardRateHeaders } from '../../kit/rate-headers.ts';
import type { PlatformVariant, State } from '../call.ts';
import { errorCode } from '../error-body.ts';

/** Servers with other forms of error responses. */
export const errorVariants: Readonly<Record<string, PlatformVariant>> = {
  'listed-errors': {
    title: 'Errors are in an array with more members, and a 401 has no challenge',
    deviations: { 'CPEX-19': 'a 401 has no WWW-Authenticate' },
    settings: {
      challenge: null,
      faults: bodyRules(422, { missing: 400, empty: 400 }),
      errorBody: (errorResponse) => ({
        errors: [
          {
            status: String(errorResponse.status),
            code: errorCode(errorResponse).toUpperCase(),
            message: errorResponse.message,
            meta: errorResponse.faults,
          },
        ],
      }),
    },
  },
  'problem-details': {
    title: 'Errors are problem details (RFC 9457), whose type is the code',
    deviations: { 'CPEX-76': 'the code is called type and the message detail' },
    settings: {
      errorBody: (errorResponse) => ({
        type: `https://docs.cloudplatform.example/errors/${errorResponse.reason}`,
        title: 'The request failed',
        status: errorResponse.status,
        detail: errorResponse.message,
      }),
    },
    around: async (call, next) => {
      await next();
      if (call.state.errorResponse !== undefined) call.set('Content-Type', 'application/problem+json');
    },
  },
  forbidding: {
    title: 'A missing key and a used-up quota are refused with 403',
    deviations: {
      'CPEX-18': 'a missing key is refused with 403',
      'CPEX-64': 'a call above the quota is answered 403',
      'CPEX-76': 'the code is called error',
    },
    settings: {
      rateHeaders: { ...standardRateHeaders, resetForm: 'iso' },
      errorBody: (errorResponse) => ({ error: errorCode(errorResponse), message: errorResponse.message }),
    },
    around: layered<State>(statusChanged('missing-key', 403), statusChanged('quota-used-up', 403)),
  },
};
