import { answerErrorResponse, isErrorResponse } from '../../kit/refusing.ts';
import { bodyRules, readObject } from '../../kit/json-object.ts';
import { presentation } from '../../kit/asking.ts';
import { ErrorResponse } from '../../kit/error-response.ts';
import type { JsonBody } from '../../kit/request-body.ts';
import { readJsonBody } from '../../kit/request-body.ts';
import { isCall } from '../../kit/service.ts';
import { z } from 'zod';
import type { Account } from '../account.ts';
import type { Call, Layer, PlatformDefects } from '../call.ts';
import { createResource } from '../operations.ts';
import { isCreation, ownResource } from './asked.ts';

const creation = z.object({ name: z.string().min(1), region: z.string().optional() });

const isKeyless = (call: Call): boolean => presentation(call).kind !== 'key';

const read = (body: JsonBody): z.infer<typeof creation> | ErrorResponse => {
  try {
    return readObject(creation, body, bodyRules(422));
  } catch (thrown) {
    if (isErrorResponse(thrown)) return thrown;
    throw thrown;
  }
};

/** Acts on the body of a creation without a key after the call was refused. */
const afterKeylessCreation =
  (act: (asked: z.infer<typeof creation> | ErrorResponse, call: Call) => void): Layer =>
  async (call, next) => {
    const body = isKeyless(call) && isCreation(call) ? await readJsonBody(call.req) : undefined;
    await next();
    if (body !== undefined) act(read(body), call);
  };

const removeOwn = (call: Call): void => {
  const resource = ownResource(call);
  if (resource !== undefined && !resource.data.isInUse) call.state.service.accounts['own']?.resources.remove(resource, Date.now());
};

const ownAccount = (call: Call): Account => call.state.service.accounts['own'] ?? call.state.account;

/** Calls whose key is checked after something else. */
export const keyCheckedLastDefects: PlatformDefects = {
  'lookup-before-authentication': {
    breaks: 'CPIO-26',
    note: 'An unknown id is answered 404 to callers without a key',
    around: async (call, next) => {
      await next();
      if (!isKeyless(call) || !isCall(call, 'GET /resources/:id', 'DELETE /resources/:id')) return;
      const resource = ownResource(call);
      if (resource === undefined || resource.goneAtMs <= Date.now()) {
        answerErrorResponse(call, new ErrorResponse(404, 'unknown-resource', 'The requested resource does not exist'));
      }
    },
  },
  'validation-before-authentication': {
    breaks: 'CPIO-26',
    note: 'An unusable body is answered 400 or 422 to callers without a key',
    around: afterKeylessCreation((asked, call) => {
      if (isErrorResponse(asked)) answerErrorResponse(call, asked);
    }),
  },
  'anonymous-post-stored': {
    breaks: 'CPIO-27',
    note: 'POST without a key answers 401 after the resource has been stored',
    around: afterKeylessCreation((asked, call) => {
      if (!isErrorResponse(asked)) createResource({ account: ownAccount(call), settings: call.state.settings }, asked);
    }),
  },
  'anonymous-delete-executed': {
    breaks: 'CPIO-27',
    note: 'DELETE without a key answers 401 after the resource has been removed',
    around: async (call, next) => {
      await next();
      if (isKeyless(call) && isCall(call, 'DELETE /resources/:id')) removeOwn(call);
    },
  },
};
