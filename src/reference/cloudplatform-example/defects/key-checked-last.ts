import { z } from 'zod';
import { presentation } from '../../kit/asking.ts';
import { readObject } from '../../kit/json-object.ts';
import { answerErrorResponse, isErrorResponse } from '../../kit/refusing.ts';
import { readJsonBody } from '../../kit/request-body.ts';
import type { PlatformDefects } from '../call.ts';
import { isCreation } from './asked.ts';

const creation = z.object({ name: z.string().min(1), region: z.string().min(1) });

/** Calls whose key is checked after something else. */
export const keyCheckedLastDefects: PlatformDefects = {
  'body-checked-before-key': {
    breaks: 'CPEX-18',
    note: 'POST /projects without a key is answered 422 for an unusable body',
    around: async (call, next) => {
      const body = presentation(call).kind !== 'key' && isCreation(call) ? await readJsonBody(call.req) : undefined;
      await next();
      if (body === undefined) return;
      try {
        readObject(creation, body, call.state.settings.faults);
      } catch (thrown) {
        if (!isErrorResponse(thrown)) throw thrown;
        answerErrorResponse(call, thrown);
      }
    },
  },
};
