import { readJsonBody } from '../../kit/request-body.ts';
import type { Call, Layer } from '../call.ts';
import { isErrorResponse, refuse } from '../call.ts';
import { readCreateBody } from '../create-body.ts';
import type { NexusDefects } from '../overrides.ts';
import { answerErrorResponse } from '../../kit/refusing.ts';
import { listQueryReader } from '../list-query.ts';
import { isCreateCall, isListCall, presentation } from './asking.ts';
import { isRestartPath, restartedInstance } from './restarting.ts';

/** @throws {ErrorResponse} for an unknown id in the path of a restart. */
const judgeId = (call: Call): void => {
  const isUnknown = call.method === 'PUT' && isRestartPath(call) && restartedInstance(call) === undefined;
  if (isUnknown) refuse(404, 'unknown-instance', 'No such instance');
};

/** @throws {ErrorResponse} for any fault of the call but its missing key. */
const judge = (call: Call): void => {
  const { cloud } = call.state;
  if (isListCall(call)) listQueryReader(cloud.settings)(call.query);
  if (isCreateCall(call)) readCreateBody(call.state.body ?? { kind: 'empty' }, cloud);
  judgeId(call);
};

/** Answers calls without a key by their other fault, if they have one. */
const faultFirst =
  (find: (call: Call) => void): Layer =>
  async (call, next) => {
    if (presentation(call).kind !== 'nothing') return next();
    if (isCreateCall(call)) call.state.body = await readJsonBody(call.req);
    await next();
    try {
      find(call);
    } catch (thrown) {
      if (!isErrorResponse(thrown)) throw thrown;
      answerErrorResponse(call, thrown);
    }
  };

/** Calls without a key whose other faults are answered first. */
export const keyCheckedLastDefects: NexusDefects = {
  'auth-checked-last': {
    breaks: 'NEXUS-119',
    note: 'A faulty call without a key is answered by its fault',
    around: faultFirst(judge),
  },
  'auth-unknown-id-before-key': {
    breaks: 'NEXUS-119',
    note: 'Without a key an unknown id is answered 404 and every other fault 401',
    intermittent: true,
    around: faultFirst(judgeId),
  },
};
