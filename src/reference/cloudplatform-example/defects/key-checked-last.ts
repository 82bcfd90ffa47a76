import { z } from 'zod';
import { presentation } from '../../mechanisms/asking.ts';
import { readObject } from '../../mechanisms/json-object.ts';
import { answerRefusal, isRefusal } from '../../mechanisms/refusing.ts';
import { readJsonBody } from '../../mechanisms/request-body.ts';
import type { PlatformDefects } from '../call.ts';
import { isCreation } from './asked.ts';

const creation = z.object({ name: z.string().min(1), region: z.string().min(1) });

/** Calls whose key is asked for after something else. */
export const keyCheckedLastDefects: PlatformDefects = {
  'body-checked-before-key': {
    breaks: 'CPEX-18',
    note: 'POST /projects without a key is answered 422 for a body that is no use',
    around: async (call, next) => {
      const body = presentation(call).kind !== 'key' && isCreation(call) ? await readJsonBody(call.req) : undefined;
      await next();
      if (body === undefined) return;
      try {
        readObject(creation, body, call.state.settings.faults);
      } catch (thrown) {
        if (!isRefusal(thrown)) throw thrown;
        answerRefusal(call, thrown);
      }
    },
  },
};
